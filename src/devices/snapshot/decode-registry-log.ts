import { bytesToHex, type Address, type Hex } from "../../hex";
import { keccak256 } from "../../merkle/keccak256";
import type { RegistryEvent } from "./registry-event";

/** The part of a log that its meaning is in. */
export interface EventLog {
  topics: readonly string[];
  data: string;
}

type Decoder = (topics: readonly string[], data: string) => RegistryEvent | undefined;

const ZERO_TOPIC = `0x${"00".repeat(32)}`;
const ADDRESS_AT = 2 + 24;
const UINT32_DIGITS = 8;

/**
 * By hand instead of by an ABI coder: a registry of a million devices has millions of events, of which only words at
 * fixed places matter here.
 */
const DECODERS = new Map<string, Decoder>([
  [
    topicOf("KindAdded(uint32,uint32,uint8,bool,uint128,string,string)"),
    ([, kind, program]) => ({ type: "kind-added", kind: uint32(kind), program: uint32(program) }),
  ],
  [
    topicOf("DeviceRegistered(uint256,address,uint32,uint32,uint32,bytes)"),
    ([, device, owner, kind], data) => ({
      type: "registered",
      device: word(device),
      owner: address(owner),
      kind: uint32(kind),
      maker: uint32(wordAt(data, 0)),
      epoch: uint32(wordAt(data, 1)),
    }),
  ],
  [
    topicOf("Transfer(address,address,uint256)"),
    // Minting has an event of its own that says more.
    ([, from, to, device]) =>
      from === ZERO_TOPIC ? undefined : { type: "transferred", device: word(device), to: address(to) },
  ],
  [
    topicOf("PayeeSet(uint256,address,address)"),
    ([, device, , payee]) => ({ type: "payee-set", device: word(device), payee: address(payee) }),
  ],
  [
    topicOf("DefaultPayeeSet(address,address)"),
    ([, owner, payee]) => ({ type: "default-payee-set", owner: address(owner), payee: address(payee) }),
  ],
  [
    topicOf("DeviceSuspended(uint256,address,uint16,uint32,uint32,bytes32,address)"),
    ([, device, , reason], data) => ({
      type: "suspended",
      device: word(device),
      reason: uint32(reason),
      fromEpoch: uint32(wordAt(data, 0)),
      untilEpoch: uint32(wordAt(data, 1)),
    }),
  ],
  [
    topicOf("SuspensionLifted(uint256,address,uint32,address)"),
    ([, device], data) => ({ type: "lifted", device: word(device), untilEpoch: uint32(wordAt(data, 0)) }),
  ],
]);

/** First topics of the events that {@link decodeRegistryLog} reads. */
export const REGISTRY_TOPICS: readonly string[] = [...DECODERS.keys()];

/** Reads a log of a DeviceRegistry or its MakerRegistry; undefined when it changes no device's state. */
export function decodeRegistryLog({ topics, data }: EventLog): RegistryEvent | undefined {
  return DECODERS.get(topics[0] ?? "")?.(topics, data);
}

function topicOf(signature: string): Hex {
  return bytesToHex(keccak256(new TextEncoder().encode(signature)));
}

function wordAt(data: string, index: number): string {
  return data.slice(2 + 64 * index, 66 + 64 * index);
}

function word(topic = ZERO_TOPIC): Hex {
  return topic as Hex;
}

function address(topic = ZERO_TOPIC): Address {
  return `0x${topic.slice(ADDRESS_AT)}`;
}

function uint32(digits = ZERO_TOPIC): number {
  return Number.parseInt(digits.slice(-UINT32_DIGITS), 16);
}
