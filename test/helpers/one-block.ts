import { mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

/** More than any call of the tests that use it needs; estimates would not know the calls before. */
export const AMPLE_GAS = { gasLimit: 500_000 } as const;

/** Mines what `send` sends in one block, in this order, at `second`. */
export async function inOneBlock(
  second: bigint | number,
  send: readonly (() => Promise<unknown>)[],
): Promise<void> {
  await ethers.provider.send("evm_setAutomine", [false]);
  try {
    for (const each of send) await each();
    await time.setNextBlockTimestamp(second);
    await mine();
  } finally {
    await ethers.provider.send("evm_setAutomine", [true]);
  }
}
