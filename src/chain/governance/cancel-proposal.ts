import type { Signer } from "ethers";

import { type Address, ZERO_ADDRESS } from "../../hex";
import { accountOf } from "../account-of";
import { refused } from "../refused";
import { type Sent, settled } from "../send";
import type { GovernedNetwork } from "./network";
import { type ProposalView, readProposal } from "./read-proposal";

/** A proposal that will not be executed. */
export interface CancelledProposal extends Sent {
  proposal: bigint;
}

/** What can be cancelled no more. */
const ENDED: ReadonlySet<string> = new Set(["canceled", "expired", "executed"]);

/**
 * Cancels a proposal: its proposer before the vote begins, the guardian until it is executed.
 *
 * @throws OpenDepinError `NOT_CANCELLABLE`, `NOT_YOURS_TO_CANCEL`.
 */
export async function cancelProposal(
  network: GovernedNetwork,
  id: bigint,
  sender: Signer,
): Promise<CancelledProposal> {
  const { governor } = network;
  const [account, guardian, view] = await Promise.all([
    accountOf(sender),
    governor.proposalGuardian(),
    readProposal(network, id),
  ]);
  if (ENDED.has(view.status))
    throw refused("NOT_CANCELLABLE", `it is ${view.status}, and can be cancelled no more`);
  const refusal = whyNotCancelled(view, account, guardian.toLowerCase() as Address);
  if (refusal !== undefined) throw refused("NOT_YOURS_TO_CANCEL", refusal);
  return { proposal: id, ...(await settled(governor.connect(sender)["cancel(uint256)"](id))) };
}

function whyNotCancelled(view: ProposalView, account: Address, guardian: Address): string | undefined {
  const { proposer, status, calls } = view;
  const isProposer = account === proposer;
  if (isProposer && (status === "pending" || guardian === ZERO_ADDRESS)) return undefined;
  const [only] = calls;
  const replacesGuardian = calls.length === 1 && only?.signature === "setProposalGuardian(address)";
  if (account === guardian && replacesGuardian) return "the guardian cannot cancel its own replacement";
  if (account === guardian) return undefined;
  return isProposer
    ? `the vote has begun: only the guardian ${guardian} can cancel it now`
    : `only the guardian ${guardian} can cancel it, or its proposer ${proposer} before the vote begins`;
}
