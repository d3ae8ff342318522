import { createReadStream } from "node:fs";

import { fileError } from "./file-error";

const CHUNK_BYTES = 1 << 20;
const LINE_FEED = 10;

/**
 * The bytes of a file in chunks of whole lines.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`.
 */
export async function* wholeLines(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
    for await (const chunk of chunks) {
      const bytes = Buffer.concat([rest, chunk]);
      const end = bytes.lastIndexOf(LINE_FEED) + 1;
      if (end > 0) yield bytes.subarray(0, end);
      rest = bytes.subarray(end);
    }
  } catch (error) {
    throw fileError(path, error);
  }
  if (rest.length > 0) yield rest;
}
