import type { Signer } from "ethers";

import { type DisputeManager, OperatorStaking__factory } from "../../../typechain-types";
import type { Address } from "../../hex";
import { refused } from "../refused";
import { type Sent, settled } from "../send";

/** What was paid to an account, and from where. */
export interface PaidCredit extends Sent {
  /** `disputes`: a bond that came back. `staking`: a share of what was slashed. */
  from: "disputes" | "staking";
  amount: bigint;
}

/**
 * Pays an account what disputes have left it; anybody may send.
 *
 * @throws OpenDepinError `NO_CREDIT` when nothing waits.
 */
export async function withdrawCredits(
  manager: DisputeManager,
  account: Address,
  sender: Signer,
): Promise<PaidCredit[]> {
  const sources = [
    ["disputes", manager],
    ["staking", OperatorStaking__factory.connect(await manager.staking(), manager.runner)],
  ] as const;
  const paid: PaidCredit[] = [];
  for (const [from, contract] of sources) {
    const amount = await contract.creditOf(account);
    if (amount === 0n) continue;
    paid.push({ from, amount, ...(await settled(contract.connect(sender).withdrawCredit(account))) });
  }
  if (paid.length > 0) return paid;
  throw refused("NO_CREDIT", `no credit waits for ${account}`);
}
