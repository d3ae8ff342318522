import { OpenDepinError } from "../../errors";
import { JsonRpc, latestBlock } from "../json-rpc";
import type { DevnetManifest } from "../manifest";

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 } as const;

/**
 * Seconds of a duration such as `90s`, `10m`, `2h`, `1d` or `1w`.
 *
 * @throws OpenDepinError `DURATION`.
 */
export function parseDuration(text: string): number {
  const match = /^([1-9][0-9]{0,5})([smhdw])$/.exec(text);
  if (match === null)
    throw new OpenDepinError("DURATION", `expected a duration such as 90s, 10m, 2h, 1d or 1w, not "${text}"`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** Moves a devnet's clock forward. Returns the chain's new time, seconds since 1970. */
export async function warp({ rpc: url }: DevnetManifest, seconds: number): Promise<number> {
  const rpc = new JsonRpc(url);
  await rpc.send("evm_increaseTime", seconds);
  await rpc.send("evm_mine");
  return (await latestBlock(rpc)).timestamp;
}
