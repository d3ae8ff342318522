import type { Signer } from "ethers";

import type { RewardDistributor } from "../../typechain-types";
import type { Hex } from "../hex";
import type { Report } from "../rewards/report";
import { readDistributorState } from "./distributor-state";
import { type Sent, settled } from "./send";

/** A report that was proposed. */
export interface Submission {
  proposed: Sent;
  /** From this second on (since 1970) it can be finalised. */
  finalizableAt: number;
}

/** Proposes a signed report; anybody may. */
export async function submitReport(
  distributor: RewardDistributor,
  report: Report,
  signature: Hex,
  sender: Signer,
): Promise<Submission> {
  const proposed = await settled(distributor.connect(sender).propose(report, signature));
  const { pending } = await readDistributorState(distributor);
  return { proposed, finalizableAt: pending?.finalizableAt ?? 0 };
}
