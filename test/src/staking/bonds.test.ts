import { expect } from "chai";

import { newWord, type Word } from "../../../src/flat/word";
import { type Address, writeHex } from "../../../src/hex";
import { Bonds } from "../../../src/staking/bonds";
import type { StakingEvent } from "../../../src/staking/staking-event";

const ALICE: Address = `0x${"a1".repeat(20)}`;
const BOB: Address = `0x${"b2".repeat(20)}`;
const LARGEST = 2n ** 128n - 1n;

const bonded = (account: Address, amount: bigint): StakingEvent => ({ type: "bonded", account, amount });
const thawStarted = (account: Address, amount: bigint): StakingEvent => ({
  type: "thaw-started",
  account,
  amount,
});
const slashed = (account: Address, fromBond: bigint): StakingEvent => ({
  type: "slashed",
  account,
  fromBond,
});

function fold(...events: StakingEvent[]): Bonds {
  const bonds = new Bonds();
  for (const event of events) bonds.apply(event);
  return bonds;
}

function wordOf(account: Address): Word {
  const word = newWord();
  writeHex(account, word.bytes, 12, 20);
  return word;
}

describe("Bonds", () => {
  it("are what came in, without what thaws and what was slashed of the bond", () => {
    const bonds = fold(bonded(ALICE, 10n), bonded(BOB, 7n), thawStarted(ALICE, 4n), bonded(ALICE, 2n));
    expect([bonds.bondedOf(ALICE), bonds.bondedOf(BOB)]).to.deep.equal([8n, 7n]);
    bonds.apply(slashed(ALICE, 8n));
    bonds.apply(slashed(BOB, 0n));
    expect([bonds.bondedOf(ALICE), bonds.bondedOf(BOB)]).to.deep.equal([0n, 7n]);
  });

  it("hold the largest amount, and nothing of whoever never bonded", () => {
    expect(fold(bonded(ALICE, LARGEST)).bondedOf(ALICE)).to.equal(LARGEST);
    expect(fold(bonded(ALICE, LARGEST)).bondedOf(BOB)).to.equal(0n);
  });

  it("know from the staking's first event on that it is there", () => {
    expect(fold().isDeployed).to.equal(false);
    expect(fold({ type: "thaw-period-set" }).isDeployed).to.equal(true);
    expect(fold({ type: "thaw-period-set" }).copy().isDeployed).to.equal(true);
  });

  describe("take", () => {
    it("gives what is there to the last unit, and else nothing", () => {
      const bonds = fold(bonded(ALICE, 10n));
      expect(bonds.take(wordOf(ALICE), 11n)).to.equal(false);
      expect(bonds.take(wordOf(ALICE), 10n)).to.equal(true);
      expect(bonds.take(wordOf(ALICE), 1n)).to.equal(false);
      expect(bonds.take(wordOf(BOB), 1n)).to.equal(false);
      expect([bonds.take(wordOf(ALICE), 0n), bonds.take(wordOf(BOB), 0n)]).to.deep.equal([true, true]);
    });

    it("leaves bonds as they were that it was copied from", () => {
      const bonds = fold(bonded(ALICE, 10n));
      bonds.copy().take(wordOf(ALICE), 10n);
      expect(bonds.bondedOf(ALICE)).to.equal(10n);
    });
  });

  it("refuse events of which some are missing, or that name no account", () => {
    for (const event of [thawStarted(ALICE, 11n), slashed(ALICE, 11n), slashed(BOB, 1n)]) {
      expect(() => fold(bonded(ALICE, 10n), event))
        .to.throw("more left the bond")
        .with.property("code", "EVENTS_INCOMPLETE");
    }
    expect(() => fold(bonded("0x12", 1n)))
      .to.throw()
      .with.property("code", "EVENT_MALFORMED");
  });
});
