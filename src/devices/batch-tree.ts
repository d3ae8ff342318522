import { bytesToBigint } from "../bytes";
import { OpenDepinError } from "../errors";
import { bytesToHex, type Hex } from "../hex";
import { buildTree, type Tree } from "../merkle/build-tree";
import { compareNodes, NODE_BYTES, viewOf } from "../merkle/nodes";
import { sortNodes } from "../merkle/sort-nodes";
import { dumpTree, type TreeDump } from "../merkle/tree-dump";
import { type BatchColumns, batchColumns, KIND_BYTES } from "./batch-columns";
import { batchCodec, type BatchRow } from "./batch-rows";

/** What `BatchTree.dump` gives and `loadBatchTree` takes. */
export type BatchTreeDump = TreeDump<[device: string, kind: string]>;

/** The devices that a maker attests with one root. `batchTree` and `loadBatchTree` make one. */
export class BatchTree {
  readonly #ids: Uint8Array;
  readonly #kinds: DataView;
  /** Rows in ascending order of their ids. */
  readonly #order: Uint32Array;
  readonly #tree: Tree;

  constructor({ ids, kinds }: Pick<BatchColumns, "ids" | "kinds">, tree: Tree) {
    this.#ids = ids;
    this.#kinds = viewOf(kinds);
    this.#order = sortNodes(ids);
    this.#tree = tree;
    refuseDuplicates(ids, this.#order);
  }

  /** The number of devices. */
  get size(): number {
    return this.#order.length;
  }

  /** The root, for `MakerRegistry.provisionBatch`. */
  root(): Hex {
    return this.#tree.root();
  }

  /** Whether the batch holds the device, as any kind. */
  has(device: bigint): boolean {
    return this.#find(device) !== undefined;
  }

  /**
   * What the batch says that a device is.
   *
   * @throws OpenDepinError `BATCH_DEVICE_UNKNOWN` if the batch does not hold the device
   */
  kindOf(device: bigint): number {
    return this.#kindAt(this.#rowOf(device));
  }

  /**
   * The sibling hashes from a device's leaf up to below the root: the `proof` of an `Attestation`.
   *
   * @throws OpenDepinError `BATCH_DEVICE_UNKNOWN` if the batch does not hold the device
   */
  proof(device: bigint): Hex[] {
    return this.#tree.proof(this.#rowOf(device));
  }

  /** The devices and their kinds, in the order in which they were given. */
  *rows(): Generator<BatchRow, void, undefined> {
    for (let row = 0; row < this.size; row++) yield { device: this.#deviceAt(row), kind: this.#kindAt(row) };
  }

  /**
   * The whole tree as plain data, which `StandardMerkleTree.load` accepts too.
   *
   * Of a large batch keep the rows: they are a quarter of the dump, and the tree is soon built from them.
   */
  dump(): BatchTreeDump {
    return dumpTree(batchCodec, [...this.rows()], this.#tree);
  }

  #rowOf(device: bigint): number {
    const row = this.#find(device);
    if (row !== undefined) return row;
    throw new OpenDepinError(
      "BATCH_DEVICE_UNKNOWN",
      `The batch of ${this.size} devices does not hold ${device}. Is it the id of the device's first key?`,
    );
  }

  #find(device: bigint): number | undefined {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const row = this.#order[middle] ?? 0;
      const found = this.#deviceAt(row);
      if (found === device) return row;
      if (found < device) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  #deviceAt(row: number): bigint {
    return bytesToBigint(this.#ids.subarray(row * NODE_BYTES, (row + 1) * NODE_BYTES));
  }

  #kindAt(row: number): number {
    return this.#kinds.getUint32(row * KIND_BYTES);
  }
}

/**
 * Builds the tree of a batch: the root that a maker registers, and the proofs that its devices bring.
 *
 * A million devices take about a second and 200 MB; pass a generator rather than an array to stay there.
 *
 * @param rows each device once
 * @throws OpenDepinError `TREE_EMPTY` without rows, `TREE_ROW_INVALID` naming the first that is out of range,
 *   `BATCH_DUPLICATE` naming a device that comes twice
 */
export function batchTree(rows: Iterable<BatchRow>): BatchTree {
  const columns = batchColumns(rows);
  return new BatchTree(columns, buildTree(columns.leaves));
}

function refuseDuplicates(ids: Uint8Array, order: Uint32Array): void {
  const view = viewOf(ids);
  for (let rank = 1; rank < order.length; rank++) {
    const first = order[rank - 1] ?? 0;
    const second = order[rank] ?? 0;
    if (compareNodes(view, first, second) !== 0) continue;
    const device = bytesToHex(ids.subarray(first * NODE_BYTES, (first + 1) * NODE_BYTES));
    throw new OpenDepinError(
      "BATCH_DUPLICATE",
      `Rows ${first} and ${second} are about the same device, ${device}: list each device once.`,
    );
  }
}
