import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";

import { bytesToHex, type Hex } from "../hex";
import { keccak256Stream } from "../merkle/keccak256-stream";
import { type CsvHeaderHandler, CsvRows } from "./csv-rows";
import { fileError } from "./file-error";
import { noProgress, type Progress } from "./progress";

const CHUNK_BYTES = 1 << 20;

/** A CSV file to read. */
export interface CsvSource {
  path: string;
  /** Where the same bytes are written while they are read. */
  copyTo?: string | undefined;
}

/**
 * Reads a CSV file row by row: UTF-8 with or without a byte order mark, LF or CRLF, quoted fields, a header.
 *
 * It is strict where a file may have been cut or mangled on its way: the last line must end, every row must have as
 * many fields as the header, and there must be at least one row.
 *
 * @returns keccak256 of the file's bytes.
 * @throws OpenDepinError with file and line: what is wrong with the file, or what the row handler threw.
 */
export async function readCsv(
  { path, copyTo }: CsvSource,
  onHeader: CsvHeaderHandler,
  progress: Progress = noProgress,
): Promise<Hex> {
  const rows = new CsvRows(path, onHeader);
  const hash = keccak256Stream();
  try {
    const { size } = await stat(path);
    const copy = copyTo === undefined ? undefined : await open(copyTo, "wx");
    try {
      let done = 0;
      for await (const chunk of createReadStream(path, {
        highWaterMark: CHUNK_BYTES,
      }) as AsyncIterable<Buffer>) {
        await copy?.appendFile(chunk);
        hash.update(chunk);
        rows.take(chunk);
        done += chunk.length;
        progress(`reading ${basename(path)}`, Math.min(1, done / size));
      }
    } finally {
      await copy?.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
  rows.end();
  return bytesToHex(hash.digest());
}
