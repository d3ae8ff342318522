import { OpenDepinError } from "./errors";

/** Bytes as text: `0x` and two hexadecimal digits a byte. */
export type Hex = `0x${string}`;

/** An account on chain: 20 bytes. */
export type Address = Hex;

/** Stands for nobody. */
export const ZERO_ADDRESS: Address = `0x${"00".repeat(20)}`;

const BYTE_TO_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

const NOT_A_DIGIT = 0xff;
const DIGIT_VALUES = new Uint8Array(128).fill(NOT_A_DIGIT);
for (const digit of "0123456789abcdefABCDEF") DIGIT_VALUES[digit.charCodeAt(0)] = parseInt(digit, 16);

/** Writes bytes as lower-case hex with `0x` in front. */
export function bytesToHex(bytes: Uint8Array): Hex {
  let digits = "";
  for (const byte of bytes) digits += BYTE_TO_HEX[byte] ?? "";
  return `0x${digits}`;
}

/**
 * Reads hex with `0x` in front, in either case.
 *
 * @param length the number of bytes expected; any number if left out
 * @throws OpenDepinError `HEX_INVALID` if the text is anything else
 */
export function hexToBytes(hex: string, length = Math.max(0, (hex.length - 2) >> 1)): Uint8Array {
  const bytes = new Uint8Array(length);
  if (!writeHex(hex, bytes, 0, length)) {
    throw new OpenDepinError(
      "HEX_INVALID",
      `Expected 0x and ${2 * length} hexadecimal digits, got "${hex}".`,
    );
  }
  return bytes;
}

/** Writes hex of exactly `length` bytes into `target` at `offset`; false if the text is anything else. */
export function writeHex(hex: string, target: Uint8Array, offset: number, length: number): boolean {
  if (hex.length !== 2 + 2 * length || !hex.startsWith("0x")) return false;
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const high = DIGIT_VALUES[hex.charCodeAt(2 * i + 2)] ?? NOT_A_DIGIT;
    const low = DIGIT_VALUES[hex.charCodeAt(2 * i + 3)] ?? NOT_A_DIGIT;
    seen |= high | low;
    target[offset + i] = (high << 4) | low;
  }
  return seen < 16;
}
