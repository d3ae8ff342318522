import type { Provider } from "ethers";

/** Nodes that keep no old state still know this many blocks. */
const RECENT_BLOCKS = 128;

/**
 * Finds a transaction that is in a block by its sender and number.
 *
 * @returns Its hash; undefined if the node does not reach back that far.
 */
export async function findTransaction(
  provider: Provider,
  sender: string,
  nonce: number,
): Promise<string | undefined> {
  const latest = await provider.getBlockNumber();
  const block = await findBlock(provider, sender, nonce, latest).catch(() => undefined);
  return block === undefined
    ? searchBlocks(provider, sender, nonce, latest)
    : transactionIn(provider, block, sender, nonce);
}

/** The first block after which the sender has used the number. */
async function findBlock(provider: Provider, sender: string, nonce: number, latest: number): Promise<number> {
  let [low, high] = [0, latest];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await provider.getTransactionCount(sender, middle)) > nonce) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function searchBlocks(
  provider: Provider,
  sender: string,
  nonce: number,
  latest: number,
): Promise<string | undefined> {
  for (let block = latest; block >= Math.max(0, latest - RECENT_BLOCKS); block--) {
    const hash = await transactionIn(provider, block, sender, nonce);
    if (hash !== undefined) return hash;
  }
  return undefined;
}

async function transactionIn(
  provider: Provider,
  block: number,
  sender: string,
  nonce: number,
): Promise<string | undefined> {
  const transactions = (await provider.getBlock(block, true))?.prefetchedTransactions ?? [];
  return transactions.find((sent) => sent.nonce === nonce && sent.from.toLowerCase() === sender.toLowerCase())
    ?.hash;
}
