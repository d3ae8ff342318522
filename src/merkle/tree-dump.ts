import { bytesToHex, type Hex } from "../hex";
import type { Tree } from "./build-tree";
import { NODE_BYTES } from "./nodes";
import type { RowCodec } from "./rows";

/** A tree with its rows as plain data: what `StandardMerkleTree` of `@openzeppelin/merkle-tree` dumps and loads. */
export interface TreeDump<Texts extends string[] = [string, string, string]> {
  format: "standard-v1";
  /** The ABI types of a row's words. */
  leafEncoding: [...Texts];
  /** Every node, the root first. */
  tree: Hex[];
  /** The rows as text, each with the index of the node that is its leaf. */
  values: { value: Texts; treeIndex: number }[];
}

/**
 * Dumps a tree with the rows that it was built from, in their order.
 *
 * @throws RangeError if there are not as many rows as the tree has
 */
export function dumpTree<Row, Texts extends string[]>(
  codec: RowCodec<Row, Texts>,
  rows: readonly Row[],
  tree: Tree,
): TreeDump<Texts> {
  if (rows.length !== tree.size) {
    throw new RangeError(`The tree was built from ${tree.size} rows, got ${rows.length}.`);
  }
  const nodes: Hex[] = [];
  for (let start = 0; start < tree.nodes.length; start += NODE_BYTES) {
    nodes.push(bytesToHex(tree.nodes.subarray(start, start + NODE_BYTES)));
  }
  return {
    format: "standard-v1",
    leafEncoding: [...codec.types],
    tree: nodes,
    values: rows.map((row, index) => ({ value: codec.toTexts(row), treeIndex: tree.positions[index] ?? 0 })),
  };
}
