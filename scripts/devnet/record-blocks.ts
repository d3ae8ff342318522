import { toQuantity, Transaction, type TransactionLike } from "ethers";

import type { BakedBlock } from "../../src/devnet/bake/bake";
import { type JsonRpc, latestBlock } from "../../src/devnet/json-rpc";
import type { Hex } from "../../src/hex";

/** A transaction as a node describes it: quantities in hex. */
interface RpcTransaction extends Record<"type" | "nonce" | "gas" | "input" | "value" | "r" | "s" | "v", Hex> {
  hash: Hex;
  from: Hex;
  to: Hex | null;
  chainId?: Hex | null;
  gasPrice: Hex;
  maxFeePerGas?: Hex;
  maxPriorityFeePerGas?: Hex;
  accessList?: TransactionLike["accessList"];
}

/** The blocks of a chain after its first, with what they were signed as. */
export async function recordBlocks(rpc: JsonRpc): Promise<BakedBlock[]> {
  const { number: last } = await latestBlock(rpc);
  const blocks: BakedBlock[] = [];
  for (let number = 1; number <= last; number++) {
    const { timestamp, transactions } = await rpc.send<{ timestamp: Hex; transactions: RpcTransaction[] }>(
      "eth_getBlockByNumber",
      toQuantity(number),
      true,
    );
    const [transaction, ...others] = transactions;
    if (others.length > 0)
      throw new Error(`block ${number} has several transactions; the devnet makes one for each`);
    if (transaction !== undefined) await requireSuccess(rpc, transaction);
    blocks.push({
      timestamp: Number(timestamp),
      transaction: transaction === undefined ? null : signedFormOf(transaction),
    });
  }
  return blocks;
}

async function requireSuccess(rpc: JsonRpc, { hash }: RpcTransaction): Promise<void> {
  const { status } = await rpc.send<{ status: Hex }>("eth_getTransactionReceipt", hash);
  if (Number(status) !== 1) throw new Error(`transaction ${hash} of the devnet failed`);
}

/** The bytes that were broadcast; nodes keep them apart in fields. */
function signedFormOf({ hash, ...fields }: RpcTransaction): Hex {
  const type = Number(fields.type);
  const fees =
    type === 2
      ? { maxFeePerGas: fields.maxFeePerGas, maxPriorityFeePerGas: fields.maxPriorityFeePerGas }
      : { gasPrice: fields.gasPrice };
  const transaction = Transaction.from({
    type,
    to: fields.to,
    nonce: Number(fields.nonce),
    gasLimit: fields.gas,
    data: fields.input,
    value: fields.value,
    chainId: fields.chainId ?? 0,
    ...fees,
    ...(type === 0 ? {} : { accessList: fields.accessList }),
    signature: { r: fields.r, s: fields.s, v: Number(fields.v) },
  });
  if (transaction.hash !== hash) {
    throw new Error(
      `transaction ${hash} is not signed by ${fields.from}; the devnet sends only what can be sent again`,
    );
  }
  return transaction.serialized as Hex;
}
