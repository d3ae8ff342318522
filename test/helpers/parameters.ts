import { type Fields } from "../../deploy/parameter-fields";

/** How bonded voters decide in networks of the tests, by the shortest times there are. */
export function governanceParameters(): Fields {
  return {
    votingDelay: 3_600,
    votingPeriod: 3_600,
    lateQuorumExtension: 0,
    baseDelay: 3_600,
    proposalThreshold: "1",
    quorumBps: 100,
    quorumFloor: "1",
    timelockDelay: 700_000,
  };
}

/** The trust layer of networks whose reporters sign by themselves; `account` is whoever else it asks for. */
export function trustParameters(account: string): Fields {
  return {
    staking: { thawPeriod: 604_800, treasury: account, burnBps: 5_000 },
    disputes: {
      maxChallengeWindow: 86_400,
      rulingPeriod: 86_400,
      reportBond: "100000000000000000000",
      deviceBond: "10000000000000000000",
      maxPenalty: "1000000000000000000000",
      shareBps: 3_000,
    },
    committees: [],
    governance: governanceParameters(),
    guardian: account,
    arbiter: account,
  };
}
