import { join } from "node:path";

import { OpenDepinError } from "../errors";
import { CsvRows } from "./csv-rows";
import { compareFile, type LineDifference } from "./compare-file";
import { CLAIMS_FILE, EXCLUDED_FILE, readReport, REWARDS_FILE } from "./epoch-directory";
import { INPUTS_DIRECTORY } from "./epoch-inputs";
import type { Progress } from "./progress";
import { wholeLines } from "./whole-lines";

/** The first place where two directories of an epoch differ. */
export interface EpochDifference {
  /** Path in the directories. */
  file: string;
  /** Counted from 1; undefined if only one of them has the file. */
  line: number | undefined;
  /** Whose row it is: `account 0x…` or `device …`; undefined if the line is of another row in each, or of none. */
  row: string | undefined;
  /** What of the row differs; undefined if the lines cannot be compared field by field. */
  column: string | undefined;
  ours: string;
  theirs: string;
}

/** Causes come before what follows from them; everything before these is an input. */
const OUTPUTS = [REWARDS_FILE, EXCLUDED_FILE, CLAIMS_FILE];
/** What a row is about: the first of these columns that the file has. */
const SUBJECTS = ["account", "device"];

/**
 * Compares the data files of two directories of the same epoch, the inputs first.
 *
 * @returns Undefined if they are the same to the byte.
 * @throws OpenDepinError when a directory's report or a file that it names cannot be read.
 */
export async function compareEpochs(
  ours: string,
  theirs: string,
  progress: Progress,
): Promise<EpochDifference | undefined> {
  const [here, there] = await Promise.all([filesOf(ours), filesOf(theirs)]);
  for (const file of [...new Set([...here, ...there])].sort(causesFirst)) {
    if (!here.has(file) || !there.has(file)) return onlyOne(file, here.has(file));
    const { difference } = await compareFile(join(theirs, file), wholeLines(join(ours, file)), progress);
    if (difference !== undefined) return describe(file, await headerOf(join(ours, file)), difference);
  }
  return undefined;
}

async function filesOf(directory: string): Promise<Set<string>> {
  return new Set((await readReport(directory)).files.map(({ file }) => file));
}

function causesFirst(left: string, right: string): number {
  return place(left) - place(right) || (left < right ? -1 : 1);
}

function place(file: string): number {
  return file.startsWith(`${INPUTS_DIRECTORY}/`) ? -1 : OUTPUTS.indexOf(file);
}

function onlyOne(file: string, isOurs: boolean): EpochDifference {
  const [ours, theirs] = isOurs ? ["a file", "no such file"] : ["no such file", "a file"];
  return { file, line: undefined, row: undefined, column: undefined, ours, theirs };
}

async function headerOf(path: string): Promise<string> {
  for await (const lines of wholeLines(path))
    return Buffer.from(lines).toString("utf8").split("\n", 1)[0] ?? "";
  return "";
}

/** Names what differs in the line, if it is a row in both. */
function describe(file: string, header: string, { line, expected, found }: LineDifference): EpochDifference {
  const [ours, theirs] = [expected, found].map((row) => (line === 1 ? undefined : fieldsOf(header, row)));
  const whole = { file, line, row: undefined, column: undefined, ours: expected, theirs: found };
  if (ours === undefined || theirs === undefined) return whole;
  const subject = SUBJECTS.find((name) => ours.has(name));
  const columns = [...(subject === undefined ? [] : [subject]), ...ours.keys()];
  const column = columns.find((name) => ours.get(name) !== theirs.get(name));
  if (column === undefined) return whole;
  const row =
    subject === undefined || column === subject ? undefined : `${subject} ${ours.get(subject) ?? ""}`;
  return { file, line, row, column, ours: ours.get(column) ?? "", theirs: theirs.get(column) ?? "" };
}

/** A row's fields by their columns; undefined if the line is no row below that header. */
function fieldsOf(header: string, row: string): Map<string, string> | undefined {
  const columns = header.replace(/^\ufeff|\r$/g, "").split(",");
  const fields = new Map<string, string>();
  const rows = new CsvRows("", () => (values) => {
    columns.forEach((column, index) => fields.set(column, values[index] ?? ""));
  });
  try {
    rows.take(Buffer.from(`${header}\n${row}\n`));
  } catch (error) {
    if (error instanceof OpenDepinError) return undefined;
    throw error;
  }
  return fields;
}
