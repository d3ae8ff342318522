import { time } from "@nomicfoundation/hardhat-network-helpers";

import type { EmissionController } from "../../../typechain-types";

/** Moves the chain's clock forward to a second, unless it is past it. */
export async function reach(timestamp: bigint): Promise<void> {
  if (BigInt(await time.latest()) < timestamp) await time.increaseTo(timestamp);
}

/** Moves the chain's clock forward to an epoch's end. */
export async function reachEndOf(controller: EmissionController, epoch: number): Promise<void> {
  const [genesis, length] = await Promise.all([controller.genesis(), controller.epochLength()]);
  await reach(genesis + length * BigInt(epoch + 1));
}
