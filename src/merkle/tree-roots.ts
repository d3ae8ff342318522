import { buildTree } from "./build-tree";
import { kernel } from "./kernel";
import { compareNodes, copyNode, countRecords, NODE_BYTES, viewOf } from "./nodes";

// up to here, sorting by insertion is cheap and many trees share the stage
const MAX_SMALL_TREE = 64;

/**
 * The roots of many trees, one for each group of consecutive leaves: the devices of each payee.
 *
 * @param leaves 32 bytes a leaf, the leaves of a group beside one another
 * @param offsets where the groups begin, counted in leaves, and at last where they end: group g is
 *   `offsets[g]` up to, not including, `offsets[g + 1]`
 * @returns 32 bytes a group; zero for a group without leaves
 * @throws RangeError if the offsets do not cut all leaves into groups
 */
export function treeRoots(leaves: Uint8Array, offsets: Uint32Array): Uint8Array {
  checkOffsets(offsets, countRecords(leaves, NODE_BYTES, "leaves"));
  const roots = new Uint8Array((offsets.length - 1) * NODE_BYTES);
  const batch = new TreeBatch(leaves, roots);
  for (let group = 0; group < offsets.length - 1; group++) {
    const start = offsets[group] ?? 0;
    const end = offsets[group + 1] ?? 0;
    if (end - start > MAX_SMALL_TREE) {
      // a large tree needs the whole stage
      batch.flush();
      const { nodes } = buildTree(leaves.subarray(start * NODE_BYTES, end * NODE_BYTES));
      roots.set(nodes.subarray(0, NODE_BYTES), group * NODE_BYTES);
    } else if (end > start) {
      batch.add(group, start, end);
    }
  }
  batch.flush();
  return roots;
}

function checkOffsets(offsets: Uint32Array, leafCount: number): void {
  const wrong = offsets.findIndex((offset, group) => offset < (offsets[group - 1] ?? 0));
  if (wrong >= 0) {
    throw new RangeError(`Offsets must ascend: offset ${wrong} is less than the one before it.`);
  }
  if (offsets[0] !== 0 || offsets.at(-1) !== leafCount) {
    throw new RangeError(`Offsets must run from 0 to the number of leaves, ${leafCount}.`);
  }
}

/** Small trees side by side on the kernel's stage, hashed level by level so that the kernel's two halves stay full. */
class TreeBatch {
  readonly #kernel = kernel();
  readonly #stage = viewOf(this.#kernel.stage);
  readonly #leaves: DataView;
  readonly #ranks = new Uint32Array(MAX_SMALL_TREE);
  readonly #groups: number[] = [];
  /** For each tree, the node of the stage that is its root. */
  readonly #bases: number[] = [];
  /** For each tree, how many of its inner nodes are still to be hashed. */
  readonly #open: number[] = [];
  #used = 0;

  constructor(
    leaves: Uint8Array,
    readonly roots: Uint8Array,
  ) {
    this.#leaves = viewOf(leaves);
  }

  add(group: number, start: number, end: number): void {
    const size = end - start;
    const nodeCount = 2 * size - 1;
    if ((this.#used + nodeCount) * NODE_BYTES > this.#stage.byteLength) this.flush();
    this.#placeLeaves(start, size);
    this.#groups.push(group);
    this.#bases.push(this.#used);
    this.#open.push(size - 1);
    this.#used += nodeCount;
  }

  flush(): void {
    for (let count = this.#listPairs(); count > 0; count = this.#listPairs()) this.#kernel.hashPairs(count);
    this.#groups.forEach((group, tree) => {
      const root = (this.#bases[tree] ?? 0) * NODE_BYTES;
      this.roots.set(this.#kernel.stage.subarray(root, root + NODE_BYTES), group * NODE_BYTES);
    });
    this.#groups.length = this.#bases.length = this.#open.length = this.#used = 0;
  }

  #placeLeaves(start: number, size: number): void {
    const ranks = this.#ranks;
    for (let i = 0; i < size; i++) {
      let rank = i;
      for (; rank > 0; rank--) {
        const before = ranks[rank - 1] ?? 0;
        if (compareNodes(this.#leaves, before, start + i) <= 0) break;
        ranks[rank] = before;
      }
      ranks[rank] = start + i;
    }
    const last = this.#used + 2 * size - 2;
    for (let rank = 0; rank < size; rank++) {
      copyNode(this.#leaves, ranks[rank] ?? 0, this.#stage, last - rank);
    }
  }

  /** Lists every pair of nodes, of all trees, whose children are known; returns how many there are. */
  #listPairs(): number {
    const { pairs } = this.#kernel;
    let count = 0;
    for (let tree = 0; tree < this.#open.length; tree++) {
      const base = this.#bases[tree] ?? 0;
      const end = this.#open[tree] ?? 0;
      const start = end >> 1;
      for (let node = start; node < end; node++) {
        pairs[2 * count] = base + 2 * node + 1;
        pairs[2 * count + 1] = base + node;
        count++;
      }
      this.#open[tree] = start;
    }
    return count;
  }
}
