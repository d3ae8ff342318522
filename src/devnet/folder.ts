import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { OpenDepinError } from "../errors";
import { replaceFile } from "../files/replace-file";
import type { DevnetManifest } from "./manifest";

/** In the folder that a devnet was started in. */
export const MANIFEST_FILE = "devnet.json";

/** The manifest of a folder's devnet; undefined when there is none that can be read. */
export async function readManifest(folder: string): Promise<DevnetManifest | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, MANIFEST_FILE), "utf8")) as DevnetManifest;
  } catch {
    return undefined;
  }
}

/**
 * The same, for what makes no sense without one.
 *
 * @throws OpenDepinError `DEVNET_MISSING`.
 */
export async function requireManifest(folder: string): Promise<DevnetManifest> {
  const manifest = await readManifest(folder);
  if (manifest !== undefined) return manifest;
  throw new OpenDepinError(
    "DEVNET_MISSING",
    `no ${MANIFEST_FILE} in this folder; start the devnet first: opendepin devnet`,
  );
}

export async function writeManifest(folder: string, manifest: DevnetManifest): Promise<void> {
  await replaceFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

export async function removeManifest(folder: string): Promise<void> {
  await rm(join(folder, MANIFEST_FILE), { force: true });
}
