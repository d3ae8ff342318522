import type { Signer } from "ethers";

import { formatTime } from "../../format-time";
import type { Address } from "../../hex";
import { accountOf } from "../account-of";
import { getBlock } from "../registry/read-at-block";
import { refused } from "../refused";
import { type Sent, settledWithEvent } from "../send";
import type { GovernedNetwork } from "./network";
import type { ProposalPlan } from "./plan-proposal";

/** A proposal that the governor has taken. */
export interface SentProposal extends Sent {
  proposal: bigint;
  /** First and last second of the vote, since 1970. */
  votingFrom: number;
  votingUntil: number;
}

/**
 * Proposes.
 *
 * @throws OpenDepinError `VOTES_MISSING`, `ALREADY_PROPOSED`.
 */
export async function sendProposal(
  network: GovernedNetwork,
  plan: ProposalPlan,
  proposer: Signer,
): Promise<SentProposal> {
  await requireProposable(network, plan, await accountOf(proposer));
  const { governor } = network;
  const { targets, values, calldatas, description } = plan;
  const proposing = governor
    .connect(proposer)
    .propose([...targets], [...values], [...calldatas], description);
  const { sent, event } = await settledWithEvent(proposing, governor, "ProposalCreated");
  return {
    proposal: event["proposalId"] as bigint,
    votingFrom: Number(event["voteStart"]) + 1,
    votingUntil: Number(event["voteEnd"]),
    ...sent,
  };
}

/**
 * Refuses what the governor would not take from an account.
 *
 * @throws OpenDepinError `VOTES_MISSING`, `ALREADY_PROPOSED`.
 */
export async function requireProposable(
  { governor, provider }: GovernedNetwork,
  { id }: Pick<ProposalPlan, "id">,
  proposer: Address,
): Promise<void> {
  const snapshot = await governor.proposalSnapshot(id);
  if (snapshot > 0n) {
    throw refused(
      "ALREADY_PROPOSED",
      `the same was proposed before, with the same text, for a vote from ${formatTime(Number(snapshot) + 1)}: see opendepin gov show ${id}`,
    );
  }
  const { timestamp } = await getBlock(provider, "latest");
  const [votes, threshold] = await Promise.all([
    governor.getVotes(proposer, timestamp - 1),
    governor.proposalThreshold(),
  ]);
  if (votes >= threshold) return;
  throw refused(
    "VOTES_MISSING",
    `${proposer} has ${votes} votes, a proposal takes ${threshold}: bond tokens (opendepin stake bond), or have others let it vote for them (opendepin stake delegate)`,
  );
}
