import type { Provider } from "ethers";

import { EXIT, OpenDepinError } from "../../errors";
import { formatTime } from "../../format-time";
import { findLastBlockBefore } from "./find-last-block-before";
import type { OpenRegistry } from "./open-registry";
import { getBlock } from "./read-at-block";

/**
 * The last block of an epoch: that after which its payees and owners are asked for.
 *
 * @throws OpenDepinError `EPOCH_RUNNING` when the chain's newest block is in the epoch or before.
 */
export async function lastBlockOfEpoch(
  provider: Pick<Provider, "getBlock">,
  registry: Pick<OpenRegistry, "genesis" | "epochLength">,
  epoch: bigint,
): Promise<number> {
  const end = endOf(registry, epoch);
  const block = await findLastBlockBefore(provider, end);
  if (block !== undefined) return block;
  const { timestamp } = await getBlock(provider, "latest");
  throw new OpenDepinError(
    "EPOCH_RUNNING",
    timestamp < end
      ? `epoch ${epoch} ends at ${formatTime(end)}, but the chain's newest block is of ${formatTime(timestamp)}; wait for its end`
      : `epoch ${epoch} ended at ${formatTime(end)}, before the chain's first block`,
    { exitCode: EXIT.no },
  );
}

/**
 * Refuses a block before an epoch's last one: owners, payees and suspensions could still change within the epoch.
 *
 * @throws OpenDepinError `BLOCK_BEFORE_END`.
 */
export async function requireEpochOver(
  provider: Pick<Provider, "getBlock">,
  registry: Pick<OpenRegistry, "genesis" | "epochLength">,
  epoch: bigint,
  block: number,
): Promise<void> {
  const end = endOf(registry, epoch);
  const { timestamp } = await getBlock(provider, block);
  if (timestamp >= end || (await isFollowedAt(provider, block, end))) return;
  throw new OpenDepinError(
    "BLOCK_BEFORE_END",
    `block ${block} is of ${formatTime(timestamp)}, and epoch ${epoch} goes on until ${formatTime(end)}; take its last block (--block end)`,
    { exitCode: EXIT.no },
  );
}

/** Whether the block after one is there, and its time is not before a moment. */
async function isFollowedAt(
  provider: Pick<Provider, "getBlock">,
  block: number,
  timestamp: number,
): Promise<boolean> {
  const latest = await getBlock(provider, "latest");
  return latest.number > block && (await getBlock(provider, block + 1)).timestamp >= timestamp;
}

/** When an epoch ends, seconds since 1970. */
function endOf(
  { genesis, epochLength }: Pick<OpenRegistry, "genesis" | "epochLength">,
  epoch: bigint,
): number {
  return genesis + (Number(epoch) + 1) * epochLength;
}
