import type { Address, Hex } from "../hex";
import type { BlockRef, ReportEvent } from "./report-event";
import type { Verdict } from "./verdict";

/** What a watcher remembers from one run to the next. */
export interface WatchState {
  chainId: bigint;
  distributor: Address;
  /** The first report, by its nonce, that is looked at: what was settled before the watcher came is not. */
  from: number;
  /** Blocks up to which it has read, the newest last. */
  blocks: BlockRef[];
  /** The last events of reports, in the order of the chain. */
  events: ReportEvent[];
  /** What it made of reports, by their nonces. */
  records: ReportRecord[];
}

export interface ReportRecord {
  nonce: number;
  root: Hex;
  /** The block in which the report was proposed: in another one it is looked at again. */
  blockHash: Hex;
  verdict: Verdict;
  evidence: EvidenceFile | undefined;
  /** The challenge that was signed for it, written down before it is sent. */
  challenge: SignedChallenge | undefined;
  /** Nothing more can happen to it. */
  settled: boolean;
  /** The line that was printed last. */
  shown: string;
}

export interface EvidenceFile {
  /** Name in the directory of the state file. */
  file: string;
  keccak256: Hex;
}

/** A signed transaction: sent again it is the same one, and can be in the chain once only. */
export interface SignedChallenge {
  transaction: Hex;
  raw: Hex;
}
