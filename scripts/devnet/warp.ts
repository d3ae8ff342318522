import { JsonRpcProvider } from "ethers";

import type { DevnetManifest } from "../../src/devnet/manifest";
import { OpenDepinError } from "../../src/errors";
import { MANIFEST_FILE, readManifest } from "./manifest-file";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of a duration such as `90s`, `10m`, `2h` or `1d`. */
export function parseDuration(text: string): number {
  const match = /^([1-9][0-9]{0,5})([smhd])$/.exec(text);
  if (match === null)
    throw new OpenDepinError("DURATION", `--warp takes a duration such as 90s, 10m, 2h or 1d, not "${text}"`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** Moves the running devnet's clock forward. Returns the chain's new time, seconds since 1970. */
export async function warp(seconds: number): Promise<number> {
  const provider = new JsonRpcProvider(runningManifest().rpc, undefined, { staticNetwork: true });
  try {
    await provider.send("evm_increaseTime", [seconds]);
    await provider.send("evm_mine", []);
    return (await provider.getBlock("latest"))?.timestamp ?? 0;
  } finally {
    provider.destroy();
  }
}

function runningManifest(): DevnetManifest {
  const manifest = readManifest();
  if (manifest !== undefined) return manifest;
  throw new OpenDepinError(
    "DEVNET_MISSING",
    `no ${MANIFEST_FILE} in this folder; start the devnet first: npm run devnet`,
  );
}
