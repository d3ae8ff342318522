import { OpenDepinError } from "./errors";
import { bytesToHex, type Address, type Hex } from "./hex";
import { keccak256 } from "./merkle/keccak256";

/** The part of a log that its meaning is in. */
export interface EventLog {
  topics: readonly string[];
  data: string;
}

export const ZERO_TOPIC = `0x${"00".repeat(32)}`;

const ADDRESS_AT = 2 + 24;
const UINT32_DIGITS = 8;
const WORD_DIGITS = /^[0-9a-f]{64}$/i;

/** First topic of an event by its signature. */
export function topicOf(signature: string): Hex {
  return bytesToHex(keccak256(new TextEncoder().encode(signature)));
}

/** Digits of the data's word at an index. */
export function wordAt(data: string, index: number): string {
  return data.slice(2 + 64 * index, 66 + 64 * index);
}

export function topicWord(topic = ZERO_TOPIC): Hex {
  return topic as Hex;
}

export function topicAddress(topic = ZERO_TOPIC): Address {
  return `0x${topic.slice(ADDRESS_AT)}`;
}

/** Reads the low 32 bits of a topic, or of the digits of a word. */
export function uint32Of(digits = ZERO_TOPIC): number {
  return Number.parseInt(digits.slice(-UINT32_DIGITS), 16);
}

/**
 * Reads the digits of a word as an amount.
 *
 * @throws OpenDepinError `EVENT_MALFORMED`.
 */
export function uint256Of(digits: string): bigint {
  if (WORD_DIGITS.test(digits)) return BigInt(`0x${digits}`);
  throw new OpenDepinError("EVENT_MALFORMED", `an event has "${digits}" where a word should be`);
}
