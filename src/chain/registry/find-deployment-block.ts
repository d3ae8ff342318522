import type { Provider } from "ethers";

/**
 * The first block in which a contract was there.
 *
 * @param upTo A block in which it is.
 * @returns 0, from which on nothing is missed, when the node does not know what was where in the past.
 */
export async function findDeploymentBlock(
  provider: Pick<Provider, "getCode">,
  address: string,
  upTo: number,
): Promise<number> {
  try {
    let [low, high] = [0, upTo];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await provider.getCode(address, middle)) === "0x") low = middle + 1;
      else high = middle;
    }
    return low;
  } catch {
    return 0;
  }
}
