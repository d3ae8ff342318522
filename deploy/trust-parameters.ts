import {
  addressOf,
  fieldsOf,
  integerOf,
  listOf,
  nameOf,
  ParameterError,
  positiveAmountOf,
  requireDistinctNames,
} from "./parameter-fields";

/** The bonds of operators and reporters. */
export interface StakingParameters {
  /** Seconds until a bond on its way out can be withdrawn, 3,600 to 31,622,400. */
  thawPeriod: number;
  /** Who is credited with what is slashed and neither burned nor the challenger's. */
  treasury: string;
  /** Ten-thousandths of what is slashed, after the challenger's share, that are burned. */
  burnBps: number;
}

/** What challenges to reports and devices are opened under. */
export interface DisputesParameters {
  /** Seconds that a program's challenge window may last, 600 to 2,592,000. */
  maxChallengeWindow: number;
  /** Seconds that the arbiter has for a ruling, 600 to 2,592,000. */
  rulingPeriod: number;
  /** Base units that a challenge to a report takes. */
  reportBond: bigint;
  /** Base units that a challenge to a device takes. */
  deviceBond: bigint;
  /** Base units that a culprit can lose in one dispute. */
  maxPenalty: bigint;
  /** Ten-thousandths of what is slashed that the challenger gets, 0 to 5,000. */
  shareBps: number;
}

export interface MemberParameters {
  /** Carries the member's bond. */
  account: string;
  /** Address of the key that signs, in its ERC-7913 form. */
  signer: string;
  weight: number;
}

/** Who signs a program's reports together; its members pledge once the network stands. */
export interface CommitteeParameters {
  /** Names the committee in programs; letters, digits and underscores. */
  name: string;
  /** Weight that a report needs: more than half of all, and no more than all. */
  quorum: number;
  members: MemberParameters[];
}

/** Who signs a program's reports. */
export type ReporterParameters = { kind: "account"; address: string } | { kind: "committee"; name: string };

const MAX_MEMBERS = 31;
/** As the DisputeManager has it: time to punish after a ruling in the last second. */
const PUNISHMENT_MARGIN = 86_400;

export function stakingOf(value: unknown): StakingParameters {
  const staking = fieldsOf(value, "staking");
  return {
    thawPeriod: integerOf(staking["thawPeriod"], "staking.thawPeriod", 3_600, 31_622_400),
    treasury: addressOf(staking["treasury"], "staking.treasury"),
    burnBps: integerOf(staking["burnBps"], "staking.burnBps", 0, 10_000),
  };
}

export function disputesOf(value: unknown): DisputesParameters {
  const disputes = fieldsOf(value, "disputes");
  const period = (key: string) => integerOf(disputes[key], `disputes.${key}`, 600, 2_592_000);
  const amount = (key: string) => positiveAmountOf(disputes[key], `disputes.${key}`);
  return {
    maxChallengeWindow: period("maxChallengeWindow"),
    rulingPeriod: period("rulingPeriod"),
    reportBond: amount("reportBond"),
    deviceBond: amount("deviceBond"),
    maxPenalty: amount("maxPenalty"),
    shareBps: integerOf(disputes["shareBps"], "disputes.shareBps", 0, 5_000),
  };
}

export function committeesOf(value: unknown): CommitteeParameters[] {
  const committees = listOf(value, "committees").map(committeeOf);
  requireDistinctNames(committees, "committees");
  return committees;
}

/** An account signs by itself; whatever is no address is the name of a committee. */
export function reporterOf(
  value: unknown,
  path: string,
  committees: readonly CommitteeParameters[],
): ReporterParameters {
  const committee = committees.find(({ name }) => name === value);
  if (committee !== undefined) return { kind: "committee", name: committee.name };
  if (typeof value === "string" && value.startsWith("0x"))
    return { kind: "account", address: addressOf(value, path) };
  throw new ParameterError(
    `${path} must be an address or the name of one of committees, not ${JSON.stringify(value)}`,
  );
}

