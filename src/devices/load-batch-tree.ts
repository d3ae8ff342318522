import { loadTree } from "../merkle/load-tree";
import { batchColumns } from "./batch-columns";
import { batchCodec } from "./batch-rows";
import { BatchTree } from "./batch-tree";

/**
 * Loads what `BatchTree.dump`, or `StandardMerkleTree`'s `dump`, made, and checks all of it.
 *
 * @param dump the dump as parsed from JSON
 * @throws OpenDepinError `TREE_DUMP_INVALID` if it is not such a dump or its hashes do not fit its rows,
 *   `TREE_ROW_INVALID` if a row is out of range, `BATCH_DUPLICATE` naming a device that comes twice
 */
export function loadBatchTree(dump: unknown): BatchTree {
  const { rows, tree } = loadTree(batchCodec, dump);
  return new BatchTree(batchColumns(rows), tree);
}
