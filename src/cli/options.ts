import { InvalidArgumentError } from "commander";

const MAX_STAKE = 2n ** 128n - 1n;
const DIGITS = /^(?:0|[1-9][0-9]*)$/;

/** Reads an epoch number: a whole number that JSON can carry. */
export function epochNumber(text: string): bigint {
  if (DIGITS.test(text) && Number.isSafeInteger(Number(text))) return BigInt(text);
  throw new InvalidArgumentError("Expected a whole number from 0.");
}

/** Reads the number of a block. */
export function blockNumber(text: string): number {
  if (DIGITS.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError("Expected the number of a block.");
}

/** Reads the number of a block, or `end` for the last one of the epoch, which is what nothing stands for too. */
export function blockOrEnd(text: string): number | undefined {
  return text === "end" ? undefined : blockNumber(text);
}

/** Reads an amount in the token's base units. */
export function baseUnits(text: string): bigint {
  if (DIGITS.test(text) && BigInt(text) < 2n ** 256n) return BigInt(text);
  throw new InvalidArgumentError("Expected a whole number of the token's base units, from 0 to 2^256 - 1.");
}

/** Reads what is staked: base units that the staking can count, from 1. */
export function stakeAmount(text: string): bigint {
  return stakeFrom(1n, text);
}

/** The same from 0, for what may be taken back. */
export function stakeAmountOrNone(text: string): bigint {
  return stakeFrom(0n, text);
}

function stakeFrom(min: bigint, text: string): bigint {
  if (DIGITS.test(text) && BigInt(text) >= min && BigInt(text) <= MAX_STAKE) return BigInt(text);
  throw new InvalidArgumentError(
    `Expected a whole number of the token's base units, from ${min.toString()} to 2^128 - 1.`,
  );
}
