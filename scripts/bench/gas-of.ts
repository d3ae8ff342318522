import type { ContractTransactionResponse } from "ethers";

/** Gas of the whole transaction. */
export async function gasOf(sending: Promise<ContractTransactionResponse>): Promise<number> {
  const receipt = await (await sending).wait();
  if (receipt === null) throw new Error("a transaction is in no block");
  return Number(receipt.gasUsed);
}
