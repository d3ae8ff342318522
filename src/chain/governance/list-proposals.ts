import type { Progress } from "../../files/progress";
import type { GovernedNetwork } from "./network";
import { readDescriptions } from "./read-descriptions";
import { type ProposalView, readProposal } from "./read-proposal";

/** Reads in flight at once, of ten calls and more each: public endpoints refuse floods. */
const READS_AT_ONCE = 10;

/** A proposal with its place among all. */
export interface NumberedProposal extends ProposalView {
  /** From 1, in the order in which they were proposed. */
  number: number;
}

/** Reads all proposals, the first one first. */
export async function listProposals(
  network: GovernedNetwork,
  progress?: Progress,
): Promise<NumberedProposal[]> {
  const { governor } = network;
  const descriptions = await readDescriptions(governor, progress);
  const count = Number(await governor.proposalCount());
  const proposals: NumberedProposal[] = [];
  while (proposals.length < count) {
    const length = Math.min(READS_AT_ONCE, count - proposals.length);
    const numbers = Array.from({ length }, (_, at) => proposals.length + 1 + at);
    proposals.push(
      ...(await Promise.all(
        numbers.map(async (number) => {
          const [id] = await governor.proposalDetailsAt(number - 1);
          return { number, ...(await readProposal(network, id, descriptions.get(id))) };
        }),
      )),
    );
  }
  return proposals;
}
