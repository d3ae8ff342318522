import { isCallException, type Signer } from "ethers";

import type { DeviceRegistry } from "../../../typechain-types";
import type { Onboarding } from "../../devices/messages";
import type { Hex } from "../../hex";
import { describeRevert, explainChainError } from "../explain-error";
import { settled } from "../send";

/** What one transaction may use, less a tenth for what changes before it is in a block. Source: EIP-7825 */
const BATCH_GAS = (2n ** 24n * 9n) / 10n;

/** Estimates in flight at once: public endpoints refuse floods. */
const ESTIMATES_AT_ONCE = 50;

/** A device to onboard: its id, which its key alone does not say once it has rotated, and the registry's message. */
export interface DeviceToOnboard {
  device: bigint;
  onboarding: Onboarding;
}

/** What became of a device. */
export interface OnboardingResult {
  device: bigint;
  /** Why it was not onboarded, by the name of the contract's error; undefined if it was. */
  refused: string | undefined;
  /** The transaction that it was in, also if that reverted; undefined if none was sent for it. */
  transaction: Hex | undefined;
}

/** A device that the chain would take at present. */
interface Estimated extends DeviceToOnboard {
  /** Its place among the devices given. */
  index: number;
  gas: bigint;
}

/**
 * Onboards devices, as many in a transaction as fit; one that is refused stops no other.
 *
 * Each is tried first, so that nothing is paid for those that are refused.
 *
 * @param progress Called with the share of devices done, 0 to 1.
 * @returns What became of each, in the order given.
 * @throws OpenDepinError when the chain cannot be reached or the sender cannot pay.
 */
export async function registerDevices(
  registry: DeviceRegistry,
  devices: readonly DeviceToOnboard[],
  sender: Signer,
  progress: (share: number) => void = () => undefined,
): Promise<OnboardingResult[]> {
  const connected = registry.connect(sender);
  const { ready, results } = await estimateAll(connected, devices, await sender.getAddress());
  let done = devices.length - ready.length;
  for (const batch of batches(ready)) {
    const sent = await send(connected, batch).catch((error: unknown) => revertedTogether(batch, error));
    for (const [place, { index }] of batch.entries()) {
      const result = sent[place];
      if (result !== undefined) results[index] = result;
    }
    done += batch.length;
    progress(done / devices.length);
  }
  return results;
}

/** @returns Those that can be sent, and a result for each device: final for those that cannot. */
async function estimateAll(
  registry: DeviceRegistry,
  devices: readonly DeviceToOnboard[],
  sender: string,
): Promise<{ ready: Estimated[]; results: OnboardingResult[] }> {
  const ready: Estimated[] = [];
  const results: OnboardingResult[] = [];
  for (let start = 0; start < devices.length; start += ESTIMATES_AT_ONCE) {
    const some = devices.slice(start, start + ESTIMATES_AT_ONCE);
    const estimates = await Promise.all(some.map(({ onboarding }) => estimate(registry, onboarding, sender)));
    for (const [place, { gas, refused }] of estimates.entries()) {
      const device = some[place];
      if (device === undefined) continue;
      if (gas !== undefined) ready.push({ ...device, index: start + place, gas });
      results.push({ device: device.device, refused, transaction: undefined });
    }
  }
  return { ready, results };
}

/** What onboarding a device alone costs, or why it would be refused. */
async function estimate(
  registry: DeviceRegistry,
  onboarding: Onboarding,
  sender: string,
): Promise<{ gas: bigint | undefined; refused: string | undefined }> {
  const { owner, consent } = onboarding;
  if (consent.signature === "0x" && owner.toLowerCase() !== sender.toLowerCase()) {
    const refused = `its owner ${owner} neither sends nor signed; have it sign: opendepin device consent onboard --as owner`;
    return { gas: undefined, refused };
  }
  try {
    return { gas: await registry.register.estimateGas(onboarding), refused: undefined };
  } catch (error) {
    const explained = explainChainError(error);
    if (explained.code !== "REVERTED") throw explained;
    return { gas: undefined, refused: explained.reason };
  }
}

/** Splits devices so that each part fits a transaction: alone each pays 21,000 gas that it shares in a batch. */
function* batches(devices: readonly Estimated[]): Generator<Estimated[]> {
  let batch: Estimated[] = [];
  let gas = 0n;
  for (const device of devices) {
    if (batch.length > 0 && gas + device.gas > BATCH_GAS) {
      yield batch;
      batch = [];
      gas = 0n;
    }
    batch.push(device);
    gas += device.gas;
  }
  if (batch.length > 0) yield batch;
}

async function send(registry: DeviceRegistry, batch: readonly Estimated[]): Promise<OnboardingResult[]> {
  const [first] = batch;
  if (batch.length === 1 && first !== undefined) {
    const { transaction } = await settled(registry.register(first.onboarding));
    return [{ device: first.device, refused: undefined, transaction }];
  }
  // What each needs alone is more than it needs here: what a late refusal costs is covered too.
  const gasLimit = batch.reduce((sum, { gas }) => sum + gas, 0n);
  const onboardings = batch.map(({ onboarding }) => onboarding);
  const { transaction, block } = await settled(registry.registerMany(onboardings, { gasLimit }));
  const rejections = await rejectionsIn(registry, block, transaction);
  return batch.map(({ device }, index) => ({ device, refused: rejections.get(index), transaction }));
}

/** A wallet of an owner can spend what was meant for all of a batch: that ends no other batch, nor this account of it. */
function revertedTogether(batch: readonly Estimated[], error: unknown): OnboardingResult[] {
  const { code, reason } = explainChainError(error);
  if (code !== "REVERTED") throw error;
  const transaction = isCallException(error) ? (error.receipt?.hash as Hex | undefined) : undefined;
  return batch.map(({ device }) => ({ device, refused: reason, transaction }));
}

/** By the device's index in its batch: what changed between the estimate and the block. */
async function rejectionsIn(
  registry: DeviceRegistry,
  block: number,
  transaction: Hex,
): Promise<Map<number, string>> {
  const events = await registry.queryFilter(registry.filters.DeviceRejected(), block, block);
  return new Map(
    events
      .filter(({ transactionHash }) => transactionHash === transaction)
      .map(({ args }) => [Number(args.index), describeRevert(args.reason) ?? `error ${args.reason}`]),
  );
}
