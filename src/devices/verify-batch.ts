import { bytesToHex, type Hex } from "../hex";
import { leavesOf } from "../merkle/rows";
import { verifyProof } from "../merkle/verify-proof";
import { batchCodec, type BatchRow } from "./batch-rows";

/** A batch's root, a device of it, and the sibling hashes from its leaf up to below the root. */
export interface BatchProof {
  root: Hex;
  row: BatchRow;
  proof: readonly Hex[];
}

/**
 * Whether a batch's root says that the device is of this kind, as `MakerRegistry.requireAttested` finds it.
 *
 * @throws OpenDepinError `TREE_ROW_INVALID` if the row is out of range, `HEX_INVALID` if the root or an element of the
 *   proof is not 32 bytes in hex
 */
export function verifyBatch({ root, row, proof }: BatchProof): boolean {
  return verifyProof({ root, leaf: bytesToHex(leavesOf(batchCodec, [row])), proof });
}
