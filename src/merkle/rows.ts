import { OpenDepinError } from "../errors";
import { hashLeaves } from "./hash-leaves";
import { NODE_BYTES, ROW_BYTES, viewOf } from "./nodes";

/** The ABI types of a row's three words. */
export type RowTypes = [string, string, string];

/** A row's three words as text: addresses and hashes in hex, numbers in decimal. */
export type RowTexts = [string, string, string];

/** How rows of one kind become words of 32 bytes, and text in a dump. */
export interface RowCodec<Row> {
  readonly types: Readonly<RowTypes>;
  /** Writes a row; returns what is wrong with it, if anything is. */
  write(row: Row, target: RowTarget): string | undefined;
  toTexts(row: Row): RowTexts;
  /** The row that three values of a dump mean, undefined if none; their ranges are checked when it is written. */
  fromValues(values: readonly unknown[]): Row | undefined;
}

/** The place of a row in a buffer. */
export interface RowTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  offset: number;
}

// as many as the kernel hashes at once
const CHUNK_ROWS = 2048;

/** Encodes rows as `abi.encode` does, 96 bytes a row. */
export function encodeRows<Row>(codec: RowCodec<Row>, rows: readonly Row[]): Uint8Array {
  const bytes = new Uint8Array(rows.length * ROW_BYTES);
  writeRows(codec, rows, 0, rows.length, bytes);
  return bytes;
}

/** Hashes rows to leaves, 32 bytes a row, without holding more than a chunk of them encoded. */
export function leavesOf<Row>(codec: RowCodec<Row>, rows: readonly Row[]): Uint8Array {
  const leaves = new Uint8Array(rows.length * NODE_BYTES);
  const chunk = new Uint8Array(CHUNK_ROWS * ROW_BYTES);
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    const end = Math.min(rows.length, start + CHUNK_ROWS);
    writeRows(codec, rows, start, end, chunk);
    hashLeaves(
      chunk.subarray(0, (end - start) * ROW_BYTES),
      leaves.subarray(start * NODE_BYTES, end * NODE_BYTES),
    );
  }
  return leaves;
}

function writeRows<Row>(
  codec: RowCodec<Row>,
  rows: readonly Row[],
  start: number,
  end: number,
  bytes: Uint8Array,
): void {
  const target = { bytes, view: viewOf(bytes), offset: 0 };
  for (let index = start; index < end; index++) {
    const row = rows[index];
    const problem = row === undefined ? "is missing" : codec.write(row, target);
    if (problem !== undefined) throw new OpenDepinError("TREE_ROW_INVALID", `Row ${index}: ${problem}.`);
    target.offset += ROW_BYTES;
  }
}
