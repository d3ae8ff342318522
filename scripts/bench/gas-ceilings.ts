import type { GasTable } from "./gas";

/** The most that one transaction may use, 2^24. Source: EIP-7825. */
const TRANSACTION_GAS_CAP = 16_777_216;

/**
 * What the reward loop and devices may cost at most, in gas of whole transactions. The claims' bounds are what the leanest peer
 * with full-width hashes costs (61,275 at 1,000,000 leaves, 54,477 at 1,000), less a margin.
 * A device is onboarded from a batch of a million, for a third of what the nearest peer's mint of a device costs
 * (414,000); a P-256 key may add 35,000.
 */
export const GAS_CEILINGS: Readonly<GasTable> = {
  "propose, first, 1000000 leaves": 90_000,
  "propose, later, 1000000 leaves": 90_000,
  "finalize, later, 1000000 leaves": 110_000,
  "claim, first, 1000000 leaves": 95_000,
  "claim, later, 1000 leaves": 54_400,
  "claim, later, 1000000 leaves": 60_500,
  "provisionBatch, 1048576 devices": 55_000,
  "register, secp256k1, by the owner": 150_000,
  "register, secp256k1, sponsored": 150_000,
  "registerMany 50, secp256k1, by the owner, each": 110_000,
  "registerMany 50, secp256k1, sponsored, each": 110_000,
  "register, P-256, by the owner": 185_000,
  "register, P-256, sponsored": 185_000,
  "registerMany 50, P-256, by the owner, each": 145_000,
  "registerMany 50, P-256, sponsored, each": 145_000,
  "registerMany 100, P-256, sponsored, an owner each, all": TRANSACTION_GAS_CAP,
};
