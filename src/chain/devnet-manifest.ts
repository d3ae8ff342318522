import { readFile } from "node:fs/promises";

import type { DevnetManifest } from "../devnet/manifest";

/** Written by the devnet into the folder that it was started in. */
const DEVNET_MANIFEST = "devnet.json";

/**
 * The manifest of the devnet of this folder.
 *
 * @param chainId The chain that it must be of; any if left out.
 * @returns Undefined when there is none, or it is of another chain.
 */
export async function readDevnetManifest(chainId?: bigint): Promise<DevnetManifest | undefined> {
  const text = await readFile(DEVNET_MANIFEST, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as DevnetManifest;
  return chainId === undefined || BigInt(manifest.chainId) === chainId ? manifest : undefined;
}
