import type {
  BaseContract,
  ContractTransactionReceipt,
  ContractTransactionResponse,
  Result,
  TransactionReceipt,
} from "ethers";

import { EXIT, OpenDepinError } from "../errors";
import type { Hex } from "../hex";

/** A transaction that is in a block. */
export interface Sent {
  transaction: Hex;
  block: number;
  gasUsed: bigint;
}

/** What is awaited of a transaction. */
interface Sending<Receipt> {
  hash: string;
  wait: () => Promise<Receipt | null>;
}

/**
 * Waits until a transaction is in a block.
 *
 * @throws OpenDepinError `TRANSACTION_LOST` when it was replaced or dropped; a revert is thrown by ethers.
 */
export async function settled(sending: Promise<Sending<TransactionReceipt>>): Promise<Sent> {
  return sentIn(await settledReceipt(sending));
}

/**
 * The same, with what the contract's own event says of it.
 *
 * @throws OpenDepinError as {@link settled}, and `EVENT_MISSING`.
 */
export async function settledWithEvent(
  sending: Promise<ContractTransactionResponse>,
  contract: BaseContract,
  name: string,
): Promise<{ sent: Sent; event: Result }> {
  const receipt = await settledReceipt(sending);
  const address = (await contract.getAddress()).toLowerCase();
  const [event] = eventsIn(receipt, contract, address, name);
  if (event !== undefined) return { sent: sentIn(receipt), event };
  throw new OpenDepinError(
    "EVENT_MISSING",
    `transaction ${receipt.hash} wrote no ${name}; the contract at ${address} is none of this suite`,
    { exitCode: EXIT.network },
  );
}

/** Arguments of a contract's own events of that name in a transaction. */
export function eventsIn(
  { logs }: TransactionReceipt,
  contract: BaseContract,
  address: string,
  name: string,
): Result[] {
  return logs.flatMap((log) => {
    const described = log.address.toLowerCase() === address ? contract.interface.parseLog(log) : null;
    return described?.name === name ? [described.args] : [];
  });
}

/** The same, with all that the transaction did. */
export async function settledReceipt<Receipt extends TransactionReceipt = ContractTransactionReceipt>(
  sending: Promise<Sending<Receipt>>,
): Promise<Receipt> {
  const response = await sending;
  const receipt = await response.wait();
  if (receipt !== null) return receipt;
  throw new OpenDepinError(
    "TRANSACTION_LOST",
    `transaction ${response.hash} is in no block; look it up, then try again`,
    { exitCode: EXIT.network },
  );
}

/** What a receipt says of the sending itself. */
export function sentIn({ hash, blockNumber, gasUsed }: TransactionReceipt): Sent {
  return { transaction: hash as Hex, block: blockNumber, gasUsed };
}
