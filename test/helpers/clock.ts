import { time } from "@nomicfoundation/hardhat-network-helpers";

import { EPOCH_LENGTH } from "./suite";

/** The second at which `epoch` ends, which is the first one at which it can be reported. */
export function endOf(genesis: number, epoch: number): number {
  return genesis + (epoch + 1) * EPOCH_LENGTH;
}

/** Mines a block at the end of `epoch`, unless the chain is there already. */
export async function passEpoch(genesis: number, epoch: number): Promise<void> {
  const end = endOf(genesis, epoch);
  if ((await time.latest()) < end) await time.increaseTo(end);
}
