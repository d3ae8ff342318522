import type { NetworkGovernor } from "../../../typechain-types";
import { refused } from "../refused";

/**
 * The id of a proposal.
 *
 * @param given Its id, or its number: 1 is the governor's first.
 * @throws OpenDepinError `PROPOSAL_UNKNOWN`.
 */
export async function findProposalId(governor: NetworkGovernor, given: bigint): Promise<bigint> {
  const count = await governor.proposalCount();
  if (given >= 1n && given <= count) return (await governor.proposalDetailsAt(given - 1n))[0];
  if ((await governor.proposalSnapshot(given)) > 0n) return given;
  const last = count === 0n ? "none was made yet" : `the last one has the number ${count}`;
  throw refused("PROPOSAL_UNKNOWN", `there is no proposal ${given}; ${last} (opendepin gov list)`);
}
