import { readFileSync } from "node:fs";
import { join } from "node:path";

import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { id, keccak256 } from "ethers";

import { repository } from "./scratch";

interface Artifact {
  abi: { type: string; name?: string }[];
  bytecode: string;
}

const CLAIMS: [account: string, cumulative: bigint, devicesRoot: string][] = [
  [`0x${"a1".repeat(20)}`, 1n, `0x${"00".repeat(32)}`],
  [`0x${"b2".repeat(20)}`, 2n ** 255n, `0x${"d3".repeat(32)}`],
  [`0x${"c3".repeat(20)}`, 10n ** 18n, `0x${"e4".repeat(32)}`],
];

const BATCH: [device: bigint, kind: number][] = [
  [1n, 1],
  [2n ** 255n, 2],
];

/** What every consumer has to find, from sources other than the package; the contracts are compiled when it is packed. */
export function expectedFacts() {
  const { abi } = compiled("rewards/RewardDistributor");
  return {
    root: StandardMerkleTree.of(CLAIMS, ["address", "uint256", "bytes32"]).root,
    device: BigInt(keccak256(CLAIMS[0]?.[0] ?? "0x")).toString(),
    batchRoot: StandardMerkleTree.of(BATCH, ["uint256", "uint32"]).root,
    isOneLibrary: true,
    isOneError: true,
    functions: abi.filter(({ type }) => type === "function").map(({ name }) => name),
    claimSelector: id("claim(address,uint256,bytes32,bytes32[])").slice(0, 10),
    deployments: {},
    contractName: "RewardToken",
    bytecode: compiled("token/RewardToken").bytecode,
  };
}

function compiled(contract: string): Artifact {
  const name = contract.slice(contract.indexOf("/") + 1);
  const file = join(repository, `artifacts/contracts/${contract}.sol/${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as Artifact;
}
