import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";

import { bytesToHex, type Hex } from "../hex";
import { keccak256Stream } from "../merkle/keccak256-stream";
import { fileError } from "./file-error";
import type { Progress } from "./progress";

const LINE_FEED = 10;
const LONGEST_LINE_SHOWN = 512;
const END_OF_FILE = "end of file";

/** The first line in which a file is not what it should be. */
export interface LineDifference {
  /** Counted from 1. */
  line: number;
  expected: string;
  found: string;
}

/** What comparing a file gave. */
export interface Comparison {
  /** Undefined when the file is what it should be, to the byte. */
  difference: LineDifference | undefined;
  /** keccak256 of what the file should be. */
  expectedHash: Hex;
}

/**
 * Compares a file with what it should be, without holding either in memory.
 *
 * @param chunks The expected bytes, in chunks of whole lines.
 * @throws OpenDepinError when the file cannot be read.
 */
export async function compareFile(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  progress: Progress,
): Promise<Comparison> {
  const file = await open(path).catch((error: unknown) => {
    throw fileError(path, error);
  });
  try {
    return await compareOpenFile(file, chunks, (fraction) => {
      progress(`comparing ${basename(path)}`, fraction);
    });
  } finally {
    await file.close();
  }
}

async function compareOpenFile(
  file: FileHandle,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onFraction: (fraction: number) => void,
): Promise<Comparison> {
  const { size } = await file.stat();
  const hash = keccak256Stream();
  let difference: LineDifference | undefined;
  let position = 0;
  let line = 1;
  for await (const expected of chunks) {
    hash.update(expected);
    if (difference) continue;
    const found = await readAt(file, position, expected.length);
    if (found.equals(expected)) {
      position += expected.length;
      line += lineFeeds(expected, expected.length);
      onFraction(position / size);
    } else difference = await differenceIn(file, position, line, expected, found);
  }
  if (!difference && position < size) {
    difference = { line, expected: END_OF_FILE, found: await lineAt(file, position) };
  }
  return { difference, expectedHash: bytesToHex(hash.digest()) };
}

async function differenceIn(
  file: FileHandle,
  position: number,
  firstLine: number,
  expected: Uint8Array,
  found: Buffer,
): Promise<LineDifference> {
  let at = 0;
  while (at < found.length && found[at] === expected[at]) at++;
  const lineStart = at === 0 ? 0 : expected.lastIndexOf(LINE_FEED, at - 1) + 1;
  return {
    line: firstLine + lineFeeds(expected, lineStart),
    expected: firstLineOf(Buffer.from(expected.subarray(lineStart))),
    found: await lineAt(file, position + lineStart),
  };
}

async function lineAt(file: FileHandle, position: number): Promise<string> {
  const bytes = await readAt(file, position, LONGEST_LINE_SHOWN);
  return bytes.length === 0 ? END_OF_FILE : firstLineOf(bytes);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  for (;;) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    done += bytesRead;
    if (bytesRead === 0 || done === length) return bytes.subarray(0, done);
  }
}

function firstLineOf(bytes: Buffer): string {
  const end = bytes.indexOf(LINE_FEED);
  return bytes.toString("utf8", 0, end < 0 ? Math.min(bytes.length, LONGEST_LINE_SHOWN) : end);
}

function lineFeeds(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0 && at < end; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
