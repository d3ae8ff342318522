import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Bake } from "../bake/bake";

const KEY_FILE = /\.pem$/;
const OWNER_ALONE = 0o600;

/** Writes a baked devnet's files into a directory, which is emptied first. Keys are readable by their owner alone. */
export async function writeData({ files }: Pick<Bake, "files">, directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, KEY_FILE.test(path) ? { mode: OWNER_ALONE } : {});
  }
}
