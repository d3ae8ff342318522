import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

import { fileError } from "./file-error";

/**
 * Writes a file that is there either as it was or as it shall be, whatever happens in between.
 *
 * @throws OpenDepinError `FILE_UNWRITABLE`.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.partial`;
  try {
    const file = await open(temporary, "wx");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileError(path, error, "write");
  }
}
