import { OpenDepinError } from "../errors";
import { writeHex } from "../hex";
import { Tree } from "./build-tree";
import { hashInnerNodes } from "./hash-inner-nodes";
import { NODE_BYTES } from "./nodes";
import { leavesOf, type RowCodec } from "./rows";

/** A tree and the rows that it was built from, in their order. */
export interface LoadedTree<Row> {
  rows: Row[];
  tree: Tree;
}

/**
 * Loads a dump of `dumpTree` or of `StandardMerkleTree`, and checks every leaf and every node of it.
 *
 * @param dump the dump as parsed from JSON
 * @throws OpenDepinError `TREE_DUMP_INVALID` if it is not such a dump or its hashes do not fit its rows,
 *   `TREE_ROW_INVALID` if a row is out of range
 */
export function loadTree<Row, Texts extends string[]>(
  codec: RowCodec<Row, Texts>,
  dump: unknown,
): LoadedTree<Row> {
  const { format, leafEncoding, tree, values } = fieldsOf(dump);
  check(format === "standard-v1", `its format must be "standard-v1", got ${JSON.stringify(format)}`);
  check(
    Array.isArray(leafEncoding) && leafEncoding.join() === codec.types.join(),
    `its leafEncoding must be ${JSON.stringify(codec.types)}, got ${JSON.stringify(leafEncoding)}`,
  );
  check(Array.isArray(values) && values.length > 0, "its values must be a list of at least one row");
  const nodeCount = 2 * values.length - 1;
  check(
    Array.isArray(tree) && tree.length === nodeCount,
    `its tree must be a list of ${nodeCount} nodes, for ${values.length} rows; is the file complete?`,
  );

  const nodes = readNodes(tree);
  const entries = values.map(fieldsOf);
  const rows = entries.map(({ value }, index) => readRow(codec, value, index));
  const positions = readPositions(entries);
  checkLeaves(leavesOf(codec, rows), nodes, positions);
  checkInnerNodes(nodes, positions.length);
  return { rows, tree: new Tree(nodes, positions) };
}

function check(condition: boolean, problem: string): asserts condition {
  if (!condition) {
    throw new OpenDepinError(
      "TREE_DUMP_INVALID",
      `Not a valid tree dump: ${problem}. Dump the tree again from its rows.`,
    );
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function readNodes(tree: readonly unknown[]): Uint8Array {
  const nodes = new Uint8Array(tree.length * NODE_BYTES);
  tree.forEach((node, index) => {
    const read = typeof node === "string" && writeHex(node, nodes, index * NODE_BYTES, NODE_BYTES);
    check(read, `tree[${index}] must be 0x and 64 hexadecimal digits`);
  });
  return nodes;
}

function readRow<Row, Texts extends string[]>(
  codec: RowCodec<Row, Texts>,
  value: unknown,
  index: number,
): Row {
  const row =
    Array.isArray(value) && value.length === codec.types.length ? codec.fromValues(value) : undefined;
  check(row !== undefined, `values[${index}].value must be a row of (${codec.types.join(", ")})`);
  return row;
}

function readPositions(entries: readonly Record<string, unknown>[]): Uint32Array {
  const size = entries.length;
  const taken = new Set<unknown>();
  return Uint32Array.from(entries, ({ treeIndex }, index) => {
    const isLeaf =
      typeof treeIndex === "number" &&
      Number.isInteger(treeIndex) &&
      treeIndex >= size - 1 &&
      treeIndex < 2 * size - 1;
    check(isLeaf, `values[${index}].treeIndex must be a leaf's, from ${size - 1} to ${2 * size - 2}`);
    check(!taken.has(treeIndex), `values[${index}].treeIndex is that of another row`);
    taken.add(treeIndex);
    return treeIndex;
  });
}

function checkLeaves(leaves: Uint8Array, nodes: Uint8Array, positions: Uint32Array): void {
  positions.forEach((position, index) => {
    check(
      sameNode(leaves, index, nodes, position),
      `tree[${position}] is not the leaf of values[${index}]: one of them was changed`,
    );
  });
}

function checkInnerNodes(nodes: Uint8Array, size: number): void {
  const expected = nodes.slice();
  hashInnerNodes(expected, size);
  for (let index = size - 2; index >= 0; index--) {
    check(sameNode(expected, index, nodes, index), `tree[${index}] is not the hash of its two children`);
  }
}

function sameNode(a: Uint8Array, indexA: number, b: Uint8Array, indexB: number): boolean {
  for (let i = 0; i < NODE_BYTES; i++) {
    if (a[indexA * NODE_BYTES + i] !== b[indexB * NODE_BYTES + i]) return false;
  }
  return true;
}
