import { isAddress } from "ethers";

/** A parameter is missing or not what it must be; the message names it and says what it must be. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
}

export type Fields = Record<string, unknown>;

export function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ParameterError(`${path} must be an object`);
  }
  return value as Fields;
}

export function listOf(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) throw new ParameterError(`${path} must be a list`);
  return value;
}

export function textOf(value: unknown, path: string): string {
  if (typeof value !== "string" || value === "")
    throw new ParameterError(`${path} must be a non-empty string`);
  return value;
}

/** What may be left empty, but not out. */
export function uriOf(value: unknown, path: string): string {
  if (typeof value !== "string") throw new ParameterError(`${path} must be a string, empty if there is none`);
  return value;
}

export function flagOf(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw new ParameterError(`${path} must be true or false`);
  return value;
}

export function addressOf(value: unknown, path: string): string {
  if (!isAddress(value) || BigInt(value) === 0n)
    throw new ParameterError(`${path} must be an address, not zero`);
  return value;
}

export function integerOf(value: unknown, path: string, min: number, max: number): number {
  if (!Number.isSafeInteger(value) || Number(value) < min || Number(value) > max) {
    throw new ParameterError(`${path} must be an integer from ${min.toString()} to ${max.toString()}`);
  }
  return Number(value);
}

/** Base units are written as strings: JSON numbers lose digits above 2^53. */
export function amountOf(value: unknown, path: string): bigint {
  if (typeof value !== "string" || !/^\d{1,39}$/.test(value) || BigInt(value) >= 2n ** 128n) {
    throw new ParameterError(`${path} must be a string of digits: base units, below 2^128`);
  }
  return BigInt(value);
}

export function positiveAmountOf(value: unknown, path: string): bigint {
  const amount = amountOf(value, path);
  if (amount === 0n) throw new ParameterError(`${path} must not be zero`);
  return amount;
}

/** Names become a part of the deployment's own ids. */
export function nameOf(value: unknown, path: string): string {
  const name = textOf(value, path);
  if (/^\w{1,32}$/.test(name)) return name;
  throw new ParameterError(`${path} must be 1 to 32 letters, digits or underscores, not "${name}"`);
}

export function requireDistinctNames(named: readonly { name: string }[], list: string): void {
  if (new Set(named.map(({ name }) => name)).size !== named.length) {
    throw new ParameterError(`${list}: two ${list} have the same name`);
  }
}
