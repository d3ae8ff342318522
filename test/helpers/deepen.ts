import { concat, id, keccak256 } from "ethers";

import { type Claim, type ClaimTree } from "./tree";

/** The same tree as one branch of a far larger one: `levels` more siblings in every proof, and the root above them. */
export function deepen(tree: ClaimTree, levels: number): ClaimTree {
  const siblings = Array.from({ length: levels }, (_, level) => id(`sibling at level ${level}`));
  const root = siblings.reduce(hashPair, tree.root);
  const claimOf = (account: Parameters<ClaimTree["claimOf"]>[0]): Claim => {
    const claim = tree.claimOf(account);
    return { ...claim, proof: [...claim.proof, ...siblings] };
  };
  return { root, total: tree.total, claimOf };
}

function hashPair(a: string, b: string): string {
  return keccak256(BigInt(a) < BigInt(b) ? concat([a, b]) : concat([b, a]));
}
