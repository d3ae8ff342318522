import { isCallException } from "ethers";

import type { ReporterCommittee } from "../../../typechain-types";
import { OpenDepinError } from "../../errors";
import { requireSameRequest } from "../../files/approval-file";
import type { FoundApproval, RefusedFile } from "../../files/read-approvals";
import type { Hex } from "../../hex";
import {
  chooseApprovals,
  committeeSignature,
  type ReportRequest,
  type SignedApproval,
  type WeighedApproval,
} from "../../rewards/report";
import type { CommitteeMember, CommitteeState } from "./read-committee";
import { refused as refusal } from "../refused";
import { requireMember } from "./require-member";

/** An approval that counts. */
export interface CountedApproval extends WeighedApproval {
  member: CommitteeMember;
  approval: SignedApproval;
}

/** What approvals amount to. */
export interface Collection {
  /** One a member, in ascending order of the members' keys. */
  counted: CountedApproval[];
  /** Their weight. */
  weight: bigint;
  /** Files that do not count, each with the reason. */
  refused: RefusedFile[];
  /** How many others of a member were passed over. */
  duplicates: number;
  /** The fewest that meet the quorum for the least gas; undefined if they do not. */
  chosen: readonly CountedApproval[] | undefined;
  /** The committee's signature, of those chosen. */
  signature: Hex | undefined;
}

/**
 * Sorts out the approvals of a request: the order in which they are given does not matter, and one that is wrong keeps
 * none of the others from counting.
 *
 * Whether a signature is right is asked of the committee, so that every kind of key that it knows is known here.
 *
 * @param state Of the committee, in the configuration of the request.
 */
export async function collectApprovals(
  committee: ReporterCommittee,
  state: CommitteeState,
  request: ReportRequest,
  found: readonly FoundApproval[],
): Promise<Collection> {
  const counted = new Map<Hex, CountedApproval>();
  const refused: RefusedFile[] = [];
  let duplicates = 0;
  const base = await gasOf(committee, request, []);
  for (const { path, approval } of found) {
    try {
      requireSameRequest(approval, request);
      const member = requireMember(state, approval.signer);
      if (counted.has(member.key)) {
        duplicates++;
        continue;
      }
      await requireSigned(committee, approval);
      const gas = (await gasOf(committee, request, [approval])) - base;
      counted.set(member.key, { member, approval, weight: member.weight, gas });
    } catch (error) {
      if (!(error instanceof OpenDepinError)) throw error;
      refused.push({ path, reason: error.reason });
    }
  }
  const approvals = [...counted.values()].sort((a, b) => (a.member.key < b.member.key ? -1 : 1));
  const chosen = chooseApprovals(approvals, state.quorum);
  return {
    counted: approvals,
    weight: approvals.reduce((sum, { weight }) => sum + weight, 0n),
    refused,
    duplicates,
    chosen,
    signature: chosen && committeeSignature(chosen.map(({ approval }) => approval)),
  };
}

/**
 * Refuses an approval that was not signed by its signer, as a member in the configuration that it is for.
 *
 * @throws OpenDepinError `SIGNATURE_WRONG`.
 */
export async function requireSigned(committee: ReporterCommittee, approval: SignedApproval): Promise<void> {
  const { digest, configuration, signer } = approval;
  try {
    await committee.approversOf(digest, configuration, committeeSignature([approval]));
  } catch (error) {
    if (!isCallException(error)) throw error;
    throw refusal(
      "SIGNATURE_WRONG",
      `its signature is not that of a member ${signer} over this approval`,
      error,
    );
  }
}

/** What a call costs that does nothing but check approvals. */
function gasOf(
  committee: ReporterCommittee,
  { digest }: ReportRequest,
  approvals: readonly SignedApproval[],
): Promise<bigint> {
  return committee.weightOf.estimateGas(digest, committeeSignature(approvals));
}
