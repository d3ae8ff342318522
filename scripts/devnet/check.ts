import { Contract, JsonRpcProvider } from "ethers";

import { rewardDistributorAbi } from "../../src/abi";
import type { DevnetManifest } from "../../src/devnet/manifest";
import { readManifest } from "./manifest-file";

const PAUSE_MS = 250;

/**
 * Waits until the devnet of this folder answers a contract read with the root that its manifest names.
 *
 * @returns Whether it did in time.
 */
export async function waitUntilReady(timeoutSeconds: number): Promise<boolean> {
  const deadline = performance.now() + timeoutSeconds * 1000;
  while (performance.now() < deadline) {
    if (await isReady()) return true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}

async function isReady(): Promise<boolean> {
  const manifest = readManifest();
  return manifest !== undefined && (await answers(manifest).catch(() => false));
}

/** Reads each program's last claimable root through JSON-RPC, as an app would. */
export async function answers({ rpc, chainId, programs }: DevnetManifest): Promise<boolean> {
  const provider = new JsonRpcProvider(rpc, chainId, { staticNetwork: true, cacheTimeout: -1 });
  try {
    const checks = programs.map(async ({ distributor, epochs }) => {
      const read = new Contract(distributor, rewardDistributorAbi, provider).getFunction("rootOf");
      const claimable = epochs.filter(({ status }) => status === "claimable");
      const roots = await Promise.all(claimable.map(({ epoch }) => read(epoch) as Promise<string>));
      return roots.every((root, index) => root === claimable[index]?.root);
    });
    return (await Promise.all(checks)).every(Boolean);
  } finally {
    provider.destroy();
  }
}
