import { OpenDepinError } from "../errors";
import { bytesToHex, type Hex } from "../hex";
import { hashInnerNodes } from "./hash-inner-nodes";
import { copyNode, countRecords, NODE_BYTES, viewOf } from "./nodes";
import { sortNodes } from "./sort-nodes";

/** A Merkle tree in one buffer, laid out as `StandardMerkleTree` of `@openzeppelin/merkle-tree` has it. */
export class Tree {
  /**
   * @param nodes 32 bytes a node: the root first, the children of node i at 2i + 1 and 2i + 2, leaves last
   * @param positions for each row, in the order that the rows were given, the index of the node that is its leaf
   */
  constructor(
    readonly nodes: Uint8Array,
    readonly positions: Uint32Array,
  ) {}

  /** The number of rows. */
  get size(): number {
    return this.positions.length;
  }

  /** The root hash. */
  root(): Hex {
    return this.#node(0);
  }

  /**
   * The leaf of a row.
   *
   * @param index the row, from 0, in the order that the rows were given
   * @throws RangeError if there is no such row
   */
  leaf(index: number): Hex {
    return this.#node(this.#position(index));
  }

  /**
   * The sibling hashes from the leaf of a row up to below the root.
   *
   * @param index the row, from 0, in the order that the rows were given
   * @throws RangeError if there is no such row
   */
  proof(index: number): Hex[] {
    const proof: Hex[] = [];
    for (let node = this.#position(index); node > 0; node = (node - 1) >>> 1) {
      const sibling = node % 2 === 0 ? node - 1 : node + 1;
      proof.push(this.#node(sibling));
    }
    return proof;
  }

  #position(index: number): number {
    const position = this.positions[index];
    if (position === undefined) {
      throw new RangeError(`There is no row ${index}: the tree has rows 0 to ${this.size - 1}.`);
    }
    return position;
  }

  #node(index: number): Hex {
    return bytesToHex(this.nodes.subarray(index * NODE_BYTES, (index + 1) * NODE_BYTES));
  }
}

/**
 * Builds the tree over leaves, which it sorts: `StandardMerkleTree.of` over the same rows has the same nodes.
 *
 * @param leaves 32 bytes a leaf, as `hashLeaves` gives them, in the order of the rows
 * @throws OpenDepinError `TREE_EMPTY` if there is none
 * @throws RangeError if `leaves` is not a whole number of leaves
 */
export function buildTree(leaves: Uint8Array): Tree {
  const size = countRecords(leaves, NODE_BYTES, "leaves");
  if (size === 0) {
    throw new OpenDepinError(
      "TREE_EMPTY",
      "A tree needs at least one row; where nothing is owed, there is nothing to report.",
    );
  }

  const positions = new Uint32Array(size);
  let position = 2 * size - 2;
  for (const index of sortNodes(leaves)) positions[index] = position--;

  const nodes = new Uint8Array((2 * size - 1) * NODE_BYTES);
  placeLeaves(leaves, positions, nodes);
  hashInnerNodes(nodes, size);
  return new Tree(nodes, positions);
}

/** Copies in the order of the rows: scattered writes do not wait for memory as scattered reads do. */
function placeLeaves(leaves: Uint8Array, positions: Uint32Array, nodes: Uint8Array): void {
  const source = viewOf(leaves);
  const target = viewOf(nodes);
  for (let index = 0; index < positions.length; index++) {
    copyNode(source, index, target, positions[index] ?? 0);
  }
}
