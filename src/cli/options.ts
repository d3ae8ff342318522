import { InvalidArgumentError } from "commander";

const DIGITS = /^(?:0|[1-9][0-9]*)$/;

/** Reads an epoch number: a whole number that JSON can carry. */
export function epochNumber(text: string): bigint {
  if (DIGITS.test(text) && Number.isSafeInteger(Number(text))) return BigInt(text);
  throw new InvalidArgumentError("Expected a whole number from 0.");
}

/** Reads an amount in the token's base units. */
export function baseUnits(text: string): bigint {
  if (DIGITS.test(text) && BigInt(text) < 2n ** 256n) return BigInt(text);
  throw new InvalidArgumentError("Expected a whole number of the token's base units, from 0 to 2^256 - 1.");
}
