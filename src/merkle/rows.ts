import { OpenDepinError } from "../errors";
import { hashLeaves } from "./hash-leaves";
import { NODE_BYTES, viewOf, WORD_BYTES } from "./nodes";

/** How rows of one kind become words of 32 bytes, and text in a dump. */
export interface RowCodec<Row, Texts extends string[] = [string, string, string]> {
  /** The ABI types of a row's words. */
  readonly types: Readonly<Texts>;
  /** Writes a row; returns what is wrong with it, if anything is. */
  write(row: Row, target: RowTarget): string | undefined;
  /** The words as text: addresses and hashes in hex, numbers in decimal. */
  toTexts(row: Row): Texts;
  /** The row that the values of a dump mean, undefined if none; their ranges are checked when it is written. */
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

/** Encodes rows as `abi.encode` does, 32 bytes a word. */
export function encodeRows<Row, Texts extends string[]>(
  codec: RowCodec<Row, Texts>,
  rows: readonly Row[],
): Uint8Array {
  const bytes = new Uint8Array(rows.length * rowBytesOf(codec));
  writeRows(codec, rows, 0, rows.length, bytes);
  return bytes;
}

/** Hashes rows to leaves, 32 bytes a row, without holding more than a chunk of them encoded. */
export function leavesOf<Row, Texts extends string[]>(
  codec: RowCodec<Row, Texts>,
  rows: readonly Row[],
): Uint8Array {
  const rowBytes = rowBytesOf(codec);
  const leaves = new Uint8Array(rows.length * NODE_BYTES);
  const chunk = new Uint8Array(CHUNK_ROWS * rowBytes);
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
    const end = Math.min(rows.length, start + CHUNK_ROWS);
    writeRows(codec, rows, start, end, chunk);
    hashLeaves(
      chunk.subarray(0, (end - start) * rowBytes),
      leaves.subarray(start * NODE_BYTES, end * NODE_BYTES),
      rowBytes,
    );
  }
  return leaves;
}

function rowBytesOf({ types }: { types: readonly string[] }): number {
  return types.length * WORD_BYTES;
}

function writeRows<Row, Texts extends string[]>(
  codec: RowCodec<Row, Texts>,
  rows: readonly Row[],
  start: number,
  end: number,
  bytes: Uint8Array,
): void {
  const rowBytes = rowBytesOf(codec);
  const target = { bytes, view: viewOf(bytes), offset: 0 };
  for (let index = start; index < end; index++) {
    const row = rows[index];
    const problem = row === undefined ? "is missing" : codec.write(row, target);
    if (problem !== undefined) throw new OpenDepinError("TREE_ROW_INVALID", `Row ${index}: ${problem}.`);
    target.offset += rowBytes;
  }
}
