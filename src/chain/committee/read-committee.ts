import type { ReporterCommittee } from "../../../typechain-types";
import type { Address, Hex } from "../../hex";
import { providerOf } from "../provider-of";
import { getBlock, readAtBlock } from "../registry/read-at-block";

/** A member, as the committee itself knows it: by the hash of its key. */
export interface CommitteeMember {
  /** `keyHashOf(signer)`. */
  key: Hex;
  /** Who carries the bond. */
  account: Address;
  weight: bigint;
}

/** A committee after a block. */
export interface CommitteeState {
  address: Address;
  block: number;
  /** Time of the block, in seconds since 1970. */
  now: number;
  configuration: number;
  /** Weight that a report needs. */
  quorum: bigint;
  totalWeight: bigint;
  /** In ascending order of their keys, as in a signature of the committee. */
  members: CommitteeMember[];
}

/** Reads a committee as it is after the newest block. */
export async function readCommittee(committee: ReporterCommittee): Promise<CommitteeState> {
  const provider = providerOf(committee);
  const latest = await getBlock(provider, "latest");
  return readAtBlock(provider, latest.number, async ({ number, timestamp }) => {
    const at = { blockTag: number };
    const [address, configuration, quorum, totalWeight, keys] = await Promise.all([
      committee.getAddress(),
      committee.configuration(at),
      committee.quorum(at),
      committee.totalWeight(at),
      committee.memberKeys(at),
    ]);
    const members = await Promise.all(
      keys.map(async (key) => {
        const { account, weight } = await committee.memberOf(key, at);
        return { key: key as Hex, account: account.toLowerCase() as Address, weight };
      }),
    );
    return {
      address: address.toLowerCase() as Address,
      block: number,
      now: timestamp,
      configuration: Number(configuration),
      quorum,
      totalWeight,
      members: members.sort((left, right) => (left.key < right.key ? -1 : 1)),
    };
  });
}
