import { concatBytes } from "../bytes";
import { OpenDepinError } from "../errors";
import { hashLeaves } from "../merkle/hash-leaves";
import { NODE_BYTES, viewOf } from "../merkle/nodes";
import { batchCodec, type BatchRow } from "./batch-rows";

/** A batch's rows by column, in flat memory, with their leaves. */
export interface BatchColumns {
  /** 32 bytes an id. */
  ids: Uint8Array;
  /** 4 bytes a kind, the most significant first. */
  kinds: Uint8Array;
  /** 32 bytes a leaf, `keccak256(keccak256(abi.encode(device, kind)))`. */
  leaves: Uint8Array;
}

/** Bytes of a kind in its column. */
export const KIND_BYTES = 4;

const ROW_BYTES = 2 * NODE_BYTES;
// as many as the kernel hashes at once
const CHUNK_BYTES = 2048 * ROW_BYTES;

/**
 * Reads rows one by one into columns.
 *
 * @throws OpenDepinError `TREE_ROW_INVALID` naming the first row that is out of range
 */
export function batchColumns(rows: Iterable<BatchRow>): BatchColumns {
  const bytes = new Uint8Array(CHUNK_BYTES);
  const chunk = { bytes, view: viewOf(bytes), offset: 0 };
  const pieces: BatchColumns[] = [];
  let index = 0;
  for (const row of rows) {
    const problem = batchCodec.write(row, chunk);
    if (problem !== undefined) throw new OpenDepinError("TREE_ROW_INVALID", `Row ${index}: ${problem}.`);
    index++;
    chunk.offset += ROW_BYTES;
    if (chunk.offset < CHUNK_BYTES) continue;
    pieces.push(columnsOf(bytes));
    chunk.offset = 0;
  }
  pieces.push(columnsOf(bytes.subarray(0, chunk.offset)));
  return {
    ids: concatBytes(pieces.map(({ ids }) => ids)),
    kinds: concatBytes(pieces.map(({ kinds }) => kinds)),
    leaves: concatBytes(pieces.map(({ leaves }) => leaves)),
  };
}

function columnsOf(encoded: Uint8Array): BatchColumns {
  const size = encoded.length / ROW_BYTES;
  const ids = new Uint8Array(size * NODE_BYTES);
  const kinds = new Uint8Array(size * KIND_BYTES);
  for (let index = 0; index < size; index++) {
    const start = index * ROW_BYTES;
    ids.set(encoded.subarray(start, start + NODE_BYTES), index * NODE_BYTES);
    kinds.set(encoded.subarray(start + ROW_BYTES - KIND_BYTES, start + ROW_BYTES), index * KIND_BYTES);
  }
  return { ids, kinds, leaves: hashLeaves(encoded, undefined, ROW_BYTES) };
}
