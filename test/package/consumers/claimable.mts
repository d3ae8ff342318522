import { readFileSync } from "node:fs";

import type { DevnetManifest } from "opendepin";
import { iRewardDistributorAbi } from "opendepin/abi";
import { type Address, createPublicClient, type Hex, http } from "viem";

interface ClaimProof {
  account: Address;
  cumulative: string;
  devicesRoot: Hex;
  proof: Hex[];
}

/** Prints what each account whose proof is in a file may claim from the devnet's first distributor. */
async function main([manifestFile = "", ...proofFiles]: string[]): Promise<void> {
  const { rpc, programs } = readJson(manifestFile) as DevnetManifest;
  const client = createPublicClient({ transport: http(rpc) });
  for (const file of proofFiles) {
    const { account, cumulative, devicesRoot, proof } = readJson(file) as ClaimProof;
    const amount: bigint = await client.readContract({
      address: programs[0]?.distributor ?? "0x",
      abi: iRewardDistributorAbi,
      functionName: "claimable",
      args: [account, BigInt(cumulative), devicesRoot, proof],
    });
    console.log(`${account},${amount}`);
  }
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

await main(process.argv.slice(2));
