import type { ContractTransactionResponse } from "ethers";

import { EXIT, OpenDepinError } from "../errors";
import type { Hex } from "../hex";

/** A transaction that is in a block. */
export interface Sent {
  transaction: Hex;
  block: number;
  gasUsed: bigint;
}

/**
 * Waits until a transaction is in a block.
 *
 * @throws OpenDepinError `TRANSACTION_LOST` when it was replaced or dropped; a revert is thrown by ethers.
 */
export async function settled(sending: Promise<ContractTransactionResponse>): Promise<Sent> {
  const response = await sending;
  const receipt = await response.wait();
  if (receipt === null) {
    throw new OpenDepinError(
      "TRANSACTION_LOST",
      `transaction ${response.hash} is in no block; look it up, then try again`,
      {
        exitCode: EXIT.network,
      },
    );
  }
  return { transaction: receipt.hash as Hex, block: receipt.blockNumber, gasUsed: receipt.gasUsed };
}
