import { OpenDepinError } from "../../errors";
import { ANVIL_VERSION } from "../anvil/find-anvil";
import { type JsonRpc, latestBlock } from "../json-rpc";
import type { Bake } from "./bake";

/**
 * Brings a fresh chain that makes no blocks by itself to where the recorded one was, block by block; from then on it
 * makes one for every transaction.
 *
 * @throws OpenDepinError `BAKE_DIFFERS` if it is another chain in the end.
 */
export async function replay({ blocks, head }: Pick<Bake, "blocks" | "head">, rpc: JsonRpc): Promise<void> {
  for (const { timestamp, transaction } of blocks) {
    if (transaction !== null) await rpc.send("eth_sendRawTransaction", transaction);
    await rpc.send("evm_mine", timestamp);
  }
  const { hash } = await latestBlock(rpc);
  if (hash !== head) {
    throw new OpenDepinError(
      "BAKE_DIFFERS",
      `this anvil comes to another chain than was recorded with anvil ${ANVIL_VERSION}; ` +
        `npm install --save-dev @foundry-rs/anvil@${ANVIL_VERSION}`,
    );
  }
  await rpc.send("evm_setAutomine", true);
}
