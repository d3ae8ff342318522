import { bytesToHex, type Hex } from "../hex";
import type { Tree } from "./build-tree";
import { NODE_BYTES } from "./nodes";
import type { RowCodec, RowTexts, RowTypes } from "./rows";

/** A tree with its rows as plain data: what `StandardMerkleTree` of `@openzeppelin/merkle-tree` dumps and loads. */
export interface TreeDump {
  format: "standard-v1";
  leafEncoding: RowTypes;
  /** Every node, the root first. */
  tree: Hex[];
  /** The rows, each with the index of the node that is its leaf. */
  values: { value: RowTexts; treeIndex: number }[];
}

/**
 * Dumps a tree with the rows that it was built from, in their order.
 *
 * @throws RangeError if there are not as many rows as the tree has
 */
export function dumpTree<Row>(codec: RowCodec<Row>, rows: readonly Row[], tree: Tree): TreeDump {
  if (rows.length !== tree.size) {
    throw new RangeError(`The tree was built from ${tree.size} rows, got ${rows.length}.`);
  }
  const nodes: Hex[] = [];
  for (let start = 0; start < tree.nodes.length; start += NODE_BYTES) {
    nodes.push(bytesToHex(tree.nodes.subarray(start, start + NODE_BYTES)));
  }
  const [first, second, third] = codec.types;
  return {
    format: "standard-v1",
    leafEncoding: [first, second, third],
    tree: nodes,
    values: rows.map((row, index) => ({ value: codec.toTexts(row), treeIndex: tree.positions[index] ?? 0 })),
  };
}
