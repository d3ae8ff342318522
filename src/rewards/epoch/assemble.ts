import { OpenDepinError } from "../../errors";
import type { Hex } from "../../hex";
import { allocateEach } from "../allocate";
import { Ledger } from "../ledger";
import type { AccountAmounts } from "./account-amounts";
import { Claims } from "./claims";
import type { Contributions } from "./contributions";
import type { RegistryOrigin } from "./report";
import type { DeviceRewards, SharedBudget } from "./device-rewards";
import { devicesRoots } from "./devices-roots";
import { newWord, readWord, WORD_BYTES, writeWord } from "../../flat/word";

/** All that an epoch is computed from. */
export interface EpochInputs {
  /** Contributions with a budget to share, or amounts that the network computed itself. */
  earned: SharedBudget | AccountAmounts;
  /** What is added to or taken back from accounts, beside what was earned. */
  corrections?: AccountAmounts | undefined;
  /** Where the devices' payees and status come from; absent when the inputs name payees themselves. */
  registry?: RegistryOrigin | undefined;
  /** The ledger of the epoch before. */
  previous: Ledger;
}

/** An epoch, computed: what its report states and its files hold. */
export interface Epoch {
  /** Undefined for an epoch of payouts. */
  devices: DeviceRewards | undefined;
  claims: Claims;
  root: Hex;
  /** Σ cumulative over all accounts. */
  total: bigint;
  /** What the total grew by; negative when corrections took back more than was earned. */
  increase: bigint;
}

/**
 * Computes an epoch: allocate, ledger, device trees, claims tree. The order of the inputs' rows changes no figure.
 *
 * @throws OpenDepinError `ALLOCATE_NO_UNITS`, `LEDGER_NEGATIVE` or `LEDGER_OVERFLOW`, with the place in the input.
 */
export function assembleEpoch({ earned, corrections, previous }: EpochInputs): Epoch {
  const ledger = previous.copy();
  const devices = "budget" in earned ? shareBudget(earned) : undefined;
  if (devices) creditPayees(ledger, devices);
  if (!("budget" in earned)) creditAccounts(ledger, earned);
  if (corrections) creditAccounts(ledger, corrections);
  const claims = Claims.of(ledger, devices ? rootsByAccount(devices) : () => undefined);
  return {
    devices,
    claims,
    root: claims.tree().root(),
    total: ledger.total,
    increase: ledger.total - previous.total,
  };
}

function shareBudget({ contributions, budget }: SharedBudget): DeviceRewards {
  if (contributions.length === 0) throw nobodyCounts(contributions);
  const rewards = new Uint8Array(contributions.length * WORD_BYTES);
  const view = new DataView(rewards.buffer);
  let at = 0;
  const unallocated = placed(contributions.source, 2, () =>
    allocateEach({ [Symbol.iterator]: () => contributions.devices.units() }, budget, (reward) => {
      writeWord(view, at, reward);
      at += WORD_BYTES;
    }),
  );
  return { contributions, budget, rewards, unallocated };
}

/** Contributions without a row do not get here: all of them were left out. */
function nobodyCounts({ source, excluded }: Contributions): OpenDepinError {
  const counts = Object.entries(excluded.counts()).filter(([, count]) => count > 0);
  const reasons = counts.map(([reason, count]) => `${count} ${reason}`).join(", ");
  return new OpenDepinError(
    "NO_DEVICE_COUNTS",
    `the registry leaves out every contributing device (${reasons}); check the registry, the program, the epoch and the bonds`,
    { file: source },
  );
}

function creditPayees(ledger: Ledger, { contributions, rewards }: DeviceRewards): void {
  const view = new DataView(rewards.buffer);
  const payee = newWord();
  for (let row = 0; row < contributions.length; row++) {
    const start = contributions.payeeOf(row) * WORD_BYTES;
    payee.bytes.set(contributions.payees.bytes.subarray(start, start + WORD_BYTES));
    ledger.add(payee, readWord(view, row * WORD_BYTES));
  }
}

function creditAccounts(ledger: Ledger, amounts: AccountAmounts): void {
  for (const { account, amount, line } of amounts.entries()) {
    placed(amounts.source, line, () => {
      ledger.add(account, amount);
    });
  }
}

function rootsByAccount(devices: DeviceRewards): (account: Uint8Array, into: Uint8Array) => void {
  const { payees } = devices.contributions;
  const roots = devicesRoots(devices);
  const key = newWord();
  return (account, into) => {
    key.bytes.set(account);
    const payee = payees.find(key);
    if (payee >= 0) into.set(roots.subarray(payee * WORD_BYTES, (payee + 1) * WORD_BYTES));
  };
}

/** Gives errors of a step the place in the input that they are about. */
function placed<T>(file: string, line: number, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw error instanceof OpenDepinError ? error.at(file, line) : error;
  }
}
