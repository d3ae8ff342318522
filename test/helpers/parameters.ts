import { type Fields } from "../../deploy/parameter-fields";

/** The trust layer of networks whose reporters sign by themselves; `account` has all the roles that it asks for. */
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
    arbiter: account,
  };
}
