import { expect } from "chai";

import { decodeStakingLog, STAKING_TOPICS } from "../../../src/staking/decode-staking-log";
import { OperatorStaking__factory } from "../../../typechain-types";

const ALICE = `0x${"a1".repeat(20)}`;
const BOB = `0x${"b2".repeat(20)}`;
const CAROL = `0x${"c3".repeat(20)}`;
const LARGEST = 2n ** 256n - 1n;

/** Logs as the contract's own interface encodes them, and what they must be read as. */
const EXAMPLES = [
  { event: "ThawPeriodSet", values: [0, 3_600, 0], read: { type: "thaw-period-set" } },
  {
    event: "Bonded",
    values: [ALICE, BOB, LARGEST],
    read: { type: "bonded", account: ALICE, amount: LARGEST },
  },
  {
    event: "ThawStarted",
    values: [ALICE, 7, 2n ** 40n - 1n],
    read: { type: "thaw-started", account: ALICE, amount: 7n },
  },
  {
    event: "Slashed",
    values: [ALICE, BOB, CAROL, 9, 5, 2, 1],
    read: { type: "slashed", account: ALICE, fromBond: 5n },
  },
] as const;

/** They move no bond: what is withdrawn has thawed before, and a pledge stays bonded. */
const OTHERS = [
  "Withdrawn",
  "PledgeSet",
  "Credited",
  "CreditPaid",
  "SlashSplitSet",
  "BondingPaused",
] as const;

describe("decodeStakingLog", () => {
  const staking = OperatorStaking__factory.createInterface();

  for (const { event, values, read } of EXAMPLES) {
    it(`reads ${event}`, () => {
      const log = staking.encodeEventLog(event, values);
      expect(decodeStakingLog(log)).to.deep.equal(read);
      expect(STAKING_TOPICS).to.include(log.topics[0]);
    });
  }

  it("knows every event that it asks for, and passes over all others", () => {
    expect(STAKING_TOPICS).to.have.lengthOf(EXAMPLES.length);
    for (const name of OTHERS) {
      const topics = [staking.getEvent(name).topicHash];
      expect(decodeStakingLog({ topics, data: "0x" }), name).to.equal(undefined);
    }
    expect(decodeStakingLog({ topics: [], data: "0x" })).to.equal(undefined);
  });

  it("refuses an amount that is no number", () => {
    const { topics } = staking.encodeEventLog("Bonded", [ALICE, BOB, 1]);
    expect(() => decodeStakingLog({ topics, data: "0x12" })).to.throw("where a word should be");
  });
});
