import type { Provider } from "ethers";

import type { SnapshotBlock } from "../../devices/snapshot";
import { EXIT, OpenDepinError } from "../../errors";
import type { Hex } from "../../hex";

const ATTEMPTS = 3;

/**
 * A block of the chain.
 *
 * @throws OpenDepinError `BLOCK_UNKNOWN` when the node does not have it.
 */
export async function getBlock(
  provider: Pick<Provider, "getBlock">,
  block: number | "latest",
): Promise<SnapshotBlock> {
  const found = await provider.getBlock(block);
  if (found?.hash) return { number: found.number, hash: found.hash as Hex, timestamp: found.timestamp };
  throw new OpenDepinError("BLOCK_UNKNOWN", `the node has no block ${block}`, { exitCode: EXIT.network });
}

/**
 * Reads what takes several requests as of one block, anew when the chain was reorganised meanwhile.
 *
 * @throws OpenDepinError `CHAIN_REORGANISED` when that happened three times, `BLOCK_UNKNOWN`, and what `read` throws.
 */
export async function readAtBlock<Result>(
  provider: Pick<Provider, "getBlock">,
  number: number,
  read: (block: SnapshotBlock) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const block = await getBlock(provider, number);
    // Events of two forks together may contradict each other: what fails then is tried again as well.
    const [reading] = await Promise.allSettled([read(block)]);
    const { hash } = await getBlock(provider, number);
    if (hash !== block.hash) continue;
    if (reading.status === "rejected") throw reading.reason;
    return reading.value;
  }
  throw new OpenDepinError(
    "CHAIN_REORGANISED",
    `block ${number} was replaced ${ATTEMPTS} times while it was read; name an older one, or wait`,
    { exitCode: EXIT.network },
  );
}
