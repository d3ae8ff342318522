import type { ContractTransactionReceipt } from "ethers";

import type { DisputeManager } from "../../../typechain-types";
import { sameAddress } from "../same-address";

/** The dispute that a transaction opened. */
export async function openedIn(
  manager: DisputeManager,
  { hash, logs }: Pick<ContractTransactionReceipt, "hash" | "logs">,
): Promise<{ dispute: number; bond: bigint; rulingDeadline: number }> {
  const address = await manager.getAddress();
  for (const log of logs) {
    const event = sameAddress(log.address, address) ? manager.interface.parseLog(log) : null;
    if (event?.name !== "DisputeOpened") continue;
    const [dispute, , bond, , rulingDeadline] = event.args as unknown as bigint[];
    return {
      dispute: Number(dispute),
      bond: bond ?? 0n,
      rulingDeadline: Number(rulingDeadline),
    };
  }
  throw new Error(`transaction ${hash} opened no dispute`);
}
