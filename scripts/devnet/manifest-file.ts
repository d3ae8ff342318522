import { readFileSync } from "node:fs";

import type { DevnetManifest } from "../../src/devnet/manifest";

/** In the folder that the devnet was started in. */
export const MANIFEST_FILE = "devnet.json";

/** The manifest of this folder's devnet; undefined when there is none that can be read. */
export function readManifest(): DevnetManifest | undefined {
  try {
    return JSON.parse(readFileSync(MANIFEST_FILE, "utf8")) as DevnetManifest;
  } catch {
    return undefined;
  }
}
