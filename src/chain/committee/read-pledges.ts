import { IPledges__factory, type ReporterCommittee } from "../../../typechain-types";
import { keyHashOf } from "../../devices/key-hash-of";
import type { Signer } from "../../devices/signer";
import { noProgress, type Progress } from "../../files/progress";
import type { Address, Hex } from "../../hex";
import { contractLogs } from "../contract-logs";
import { providerOf } from "../provider-of";
import { type ChainLog } from "../registry/get-logs";
import { type CommitteeMember, type CommitteeState, readCommittee } from "./read-committee";

/** A member with what stands behind it. */
export interface PledgedMember extends CommitteeMember {
  /** Its key in the ERC-7913 form; undefined if the node has no event that says it. */
  signer: Signer | undefined;
  /** Base units of its account's bond that stand behind its duty. */
  pledged: bigint;
}

/** A committee with its members' keys and pledges. */
export interface PledgedCommittee extends CommitteeState {
  members: PledgedMember[];
  /** The contract that keeps the bonds. */
  pledges: Address;
  /** Base units that each member needs pledged. */
  minimumPledge: bigint;
  /** What replaces it, and from which second on (since 1970); undefined if nothing is announced. */
  nextMinimumPledge: { amount: bigint; from: number } | undefined;
}

/** Reads a committee with everything that an outsider may want to know; its events tell the members' keys. */
export async function readPledgedCommittee(
  committee: ReporterCommittee,
  progress: Progress = noProgress,
): Promise<PledgedCommittee> {
  const state = await readCommittee(committee);
  const at = { blockTag: state.block };
  const [address, minimumPledge, events] = await Promise.all([
    committee.pledges(at),
    committee.minimumPledge(at),
    readEvents(committee, state, progress),
  ]);
  const pledges = IPledges__factory.connect(address, providerOf(committee));
  const members = await Promise.all(
    state.members.map(async (member) => ({
      ...member,
      signer: events.signers.get(member.key),
      pledged: await pledges.pledged(member.account, state.address, at),
    })),
  );
  const { announced } = events;
  return {
    ...state,
    members,
    pledges: address.toLowerCase() as Address,
    minimumPledge,
    nextMinimumPledge: announced && announced.from > state.now ? announced : undefined,
  };
}

interface CommitteeEvents {
  signers: Map<Hex, Signer>;
  /** The minimum pledge that was set last. */
  announced: { amount: bigint; from: number } | undefined;
}

async function readEvents(
  committee: ReporterCommittee,
  { block: toBlock }: CommitteeState,
  progress: Progress,
): Promise<CommitteeEvents> {
  const events: CommitteeEvents = { signers: new Map(), announced: undefined };
  const topics = [["MemberSet", "MinimumPledgeSet"] as const].map((names) =>
    names.map((name) => committee.interface.getEvent(name).topicHash),
  );
  const query = { phase: "reading the members", topics, toBlock, progress };
  for await (const log of contractLogs(committee, query)) note(events, committee, log);
  return events;
}

function note(
  events: CommitteeEvents,
  { interface: abi }: ReporterCommittee,
  { topics, data }: ChainLog,
): void {
  if (topics[0] === abi.getEvent("MemberSet").topicHash) {
    const { signer } = abi.decodeEventLog("MemberSet", data, topics);
    events.signers.set(keyHashOf(signer as Signer), signer as Signer);
  } else {
    const { minimumPledge, fromTime } = abi.decodeEventLog("MinimumPledgeSet", data, topics);
    events.announced = { amount: minimumPledge as bigint, from: Number(fromTime) };
  }
}
