import { createReadStream } from "node:fs";

import { bytesToHex, type Hex } from "../hex";
import { keccak256Stream } from "../merkle/keccak256-stream";
import { fileError } from "./file-error";

/**
 * keccak256 of a file's bytes, without holding them in memory.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`.
 */
export async function hashFile(path: string): Promise<Hex> {
  const hash = keccak256Stream();
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  } catch (error) {
    throw fileError(path, error);
  }
  return bytesToHex(hash.digest());
}
