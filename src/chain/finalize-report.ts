import type { Signer } from "ethers";

import type { RewardDistributor } from "../../typechain-types";
import type { OpenDepinError } from "../errors";
import { isDue, type PendingReport, readDistributorState } from "./distributor-state";
import { refused } from "./refused";
import { type Sent, settled } from "./send";

/**
 * Finalises the pending report.
 *
 * @param root The root that the caller expects to become payable; another one is refused.
 * @throws OpenDepinError `NOTHING_PENDING`, `ROOT_DIFFERS`, `REPORT_FROZEN`, `WINDOW_OPEN`.
 */
export async function finalizeReport(
  distributor: RewardDistributor,
  sender: Signer,
  root?: string,
): Promise<Sent & { report: PendingReport }> {
  const { pending, now, nextEpoch } = await readDistributorState(distributor);
  if (pending === undefined) {
    throw refused("NOTHING_PENDING", `no report is pending; the next epoch to report is ${nextEpoch}`);
  }
  if (root !== undefined && root !== pending.root) {
    throw refused(
      "ROOT_DIFFERS",
      `the pending report is for epoch ${pending.epoch} with root ${pending.root}, not ${root}`,
    );
  }
  if (pending.frozen) {
    throw refused(
      "REPORT_FROZEN",
      `the report of epoch ${pending.epoch} is frozen by a dispute until that is ruled on or expires`,
    );
  }
  if (now < pending.finalizableAt) throw windowOpen(pending, now);
  return { report: pending, ...(await settled(distributor.connect(sender).finalize())) };
}

/** Finalises the pending report if there is one that can be finalised. */
export async function finalizeDue(distributor: RewardDistributor, sender: Signer): Promise<Sent | undefined> {
  return isDue(await readDistributorState(distributor)) ? finalizeReport(distributor, sender) : undefined;
}

function windowOpen({ epoch, finalizableAt }: PendingReport, now: number): OpenDepinError {
  const when = new Date(finalizableAt * 1000).toISOString();
  return refused(
    "WINDOW_OPEN",
    `epoch ${epoch} is in its challenge window until ${when}, ${finalizableAt - now} s from now on the chain's clock`,
  );
}