/** No stake may leave before a dispute about what it stood behind has ended; the contracts refuse the same. */
export function requireTiming(
  { thawPeriod }: StakingParameters,
  { maxChallengeWindow, rulingPeriod }: DisputesParameters,
  programs: readonly { challengeWindow: number }[],
): void {
  const shortest = maxChallengeWindow + rulingPeriod + PUNISHMENT_MARGIN;
  if (thawPeriod < shortest) {
    throw new ParameterError(
      `staking.thawPeriod must be at least ${shortest.toString()}, not ${thawPeriod.toString()}: disputes.maxChallengeWindow, disputes.rulingPeriod and a day together`,
    );
  }
  for (const [index, { challengeWindow }] of programs.entries()) {
    if (challengeWindow <= maxChallengeWindow) continue;
    throw new ParameterError(
      `programs[${index.toString()}].challengeWindow must be at most disputes.maxChallengeWindow, ${maxChallengeWindow.toString()}, not ${challengeWindow.toString()}`,
    );
  }
}

function committeeOf(value: unknown, index: number): CommitteeParameters {
  const path = `committees[${index.toString()}]`;
  const committee = fieldsOf(value, path);
  const members = membersOf(committee["members"], `${path}.members`);
  const total = members.reduce((sum, { weight }) => sum + weight, 0);
  refuseMinimumPledge(committee["minimumPledge"], path);
  return {
    name: nameOf(committee["name"], `${path}.name`),
    quorum: quorumOf(committee["quorum"], `${path}.quorum`, total),
    members,
  };
}

/** With any minimum but zero the contract would refuse every member, so it is no parameter of a deployment. */
function refuseMinimumPledge(value: unknown, path: string): void {
  if (value === undefined) return;
  throw new ParameterError(
    `${path}.minimumPledge cannot be set: nobody can have pledged before the network is deployed; governance raises it later (setMinimumPledge), with seven days' notice`,
  );
}

function quorumOf(value: unknown, path: string, total: number): number {
  const majority = Math.floor(total / 2) + 1;
  if (Number.isSafeInteger(value) && Number(value) >= majority && Number(value) <= total)
    return Number(value);
  throw new ParameterError(
    `${path} must be an integer from ${majority.toString()} to ${total.toString()}: more than half of all weight, and no more than all`,
  );
}

function membersOf(value: unknown, path: string): MemberParameters[] {
  const members = listOf(value, path).map((member, index) =>
    memberOf(member, `${path}[${index.toString()}]`),
  );
  if (members.length === 0 || members.length > MAX_MEMBERS) {
    throw new ParameterError(
      `${path} must list 1 to ${MAX_MEMBERS.toString()} members, not ${members.length.toString()}`,
    );
  }
  for (const field of ["account", "signer"] as const) requireDistinct(members, field, path);
  return members;
}

function memberOf(value: unknown, path: string): MemberParameters {
  const member = fieldsOf(value, path);
  return {
    account: addressOf(member["account"], `${path}.account`),
    signer: signerOf(member["signer"], `${path}.signer`),
    weight: integerOf(member["weight"], `${path}.weight`, 1, 2 ** 32 - 1),
  };
}

/** Verifiers stand nowhere before the network does, so that no key but a secp256k1 one can be named yet. */
function signerOf(value: unknown, path: string): string {
  if (typeof value === "string" && /^0x([0-9a-f]{2}){21,}$/i.test(value)) {
    throw new ParameterError(
      `${path} must be the 20 bytes of a secp256k1 key's address; governance can name keys of verifiers once these are deployed`,
    );
  }
  return addressOf(value, path);
}

function requireDistinct(
  members: readonly MemberParameters[],
  field: "account" | "signer",
  path: string,
): void {
  const seen = new Set<string>();
  for (const [index, member] of members.entries()) {
    const value = member[field].toLowerCase();
    if (seen.has(value)) {
      throw new ParameterError(
        `${path}[${index.toString()}].${field} is that of another member: each needs its own`,
      );
    }
    seen.add(value);
  }
}
