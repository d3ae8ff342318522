import { kernel } from "./kernel";
import { NODE_BYTES } from "./nodes";

// short calls let V8 replace its baseline code by optimised code between them
const CHUNK_NODES = 2048;

/** Fills in the inner nodes, root first, of a tree of `size` leaves whose leaves are at the end of `nodes`. */
export function hashInnerNodes(nodes: Uint8Array, size: number): void {
  const { stage, pairs, hashPairs } = kernel();
  for (let end = size - 1; end > 0;) {
    // children are at 2i + 1 and 2i + 2: from half of `end` on, they are all known
    const start = Math.max(end >> 1, end - CHUNK_NODES);
    stage.set(nodes.subarray((2 * start + 1) * NODE_BYTES, (2 * end + 1) * NODE_BYTES));
    listNeighbours(pairs, end - start);
    hashPairs(end - start);
    nodes.set(stage.subarray(0, (end - start) * NODE_BYTES), start * NODE_BYTES);
    end = start;
  }
}

function listNeighbours(pairs: Uint32Array, count: number): void {
  for (let i = 0; i < count; i++) {
    pairs[2 * i] = 2 * i;
    pairs[2 * i + 1] = i;
  }
}
