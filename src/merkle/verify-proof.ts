import { type Hex, hexToBytes } from "../hex";
import { kernel } from "./kernel";
import { NODE_BYTES } from "./nodes";

/** A leaf and the sibling hashes from it up to below the root. */
export interface Proof {
  root: Hex;
  leaf: Hex;
  proof: readonly Hex[];
}

/**
 * Whether a node is in the tree with this root.
 *
 * Warning: this takes any node, also an inner one. Compute `leaf` from the row that is to be proven, as
 * `verifyClaim` and `verifyDevice` do: then an inner node, a hash of 64 bytes, can never pass for a row.
 *
 * @throws OpenDepinError `HEX_INVALID` if the root, the leaf or an element of the proof is not 32 bytes in hex
 */
export function verifyProof({ root, leaf, proof }: Proof): boolean {
  const expected = hexToBytes(root, NODE_BYTES);
  const siblings = proof.map((node) => hexToBytes(node, NODE_BYTES));
  const { stage, pairs, hashPairs } = kernel();
  stage.set(hexToBytes(leaf, NODE_BYTES));
  pairs.fill(0, 0, 2);
  for (const sibling of siblings) {
    stage.set(sibling, NODE_BYTES);
    hashPairs(1);
  }
  return expected.every((byte, i) => byte === stage[i]);
}
