import type { BlockRef, FinalizedReport, ProposedReport, ReportEvent } from "./report-event";
import type { ReportRecord, WatchState } from "./watch-state";

/** More than are ever taken back; two of them are an epoch's. */
const MOST_EVENTS = 256;
/** Enough for a short reorganisation; for longer ones the events' own blocks are there. */
const MOST_BLOCKS = 16;

/** What was read of the chain since the last time. */
export interface Reading {
  /** The newest known block that is still in the chain; undefined when there is none, and all was read anew. */
  base: BlockRef | undefined;
  /** What came after it, in the order of the chain. */
  events: readonly ReportEvent[];
  /** The block up to which was read. */
  head: BlockRef;
  /** Nonce of the report that is pending, or else of the next one. */
  openNonce: number;
}

/** The blocks that a watcher knows, the newest first: the first one that is still in the chain is where it goes on. */
export function knownBlocks({ blocks, events }: Pick<WatchState, "blocks" | "events">): BlockRef[] {
  const known = new Map(events.map(({ block, blockHash }) => [blockHash, block]));
  for (const { number, hash } of blocks) known.set(hash, number);
  return [...known].map(([hash, number]) => ({ number, hash })).sort((a, b) => b.number - a.number);
}

/**
 * The state after a reading: what a reorganisation took back is forgotten, and reports that it put in the place of
 * others are new, whatever their nonces.
 */
export function advance(state: WatchState, { base, events, head, openNonce }: Reading): WatchState {
  const kept = base === undefined ? [] : state.events.filter(({ block }) => block <= base.number);
  const dropped = state.events.slice(kept.length);
  const blocks = base === undefined ? [] : state.blocks.filter(({ number }) => number <= base.number);
  const isReorganised = dropped.length > 0 || blocks.length < state.blocks.length;
  const all = [...kept, ...events].slice(-MOST_EVENTS);
  const oldest = firstNonce(all) ?? openNonce;
  return {
    ...state,
    from: base === undefined ? openNonce : Math.min(state.from, firstNonce(dropped) ?? state.from),
    blocks: withHead(blocks, head),
    events: all,
    records: state.records
      .filter(({ nonce }) => nonce >= oldest)
      .map((record) => (isReorganised ? { ...record, settled: false } : record)),
  };
}

function withHead(blocks: readonly BlockRef[], head: BlockRef): BlockRef[] {
  if (blocks.at(-1)?.hash === head.hash) return [...blocks];
  return [...blocks, head].slice(-MOST_BLOCKS);
}

function firstNonce(events: readonly ReportEvent[]): number | undefined {
  return events.find(isProposed)?.nonce;
}

/** Reports that something may still have to be done about, the oldest first. */
export function openReports({ from, events, records }: WatchState): ProposedReport[] {
  return events
    .filter(isProposed)
    .filter(({ nonce }) => nonce >= from)
    .filter((report) => recordOf(records, report)?.settled !== true);
}

/** What was made of a report; nothing if it was another block's. */
export function recordOf(
  records: readonly ReportRecord[],
  { nonce, blockHash }: Pick<ProposedReport, "nonce" | "blockHash">,
): ReportRecord | undefined {
  return records.find((record) => record.nonce === nonce && record.blockHash === blockHash);
}

/** The records with one more, or one replaced. */
export function withRecord(records: readonly ReportRecord[], record: ReportRecord): ReportRecord[] {
  const others = records.filter(({ nonce }) => nonce !== record.nonce);
  return [...others, record].sort((a, b) => a.nonce - b.nonce);
}

/** The last report that was final when another one was proposed. */
export function finalBefore(
  events: readonly ReportEvent[],
  { block, index }: Pick<ProposedReport, "block" | "index">,
): FinalizedReport | undefined {
  return events.findLast(
    (event): event is FinalizedReport =>
      event.name === "finalized" && (event.block < block || (event.block === block && event.index < index)),
  );
}

/** Reports of the same epoch that were proposed before one. */
export function earlierReports(
  events: readonly ReportEvent[],
  { epoch, nonce }: Pick<ProposedReport, "epoch" | "nonce">,
): ProposedReport[] {
  return events.filter(isProposed).filter((event) => event.epoch === epoch && event.nonce < nonce);
}

export function isProposed(event: ReportEvent): event is ProposedReport {
  return event.name === "proposed";
}
