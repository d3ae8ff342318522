import type { FinalizedReport, ProposedReport } from "../../../src/watch/report-event";
import type { WatchState } from "../../../src/watch/watch-state";
import type { Hex } from "../../../src/hex";

/** 32 bytes that are all the same. */
export function word(byte: number): Hex {
  return `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
}

export const CHALLENGER: Hex = `0x${"c4".repeat(20)}`;
export const STRANGER: Hex = `0x${"5a".repeat(20)}`;
export const REPORTER: Hex = `0x${"ee".repeat(20)}`;

/** The hash of a block on a fork. */
export function hashOf(block: number, fork = 0): Hex {
  return word(block * 16 + fork);
}

export function proposed(
  nonce: number,
  block: number,
  changes: Partial<ProposedReport> = {},
): ProposedReport {
  return {
    name: "proposed",
    block,
    blockHash: hashOf(block),
    index: 0,
    transaction: word(0x7a),
    epoch: nonce - 1,
    nonce,
    root: word(nonce),
    total: 100n,
    dataHash: word(0xda),
    dataURI: "",
    reporter: REPORTER,
    finalizableAt: 1_000,
    ...changes,
  };
}

export function finalized(epoch: number, block: number, root = word(epoch + 1)): FinalizedReport {
  return { name: "finalized", block, blockHash: hashOf(block), index: 0, epoch, root };
}

export function stateOf(changes: Partial<WatchState> = {}): WatchState {
  return {
    chainId: 31_337n,
    distributor: word(0xd1).slice(0, 42) as Hex,
    from: 1,
    blocks: [],
    events: [],
    records: [],
    ...changes,
  };
}
