/**
 * The whole permission table: every privileged call of the suite is `restricted` by one AccessManager, and what is
 * not listed here belongs to nobody but the admin. Deployment applies this file; tests compare it with the chain.
 */

/** Who holds a role once a network is deployed: a contract of the suite, or an account named in the parameters. */
export type Holder = "EmissionController" | "DisputeManager" | "governance" | "guardian" | "arbiter";

/** What each holder is. */
export const holders: Readonly<Record<Holder, string>> = {
  EmissionController: "the contract",
  DisputeManager: "the contract",
  governance: "the NetworkGovernor, which does what bonded votes have decided, after the role's delay",
  guardian:
    "an account that the parameters name, as a wallet of several people; it may also cancel proposals",
  arbiter: "an account that the parameters name, as a council",
};

export interface Role {
  /** Number of the role in the AccessManager; never reused. 0 is the admin, who also grants every role. */
  readonly id: bigint;
  /** What a holder can do, and what it cannot. */
  readonly power: string;
  readonly holders: readonly Holder[];
  /**
   * Seconds between the moment at which governance announces a call and the first at which it can make it: its execution
   * delay in the AccessManager. Every role that governance holds has one, and no other: the guardian is for what cannot
   * wait, and a contract acts within its own rules.
   */
  readonly delaySeconds?: number;
}

const DAY = 86_400;

/**
 * The AccessManager's own role: it gives functions to roles and roles to accounts, so that its delay is at least that of
 * every role. Nobody but the timelock holds it once the deployer has handed over.
 */
export const admin = {
  id: 0n,
  power:
    "Gives functions to roles and roles to accounts, closes contracts to privileged calls, and replaces modules: it can give any power of this table to anybody, and no other. Its delay is for leaving before.",
  holder: "NetworkTimelock",
  delaySeconds: 7 * DAY,
} as const;

export interface Permission {
  readonly contract:
    | "RewardToken"
    | "EmissionController"
    | "RewardDistributor"
    | "ReporterCommittee"
    | "MakerRegistry"
    | "DeviceRegistry"
    | "OperatorStaking"
    | "DisputeManager";
  /** Signatures of the functions, as in the ABI. */
  readonly functions: readonly string[];
  readonly role: RoleName;
}

