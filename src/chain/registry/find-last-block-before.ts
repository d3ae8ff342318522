import type { Provider } from "ethers";

import { getBlock } from "./read-at-block";

/**
 * The last block whose time is before a moment.
 *
 * @param timestamp Seconds since 1970.
 * @returns Undefined when there may be one to come, because the newest block's time is before the moment too, or when
 * even the first block's is not.
 */
export async function findLastBlockBefore(
  provider: Pick<Provider, "getBlock">,
  timestamp: number,
): Promise<number | undefined> {
  const latest = await getBlock(provider, "latest");
  if (latest.timestamp < timestamp) return undefined;
  let [low, high] = [0, latest.number];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await getBlock(provider, middle)).timestamp < timestamp) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : low - 1;
}
