import { join } from "node:path";

import { type BatchTree, batchTree } from "../devices/batch-tree";
import type { BatchRow } from "../devices/batch-rows";
import { OpenDepinError } from "../errors";
import { KeyedRows } from "../flat/keyed-rows";
import { newWord, readWord, WORD_BYTES, writeWord } from "../flat/word";
import type { Hex } from "../hex";
import { DeviceForm, parseDevice, quote } from "../rewards/epoch/parse";
import { writeDirectoryAtomically } from "./atomic-directory";
import { readCsv } from "./csv";
import { JsonFields, MAX_UINT32 } from "./json-fields";
import { readJsonFile, writeJsonFile } from "./json-file";
import { noProgress, type Progress } from "./progress";

const BATCH_FILE = "batch.json";
const DEVICES_FILE = "devices.csv";
const BATCH_FORMAT = "opendepin-batch";
const BATCH_VERSION = 1;

const KIND = /^[1-9][0-9]{0,9}$/;

/** What `batch.json` states: all that a maker provisions, and what its list hashes to. */
export interface BatchSummary {
  maker: number;
  /** The kind of all devices if the list has no column of it, else 0. */
  kind: number;
  root: Hex;
  devices: number;
  /** keccak256 of `devices.csv`. */
  keccak256: Hex;
}

/** A batch's directory, with the tree of its list. */
export interface Batch extends BatchSummary {
  tree: BatchTree;
}

export interface BuildBatchOptions {
  /** CSV of the devices: `device`, and `kind` unless all are of one. */
  devices: string;
  /** Directory to make. */
  out: string;
  maker: number;
  /** The kind of all devices, if the list does not say it. */
  kind: number | undefined;
  progress?: Progress | undefined;
}

/**
 * Builds the directory of a batch: the list of its devices, and the root that a maker provisions.
 *
 * @throws OpenDepinError with file and line: `CSV_…`, `DEVICE_MALFORMED`, `DEVICE_DUPLICATE`, `KIND_MALFORMED`,
 * `KIND_TWICE`, `KIND_MISSING`; and `OUT_NOT_EMPTY`.
 */
export async function buildBatchDirectory({
  devices,
  out,
  maker,
  kind,
  progress = noProgress,
}: BuildBatchOptions): Promise<BatchSummary> {
  return writeDirectoryAtomically(out, async (directory) => {
    const list = { path: devices, copyTo: join(directory, DEVICES_FILE) };
    const { tree, keccak256 } = await readTree(list, kind ?? 0, progress);
    const summary = { maker, kind: kind ?? 0, root: tree.root(), devices: tree.size, keccak256 };
    await writeJsonFile(join(directory, BATCH_FILE), {
      format: BATCH_FORMAT,
      version: BATCH_VERSION,
      ...summary,
    });
    return summary;
  });
}

/**
 * Reads a batch's directory, and checks that its root follows from its list.
 *
 * @throws OpenDepinError `BATCH_INCONSISTENT`, and what reading throws.
 */
export async function readBatchDirectory(directory: string, progress: Progress = noProgress): Promise<Batch> {
  const path = join(directory, BATCH_FILE);
  const summary = await readJsonFile(path, summaryFromJson);
  const { tree, keccak256 } = await readTree({ path: join(directory, DEVICES_FILE) }, summary.kind, progress);
  if (keccak256 === summary.keccak256 && tree.root() === summary.root) return { ...summary, tree };
  throw new OpenDepinError(
    "BATCH_INCONSISTENT",
    `states another list than the ${DEVICES_FILE} beside it; use the directory as it was built`,
    { file: path },
  );
}

function summaryFromJson(content: unknown): BatchSummary {
  const fields = new JsonFields(content, "a batch");
  fields.requireFormat(BATCH_FORMAT, BATCH_VERSION);
  return {
    maker: fields.count("maker", MAX_UINT32),
    kind: fields.count("kind", MAX_UINT32),
    root: fields.hex("root", WORD_BYTES),
    devices: fields.count("devices"),
    keccak256: fields.hex("keccak256", WORD_BYTES),
  };
}

/** @param kind Of all devices; 0 if the list says it. */
async function readTree(
  source: { path: string; copyTo?: string },
  kind: number,
  progress: Progress,
): Promise<{ tree: BatchTree; keccak256: Hex }> {
  // the second word of a row is its kind: a million rows are 64 MB, outside of the JavaScript heap
  const rows = new KeyedRows(2);
  const keccak256 = await readCsv(
    source,
    (header) => {
      const deviceColumn = header.column("device");
      const kindColumn = header.optionalColumn("kind");
      requireOneKind(kindColumn, kind);
      const device = newWord();
      return (fields) => {
        const text = fields[deviceColumn] ?? "";
        if (parseDevice(text, device) === DeviceForm.address) throw addressIsNoId(text);
        const count = rows.length;
        if (rows.findOrAppend(device) < count) throw listedTwice(text);
        const its = kindColumn === undefined ? kind : parseKind(fields[kindColumn] ?? "");
        writeWord(rows.view, count * rows.rowBytes + WORD_BYTES, BigInt(its));
      };
    },
    progress,
  );
  progress("hashing devices", 0);
  return { tree: batchTree(batchRows(rows)), keccak256 };
}

function* batchRows(rows: KeyedRows): Generator<BatchRow, void, undefined> {
  for (let row = 0; row < rows.length; row++) {
    const offset = row * rows.rowBytes;
    yield {
      device: readWord(rows.view, offset),
      kind: Number(readWord(rows.view, offset + WORD_BYTES)),
    };
  }
}

function requireOneKind(column: number | undefined, kind: number): void {
  if (column === undefined && kind === 0)
    throw new OpenDepinError("KIND_MISSING", 'there is no column "kind"; add it, or give --kind for all');
  if (column !== undefined && kind !== 0)
    throw new OpenDepinError("KIND_TWICE", "the list has a column of kinds; leave --kind out");
}

function parseKind(text: string): number {
  if (KIND.test(text) && Number(text) <= MAX_UINT32) return Number(text);
  throw new OpenDepinError("KIND_MALFORMED", `kind ${quote(text)} is not a whole number from 1`);
}

function listedTwice(device: string): OpenDepinError {
  return new OpenDepinError(
    "DEVICE_DUPLICATE",
    `device ${quote(device)} is listed twice; give every device one row`,
  );
}

/** A list of addresses would build a tree of devices that nobody can ever be. */
function addressIsNoId(text: string): OpenDepinError {
  return new OpenDepinError(
    "DEVICE_MALFORMED",
    `${quote(text)} is an address, not a device's id; see: opendepin device id --signer <address>`,
  );
}
