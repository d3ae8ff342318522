import { roleDifferences } from "../role-table/differences";
import { codeFacts } from "./code";
import { curveFacts } from "./curve";
import { deviceFacts } from "./devices";
import { emissionFacts } from "./emissions";
import { lineOf } from "./fact";
import { governanceFacts } from "./governance";
import type { ExpectedNetwork } from "./network";
import { programFacts } from "./programs";
import { trustFacts } from "./trust";

const QUESTIONS = [
  codeFacts,
  emissionFacts,
  curveFacts,
  programFacts,
  deviceFacts,
  trustFacts,
  governanceFacts,
] as const;

export interface NetworkStatus {
  /** How many things were looked up, the role table apart. */
  facts: number;
  /** Each thing in which the network is not what it should be, in one line. */
  differences: string[];
}

/**
 * Compares a network with its parameters, the role table and the code of this repository. Read-only.
 *
 * What governance has changed is a difference until the parameters say the same.
 */
export async function statusOf(network: ExpectedNetwork): Promise<NetworkStatus> {
  const facts = (await Promise.all(QUESTIONS.map((ask) => ask(network)))).flat();
  const roles = await roleDifferences(network.addresses, network.parameters, network.provider);
  return {
    facts: facts.length,
    differences: [
      ...facts.filter(({ expected, found }) => expected !== found).map(lineOf),
      ...roles.map(({ description }) => `AccessManager: ${description}`),
    ],
  };
}
