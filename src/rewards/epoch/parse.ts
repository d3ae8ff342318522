import { OpenDepinError } from "../../errors";
import { writeHex } from "../../hex";
import { keccak256 } from "../../merkle/keccak256";
import { UINT256_MAX, type Word, WORD_BYTES, writeWord } from "../../flat/word";

/** How a device id was written: kept, so that outputs name the device as the input did. */
export const DeviceForm = { address: 0, decimal: 1, word: 2 } as const;

const LAST_DECIMAL_DIGIT = "9".charCodeAt(0);
/** What an ASCII letter has in lower case only; decimal digits have it always. */
const LOWER_CASE_BIT = 0x20;

const ADDRESS_BYTES = 20;
const ADDRESS_PADDING = WORD_BYTES - ADDRESS_BYTES;
/** Shape of an address; whether its digits are hex is a question of its own. */
const ADDRESS_CHARACTERS = 2 + 2 * ADDRESS_BYTES;
const WHOLE_NUMBER = /^(?:0|[1-9][0-9]{0,77})$/;
const SIGNED_WHOLE_NUMBER = /^(?:0|-?[1-9][0-9]{0,77})$/;

/**
 * Reads a 20-byte address into a word, left-padded with zeros as ABI encoding does.
 *
 * @param text `0x` and 40 hex digits; in mixed case the EIP-55 checksum must be right.
 * @param name What the address is, for the message of an error.
 * @throws OpenDepinError `ADDRESS_MALFORMED`, or `ADDRESS_CHECKSUM` when mixed case does not match EIP-55.
 */
export function parseAddress(text: string, into: Word, name: string): void {
  into.bytes.fill(0, 0, ADDRESS_PADDING);
  if (!writeHex(text, into.bytes, ADDRESS_PADDING, ADDRESS_BYTES)) {
    throw new OpenDepinError(
      "ADDRESS_MALFORMED",
      `${name} ${quote(text)} is not an address; expected 0x and 40 hex digits`,
    );
  }
  if (/[a-f]/.test(text) && /[A-F]/.test(text)) requireChecksum(text, name);
}

/**
 * Reads an account: an address that can be paid, so not the zero address.
 *
 * @throws OpenDepinError as {@link parseAddress}, and `ACCOUNT_ZERO`.
 */
export function parseAccount(text: string, into: Word, name: string): void {
  parseAddress(text, into, name);
  if (into.lanes.every((lane) => lane === 0)) {
    throw new OpenDepinError("ACCOUNT_ZERO", `${name} is the zero address; name an account that can be paid`);
  }
}

/**
 * Reads a device id: a 20-byte address, which stands for `uint256(uint160(address))`, or a uint256 in decimal or as
 * `0x` and 64 hex digits.
 *
 * @returns The {@link DeviceForm} that the id was written in.
 * @throws OpenDepinError `DEVICE_MALFORMED`, `ADDRESS_MALFORMED`, `ADDRESS_CHECKSUM` or `NUMBER_TOO_LARGE`.
 */
export function parseDevice(text: string, into: Word): number {
  if (text.length === ADDRESS_CHARACTERS && text.startsWith("0x")) {
    parseAddress(text, into, "device");
    return DeviceForm.address;
  }
  if (writeHex(text, into.bytes, 0, WORD_BYTES)) return DeviceForm.word;
  if (WHOLE_NUMBER.test(text)) {
    writeWord(into.view, 0, parseAmount(text, "device"));
    return DeviceForm.decimal;
  }
  throw new OpenDepinError(
    "DEVICE_MALFORMED",
    `device ${quote(text)} is neither an address (0x and 40 hex digits) nor a uint256 (decimal, or 0x and 64 hex digits)`,
  );
}

/**
 * Reads a 32-byte hash: `0x` and 64 hex digits.
 *
 * @throws OpenDepinError `HASH_MALFORMED`.
 */
export function parseHash(text: string, into: Word, name: string): void {
  if (writeHex(text, into.bytes, 0, WORD_BYTES)) return;
  throw new OpenDepinError(
    "HASH_MALFORMED",
    `${name} ${quote(text)} is not a hash; expected 0x and 64 hex digits`,
  );
}

/**
 * Reads a whole number in [0, 2^256 − 1] in plain decimal: no sign, point, exponent, space or leading zero.
 *
 * @throws OpenDepinError `NUMBER_MALFORMED` or `NUMBER_TOO_LARGE`.
 */
export function parseAmount(text: string, name: string): bigint {
  if (!WHOLE_NUMBER.test(text)) throw notWhole(text, name, "digits only: no sign, point, exponent or space");
  return requireSize(BigInt(text), text, name);
}

/**
 * Reads a whole number in [−(2^256 − 1), 2^256 − 1], as {@link parseAmount} with an optional minus sign.
 *
 * @throws OpenDepinError `NUMBER_MALFORMED` or `NUMBER_TOO_LARGE`.
 */
export function parseDelta(text: string, name: string): bigint {
  if (!SIGNED_WHOLE_NUMBER.test(text)) throw notWhole(text, name, "digits with an optional minus sign");
  return requireSize(BigInt(text), text, name);
}

/** Quotes text from an input for a message: in one line and of bounded length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

function notWhole(text: string, name: string, expected: string): OpenDepinError {
  return new OpenDepinError(
    "NUMBER_MALFORMED",
    `${name} ${quote(text)} is not a whole number; write ${expected}`,
  );
}

function requireSize(value: bigint, text: string, name: string): bigint {
  if (value <= UINT256_MAX && value >= -UINT256_MAX) return value;
  throw new OpenDepinError(
    "NUMBER_TOO_LARGE",
    `${name} ${text} does not fit; the largest amount is 2^256 - 1`,
  );
}

/** EIP-55: a letter is upper case where the hash of the lower-case digits has a nibble of 8 or more. */
function requireChecksum(text: string, name: string): void {
  const lower = new Uint8Array(2 * ADDRESS_BYTES);
  for (let i = 0; i < lower.length; i++) lower[i] = text.charCodeAt(2 + i) | LOWER_CASE_BIT;
  const hash = keccak256(lower);
  for (let i = 0; i < lower.length; i++) {
    const digit = text.charCodeAt(2 + i);
    const nibble = ((hash[i >> 1] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15;
    const isUpper = (digit & LOWER_CASE_BIT) === 0;
    if (digit > LAST_DECIMAL_DIGIT && isUpper !== nibble >= 8) throw wrongChecksum(text, name);
  }
}

function wrongChecksum(text: string, name: string): OpenDepinError {
  return new OpenDepinError(
    "ADDRESS_CHECKSUM",
    `${name} ${quote(text)} fails its EIP-55 checksum; check for a typing error, or write it in lower case`,
  );
}
