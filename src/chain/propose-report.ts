import type { Signer } from "ethers";

import type { RewardDistributor } from "../../typechain-types";
import { EXIT, OpenDepinError } from "../errors";
import type { Hex } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { type Report, signReport } from "../rewards/report";
import { type DistributorState, readDistributorState, ZERO_ROOT } from "./distributor-state";
import { finalizeReport } from "./finalize-report";
import { type Sent, settled } from "./send";

export interface ProposeOptions {
  /** Where the epoch's directory is published; may be empty. */
  dataURI: string;
  /** How long the report may be proposed after it was signed, in seconds. */
  validitySeconds: number;
}

/** What was proposed, and the transactions that it took. */
export interface Proposal {
  report: Report;
  signature: Hex;
  /** The finalisation of the report before, when it was due. */
  finalized: Sent | undefined;
  proposed: Sent;
  finalizableAt: number;
}

/**
 * Signs an epoch's report as its reporter and proposes it; a report before it whose window has passed is finalised
 * first.
 *
 * @param epoch What the epoch's directory states.
 * @param reporter Signs and sends.
 * @throws OpenDepinError `PROGRAM_DIFFERS`, `REPORT_PENDING`, `EPOCH_CLOSED`, `LEDGER_DIFFERS`, `NOT_REPORTER`.
 */
export async function proposeReport(
  distributor: RewardDistributor,
  epoch: EpochReport,
  reporter: Signer,
  { dataURI, validitySeconds }: ProposeOptions,
): Promise<Proposal> {
  await check(distributor, await readDistributorState(distributor), epoch, reporter);
  const finalized = await finalizeDue(distributor, reporter);
  const state = await readDistributorState(distributor);

  const report: Report = {
    program: state.program,
    epoch: Number(epoch.epoch),
    nonce: state.reportNonce,
    deadline: state.now + validitySeconds,
    root: epoch.root,
    total: epoch.total,
    dataHash: epoch.dataHash,
    dataURI,
  };
  const domain = { chainId: state.chainId, distributor: state.address };
  const signature = await signReport(report, domain, reporter);
  const proposed = await settled(distributor.connect(reporter).propose(report, signature));
  const { pending } = await readDistributorState(distributor);
  return { report, signature, finalized, proposed, finalizableAt: pending?.finalizableAt ?? 0 };
}

async function finalizeDue(distributor: RewardDistributor, sender: Signer): Promise<Sent | undefined> {
  const { pending, now } = await readDistributorState(distributor);
  if (pending === undefined || now < pending.finalizableAt) return undefined;
  return finalizeReport(distributor, sender);
}

/** Before anything is sent: with a pending report that is due as if it were final. */
async function check(
  distributor: RewardDistributor,
  state: DistributorState,
  { epoch, previous, registry }: EpochReport,
  reporter: Signer,
): Promise<void> {
  const { pending, now } = state;
  if (registry !== undefined && registry.program !== state.program) {
    throw refused(
      "PROGRAM_DIFFERS",
      `the epoch pays devices of program ${registry.program}, the distributor those of ${state.program}; name the right one`,
    );
  }
  if (pending !== undefined && now < pending.finalizableAt) {
    throw refused(
      "REPORT_PENDING",
      `epoch ${pending.epoch} is pending; finalise it first, once its window has passed`,
    );
  }
  const activeRoot = pending?.root ?? state.activeRoot;
  const nextEpoch = pending === undefined ? state.nextEpoch : pending.epoch + 1;
  if (epoch < BigInt(nextEpoch)) {
    throw refused("EPOCH_CLOSED", `epoch ${epoch} is closed; the next epoch to report is ${nextEpoch}`);
  }
  const base = previous?.root ?? ZERO_ROOT;
  if (base !== activeRoot) {
    throw refused(
      "LEDGER_DIFFERS",
      `the epoch was built on root ${base}, but the chain's last finalised root is ${activeRoot}; build it again with --previous naming that epoch's directory`,
    );
  }
  const [expected, address] = await Promise.all([distributor.reporter(), reporter.getAddress()]);
  if (expected !== address) {
    throw refused("NOT_REPORTER", `the program's reporter is ${expected}, but the key belongs to ${address}`);
  }
}

function refused(code: string, reason: string): OpenDepinError {
  return new OpenDepinError(code, reason, { exitCode: EXIT.no });
}
