import type { Hex } from "../../hex";
import type { DevnetManifest } from "../manifest";

/** What a manifest says whatever machine serves the devnet; directories are relative to the devnet's data. */
export type BakedManifest = Omit<DevnetManifest, "rpc" | "http" | "data">;

/** One block of the recorded chain. */
export interface BakedBlock {
  /** Seconds since 1970. */
  timestamp: number;
  /** Signed, as it was broadcast; a block that only moves the clock has none. */
  transaction: Hex | null;
}

/** A devnet as it was recorded: everything that it takes to serve the same again. */
export interface Bake {
  /** When block 0 was, seconds since 1970. */
  genesis: number;
  /** From block 1 on. */
  blocks: BakedBlock[];
  /** Hash of the last block: it commits to all of the chain's state and history. */
  head: Hex;
  manifest: BakedManifest;
  /** Content by path, relative to the devnet's data. */
  files: Record<string, string>;
}
