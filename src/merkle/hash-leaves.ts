import { kernel } from "./kernel";
import { countRecords, NODE_BYTES, ROW_BYTES } from "./nodes";

// short calls let V8 replace its baseline code by optimised code between them
const CHUNK_ROWS = 2048;

/**
 * Hashes encoded rows to leaves: `keccak256(keccak256(row))`, as `StandardMerkleTree` has it.
 *
 * @param rows `rowBytes` a row
 * @param leaves where the leaves go, 32 bytes a row; a new buffer if left out
 * @param rowBytes 32 for each word of a row, 96 at most
 * @returns `leaves`, in the order of the rows
 * @throws RangeError if `rows` is not a whole number of rows or `leaves` has another length
 */
export function hashLeaves(rows: Uint8Array, leaves?: Uint8Array, rowBytes = ROW_BYTES): Uint8Array {
  const count = countRecords(rows, rowBytes, "rows");
  const target = leaves ?? new Uint8Array(count * NODE_BYTES);
  if (target.length !== count * NODE_BYTES) {
    throw new RangeError(`${count} rows need ${count * NODE_BYTES} bytes of leaves, got ${target.length}.`);
  }
  const { stage, hashRows } = kernel();
  for (let start = 0; start < count; start += CHUNK_ROWS) {
    const end = Math.min(count, start + CHUNK_ROWS);
    stage.set(rows.subarray(start * rowBytes, end * rowBytes));
    hashRows(end - start, rowBytes);
    target.set(stage.subarray(0, (end - start) * NODE_BYTES), start * NODE_BYTES);
  }
  return target;
}
