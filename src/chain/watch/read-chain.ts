import type { RewardDistributor } from "../../../typechain-types";
import type { Progress } from "../../files/progress";
import { knownBlocks, type Reading } from "../../watch/advance";
import type { BlockRef, ReportEvent } from "../../watch/report-event";
import type { WatchState } from "../../watch/watch-state";
import { readDistributorState } from "../distributor-state";
import { providerOf } from "../provider-of";
import { findDeploymentBlock } from "../registry/find-deployment-block";
import { readAtBlock } from "../registry/read-at-block";
import { readReportEvents } from "../report-events";

/**
 * Reads the events of reports since the last time: from the newest block that the watcher knows and the chain still has.
 *
 * @param confirmations Blocks that must follow one before it is read.
 * @returns Undefined while the chain is not that long.
 */
export async function readChain(
  distributor: RewardDistributor,
  state: WatchState,
  confirmations: number,
  progress: Progress,
): Promise<Reading | undefined> {
  const provider = providerOf(distributor);
  const number = (await provider.getBlockNumber()) - confirmations;
  if (number < 0) return undefined;
  return readAtBlock(provider, number, async ({ hash }) => {
    const address = await distributor.getAddress();
    const base = await newestKnown(distributor, state, number);
    const fromBlock =
      base === undefined ? await findDeploymentBlock(provider, address, number) : base.number + 1;
    const events: ReportEvent[] = [];
    const query = { address, fromBlock, toBlock: number };
    for await (const event of readReportEvents(provider, query, progress)) events.push(event);
    const { pending, reportNonce } = await readDistributorState(distributor);
    return { base, events, head: { number, hash }, openNonce: pending?.nonce ?? reportNonce };
  });
}

async function newestKnown(
  distributor: RewardDistributor,
  state: WatchState,
  upTo: number,
): Promise<BlockRef | undefined> {
  const provider = providerOf(distributor);
  for (const known of knownBlocks(state)) {
    if (known.number > upTo) continue;
    if ((await provider.getBlock(known.number))?.hash === known.hash) return known;
  }
  return undefined;
}
