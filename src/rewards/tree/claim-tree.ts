import { bytesToHex, type Hex } from "../../hex";
import { buildTree, type Tree } from "../../merkle/build-tree";
import { type Claim, claimCodec } from "./claim-rows";
import { loadTree } from "../../merkle/load-tree";
import { leavesOf } from "../../merkle/rows";
import { dumpTree, type TreeDump } from "../../merkle/tree-dump";
import { verifyProof } from "../../merkle/verify-proof";

/**
 * The leaf of a claim: `keccak256(keccak256(abi.encode(account, cumulative, devicesRoot)))`.
 *
 * @throws OpenDepinError `TREE_ROW_INVALID` if the claim is out of range
 */
export function claimLeaf(claim: Claim): Hex {
  return bytesToHex(leavesOf(claimCodec, [claim]));
}

/**
 * The tree of an epoch's claims. Proofs are by the place of the claim in `claims`.
 *
 * @throws OpenDepinError `TREE_EMPTY` without claims, `TREE_ROW_INVALID` naming the first that is out of range
 */
export function claimTree(claims: readonly Claim[]): Tree {
  return buildTree(leavesOf(claimCodec, claims));
}

/**
 * Whether an epoch's root says that this claim is owed.
 *
 * @throws OpenDepinError `TREE_ROW_INVALID` if the claim is out of range, `HEX_INVALID` if the root or an element of
 *   the proof is not 32 bytes in hex
 */
export function verifyClaim({
  root,
  claim,
  proof,
}: {
  root: Hex;
  claim: Claim;
  proof: readonly Hex[];
}): boolean {
  return verifyProof({ root, leaf: claimLeaf(claim), proof });
}

/**
 * A tree of claims as plain data, which `StandardMerkleTree.load` accepts.
 *
 * @param claims the claims that the tree was built from, in their order
 * @throws RangeError if there are not as many claims as the tree has
 */
export function dumpClaimTree(claims: readonly Claim[], tree: Tree): TreeDump {
  return dumpTree(claimCodec, claims, tree);
}

/**
 * Loads what `dumpClaimTree`, or `StandardMerkleTree`'s `dump`, made, and checks all of it.
 *
 * @param dump the dump as parsed from JSON
 * @throws OpenDepinError `TREE_DUMP_INVALID` if it is not such a dump or its hashes do not fit its claims,
 *   `TREE_ROW_INVALID` if a claim is out of range
 */
export function loadClaimTree(dump: unknown): { claims: Claim[]; tree: Tree } {
  const { rows, tree } = loadTree(claimCodec, dump);
  return { claims: rows, tree };
}
