import { OpenDepinError } from "../errors";

const UINT256_MAX = 2n ** 256n - 1n;

/** What a budget came to when it was shared. */
export interface Allocation {
  /** What each device earned, in the order of the units, in the token's base units. */
  rewards: bigint[];
  /** What rounding down left over: fewer base units than there are devices; paid to no one. */
  unallocated: bigint;
}

/**
 * Shares a budget in proportion to units: `reward = floor(units × budget / Σ units)`, exactly.
 *
 * @param units What each device contributed, by the program's own measure; each in [0, 2^256 − 1].
 * @param budget What there is to share, in the token's base units; in [0, 2^256 − 1].
 * @returns The rewards and the named remainder: `Σ rewards + unallocated = budget`.
 * @throws OpenDepinError `ALLOCATE_OUT_OF_RANGE` when a number is negative or above 2^256 − 1.
 * @throws OpenDepinError `ALLOCATE_NO_UNITS` when the units sum to zero: there is nothing to share by.
 */
export function allocate(units: readonly bigint[], budget: bigint): Allocation {
  units.forEach((value, index) => {
    requireUint256(value, `units of row ${index}`);
  });
  const rewards: bigint[] = [];
  const unallocated = allocateEach(units, budget, (reward) => rewards.push(reward));
  return { rewards, unallocated };
}

/**
 * {@link allocate} for units that are read, and rewards that are taken, one at a time: for epochs too large for arrays.
 *
 * @param units Units in [0, 2^256 − 1]; iterated twice, the same each time.
 * @param take Receives each reward, in the order of the units.
 * @returns What stays unallocated.
 */
export function allocateEach(
  units: Iterable<bigint>,
  budget: bigint,
  take: (reward: bigint) => void,
): bigint {
  requireUint256(budget, "budget");
  let sum = 0n;
  for (const value of units) sum += value;
  if (sum === 0n) {
    throw new OpenDepinError(
      "ALLOCATE_NO_UNITS",
      "units sum to zero; at least one device must have units above zero",
    );
  }
  let unallocated = budget;
  for (const value of units) {
    const reward = (value * budget) / sum;
    unallocated -= reward;
    take(reward);
  }
  return unallocated;
}

function requireUint256(value: bigint, name: string): void {
  if (value >= 0n && value <= UINT256_MAX) return;
  throw new OpenDepinError(
    "ALLOCATE_OUT_OF_RANGE",
    `${name} is ${value.toString()}; it must be in [0, 2^256 - 1]`,
  );
}
