import type { Signer } from "ethers";

import type { RewardDistributor } from "../../typechain-types";
import { EXIT, OpenDepinError } from "../errors";
import type { PendingReport } from "./distributor-state";
import { readDistributorState } from "./distributor-state";
import { type Sent, settled } from "./send";

/**
 * Finalises the pending report.
 *
 * @param root The root that the caller expects to become payable; another one is refused.
 * @throws OpenDepinError `NOTHING_PENDING`, `ROOT_DIFFERS`, `WINDOW_OPEN`.
 */
export async function finalizeReport(
  distributor: RewardDistributor,
  sender: Signer,
  root?: string,
): Promise<Sent & { report: PendingReport }> {
  const { pending, now, nextEpoch } = await readDistributorState(distributor);
  if (pending === undefined) {
    throw new OpenDepinError(
      "NOTHING_PENDING",
      `no report is pending; the next epoch to report is ${nextEpoch}`,
      {
        exitCode: EXIT.no,
      },
    );
  }
  if (root !== undefined && root !== pending.root) {
    throw new OpenDepinError(
      "ROOT_DIFFERS",
      `the pending report is for epoch ${pending.epoch} with root ${pending.root}, not ${root}`,
      { exitCode: EXIT.no },
    );
  }
  if (now < pending.finalizableAt) throw windowOpen(pending, now);
  return { report: pending, ...(await settled(distributor.connect(sender).finalize())) };
}

function windowOpen({ epoch, finalizableAt }: PendingReport, now: number): OpenDepinError {
  const when = new Date(finalizableAt * 1000).toISOString();
  return new OpenDepinError(
    "WINDOW_OPEN",
    `epoch ${epoch} is in its challenge window until ${when}, ${finalizableAt - now} s from now on the chain's clock`,
    { exitCode: EXIT.no },
  );
}
