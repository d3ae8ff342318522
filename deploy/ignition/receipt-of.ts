import type { Provider } from "ethers";

/** What a journal keeps of a receipt. */
export interface JournalReceipt {
  blockHash: string;
  blockNumber: number;
  contractAddress: string | undefined;
  status: "SUCCESS" | "FAILURE";
  logs: { address: string; logIndex: number; data: string; topics: readonly string[] }[];
}

/** The receipt of a transaction as Ignition writes it; undefined if it is in no block. */
export async function receiptOf(provider: Provider, hash: string): Promise<JournalReceipt | undefined> {
  const receipt = await provider.getTransactionReceipt(hash);
  if (receipt === null) return undefined;
  return {
    blockHash: receipt.blockHash,
    blockNumber: receipt.blockNumber,
    contractAddress: receipt.contractAddress ?? undefined,
    status: receipt.status === 1 ? "SUCCESS" : "FAILURE",
    logs: receipt.logs.map(({ address, index, data, topics }) => ({
      address,
      logIndex: index,
      data,
      topics,
    })),
  };
}