export const roles = {
  minter: {
    id: 1n,
    power:
      "Mints the reward token, up to its cap. Held by the EmissionController alone, which mints the schedule.",
    holders: ["EmissionController"],
  },
  emissions: {
    id: 2n,
    power:
      "Adds programs; sets the curve and the weights, from the next epoch on. Cannot touch what is earned.",
    holders: ["governance"],
    delaySeconds: 3 * DAY,
  },
  program: {
    id: 3n,
    power:
      "Names the reporter and the challenge window of later reports. Cannot touch a pending or final one.",
    holders: ["governance"],
    delaySeconds: 2 * DAY,
  },
  guardian: {
    id: 4n,
    power:
      "Pauses new reports and new bonds, for seven days at a time; revokes makers' keys and batches. Cannot pay, mint, stop a claim or an exit, or touch an onboarded device.",
    holders: ["guardian"],
  },
  makers: {
    id: 5n,
    power:
      "Decides what is onboarded from now on: kinds, makers, verifiers, required bonds. Cannot touch an onboarded device, except by taking its key's verifier off the list.",
    holders: ["governance"],
    delaySeconds: DAY,
  },
  suspender: {
    id: 6n,
    power:
      "Excludes devices from epochs that have not ended, for 366 days at most, and lifts that. Cannot take what is earned, nor the device.",
    holders: ["governance"],
    delaySeconds: DAY,
  },
  voider: {
    id: 7n,
    power:
      "Voids a pending report inside its challenge window or while it is disputed. Its epoch can be reported again; nothing that is final changes.",
    holders: ["guardian", "DisputeManager"],
  },
  disputes: {
    id: 8n,
    power:
      "Freezes a disputed report, slashes bonds within a ruling, and sets the times of windows and thaws. Held by the DisputeManager alone, which bounds each by its own rules.",
    holders: ["DisputeManager"],
  },
  arbiter: {
    id: 9n,
    power:
      "Rules on an open dispute, once and in time: who was right, and what a culprit loses, at most what it was opened for. Cannot open a dispute, nor take what is not at stake.",
    holders: ["arbiter"],
  },
  committees: {
    id: 10n,
    power:
      "Names the members of committees, their weights, the quorum, and what each must pledge. Cannot sign, nor touch a bond.",
    holders: ["governance"],
    delaySeconds: 2 * DAY,
  },
  trust: {
    id: 11n,
    power:
      "Sets what later disputes are opened under, the times of windows, rulings and thaws, and where slashed tokens go. Cannot touch an open dispute, nor a bond.",
    holders: ["governance"],
    delaySeconds: 7 * DAY,
  },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

/** What a role is called by its number in the AccessManager; undefined of one that the table does not have. */
export function roleNamed(id: bigint): RoleName | "admin" | undefined {
  if (id === admin.id) return "admin";
  return (Object.keys(roles) as RoleName[]).find((name) => roles[name].id === id);
}

/** The execution delay that a holder of the role is given, in seconds. */
export function delayOf({ delaySeconds = 0 }: Role, holder: Holder): number {
  return holder === "governance" ? delaySeconds : 0;
}

export const permissions: readonly Permission[] = [
  { contract: "RewardToken", functions: ["mint(address,uint256)"], role: "minter" },
  {
    contract: "EmissionController",
    functions: ["addProgram(address)", "setWeights(uint16[])", "setCurve(address)"],
    role: "emissions",
  },
  {
    contract: "RewardDistributor",
    functions: ["setReporter(address)"],
    role: "program",
  },
  { contract: "RewardDistributor", functions: ["void(uint32,bytes32)"], role: "voider" },
  { contract: "RewardDistributor", functions: ["pauseProposals(uint40)"], role: "guardian" },
  {
    contract: "RewardDistributor",
    functions: ["freeze(uint32)", "unfreeze(uint32)", "setChallengeWindow(uint32)"],
    role: "disputes",
  },
  {
    contract: "ReporterCommittee",
    functions: ["configure(bytes32[],(bytes,address,uint32)[],uint64)", "setMinimumPledge(uint128)"],
    role: "committees",
  },
  {
    contract: "MakerRegistry",
    functions: [
      "setVerifier(address,bool)",
      "addKind(uint32,uint8,bool,uint128,string,string)",
      "setKindActive(uint32,bool)",
      "setRequiredBond(uint32,uint128)",
      "addMaker(address,string)",
      "setMakerActive(uint32,bool)",
      "setMakerKind(uint32,uint32,bool)",
    ],
    role: "makers",
  },
  {
    contract: "MakerRegistry",
    functions: ["revokeAttestationKey(uint32,bytes32)", "revokeBatch(uint32,bytes32)"],
    role: "guardian",
  },
  {
    contract: "DeviceRegistry",
    functions: ["suspend(uint256,uint32,uint32,uint16,bytes32)", "lift(uint256)"],
    role: "suspender",
  },
  {
    contract: "OperatorStaking",
    functions: ["slash(address,uint256,address,uint16)", "setThawPeriod(uint32)"],
    role: "disputes",
  },
  { contract: "OperatorStaking", functions: ["pauseBonding(uint40)"], role: "guardian" },
  { contract: "OperatorStaking", functions: ["setSlashSplit((address,uint16))"], role: "trust" },
  { contract: "DisputeManager", functions: ["rule(uint256,bool,uint128,string)"], role: "arbiter" },
  {
    contract: "DisputeManager",
    functions: ["setTerms((uint128,uint128,uint128,uint16))", "setTiming(uint32,uint32,uint32)"],
    role: "trust",
  },
  { contract: "DisputeManager", functions: ["setChallengeWindow(uint32,uint32)"], role: "program" },
];

/** Contracts that guard themselves, whatever the table says: OpenZeppelin's, and ours on top of them. */
type SelfGuarded = "AccessManager" | "NetworkGovernor" | "NetworkTimelock";

/** Who alone makes a call that no role is asked for: reasons of functions that guard themselves. */
export const PROPOSAL = "only a proposal that voters have carried may call it";
export const OPERATION = "only an operation whose delay is over may call it";
export const ADMIN = "only the admin may call it, which is the timelock";
const PARAMETERS = "(address[],uint256[],bytes[],bytes32)";

/**
 * State-changing functions that no role is asked for: open to all because nobody can do harm with them, or guarded by a
 * rule of the contract's own.
 */
export const permissionless: Readonly<
  Record<Permission["contract"] | SelfGuarded, Readonly<Record<string, string>>>
> = {
  RewardToken: {
    "transfer(address,uint256)": "moves the caller's own tokens",
    "transferFrom(address,address,uint256)": "moves what the owner has allowed",
    "approve(address,uint256)": "allows the spending of the caller's own tokens",
    "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": "needs the owner's signature",
    "burn(uint256)": "destroys the caller's own tokens",
    "burnFrom(address,uint256)": "destroys what the owner has allowed",
    "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)":
      "needs the owner's signature",
    "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)":
      "needs the owner's signature",
    "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)":
      "needs the owner's signature",
    "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)":
      "needs the owner's signature",
    "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)": "needs the owner's signature",
    "cancelAuthorization(address,bytes32,bytes)": "needs the owner's signature",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  EmissionController: {
    "draw(uint32,uint256)":
      "only the program's own distributor may call it, within what the program has earned",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  RewardDistributor: {
    "propose((uint32,uint32,uint32,uint40,bytes32,uint128,bytes32,string),bytes)":
      "needs the reporter's signature over every field",
    "finalize()": "turns the crank after the window; the result does not depend on the caller",
    "claim(address,uint256,bytes32,bytes32[])": "pays the account that the root names, whoever calls",
    "claimMany((address,uint256,bytes32,bytes32[])[])":
      "pays the accounts that the root names, whoever calls",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  MakerRegistry: {
    "setMakerURI(uint32,string)": "only the maker's own account may call it",
    "transferMaker(uint32,address)": "only the maker's own account may call it",
    "acceptMaker(uint32)": "only the account that the maker named may call it",
    "addAttestationKey(uint32,bytes)": "only the maker's own account may call it",
    "provisionBatch(uint32,bytes32,uint40,string)": "only the maker's own account may call it",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  DeviceRegistry: {
    "register((address,uint32,uint32,uint40,bytes,bytes,(uint40,bytes),(uint32,uint40,bytes,bytes,bytes32[])))":
      "needs the consents of the device, its owner and, unless the kind is open, a maker",
    "registerMany((address,uint32,uint32,uint40,bytes,bytes,(uint40,bytes),(uint32,uint40,bytes,bytes,bytes32[]))[])":
      "does what as many calls of register do",
    "rotateKey((uint256,uint32,uint40,bytes,bytes,bytes,bytes,(uint40,bytes),(uint32,uint40,bytes,bytes,bytes32[])))":
      "needs the consents of the new key and of the old key or the owner; with one of them only, it waits",
    "completeRotation(uint256)": "turns the crank after the delay; the result does not depend on the caller",
    "cancelRotation(uint256)": "only the device's owner may call it",
    "release(uint256)": "only the device's owner may call it",
    "setPayee(uint256,address)": "only the device's owner may call it",
    "setDefaultPayee(address)": "concerns the caller's own devices",
    "assertLocation((uint256,uint64,uint32,uint40,bytes,bytes,(uint40,bytes)))":
      "needs the consents of the owner and of the device or its maker",
    "setMetadata(uint256,string,bytes32)": "only the device's owner may call it",
    "appeal(uint256,bytes32,string)": "only the device's owner may call it",
    "multicall(bytes[])": "does what its calls do, for the same caller",
    "approve(address,uint256)": "allows the transfer of the caller's own device",
    "setApprovalForAll(address,bool)": "allows the transfer of the caller's own devices",
    "transferFrom(address,address,uint256)": "moves what the owner has allowed",
    "safeTransferFrom(address,address,uint256)": "moves what the owner has allowed",
    "safeTransferFrom(address,address,uint256,bytes)": "moves what the owner has allowed",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  ReporterCommittee: {
    "resign(bytes32)": "only the member's own account may call it",
    "dismiss(bytes32)": "removes only a member whose pledge is too small",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  OperatorStaking: {
    "bond(address,uint128)": "gives the caller's own tokens; a larger bond harms nobody",
    "bondWithPermit(address,uint128,uint256,uint8,bytes32,bytes32)":
      "gives the caller's own tokens; a larger bond harms nobody",
    "thaw(uint128)": "concerns the caller's own bond",
    "withdraw(address)": "pays what has thawed to the account that it belongs to, whoever calls",
    "pledge(address,uint128)": "concerns the caller's own bond",
    "withdrawCredit(address)": "pays a credit to the account that it belongs to, whoever calls",
    "delegate(address)": "concerns the votes of the caller's own bond",
    "delegateBySig(address,uint256,uint256,uint8,bytes32,bytes32)": "needs the delegator's signature",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  DisputeManager: {
    "challengeReport(uint32,uint32,uint32,bytes32,bytes32,string)":
      "takes the caller's bond; one dispute a report, which ends by itself",
    "challengeDevice(uint256,address,uint128,bytes32,string)":
      "takes the caller's bond; nothing happens to the device before a ruling",
    "expire(uint256)": "turns the crank after the ruling's time; the result does not depend on the caller",
    "punishApprovers(uint256,(uint32,uint32,uint32,uint40,bytes32,uint128,bytes32,string),uint32,bytes)":
      "needs a ruling, and the signatures of whom it slashes",
    "punishSigner(uint256,(uint32,uint32,uint32,uint40,bytes32,uint128,bytes32,string),address,bytes)":
      "needs a ruling, and the signature of whom it slashes",
    "withdrawCredit(address)": "pays a credit to the account that it belongs to, whoever calls",
    "setAuthority(address)": "only the AccessManager itself may call it",
  },
  AccessManager: {
    "labelRole(uint64,string)": ADMIN,
    "grantRole(uint64,address,uint32)": ADMIN,
    "revokeRole(uint64,address)": ADMIN,
    "setRoleAdmin(uint64,uint64)": ADMIN,
    "setRoleGuardian(uint64,uint64)": ADMIN,
    "setGrantDelay(uint64,uint32)": ADMIN,
    "setTargetFunctionRole(address,bytes4[],uint64)": ADMIN,
    "setTargetAdminDelay(address,uint32)": ADMIN,
    "setTargetClosed(address,bool)": ADMIN,
    "updateAuthority(address,address)": ADMIN,
    "renounceRole(uint64,address)": "gives up the caller's own role; the timelock cannot give up the admin's",
    "schedule(address,bytes,uint48)":
      "announces what the caller may do by its role, no earlier than its delay",
    "execute(address,bytes)": "does what the caller may do by its role, after its delay",
    "cancel(address,address,bytes)": "only who announced the call may take it back, or the admin",
    "consumeScheduledOp(address,bytes)": "only the contract that a call was announced for may use it up",
    "multicall(bytes[])": "does what its calls do, for the same caller",
  },
  NetworkGovernor: {
    "propose(address[],uint256[],bytes[],string)":
      "needs the votes that a proposer needs; changes nothing yet",
    "castVote(uint256,uint8)": "counts the caller's own votes, once",
    "castVoteWithReason(uint256,uint8,string)": "counts the caller's own votes, once",
    "castVoteWithReasonAndParams(uint256,uint8,string,bytes)": "counts the caller's own votes, once",
    "castVoteBySig(uint256,uint8,address,bytes)": "needs the voter's signature",
    "castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)":
      "needs the voter's signature",
    "queue(uint256)": "turns the crank when voters have carried the proposal",
    [`queue${PARAMETERS}`]: "turns the crank when voters have carried the proposal",
    "execute(uint256)": "turns the crank when every delay is over; who sends money with it gives it away",
    [`execute${PARAMETERS}`]:
      "turns the crank when every delay is over; who sends money with it gives it away",
    "cancel(uint256)":
      "only the guardian may call it, or the proposer before the vote; never against a new guardian",
    [`cancel${PARAMETERS}`]:
      "only the guardian may call it, or the proposer before the vote; never against a new guardian",
    "setVotingDelay(uint48)": PROPOSAL,
    "setVotingPeriod(uint32)": PROPOSAL,
    "setProposalThreshold(uint256)": PROPOSAL,
    "setLateQuorumVoteExtension(uint48)": PROPOSAL,
    "setProposalGuardian(address)": PROPOSAL,
    "setBaseDelaySeconds(uint32)": PROPOSAL,
    "setAccessManagerIgnored(address,bytes4[],bool)": PROPOSAL,
    "updateQuorumNumerator(uint256)": PROPOSAL,
    "relay(address,uint256,bytes)": PROPOSAL,
    "onERC721Received(address,address,uint256,bytes)": "accepts a token that the sender gives away",
    "onERC1155Received(address,address,uint256,uint256,bytes)": "accepts tokens that the sender gives away",
    "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)":
      "accepts tokens that the sender gives away",
  },
  NetworkTimelock: {
    "takeOver()": "ends the caller's own admin role",
    "schedule(address,uint256,bytes,bytes32,bytes32,uint256)": "only the governor may call it",
    "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)": "only the governor may call it",
    "cancel(bytes32)": "only the governor may call it",
    "execute(address,uint256,bytes,bytes32,bytes32)":
      "turns the crank when the delay is over; who sends money with it gives it away",
    "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)":
      "turns the crank when the delay is over; who sends money with it gives it away",
    "updateDelay(uint256)": OPERATION,
    "grantRole(bytes32,address)": OPERATION,
    "revokeRole(bytes32,address)": OPERATION,
    "renounceRole(bytes32,address)": "gives up the caller's own role, except the governor's to schedule",
    "onERC721Received(address,address,uint256,bytes)": "accepts a token that the sender gives away",
    "onERC1155Received(address,address,uint256,uint256,bytes)": "accepts tokens that the sender gives away",
    "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)":
      "accepts tokens that the sender gives away",
  },
};
