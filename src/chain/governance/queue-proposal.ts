import type { Signer } from "ethers";

import { formatTime } from "../../format-time";
import { refused } from "../refused";
import { type Sent, settled } from "../send";
import type { GovernedNetwork } from "./network";
import { type ProposalView, readProposal } from "./read-proposal";

/** A proposal whose calls are announced. */
export interface QueuedProposal extends Sent {
  proposal: bigint;
  /** From this second on (since 1970) it can be executed. */
  executableFrom: number | undefined;
  lapsesAt: number | undefined;
}

/**
 * Announces the calls of a proposal that voters have carried; anybody may.
 *
 * @throws OpenDepinError `NOT_SUCCEEDED`.
 */
export async function queueProposal(
  network: GovernedNetwork,
  id: bigint,
  sender: Signer,
): Promise<QueuedProposal> {
  requireSucceeded(await readProposal(network, id));
  const sent = await settled(network.governor.connect(sender)["queue(uint256)"](id));
  const { executableFrom, lapsesAt } = await readProposal(network, id);
  return { proposal: id, executableFrom, lapsesAt, ...sent };
}

function requireSucceeded(view: ProposalView): void {
  const { status } = view;
  if (status !== "succeeded") throw refused("NOT_SUCCEEDED", whyNotQueued(view));
}

function whyNotQueued(view: ProposalView): string {
  const { status, votingFrom, votingUntil, executableFrom } = view;
  if (status === "pending")
    return `the vote has not begun: it lasts from ${formatTime(votingFrom)} to ${formatTime(votingUntil)}`;
  if (status === "active")
    return `the vote goes on; queue from ${formatTime(votingUntil + 1)} on, if it is carried`;
  if (status === "queued") return `it is queued already; execute from ${formatTime(executableFrom ?? 0)} on`;
  if (status === "defeated") return whyDefeated(view);
  return `it is ${status}; only what voters have carried can be queued`;
}

/** Why voters have not carried a proposal. */
export function whyDefeated({ votes, quorum = 0n }: ProposalView): string {
  const present = votes.for + votes.abstain;
  return present < quorum
    ? `it was defeated: ${present} votes in favour or abstaining, of ${quorum} that it needed`
    : `it was defeated: ${votes.for} votes for it, ${votes.against} against`;
}
