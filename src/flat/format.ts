import { type Address, bytesToHex, type Hex } from "../hex";
import { WORD_BYTES } from "./word";

const ADDRESS_PADDING = 12;

/** Lower-case address in the word that starts at an offset. */
export function formatAddress(bytes: Uint8Array, start: number): Address {
  return bytesToHex(bytes.subarray(start + ADDRESS_PADDING, start + WORD_BYTES));
}

/** The word that starts at an offset, as 0x and 64 lower-case hex digits. */
export function formatWord(bytes: Uint8Array, start: number): Hex {
  return bytesToHex(bytes.subarray(start, start + WORD_BYTES));
}
