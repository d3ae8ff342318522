import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { fileError } from "./file-error";

/**
 * The file that a path names, or the `.json` files of the directory that it names, by name.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`.
 */
export async function jsonFilesAt(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith(".json"));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw fileError(path, error);
  }
}
