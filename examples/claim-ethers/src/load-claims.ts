import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { type Address, type Claim, claimTree, type Hex, loadClaimTree, type Tree } from "opendepin/rewards";

/** What an epoch lets accounts claim. The tree is computed here, so nobody has to be trusted for it. */
export interface Claims {
  claims: Claim[];
  tree: Tree;
}

/** Reads the directory of an epoch, or what `opendepin epoch dump` wrote of it. */
export function loadClaims(path: string): Claims {
  if (!statSync(path).isDirectory()) return loadClaimTree(JSON.parse(readFileSync(path, "utf8")));
  const [, ...lines] = readFileSync(join(path, "claims.csv"), "utf8").trimEnd().split("\n");
  const claims = lines.map(parseLine);
  return { claims, tree: claimTree(claims) };
}

function parseLine(line: string): Claim {
  const [account, cumulative, devicesRoot] = line.split(",") as [Address, string, Hex];
  return { account, cumulative: BigInt(cumulative), devicesRoot };
}
