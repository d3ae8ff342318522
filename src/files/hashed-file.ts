import { open } from "node:fs/promises";
import { basename } from "node:path";

import { bytesToHex, type Hex } from "../hex";
import { keccak256Stream } from "../merkle/keccak256-stream";
import { fileError } from "./file-error";
import type { Progress } from "./progress";

/**
 * Writes a new file chunk by chunk.
 *
 * @param expectedBytes How large the file will be, about; only for the progress.
 * @returns keccak256 of what was written.
 */
export async function writeHashedFile(
  path: string,
  chunks: Iterable<Uint8Array>,
  progress: Progress,
  expectedBytes: number,
): Promise<Hex> {
  const hash = keccak256Stream();
  const file = await open(path, "wx");
  let done = 0;
  try {
    for (const chunk of chunks) {
      await file.appendFile(chunk);
      hash.update(chunk);
      done += chunk.length;
      progress(`writing ${basename(path)}`, Math.min(1, done / expectedBytes));
    }
  } catch (error) {
    throw fileError(path, error);
  } finally {
    await file.close();
  }
  return bytesToHex(hash.digest());
}
