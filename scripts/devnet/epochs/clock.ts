import { type JsonRpc, latestBlock } from "../../../src/devnet/json-rpc";
import type { EmissionController } from "../../../typechain-types";

/** Moves the chain's clock forward to a second, unless it is past it. */
export async function reach(rpc: JsonRpc, timestamp: number): Promise<void> {
  if ((await latestBlock(rpc)).timestamp < timestamp) await rpc.send("evm_mine", timestamp);
}

/** Moves the chain's clock forward to an epoch's end. */
export async function reachEndOf(rpc: JsonRpc, controller: EmissionController, epoch: number): Promise<void> {
  const [genesis, length] = await Promise.all([controller.genesis(), controller.epochLength()]);
  await reach(rpc, Number(genesis + length * BigInt(epoch + 1)));
}
