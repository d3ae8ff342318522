import { type ReporterCommittee } from "../../typechain-types";
import { announce, type Announced } from "./announced";
import { eventsOf, type EventArgs } from "./events-of";

export interface RebuiltMember {
  account: string;
  weight: bigint;
  joined: bigint;
  left: bigint;
}

/** Everything that a committee remembers, as its events alone tell it. */
export interface CommitteeState {
  /** All that ever were members; those who have left weigh nothing. */
  members: Map<string, RebuiltMember>;
  configuration: bigint;
  quorum: bigint;
  totalWeight: bigint;
  minimumPledges: Announced[];
}

/** The state from the deployment to now. */
export async function rebuildCommittee(committee: ReporterCommittee): Promise<CommitteeState> {
  const state: CommitteeState = {
    members: new Map(),
    configuration: 0n,
    quorum: 0n,
    totalWeight: 0n,
    minimumPledges: [],
  };
  for (const { name, args, timestamp } of await eventsOf(committee)) apply(state, name, args, timestamp);
  return state;
}

function apply(state: CommitteeState, name: string, args: EventArgs, timestamp: bigint): void {
  switch (name) {
    case "MemberSet": {
      const joined = state.members.get(args.text("key"))?.joined ?? state.configuration + 1n;
      const member = { account: args.text("account"), weight: args.number("weight"), joined, left: 0n };
      state.members.set(args.text("key"), member);
      break;
    }
    case "MemberLeft": {
      const member = state.members.get(args.text("key"));
      if (member === undefined) throw new Error("somebody has left who never joined");
      member.weight = 0n;
      member.left = state.configuration + 1n;
      break;
    }
    case "ConfigurationSet":
      state.configuration = args.number("configuration");
      state.quorum = args.number("quorum");
      state.totalWeight = args.number("totalWeight");
      break;
    case "MinimumPledgeSet": {
      const next = { amount: args.number("minimumPledge"), fromTime: args.number("fromTime") };
      state.minimumPledges = announce(state.minimumPledges, next, timestamp);
      break;
    }
  }
}
