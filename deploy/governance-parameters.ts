import { fieldsOf, integerOf, ParameterError, positiveAmountOf } from "./parameter-fields";
import { admin, type Role, roles } from "./roles";

/** What the governor and the timelock start with; proposals can change all but the floor of the quorum. */
export interface GovernanceParameters {
  /** Seconds from a proposal to the moment whose bonds vote, 3,600 to 2,592,000. */
  votingDelay: number;
  /** Seconds of voting, 3,600 to 2,592,000. */
  votingPeriod: number;
  /** Seconds that remain for voting once the quorum is reached, 0 to the voting period. */
  lateQuorumExtension: number;
  /** Seconds from queueing to execution, from 3,600 to the shortest delay of a role. */
  baseDelay: number;
  /** Base units of votes that a proposer needs. */
  proposalThreshold: bigint;
  /** Ten-thousandths of all votes that a proposal needs in favour or abstaining, 100 to 3,000. */
  quorumBps: number;
  /** Base units of votes that it needs at least, up to a tenth of the token's cap. */
  quorumFloor: bigint;
  /** Seconds from scheduling a change of the role table to its execution: longer than a bond thaws. */
  timelockDelay: number;
}

const HOUR = 3_600;
const MONTH = 2_592_000;
const MAX_FLOOR_PART = 10n;

export function governanceOf(value: unknown, thawPeriod: number, cap: bigint): GovernanceParameters {
  const governance = fieldsOf(value, "governance");
  const integer = (key: string, min: number, max: number) =>
    integerOf(governance[key], `governance.${key}`, min, max);
  const amount = (key: string) => positiveAmountOf(governance[key], `governance.${key}`);
  const votingPeriod = integer("votingPeriod", HOUR, MONTH);
  return {
    votingDelay: integer("votingDelay", HOUR, MONTH),
    votingPeriod,
    lateQuorumExtension: integer("lateQuorumExtension", 0, votingPeriod),
    baseDelay: integer("baseDelay", HOUR, shortestRoleDelay()),
    proposalThreshold: amount("proposalThreshold"),
    quorumBps: integer("quorumBps", 100, 3_000),
    quorumFloor: quorumFloorOf(amount("quorumFloor"), cap),
    timelockDelay: timelockDelayOf(integer("timelockDelay", admin.delaySeconds, MONTH), thawPeriod),
  };
}

/** The base delay holds back the governor's own settings, which must not take longer than what roles may do. */
function shortestRoleDelay(): number {
  const delays = Object.values<Role>(roles).flatMap(({ delaySeconds }) => delaySeconds ?? []);
  return Math.min(...delays);
}

function quorumFloorOf(floor: bigint, cap: bigint): bigint {
  const max = cap / MAX_FLOOR_PART;
  if (floor <= max) return floor;
  throw new ParameterError(
    `governance.quorumFloor must be at most ${max.toString()}, a tenth of token.cap, not ${floor.toString()}`,
  );
}

/** Who does not want to stay under a new role table has time to leave, as far as a timelock can give it. */
function timelockDelayOf(delay: number, thawPeriod: number): number {
  const shortest = Math.min(thawPeriod + 1, MONTH);
  if (delay >= shortest) return delay;
  throw new ParameterError(
    `governance.timelockDelay must be at least ${shortest.toString()}, above staking.thawPeriod, not ${delay.toString()}: bonds must be able to leave before the role table changes`,
  );
}
