import { type EIP1193Provider, trackTransaction } from "@nomicfoundation/ignition-core";
import type { Provider } from "ethers";

import { EXIT, OpenDepinError } from "../../src/errors";
import { findTransaction } from "./find-transaction";
import { Journal } from "./journal";
import { receiptOf } from "./receipt-of";

/**
 * Brings the journal of an interrupted deployment up to what the chain says. By itself Ignition goes on with none that
 * knows a transaction's number and not its hash, as it is when the process dies in between, nor with one that knows later
 * transactions to be in a block and an earlier one not.
 *
 * @param sender Of whom no transaction is on its way any more.
 * @throws OpenDepinError `TRANSACTION_LOST` if the chain does not say any more which it was.
 */
export async function mendJournal(
  directory: string,
  sender: string,
  provider: Provider,
  request: EIP1193Provider,
): Promise<void> {
  const journal = new Journal(directory);
  const mined = await provider.getTransactionCount(sender);
  for (const open of await journal.openTransactions()) {
    if (open.nonce >= mined) await journal.release(open);
    else if (open.hashes.length === 0) await adopt(directory, sender, open.nonce, provider, request);
  }
  for (const open of await journal.openTransactions()) {
    for (const hash of open.hashes) {
      const receipt = await receiptOf(provider, hash);
      if (receipt !== undefined) await journal.confirm(open, hash, receipt);
    }
  }
}

/** Tells the journal of a transaction that was sent in the moment of the interruption. */
async function adopt(
  directory: string,
  sender: string,
  nonce: number,
  provider: Provider,
  request: EIP1193Provider,
): Promise<void> {
  const hash = await findTransaction(provider, sender, nonce);
  if (hash !== undefined) {
    await trackTransaction(directory, hash, request, 1);
    return;
  }
  throw new OpenDepinError(
    "TRANSACTION_LOST",
    `the deployment was interrupted while it sent transaction ${nonce} of ${sender}, which this node does not know any more; use one that keeps older blocks`,
    { exitCode: EXIT.network },
  );
}
