import type { Hex } from "../hex";
import { callContract, uintWord } from "./call-contract";
import { JsonRpc, latestBlock } from "./json-rpc";
import type { DevnetManifest } from "./manifest";

/** How a devnet is. */
export interface Health {
  /** Whether its contracts answer with the roots that its manifest names. */
  ok: boolean;
  block: number;
  /** The chain's clock, seconds since 1970. */
  timestamp: number;
}

/** Reads what each program has made claimable, through JSON-RPC, as an app would. */
export async function readHealth({ rpc: url, programs }: DevnetManifest): Promise<Health> {
  const rpc = new JsonRpc(url);
  const claimable = programs.flatMap(({ distributor, epochs }) =>
    epochs
      .filter(({ status }) => status === "claimable")
      .map(({ epoch, root }) => ({ distributor, epoch, root })),
  );
  const roots = await Promise.all(
    claimable.map(({ distributor, epoch }) =>
      callContract<Hex>(rpc, distributor, "rootOf(uint32)", [uintWord(epoch)]),
    ),
  );
  const { number, timestamp } = await latestBlock(rpc);
  return { ok: roots.every((root, index) => root === claimable[index]?.root), block: number, timestamp };
}

/** Whether a devnet answers, and with what its manifest says. */
export async function answers(manifest: DevnetManifest): Promise<boolean> {
  return readHealth(manifest).then(
    ({ ok }) => ok,
    () => false,
  );
}
