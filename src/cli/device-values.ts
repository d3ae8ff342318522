import { InvalidArgumentError } from "commander";

import { parseCell } from "../devices/parse-cell";
import { OpenDepinError } from "../errors";
import { MAX_UINT32, MAX_UINT40 } from "../files/json-fields";
import { newWord, type Word, WORD_BYTES } from "../flat/word";
import { type Address, type Hex, writeHex } from "../hex";
import { parseAccount, parseAddress } from "../rewards/epoch/parse";

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
const DECIMAL_ID = /^(?:0|[1-9][0-9]{0,77})$/;
const PAIRS = /^0x(?:[0-9a-fA-F]{2})+$/;

/** Reads the id of a device. An address is none: its hash is. */
export function deviceId(text: string): bigint {
  if (writeHex(text, new Uint8Array(WORD_BYTES), 0, WORD_BYTES)) return BigInt(text);
  if (DECIMAL_ID.test(text) && BigInt(text) < 2n ** 256n) return BigInt(text);
  if (ADDRESS.test(text)) {
    throw new InvalidArgumentError(
      `An address is not a device's id; see: opendepin device id --signer ${text}.`,
    );
  }
  throw new InvalidArgumentError(
    "Expected a device's id: 0x and 64 hexadecimal digits, or a decimal number.",
  );
}

/** Reads an address that is not zero. */
export function account(text: string): Address {
  return checked(text, (into) => {
    parseAccount(text, into, "account");
  });
}

/** Reads an address; in mixed case its checksum must be right. */
export function address(text: string): Address {
  return checked(text, (into) => {
    parseAddress(text, into, "address");
  });
}

/** Reads the bytes of a key in its ERC-7913 form. */
export function signerBytes(text: string): Hex {
  if (PAIRS.test(text)) return text.toLowerCase() as Hex;
  throw new InvalidArgumentError("Expected a signer: 0x and pairs of hexadecimal digits.");
}

/** Reads a hash of 32 bytes. */
export function hash(text: string): Hex {
  if (writeHex(text, new Uint8Array(WORD_BYTES), 0, WORD_BYTES)) return text.toLowerCase() as Hex;
  throw new InvalidArgumentError("Expected a hash: 0x and 64 hexadecimal digits.");
}

/** Reads the id of a kind or of a maker. */
export function catalogueId(text: string): number {
  return wholeNumber(text, 1, MAX_UINT32);
}

/** Reads a uint32 from 0, such as a nonce. */
export function uint32(text: string): number {
  return wholeNumber(text, 0, MAX_UINT32);
}

/** Reads a point in time: seconds since 1970. */
export function timestamp(text: string): number {
  return wholeNumber(text, 1, MAX_UINT40);
}

/** Reads the index of an H3 cell. */
export function cell(text: string): bigint {
  return refusing(() => parseCell(text));
}

function checked(text: string, read: (into: Word) => void): Address {
  refusing(() => {
    read(newWord());
  });
  return text.toLowerCase() as Address;
}

/** An option's parser must refuse in commander's way: it names the option. */
function refusing<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof OpenDepinError ? new InvalidArgumentError(error.reason) : error;
  }
}

function wholeNumber(text: string, min: number, max: number): number {
  if (/^(?:0|[1-9][0-9]*)$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
  throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
}
