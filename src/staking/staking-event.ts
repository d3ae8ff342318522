import type { Address } from "../hex";

/**
 * What an event of an OperatorStaking says about what is bonded, in base units.
 *
 * Events that leave every bond as it is (withdrawals, pledges, credits, votes) are none of these.
 */
export type StakingEvent =
  /** The staking was deployed, or its thaw changed. */
  | { type: "thaw-period-set" }
  | { type: "bonded"; account: Address; amount: bigint }
  | { type: "thaw-started"; account: Address; amount: bigint }
  /** Without what the slash took from thaws. */
  | { type: "slashed"; account: Address; fromBond: bigint };
