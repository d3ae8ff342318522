import { OpenDepinError } from "../errors";
import { hashLeaves } from "../merkle/hash-leaves";
import { copyNode, NODE_BYTES, viewOf } from "../merkle/nodes";
import { batchCodec, type BatchRow } from "./batch-rows";
import { GrowingBytes } from "./growing-bytes";

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
  const columns = { ids: new GrowingBytes(), kinds: new GrowingBytes(), leaves: new GrowingBytes() };
  for (const chunk of encodedChunks(rows)) {
    columns.ids.append(idsOf(chunk));
    columns.kinds.append(kindsOf(chunk));
    columns.leaves.append(hashLeaves(chunk, undefined, ROW_BYTES));
  }
  return { ids: columns.ids.bytes(), kinds: columns.kinds.bytes(), leaves: columns.leaves.bytes() };
}

/** Rows as `abi.encode` has them, many at a time; a chunk is only good until the next. */
function* encodedChunks(rows: Iterable<BatchRow>): Generator<Uint8Array, void, undefined> {
  const bytes = new Uint8Array(CHUNK_BYTES);
  const target = { bytes, view: viewOf(bytes), offset: 0 };
  let index = 0;
  for (const row of rows) {
    const problem = batchCodec.write(row, target);
    if (problem !== undefined) throw new OpenDepinError("TREE_ROW_INVALID", `Row ${index}: ${problem}.`);
    index++;
    target.offset += ROW_BYTES;
    if (target.offset < CHUNK_BYTES) continue;
    yield bytes;
    target.offset = 0;
  }
  yield bytes.subarray(0, target.offset);
}

function idsOf(encoded: Uint8Array): Uint8Array {
  const ids = new Uint8Array(encoded.length / 2);
  const [from, to] = [viewOf(encoded), viewOf(ids)];
  for (let index = 0; index < ids.length / NODE_BYTES; index++) copyNode(from, 2 * index, to, index);
  return ids;
}

function kindsOf(encoded: Uint8Array): Uint8Array {
  const kinds = new Uint8Array((encoded.length / ROW_BYTES) * KIND_BYTES);
  const [from, to] = [viewOf(encoded), viewOf(kinds)];
  for (let at = 0; at < kinds.length; at += KIND_BYTES) {
    to.setUint32(at, from.getUint32((at / KIND_BYTES + 1) * ROW_BYTES - KIND_BYTES));
  }
  return kinds;
}
