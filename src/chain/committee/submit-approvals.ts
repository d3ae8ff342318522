import type { Signer } from "ethers";

import type { RewardDistributor } from "../../../typechain-types";
import type { Hex } from "../../hex";
import type { ReportRequest } from "../../rewards/report";
import { finalizeDue } from "../finalize-report";
import { requireOpen, requireUnpaused } from "../require-reportable";
import type { Sent } from "../send";
import { type Submission, submitReport } from "../submit-report";
import { requireStanding, type RequestStanding } from "./check-request";

/** What was submitted, and the transactions that it took. */
export interface ApprovedSubmission extends Submission {
  /** The finalisation of the report before, when it was due. */
  finalized: Sent | undefined;
}

/**
 * Refuses a request that the distributor would not take now, whatever was signed.
 *
 * @throws OpenDepinError as `requireStanding`, `requireOpen` and `requireUnpaused`.
 */
export async function requireSubmittable(
  distributor: RewardDistributor,
  request: ReportRequest,
): Promise<RequestStanding> {
  const standing = await requireStanding(distributor, request);
  requireOpen(standing.state, BigInt(request.report.epoch));
  requireUnpaused(standing.state);
  return standing;
}

/**
 * Submits a report that a committee has signed; a report before it whose window has passed is finalised first.
 *
 * The chain is looked at again right before each transaction: a committee that has changed meanwhile costs no gas.
 *
 * @param sender Anybody; pays.
 */
export async function submitApprovals(
  distributor: RewardDistributor,
  request: ReportRequest,
  signature: Hex,
  sender: Signer,
): Promise<ApprovedSubmission> {
  await requireSubmittable(distributor, request);
  const finalized = await finalizeDue(distributor, sender);
  if (finalized !== undefined) await requireSubmittable(distributor, request);
  return { finalized, ...(await submitReport(distributor, request.report, signature, sender)) };
}
