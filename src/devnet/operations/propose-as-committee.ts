import type { Signer } from "ethers";

import { requestReport } from "../../chain/committee/request-report";
import { type ApprovedSubmission, submitApprovals } from "../../chain/committee/submit-approvals";
import { secp256k1Key } from "../../chain/secp256k1-key";
import type { Hex } from "../../hex";
import type { EpochReport } from "../../rewards/epoch/report";
import { approveRequest, committeeSignature } from "../../rewards/report";
import type { RewardDistributor } from "../../../typechain-types";

/** Nobody takes long to sign here. */
const VALIDITY_SECONDS = 3_600;

/**
 * Proposes an epoch as members of a committee who agree on it: each approves the report, anybody sends it. A report
 * before it whose window has passed is finalised first.
 *
 * No member looks at how the epoch came about, as an honest one does before it signs.
 *
 * @param memberKeys Private keys of as many members as the quorum takes.
 */
export async function proposeAsCommittee(
  distributor: RewardDistributor,
  epoch: EpochReport,
  memberKeys: readonly Hex[],
  sender: Signer,
): Promise<ApprovedSubmission> {
  const options = { dataURI: "", validitySeconds: VALIDITY_SECONDS };
  const request = await requestReport(distributor, epoch, options);
  const approvals = memberKeys.map((key) => approveRequest(request, secp256k1Key(key)));
  return submitApprovals(distributor, request, committeeSignature(await Promise.all(approvals)), sender);
}
