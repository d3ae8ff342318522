import { AbiCoder, getBytes, keccak256 } from "ethers";

import { buildTree, hashLeaves } from "../../src/rewards/tree";
import { type Batch } from "../../test/helpers/attestations";

const LEAF_BYTES = 32;
const ROW_BYTES = 96;
const CHUNK = 4_096;

/** A maker's batch of `size` devices, of which the given ones can be proven. */
export function syntheticBatch(
  devices: readonly bigint[],
  kind: bigint,
  size: number,
): Pick<Batch, "root"> & { proofOf(device: bigint): string[] } {
  const leaves = otherLeaves(size);
  for (const [index, device] of devices.entries()) leaves.set(leafOf(device, kind), index * LEAF_BYTES);
  const tree = buildTree(leaves);
  const indexes = new Map(devices.map((device, index) => [device, index]));
  return { root: tree.root(), proofOf: (device) => tree.proof(indexes.get(device) ?? size) };
}

function leafOf(device: bigint, kind: bigint): Uint8Array {
  const row = AbiCoder.defaultAbiCoder().encode(["uint256", "uint32"], [device, kind]);
  return getBytes(keccak256(keccak256(row)));
}

function otherLeaves(size: number): Uint8Array {
  const leaves = new Uint8Array(size * LEAF_BYTES);
  for (let start = 0; start < size; start += CHUNK) {
    const length = Math.min(CHUNK, size - start);
    const rows = new Uint8Array(length * ROW_BYTES);
    const view = new DataView(rows.buffer);
    for (let row = 0; row < length; row++) view.setUint32(row * ROW_BYTES, start + row);
    hashLeaves(rows, leaves.subarray(start * LEAF_BYTES, (start + length) * LEAF_BYTES));
  }
  return leaves;
}
