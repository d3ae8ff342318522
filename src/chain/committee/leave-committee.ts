import type { Signer } from "ethers";

import { IPledges__factory, type ReporterCommittee } from "../../../typechain-types";
import type { Address, Hex } from "../../hex";
import { accountOf } from "../account-of";
import { providerOf } from "../provider-of";
import { refused } from "../refused";
import { type Sent, settled } from "../send";
import { type CommitteeMember, type CommitteeState, readCommittee } from "./read-committee";

/** A member that is none any more. */
export interface LeftCommittee extends Sent {
  account: Address;
  /** The hash of its key. */
  key: Hex;
  /** As it is without it. */
  committee: CommitteeState;
}

/**
 * Leaves a committee as the account that stands behind a member.
 *
 * @throws OpenDepinError `NOT_MEMBER`.
 */
export async function resignFromCommittee(
  committee: ReporterCommittee,
  sender: Signer,
): Promise<LeftCommittee> {
  const { account, key } = await memberBehind(committee, await accountOf(sender));
  const sent = await settled(committee.connect(sender).resign(key));
  return { account, key, committee: await readCommittee(committee), ...sent };
}

/**
 * Removes a member whose pledge is below the minimum; anybody may.
 *
 * @param account Who carries the member's bond.
 * @throws OpenDepinError `NOT_MEMBER`, `PLEDGE_SUFFICES`.
 */
export async function dismissMember(
  committee: ReporterCommittee,
  account: Address,
  sender: Signer,
): Promise<LeftCommittee> {
  const { key } = await memberBehind(committee, account);
  const pledges = IPledges__factory.connect(await committee.pledges(), providerOf(committee));
  const [pledged, minimum] = await Promise.all([
    pledges.pledged(account, await committee.getAddress()),
    committee.minimumPledge(),
  ]);
  if (pledged >= minimum) {
    throw refused(
      "PLEDGE_SUFFICES",
      `${account} has pledged ${pledged}, and the minimum is ${minimum}: only governance can remove it`,
    );
  }
  const sent = await settled(committee.connect(sender).dismiss(key));
  return { account, key, committee: await readCommittee(committee), ...sent };
}

async function memberBehind(committee: ReporterCommittee, account: Address): Promise<CommitteeMember> {
  const { address, members } = await readCommittee(committee);
  const member = members.find((each) => each.account === account);
  if (member !== undefined) return member;
  throw refused("NOT_MEMBER", `${account} stands behind no member of the committee ${address}`);
}
