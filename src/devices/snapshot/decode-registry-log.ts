import {
  type EventLog,
  topicAddress as address,
  topicOf,
  topicWord as word,
  uint256Of,
  uint32Of as uint32,
  wordAt,
  ZERO_TOPIC,
} from "../../event-log";
import type { RegistryEvent } from "./registry-event";

type Decoder = (topics: readonly string[], data: string) => RegistryEvent | undefined;

/**
 * By hand instead of by an ABI coder: a registry of a million devices has millions of events, of which only words at
 * fixed places matter here.
 */
const DECODERS = new Map<string, Decoder>([
  [
    topicOf("KindAdded(uint32,uint32,uint8,bool,uint128,string,string)"),
    ([, kind, program], data) => ({
      type: "kind-added",
      kind: uint32(kind),
      program: uint32(program),
      requiredBond: uint256Of(wordAt(data, 2)),
    }),
  ],
  [
    topicOf("RequiredBondSet(uint32,uint128,uint40)"),
    ([, kind], data) => ({
      type: "required-bond-set",
      kind: uint32(kind),
      requiredBond: uint256Of(wordAt(data, 0)),
      fromTime: Number(uint256Of(wordAt(data, 1))),
    }),
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
