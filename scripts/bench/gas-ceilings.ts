import type { GasTable } from "./gas";

/**
 * What the reward loop may cost at most, in gas of whole transactions. The claims' bounds are what the leanest peer
 * with full-width hashes costs (61,275 at 1,000,000 leaves, 54,477 at 1,000), less a margin.
 */
export const GAS_CEILINGS: Readonly<GasTable> = {
  "propose, first, 1000000 leaves": 90_000,
  "propose, later, 1000000 leaves": 90_000,
  "finalize, later, 1000000 leaves": 110_000,
  "claim, first, 1000000 leaves": 95_000,
  "claim, later, 1000 leaves": 54_400,
  "claim, later, 1000000 leaves": 60_500,
};
