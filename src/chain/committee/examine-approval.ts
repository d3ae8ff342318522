import type { Provider } from "ethers";

import { OpenDepinError } from "../../errors";
import type { SignedApproval } from "../../rewards/report";
import { refused } from "../refused";
import { requireSigned } from "./collect-approvals";
import { openCommittee } from "./find-committee";
import { type CommitteeMember, type CommitteeState, readCommittee } from "./read-committee";
import { requireMember } from "./require-member";

/** An approval beside the committee that it is for. */
export interface ApprovalStanding {
  members: CommitteeState;
  /** Undefined if the signer is none now. */
  member: CommitteeMember | undefined;
  /** Why it counts no longer, or never did; empty if it counts. */
  problems: OpenDepinError[];
}

/**
 * Compares an approval with its committee at the newest block.
 *
 * @throws OpenDepinError `APPROVAL_ELSEWHERE`, and as `openCommittee`.
 */
export async function examineApproval(
  provider: Provider,
  approval: SignedApproval,
): Promise<ApprovalStanding> {
  const { chainId } = await provider.getNetwork();
  if (chainId !== BigInt(approval.chainId)) {
    throw refused(
      "APPROVAL_ELSEWHERE",
      `the signature is for chain ${approval.chainId}, but --rpc is chain ${chainId}`,
    );
  }
  const committee = await openCommittee(provider, approval.committee);
  const members = await readCommittee(committee);
  const problems: OpenDepinError[] = [];
  if (approval.configuration !== members.configuration) {
    problems.push(
      refused(
        "CONFIGURATION_STALE",
        `the committee has changed: the signature is for its configuration ${approval.configuration}, it now is ${members.configuration}`,
      ),
    );
  }
  const member = await noting(problems, () => requireMember(members, approval.signer));
  await noting(problems, () => requireSigned(committee, approval));
  return { members, member, problems };
}

async function noting<Result>(
  problems: OpenDepinError[],
  look: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof OpenDepinError)) throw error;
    problems.push(error);
    return undefined;
  }
}
