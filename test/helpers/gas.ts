import { type ContractTransactionResponse } from "ethers";

/** The most that one transaction may use, 2^24. Source: EIP-7825. */
export const TRANSACTION_GAS_CAP = 2n ** 24n;

/** Gas of the whole transaction. */
export async function gasUsed(transaction: Promise<ContractTransactionResponse>): Promise<bigint> {
  const receipt = await (await transaction).wait();
  if (receipt === null) throw new Error("the transaction was not mined");
  return receipt.gasUsed;
}
