import { keyHashOf } from "../../devices/key-hash-of";
import type { Signer } from "../../devices/signer";
import { refused } from "../refused";
import type { CommitteeMember, CommitteeState } from "./read-committee";

/**
 * The member that a key belongs to.
 *
 * @throws OpenDepinError `NOT_MEMBER`; `SIGNER_INVALID` as `keyHashOf`.
 */
export function requireMember({ members, address }: CommitteeState, signer: Signer): CommitteeMember {
  const key = keyHashOf(signer);
  const member = members.find((each) => each.key === key);
  if (member !== undefined) return member;
  throw refused("NOT_MEMBER", `the signer ${signer} is no member of the committee ${address}`);
}
