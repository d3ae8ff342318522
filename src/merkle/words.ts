import { type Hex, writeHex } from "../hex";
import { WORD_BYTES } from "./nodes";
import type { RowTarget } from "./rows";

const ADDRESS_BYTES = 20;
const HEX = /^0x[0-9a-fA-F]*$/;
const DECIMAL_OR_HEX = /^(\d+|0x[0-9a-fA-F]+)$/;

/** Writes a number as `uint256` into a row's word; returns what is wrong with it, if anything is. */
export function writeUint256(
  value: bigint,
  name: string,
  target: RowTarget,
  word: number,
): string | undefined {
  const start = target.offset + word * WORD_BYTES;
  let rest = value;
  // setBigUint64 takes the low 64 bits: what is left at the end is out of range, -1n for a negative number
  for (let at = start + 24; at >= start; at -= 8) {
    target.view.setBigUint64(at, rest);
    rest >>= 64n;
  }
  return rest === 0n ? undefined : `${name} must be from 0 to 2^256 - 1, got ${value}`;
}

/** Writes an account's address into a row's word; returns what is wrong with it, if anything is. */
export function writeAddress(
  value: string,
  name: string,
  target: RowTarget,
  word: number,
): string | undefined {
  const start = target.offset + word * WORD_BYTES;
  const end = start + WORD_BYTES;
  target.bytes.fill(0, start, end - ADDRESS_BYTES);
  if (writeHex(value, target.bytes, end - ADDRESS_BYTES, ADDRESS_BYTES)) return undefined;
  return `${name} must be 0x and 40 hexadecimal digits, got "${value}"`;
}

/** Writes a hash into a row's word; returns what is wrong with it, if anything is. */
export function writeBytes32(
  value: string,
  name: string,
  target: RowTarget,
  word: number,
): string | undefined {
  const start = target.offset + word * WORD_BYTES;
  if (writeHex(value, target.bytes, start, WORD_BYTES)) return undefined;
  return `${name} must be 0x and 64 hexadecimal digits, got "${value}"`;
}

/** Reads a number as dumps hold it: decimal or hex text, or a safe integer; undefined for anything else. */
export function readUint256(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "string" && DECIMAL_OR_HEX.test(value) ? BigInt(value) : undefined;
}

/** Reads hex as dumps hold it; undefined for anything else. Its length is checked when it is written. */
export function readHex(value: unknown): Hex | undefined {
  return typeof value === "string" && HEX.test(value) ? (value as Hex) : undefined;
}
