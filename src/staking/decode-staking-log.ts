import { type EventLog, topicAddress, topicOf, uint256Of, wordAt } from "../event-log";
import type { StakingEvent } from "./staking-event";

type Decoder = (topics: readonly string[], data: string) => StakingEvent;

const DECODERS = new Map<string, Decoder>([
  [topicOf("ThawPeriodSet(uint32,uint32,uint40)"), () => ({ type: "thaw-period-set" })],
  [
    topicOf("Bonded(address,address,uint256)"),
    ([, account], data) => ({
      type: "bonded",
      account: topicAddress(account),
      amount: uint256Of(wordAt(data, 0)),
    }),
  ],
  [
    topicOf("ThawStarted(address,uint256,uint40)"),
    ([, account], data) => ({
      type: "thaw-started",
      account: topicAddress(account),
      amount: uint256Of(wordAt(data, 0)),
    }),
  ],
  [
    topicOf("Slashed(address,address,address,uint256,uint256,uint256,uint256)"),
    ([, account], data) => ({
      type: "slashed",
      account: topicAddress(account),
      fromBond: uint256Of(wordAt(data, 1)),
    }),
  ],
]);

/** First topics of the events that {@link decodeStakingLog} reads. */
export const STAKING_TOPICS: readonly string[] = [...DECODERS.keys()];

/** Reads a log of an OperatorStaking; undefined when it changes no bond. */
export function decodeStakingLog({ topics, data }: EventLog): StakingEvent | undefined {
  return DECODERS.get(topics[0] ?? "")?.(topics, data);
}
