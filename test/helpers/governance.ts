import { time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import {
  type AddressLike,
  type BaseContract,
  id,
  parseEther,
  resolveAddress,
  toBeHex,
  ZeroHash,
} from "ethers";
import { ethers } from "hardhat";

import { admin, delayOf, type Permission, roles } from "../../deploy/roles";
import { type NetworkGovernor, type NetworkTimelock } from "../../typechain-types";
import { deployCommittee } from "./committee";
import { bondFor, deployTrust } from "./trust";

export const SETTINGS = {
  votingDelay: 86_400,
  votingPeriod: 5 * 86_400,
  lateQuorumExtension: 2 * 86_400,
  baseDelay: 86_400,
  proposalThreshold: parseEther("100"),
  quorumBps: 2_000,
  quorumFloor: parseEther("500"),
} as const;

/** What voters of the fixtures have bonded; together 10,000, of which a proposal needs a fifth. */
export const BONDS = {
  alice: parseEther("3000"),
  bob: parseEther("2000"),
  carol: parseEther("5000"),
} as const;

export enum Vote {
  Against,
  For,
  Abstain,
}

/** In the order of the contract's enumeration. */
export enum ProposalState {
  Pending,
  Active,
  Canceled,
  Defeated,
  Succeeded,
  Queued,
  Expired,
  Executed,
}

/** How the governor's errors write the states that it would have taken. */
export function stateBitmap(...states: readonly ProposalState[]): string {
  return toBeHex(
    states.reduce((bits, state) => bits | (1n << BigInt(state)), 0n),
    32,
  );
}

export interface Call {
  target: AddressLike;
  data: string;
}

/** Calls with their description, as the governor's functions take them. */
export interface Proposal {
  id: bigint;
  calls: [targets: string[], values: bigint[], calldatas: string[]];
  description: string;
}

/** The trust suite with a governor and a timelock; the admin still holds everything. */
export async function deployGovernor() {
  const trust = await deployTrust();
  const { authority, staking, guardian } = trust;
  const settings = { ...SETTINGS, guardian: guardian.address };
  const governor = await ethers.deployContract("NetworkGovernor", [staking, authority, settings]);
  const timelock = await ethers.deployContract("NetworkTimelock", [authority, governor, admin.delaySeconds]);
  const committee = await deployCommittee({ authority, makers: trust.makers, pledges: staking });
  return { ...trust, committee, governor, timelock };
}

/** Every contract of the role table. */
export function targetsOf(
  suite: Awaited<ReturnType<typeof deployGovernor>>,
): Record<Permission["contract"], BaseContract> {
  return {
    RewardToken: suite.token,
    EmissionController: suite.controller,
    RewardDistributor: suite.distributor,
    ReporterCommittee: suite.committee,
    MakerRegistry: suite.makers,
    DeviceRegistry: suite.registry,
    OperatorStaking: suite.staking,
    DisputeManager: suite.manager,
  };
}

/** After hand-over: bonded voters govern, and whoever held a role of governance before has nothing. */
export async function deployGovernance() {
  return handOver(await deployGovernor());
}

/** Gives governor and timelock what is theirs, lets alice, bob and carol bond, and takes everything from the others. */
export async function handOver<Suite extends Awaited<ReturnType<typeof deployGovernor>>>(
  suite: Suite,
): Promise<Suite> {
  const { authority, governor, timelock } = suite;
  for (const role of Object.values(roles)) {
    if (!role.holders.some((holder) => holder === "governance")) continue;
    await authority.grantRole(role.id, governor, delayOf(role, "governance"));
  }
  const managers = {
    minter: suite.minter,
    emissions: suite.emissionsManager,
    program: suite.programManager,
    makers: suite.makersManager,
    suspender: suite.suspender,
    committees: suite.committeesManager,
    trust: suite.trustManager,
    disputes: suite.disputes,
  } as const;
  for (const [role, account] of Object.entries(managers) as [keyof typeof managers, AddressLike][]) {
    await authority.revokeRole(roles[role].id, account);
  }
  await authority.grantRole(admin.id, timelock, 0);
  await timelock.connect(suite.admin).takeOver();
  for (const name of ["alice", "bob", "carol"] as const) await bondFor(suite, suite[name], BONDS[name]);
  await time.increase(1);
  return suite;
}

/** A call of a function by its name. */
export function callOf(target: BaseContract, name: string, args: readonly unknown[]): Call {
  return { target, data: target.interface.encodeFunctionData(name, args) };
}

export async function proposalOf(
  governor: NetworkGovernor,
  calls: readonly Call[],
  description = "A change",
): Promise<Proposal> {
  const arrays = await arraysOf(calls);
  return { id: await governor.hashProposal(...arrays, id(description)), calls: arrays, description };
}

async function arraysOf(calls: readonly Call[]): Promise<Proposal["calls"]> {
  const targets = await Promise.all(calls.map(async ({ target }) => resolveAddress(target)));
  return [targets, calls.map(() => 0n), calls.map(({ data }) => data)];
}

export async function propose(
  governor: NetworkGovernor,
  proposer: HardhatEthersSigner,
  calls: readonly Call[],
  description?: string,
): Promise<Proposal> {
  const proposal = await proposalOf(governor, calls, description);
  await governor.connect(proposer).propose(...proposal.calls, proposal.description);
  return proposal;
}

/** Passes the voting delay: what is bonded when it ends votes. */
export async function openVoting(governor: NetworkGovernor, proposal: bigint): Promise<void> {
  await time.increaseTo((await governor.proposalSnapshot(proposal)) + 1n);
}

export async function closeVoting(governor: NetworkGovernor, proposal: bigint): Promise<void> {
  await time.increaseTo((await governor.proposalDeadline(proposal)) + 1n);
}

/** Proposes and votes, up to the moment at which the proposal can be queued. */
export async function carry(
  governor: NetworkGovernor,
  voters: readonly [HardhatEthersSigner, ...HardhatEthersSigner[]],
  calls: readonly Call[],
  description?: string,
): Promise<Proposal> {
  const proposal = await propose(governor, voters[0], calls, description);
  await openVoting(governor, proposal.id);
  for (const voter of voters) await governor.connect(voter).castVote(proposal.id, Vote.For);
  await closeVoting(governor, proposal.id);
  return proposal;
}

/** Queues what was carried and passes the delay. */
export async function queueAndWait(governor: NetworkGovernor, proposal: bigint): Promise<void> {
  await governor["queue(uint256)"](proposal);
  await time.increaseTo(await governor.proposalEta(proposal));
}

/** The whole life of a proposal. */
export async function govern(
  governor: NetworkGovernor,
  voters: readonly [HardhatEthersSigner, ...HardhatEthersSigner[]],
  calls: readonly Call[],
  description?: string,
): Promise<Proposal> {
  const proposal = await carry(governor, voters, calls, description);
  await queueAndWait(governor, proposal.id);
  await governor["execute(uint256)"](proposal.id);
  return proposal;
}

/** Calls of the timelock: what a proposal schedules with them, and what anybody executes after the delay. */
export interface Operation {
  id: string;
  schedule: Call;
  batch: [...Proposal["calls"], predecessor: string, salt: string];
}

export async function operationOf(
  timelock: NetworkTimelock,
  calls: readonly Call[],
  delay: bigint | number = admin.delaySeconds,
): Promise<Operation> {
  const batch: Operation["batch"] = [...(await arraysOf(calls)), ZeroHash, ZeroHash];
  return {
    id: await timelock.hashOperationBatch(...batch),
    schedule: callOf(timelock, "scheduleBatch", [...batch, delay]),
    batch,
  };
}
