import { expect } from "chai";

import {
  advance,
  earlierReports,
  finalBefore,
  knownBlocks,
  openReports,
  recordOf,
} from "../../../src/watch/advance";
import type { BlockRef } from "../../../src/watch/report-event";
import type { ReportRecord } from "../../../src/watch/watch-state";
import { finalized, hashOf, proposed, stateOf } from "./support";

const at = (number: number, fork = 0): BlockRef => ({ number, hash: hashOf(number, fork) });

function record(nonce: number, block: number, changes: Partial<ReportRecord> = {}): ReportRecord {
  const { root, blockHash } = proposed(nonce, block);
  return {
    nonce,
    root,
    blockHash,
    verdict: { kind: "agrees" },
    evidence: undefined,
    challenge: undefined,
    settled: true,
    shown: "agrees",
    ...changes,
  };
}

describe("advance", () => {
  it("starts with the report that is pending, and keeps what came before for what follows from it", () => {
    const events = [proposed(1, 2), finalized(0, 3), proposed(2, 4)];
    const state = advance(stateOf(), { base: undefined, events, head: at(5), openNonce: 2 });
    expect(state.from).to.equal(2);
    expect(state.blocks).to.deep.equal([at(5)]);
    expect(openReports(state).map(({ nonce }) => nonce)).to.deep.equal([2]);
    expect(finalBefore(state.events, proposed(2, 4))?.epoch).to.equal(0);
  });

  it("goes on where it was, and looks at all that came meanwhile, also what is final", () => {
    const before = stateOf({ from: 1, blocks: [at(2)], events: [proposed(1, 2)], records: [record(1, 2)] });
    const events = [finalized(0, 3), proposed(2, 4), finalized(1, 5), proposed(3, 6)];
    const state = advance(before, { base: at(2), events, head: at(7), openNonce: 3 });
    expect(openReports(state).map(({ nonce }) => nonce)).to.deep.equal([2, 3]);
    expect(state.blocks).to.deep.equal([at(2), at(7)]);
  });

  it("changes nothing when there is no new block", () => {
    const before = stateOf({ blocks: [at(2)], events: [proposed(1, 2)], records: [record(1, 2)] });
    expect(advance(before, { base: at(2), events: [], head: at(2), openNonce: 1 })).to.deep.equal(before);
  });

  context("when blocks are gone from the chain", () => {
    const before = stateOf({
      from: 2,
      blocks: [at(3), at(5), at(8)],
      events: [proposed(1, 2), finalized(0, 3), proposed(2, 5)],
      records: [record(1, 2), record(2, 5)],
    });

    it("knows them from the newest to the oldest", () => {
      expect(knownBlocks(before)).to.deep.equal([at(8), at(5), at(3), at(2)]);
    });

    it("forgets what was in them, and looks at the report again in its new block", () => {
      const again = { ...proposed(2, 6), blockHash: hashOf(6, 1) };
      const state = advance(before, { base: at(3), events: [again], head: at(9, 1), openNonce: 2 });
      expect(state.events).to.deep.equal([proposed(1, 2), finalized(0, 3), again]);
      expect(state.blocks).to.deep.equal([at(3), at(9, 1)]);
      expect(recordOf(state.records, again)).to.equal(undefined);
      expect(openReports(state)).to.deep.equal([again]);
    });

    it("looks at a report that took the place of one that was settled before it came", () => {
      const other = { ...proposed(1, 4), blockHash: hashOf(4, 1) };
      const late = { ...before, from: 2, events: [proposed(1, 3)], blocks: [at(1), at(3)], records: [] };
      const state = advance(late, { base: at(1), events: [other], head: at(5, 1), openNonce: 1 });
      expect(openReports(state)).to.deep.equal([other]);
    });

    it("starts anew when it knows no block of the chain", () => {
      const other = { ...proposed(1, 1), blockHash: hashOf(1, 1) };
      const state = advance(before, { base: undefined, events: [other], head: at(1, 1), openNonce: 1 });
      expect([state.from, state.blocks, openReports(state)]).to.deep.equal([1, [at(1, 1)], [other]]);
    });

    it("asks again how reports stand that were settled, because that may be undone", () => {
      const state = advance(before, { base: at(2), events: [], head: at(4, 1), openNonce: 2 });
      expect(state.records.map(({ settled }) => settled)).to.deep.equal([false, false]);
    });
  });

  it("remembers a bounded number of events, blocks and records", () => {
    let state = stateOf();
    for (let nonce = 1; nonce <= 400; nonce++) {
      const report = { ...proposed(nonce, 0), block: nonce };
      state = advance(
        { ...state, records: [...state.records, record(nonce, 0)] },
        {
          base: nonce === 1 ? undefined : { number: nonce - 1, hash: hashOf(1) },
          events: [report],
          head: at(0, nonce % 15),
          openNonce: nonce,
        },
      );
    }
    expect(state.events.length).to.equal(256);
    expect(state.records.length).to.equal(256);
    expect(state.blocks.length).to.be.at.most(16);
  });
});

describe("what a state says of a report", () => {
  it("names the last report that was final before, also within a block", () => {
    const events = [
      finalized(0, 3),
      { ...finalized(1, 5), index: 1 },
      { ...proposed(3, 5), index: 2 },
      finalized(2, 6),
    ];
    expect(finalBefore(events, { block: 5, index: 2 })?.epoch).to.equal(1);
    expect(finalBefore(events, { block: 5, index: 0 })?.epoch).to.equal(0);
    expect(finalBefore(events, { block: 3, index: 0 })).to.equal(undefined);
  });

  it("names the reports of the same epoch that came before", () => {
    const events = [proposed(1, 1, { epoch: 0 }), proposed(2, 2, { epoch: 0 }), proposed(3, 3, { epoch: 1 })];
    expect(earlierReports(events, { epoch: 0, nonce: 2 }).map(({ nonce }) => nonce)).to.deep.equal([1]);
    expect(earlierReports(events, { epoch: 1, nonce: 3 })).to.deep.equal([]);
  });
});
