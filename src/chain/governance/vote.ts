import type { Signer } from "ethers";

import { OperatorStaking__factory } from "../../../typechain-types";
import { type Choice, CHOICES } from "../../governance/choice";
import { formatTime } from "../../format-time";
import type { Address } from "../../hex";
import { accountOf } from "../account-of";
import { refused } from "../refused";
import { sameAddress } from "../same-address";
import { type Sent, settled } from "../send";
import type { GovernedNetwork } from "./network";
import { type ProposalView, readProposal } from "./read-proposal";

/** A vote that was counted. */
export interface CastVote extends Sent {
  proposal: bigint;
  account: Address;
  choice: Choice;
  votes: bigint;
}

/**
 * Votes with all that an account had when the vote began.
 *
 * @throws OpenDepinError `VOTING_NOT_OPEN`, `VOTING_CLOSED`, `ALREADY_VOTED`, `NO_VOTES`.
 */
export async function castVote(
  network: GovernedNetwork,
  id: bigint,
  { choice, reason }: { choice: Choice; reason: string },
  voter: Signer,
): Promise<CastVote> {
  const account = await accountOf(voter);
  const view = await readProposal(network, id);
  requireOpen(view);
  const { governor } = network;
  if (await governor.hasVoted(id, account))
    throw refused("ALREADY_VOTED", `${account} has voted on it; a vote cannot be changed`);
  const votes = await governor.getVotes(account, view.votingFrom - 1);
  if (votes === 0n) throw await noVotes(network, account, view);
  const connected = governor.connect(voter);
  const support = CHOICES.indexOf(choice);
  const sending =
    reason === "" ? connected.castVote(id, support) : connected.castVoteWithReason(id, support, reason);
  return { proposal: id, account, choice, votes, ...(await settled(sending)) };
}

function requireOpen({ status, votingFrom, votingUntil }: ProposalView): void {
  if (status === "active") return;
  if (status === "pending")
    throw refused("VOTING_NOT_OPEN", `the vote has not begun; vote from ${formatTime(votingFrom)} on`);
  throw refused(
    "VOTING_CLOSED",
    status === "canceled" ? "the proposal was cancelled" : `the vote ended at ${formatTime(votingUntil)}`,
  );
}

/** What was bonded when the vote began counts, for whoever votes with it. */
async function noVotes(
  { governor, provider }: GovernedNetwork,
  account: Address,
  { votingFrom }: ProposalView,
) {
  const staking = OperatorStaking__factory.connect(await governor.token(), provider);
  const [delegate, { bonded }] = await Promise.all([staking.delegates(account), staking.stakeOf(account)]);
  const since = formatTime(votingFrom - 1);
  const rest = "it counts in votes that begin later";
  if (bonded === 0n)
    return refused(
      "NO_VOTES",
      `${account} had no votes when the vote began, at ${since}: bond tokens (opendepin stake bond), or have others delegate to it (opendepin stake delegate); ${rest}`,
    );
  return refused(
    "NO_VOTES",
    sameAddress(delegate, account)
      ? `${account} had no votes when the vote began, at ${since}; what it has bonded since counts in votes that begin later`
      : `the bond of ${account} votes through ${delegate.toLowerCase()}; to vote with it itself: opendepin stake delegate ${account}; ${rest}`,
  );
}
