import type { Address, Hex } from "../hex";

/** A block by its number and its hash: the same number may be another block after a reorganisation. */
export interface BlockRef {
  number: number;
  hash: Hex;
}

/** Where an event stands in the chain. */
interface Place {
  block: number;
  blockHash: Hex;
  /** Position among the logs of its block. */
  index: number;
}

/** A report that a distributor accepted. */
export interface ProposedReport extends Place {
  name: "proposed";
  transaction: Hex;
  epoch: number;
  /** Its place in the sequence of reports: no two reports of one chain share it. */
  nonce: number;
  root: Hex;
  total: bigint;
  dataHash: Hex;
  /** Free form, by whoever signed the report. */
  dataURI: string;
  /** Whose signature it carries. */
  reporter: Address;
  /** From this second on (since 1970) it can be finalised. */
  finalizableAt: number;
}

/** A report that became payable. */
export interface FinalizedReport extends Place {
  name: "finalized";
  epoch: number;
  root: Hex;
}

export type ReportEvent = ProposedReport | FinalizedReport;
