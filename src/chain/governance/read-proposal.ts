import { decodeCall, type DecodedCall } from "../../governance/decode-call";
import { titleOf } from "../../governance/description";
import type { Address, Hex } from "../../hex";
import { getBlock } from "../registry/read-at-block";
import type { GovernedNetwork } from "./network";
import { type OperationView, readOperations } from "./read-operations";

/** In the order of the contract's enumeration. */
const STATES = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
] as const;

/** `lapsed`: queued, and can never be executed, because a call of its lapsed or was cancelled in the AccessManager. */
export type ProposalStatus = (typeof STATES)[number] | "lapsed";

/** A proposal as it stands. Times are seconds since 1970. */
export interface ProposalView {
  proposal: bigint;
  status: ProposalStatus;
  title: string;
  description: string;
  proposer: Address;
  votes: { for: bigint; against: bigint; abstain: bigint };
  /** Votes in favour or abstaining that it needs; undefined until the vote begins, whose bonds it is a share of. */
  quorum: bigint | undefined;
  /** First and last second of the vote. */
  votingFrom: number;
  votingUntil: number;
  /** Seconds from the queuing to the execution. */
  delaySeconds: number;
  /** Undefined until it is queued. */
  executableFrom: number | undefined;
  /** From then on it can never be executed; undefined of what does not lapse, or is not queued. */
  lapsesAt: number | undefined;
  calls: ProposedCall[];
  /** What it schedules in the timelock. */
  operations: OperationView[];
  /** The chain's time. */
  now: number;
}

export interface ProposedCall extends DecodedCall {
  /** Seconds that it must have been announced for, by the role that it takes; undefined when it takes none. */
  delaySeconds: number | undefined;
  /** Whether the AccessManager holds it back, where it lapses. */
  lapses: boolean;
}

/**
 * Reads a proposal.
 *
 * @param id As {@link findProposalId} finds it.
 */
export async function readProposal(
  network: GovernedNetwork,
  id: bigint,
  description = "",
): Promise<ProposalView> {
  const { governor, provider } = network;
  const [{ timestamp: now }, state, votes, snapshot, deadline, eta, proposer, plan, details] =
    await Promise.all([
      getBlock(provider, "latest"),
      governor.state(id),
      governor.proposalVotes(id),
      governor.proposalSnapshot(id),
      governor.proposalDeadline(id),
      governor.proposalEta(id),
      governor.proposalProposer(id),
      governor.proposalExecutionPlan(id),
      governor.proposalDetails(id),
    ]);
  const calls = await readCalls(network, details, plan.withDelay);
  const status = STATES[Number(state)] ?? "pending";
  const lapses = eta > 0n && calls.some((call) => call.lapses);
  const lapsesAt = lapses ? Number(eta + (await network.authority.expiration())) : undefined;
  const isLapsed = status === "queued" && !(await isScheduled(network, calls));
  return {
    proposal: id,
    status: isLapsed ? "lapsed" : status,
    title: titleOf(description),
    description,
    proposer: proposer.toLowerCase() as Address,
    votes: { for: votes.forVotes, against: votes.againstVotes, abstain: votes.abstainVotes },
    quorum: status === "pending" || now <= Number(snapshot) ? undefined : await governor.quorum(snapshot),
    votingFrom: Number(snapshot) + 1,
    votingUntil: Number(deadline),
    delaySeconds: Number(plan.delay),
    executableFrom: eta === 0n ? undefined : Number(eta),
    lapsesAt,
    calls,
    operations: await readOperations(network, calls),
    now,
  };
}

async function readCalls(
  { authority, governorAddress, book }: GovernedNetwork,
  { targets, calldatas }: { targets: readonly string[]; calldatas: readonly string[] },
  withDelay: readonly boolean[],
): Promise<ProposedCall[]> {
  return Promise.all(
    targets.map(async (target, index) => {
      const data = (calldatas[index] ?? "0x") as Hex;
      const lapses = withDelay[index] ?? false;
      const [, delay] = lapses ? await authority.canCall(governorAddress, target, data.slice(0, 10)) : [];
      return {
        ...decodeCall(target, data, book),
        delaySeconds: delay === undefined ? undefined : Number(delay),
        lapses,
      };
    }),
  );
}

/** Whether the AccessManager still holds all that it was announced. */
async function isScheduled(
  { authority, governorAddress }: GovernedNetwork,
  calls: readonly ProposedCall[],
): Promise<boolean> {
  const times = await Promise.all(
    calls
      .filter(({ lapses }) => lapses)
      .map(async ({ target, data }) =>
        authority.getSchedule(await authority.hashOperation(governorAddress, target, data)),
      ),
  );
  return times.every((time) => time > 0n);
}
