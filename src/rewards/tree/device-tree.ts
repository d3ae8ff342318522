import { bytesToHex, type Hex } from "../../hex";
import { buildTree, type Tree } from "../../merkle/build-tree";
import { deviceCodec, type DeviceRow } from "./device-rows";
import { loadTree } from "../../merkle/load-tree";
import { leavesOf } from "../../merkle/rows";
import { dumpTree, type TreeDump } from "../../merkle/tree-dump";
import { verifyProof } from "../../merkle/verify-proof";

/**
 * The leaf of a device row: `keccak256(keccak256(abi.encode(device, units, reward)))`.
 *
 * @throws OpenDepinError `TREE_ROW_INVALID` if the row is out of range
 */
export function deviceLeaf(row: DeviceRow): Hex {
  return bytesToHex(leavesOf(deviceCodec, [row]));
}

/**
 * The tree of one payee's devices in an epoch; its root is the `devicesRoot` of the payee's claim.
 * Proofs are by the place of the row in `rows`.
 *
 * @throws OpenDepinError `TREE_EMPTY` without rows, `TREE_ROW_INVALID` naming the first that is out of range
 */
export function deviceTree(rows: readonly DeviceRow[]): Tree {
  return buildTree(leavesOf(deviceCodec, rows));
}

/**
 * Whether a claim's `devicesRoot` says that the device did and earned this.
 *
 * @throws OpenDepinError `TREE_ROW_INVALID` if the row is out of range, `HEX_INVALID` if the root or an element of
 *   the proof is not 32 bytes in hex
 */
export function verifyDevice({
  root,
  row,
  proof,
}: {
  root: Hex;
  row: DeviceRow;
  proof: readonly Hex[];
}): boolean {
  return verifyProof({ root, leaf: deviceLeaf(row), proof });
}

/**
 * A tree of device rows as plain data, which `StandardMerkleTree.load` accepts.
 *
 * @param rows the rows that the tree was built from, in their order
 * @throws RangeError if there are not as many rows as the tree has
 */
export function dumpDeviceTree(rows: readonly DeviceRow[], tree: Tree): TreeDump {
  return dumpTree(deviceCodec, rows, tree);
}

/**
 * Loads what `dumpDeviceTree`, or `StandardMerkleTree`'s `dump`, made, and checks all of it.
 *
 * @param dump the dump as parsed from JSON
 * @throws OpenDepinError `TREE_DUMP_INVALID` if it is not such a dump or its hashes do not fit its rows,
 *   `TREE_ROW_INVALID` if a row is out of range
 */
export function loadDeviceTree(dump: unknown): { rows: DeviceRow[]; tree: Tree } {
  return loadTree(deviceCodec, dump);
}
