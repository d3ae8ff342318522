import { id, ZeroAddress, ZeroHash } from "ethers";

import { NetworkGovernor__factory, NetworkTimelock__factory } from "../../typechain-types";
import { eventsOf } from "./events-of";
import { type Fact, Subject } from "./fact";
import type { ExpectedNetwork } from "./network";

/** The governor with its settings, and the timelock with its own roles. */
export async function governanceFacts(network: ExpectedNetwork): Promise<Fact[]> {
  return Promise.all([...governorFacts(network), ...timelockFacts(network)]);
}

function governorFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const governor = NetworkGovernor__factory.connect(addresses.NetworkGovernor, provider);
  const subject = new Subject("NetworkGovernor");
  const expected = parameters.governance;
  const touched = governorEvents(governor, provider);
  return [
    subject.fact("token, whose votes count,", addresses.OperatorStaking, governor.token()),
    subject.fact("accessManager", addresses.AccessManager, governor.accessManager()),
    subject.fact("votingDelay", expected.votingDelay, governor.votingDelay()),
    subject.fact("votingPeriod", expected.votingPeriod, governor.votingPeriod()),
    subject.fact("lateQuorumExtension", expected.lateQuorumExtension, governor.lateQuorumVoteExtension()),
    subject.fact("baseDelay", expected.baseDelay, governor.baseDelaySeconds()),
    subject.fact("quorumBps", expected.quorumBps, governor["quorumNumerator()"]()),
    subject.fact("quorumFloor", expected.quorumFloor, governor.quorumFloor()),
    subject.fact("guardian", parameters.guardian, governor.proposalGuardian()),
    subject.fact(
      "proposalThreshold",
      expected.proposalThreshold,
      touched.then(({ threshold }) => threshold),
    ),
    subject.fact(
      "functions that skip the role table's delays",
      [],
      touched.then(({ ignored }) => ignored),
    ),
  ];
}

/** What the governor keeps and does not say: `proposalThreshold()` is never more than a share of the bonds. */
async function governorEvents(
  governor: ReturnType<typeof NetworkGovernor__factory.connect>,
  provider: ExpectedNetwork["provider"],
): Promise<{ threshold: bigint; ignored: string[] }> {
  let threshold = 0n;
  const ignored = new Set<string>();
  for await (const { name, args } of eventsOf(governor, provider)) {
    if (name === "ProposalThresholdSet") threshold = args["newProposalThreshold"] as bigint;
    if (name !== "AccessManagerIgnoredSet") continue;
    const call = `${String(args["target"])} ${String(args["selector"])}`;
    if (args["ignored"] === true) ignored.add(call);
    else ignored.delete(call);
  }
  return { threshold, ignored: [...ignored].sort() };
}

function timelockFacts({ addresses, parameters, provider }: ExpectedNetwork): Promise<Fact>[] {
  const timelock = NetworkTimelock__factory.connect(addresses.NetworkTimelock, provider);
  const subject = new Subject("NetworkTimelock");
  return [
    subject.fact("authority", addresses.AccessManager, timelock.authority()),
    subject.fact("governor", addresses.NetworkGovernor, timelock.governor()),
    subject.fact("delay", parameters.governance.timelockDelay, timelock.getMinDelay()),
    subject.fact("members of its roles", expectedMembers(addresses), timelockMembers(timelock, provider)),
  ];
}

const ROLES: ReadonlyMap<string, string> = new Map([
  [ZeroHash, "admin"],
  ...["proposer", "canceller", "executor"].map((name) => [id(`${name.toUpperCase()}_ROLE`), name] as const),
]);

function expectedMembers({ NetworkGovernor, NetworkTimelock }: ExpectedNetwork["addresses"]): string[] {
  return [
    `admin ${NetworkTimelock}`,
    `proposer ${NetworkGovernor}`,
    `canceller ${NetworkGovernor}`,
    `executor ${ZeroAddress}`,
  ]
    .map((line) => line.toLowerCase())
    .sort();
}

async function timelockMembers(
  timelock: ReturnType<typeof NetworkTimelock__factory.connect>,
  provider: ExpectedNetwork["provider"],
): Promise<string[]> {
  const members = new Set<string>();
  for await (const { name, args } of eventsOf(timelock, provider)) {
    const role = args["role"] as string;
    const line = `${ROLES.get(role) ?? role} ${String(args["account"])}`.toLowerCase();
    if (name === "RoleGranted") members.add(line);
    if (name === "RoleRevoked") members.delete(line);
  }
  return [...members].sort();
}
