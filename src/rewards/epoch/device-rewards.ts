import type { Contributions } from "./contributions";

/** Contributions and the budget that they share, in the token's base units. */
export interface SharedBudget {
  contributions: Contributions;
  budget: bigint;
}

/** Each device's share of the budget. */
export interface DeviceRewards extends SharedBudget {
  /** Rewards in the order of the contributions, 32 bytes each. */
  rewards: Uint8Array;
  /** What rounding down left over of the budget. */
  unallocated: bigint;
}
