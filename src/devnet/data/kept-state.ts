import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { OpenDepinError } from "../../errors";
import { fileError } from "../../files/file-error";
import { replaceFile } from "../../files/replace-file";
import type { BakedManifest } from "../bake/bake";
import { DEVNET_MANIFEST_VERSION } from "../manifest";

/** Files of a directory that keeps a devnet over restarts. */
const CHAIN_FILE = "chain.json";
const DUMP_FILE = "chain.json.partial";
const KEPT_MANIFEST_FILE = "manifest.json";

/** What a devnet goes on from. */
export interface KeptState {
  /** File of the chain's state. */
  chain: string;
  manifest: BakedManifest;
}

/**
 * What a directory keeps of a devnet; undefined when it is new or empty.
 *
 * @throws OpenDepinError `STATE_INVALID` if it holds something else.
 */
export async function readKeptState(directory: string): Promise<KeptState | undefined> {
  const entries = await readdir(directory).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw fileError(directory, error);
  });
  if (entries.length === 0) return undefined;
  const chain = join(directory, CHAIN_FILE);
  const text = await readFile(join(directory, KEPT_MANIFEST_FILE), "utf8").catch(() => undefined);
  if (text === undefined || !existsSync(chain)) {
    throw invalid(
      directory,
      "it holds no devnet that was ended properly; name a new directory, or remove it",
    );
  }
  const manifest = JSON.parse(text) as BakedManifest;
  if ((manifest.version as number) !== DEVNET_MANIFEST_VERSION) {
    throw invalid(
      directory,
      "its devnet is of another version of opendepin; name a new directory, or remove it",
    );
  }
  return { chain, manifest };
}

/** Where the chain shall write its state before it is kept. */
export async function prepareDump(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  return join(directory, DUMP_FILE);
}

/** Keeps what the chain has written, with the manifest that belongs to it. */
export async function keepState(directory: string, manifest: BakedManifest): Promise<void> {
  await rename(join(directory, DUMP_FILE), join(directory, CHAIN_FILE)).catch((cause: unknown) => {
    throw new OpenDepinError(
      "STATE_LOST",
      "anvil did not write the chain's state; it stays as it was before",
      {
        file: directory,
        cause,
      },
    );
  });
  await replaceFile(join(directory, KEPT_MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

function invalid(directory: string, reason: string): OpenDepinError {
  return new OpenDepinError("STATE_INVALID", reason, { file: directory });
}
