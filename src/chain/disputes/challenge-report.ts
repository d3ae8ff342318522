import type { Signer } from "ethers";

import type { DisputeManager, RewardDistributor } from "../../../typechain-types";
import { formatTime } from "../../format-time";
import { type PendingReport, readDistributorState } from "../distributor-state";
import { refused } from "../refused";
import { type Sent, sentIn, settledReceipt } from "../send";
import { allowBond } from "./allow-bond";
import type { Evidence } from "./accusation";
import { openedIn } from "./opened-in";
import { requireDisputable } from "./require-disputable";

/** A dispute that was opened, and the transactions that it took. */
export interface OpenedDispute extends Sent {
  dispute: number;
  bond: bigint;
  /** Last second of the ruling, since 1970. */
  rulingDeadline: number;
  /** The approval of the bond, when one was needed. */
  approved: Sent | undefined;
}

/**
 * Disputes the report that is pending now, and no other: epoch, nonce and root are read from the chain and named in the
 * transaction.
 *
 * @throws OpenDepinError `DISPUTES_FOREIGN`, `NOTHING_PENDING`, `ALREADY_DISPUTED`, `WINDOW_CLOSED`, `BOND_MISSING`.
 */
export async function challengeReport(
  manager: DisputeManager,
  distributor: RewardDistributor,
  { evidence, evidenceURI }: Evidence,
  challenger: Signer,
): Promise<OpenedDispute & { report: PendingReport }> {
  await requireDisputable(manager, distributor);
  const { program, pending: report, now } = await readDistributorState(distributor);
  if (report === undefined) {
    throw refused(
      "NOTHING_PENDING",
      `no report of program ${program} is pending: there is none to challenge`,
    );
  }
  const known = await manager.disputeOf(program, report.nonce);
  if (known !== 0n) {
    throw refused(
      "ALREADY_DISPUTED",
      `the report of epoch ${report.epoch} is the subject of dispute ${known}, and a report is disputed once; see: opendepin dispute show ${known}`,
    );
  }
  if (now >= report.finalizableAt) {
    throw refused(
      "WINDOW_CLOSED",
      `the challenge window of epoch ${report.epoch} closed at ${formatTime(report.finalizableAt)}`,
    );
  }
  const { reportBond: bond } = await manager.terms();
  const approved = await allowBond(manager, bond, challenger);
  const receipt = await settledReceipt(
    manager
      .connect(challenger)
      .challengeReport(program, report.epoch, report.nonce, report.root, evidence, evidenceURI),
  );
  return { report, approved, ...(await openedIn(manager, receipt)), ...sentIn(receipt) };
}
