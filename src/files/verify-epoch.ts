import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { assembleEpoch, type Epoch } from "../rewards/epoch/assemble";
import { claimsCsv, excludedCsv, rewardsCsv } from "../rewards/epoch/csv-text";
import type { FileHash } from "../rewards/epoch/data-hash";
import { type EpochReport, renderReport } from "../rewards/epoch/report";
import { stateEpoch } from "../rewards/epoch/state-epoch";
import { compareFile } from "./compare-file";
import { CLAIMS_FILE, EXCLUDED_FILE, readReport, REPORT_FILE, REWARDS_FILE } from "./epoch-directory";
import { INPUT_NAMES, inputFile, INPUTS_DIRECTORY, type InputSources, readEpochInputs } from "./epoch-inputs";
import { type PreviousLocation, readPreviousEpoch } from "./previous-epoch";
import { noProgress, type Progress } from "./progress";

export interface VerifyEpochOptions {
  /** Directory of the epoch before, instead of the one that the report names. */
  previous?: string | undefined;
  progress?: Progress | undefined;
}

/** A file that is not what it should be. */
export interface FileDifference {
  /** Path in the epoch's directory. */
  file: string;
  /** First line that differs, counted from 1; undefined when the file differs as a whole. */
  line: number | undefined;
  expected: string;
  found: string;
}

/** What verifying an epoch directory gave. */
export interface EpochVerification {
  /** The report as the directory states it. */
  stated: EpochReport;
  /** The report as it follows from the inputs and the previous epoch. */
  computed: EpochReport;
  /** Files that were compared, in the order of comparison. */
  files: string[];
  /** Empty when the directory is exactly what follows from its inputs. */
  differences: FileDifference[];
}

/**
 * Recomputes an epoch from the inputs in its directory and from the epoch before, and compares every file.
 *
 * The epoch's number, its budget, the registry that was read and the path of the previous directory are taken from the
 * report: nothing else states them.
 *
 * @throws OpenDepinError when the directory, an input or the previous epoch cannot be read or contradicts itself.
 */
export async function verifyEpochDirectory(
  directory: string,
  options: VerifyEpochOptions = {},
): Promise<EpochVerification> {
  const progress = options.progress ?? noProgress;
  const stated = await readReport(directory);
  const location = previousOf(directory, stated, options);
  const { ledger, previous } = await readPreviousEpoch(location, stated.epoch, progress);
  const { inputs, hashes } = await readEpochInputs(sourcesOf(directory, stated), stated, progress);
  progress("computing the epoch", 0);
  const epoch = assembleEpoch({ ...inputs, previous: ledger });

  const tables = await compareTables(directory, epoch, inputs.registry !== undefined, progress);
  const computed = stateEpoch(stated.epoch, inputs, epoch, [...hashes, ...tables.hashes], previous);
  const report = await compareFile(
    join(directory, REPORT_FILE),
    [Buffer.from(renderReport(computed))],
    progress,
  );
  const differences = [
    ...inputDifferences(stated, hashes),
    ...(await unnamedInputs(directory, hashes)),
    ...tables.differences,
  ];
  if (report.difference) differences.push({ file: REPORT_FILE, ...report.difference });
  return { stated, computed, files: [...computed.files.map(({ file }) => file), REPORT_FILE], differences };
}

function previousOf(
  directory: string,
  { previous }: EpochReport,
  options: VerifyEpochOptions,
): PreviousLocation | undefined {
  const path = previous?.path ?? options.previous;
  if (path === undefined) return undefined;
  return { directory: options.previous ?? join(directory, path), path };
}

function sourcesOf(directory: string, { files }: EpochReport): InputSources {
  const sources: InputSources = {};
  for (const name of INPUT_NAMES) {
    if (files.some(({ file }) => file === inputFile(name)))
      sources[name] = { path: join(directory, inputFile(name)) };
  }
  return sources;
}

async function compareTables(
  directory: string,
  { claims, devices }: Epoch,
  isRegistered: boolean,
  progress: Progress,
): Promise<{ hashes: FileHash[]; differences: FileDifference[] }> {
  const tables = new Map([[CLAIMS_FILE, claimsCsv(claims)]]);
  if (devices) tables.set(REWARDS_FILE, rewardsCsv(devices));
  if (devices && isRegistered) tables.set(EXCLUDED_FILE, excludedCsv(devices.contributions.excluded));
  const hashes: FileHash[] = [];
  const differences: FileDifference[] = [];
  for (const [file, chunks] of tables) {
    const { difference, expectedHash } = await compareFile(join(directory, file), chunks, progress);
    hashes.push({ file, keccak256: expectedHash });
    if (difference) differences.push({ file, ...difference });
  }
  return { hashes, differences };
}

/** Inputs that are not the ones the report was made from: the cause of whatever else differs. */
function inputDifferences({ files }: EpochReport, hashes: readonly FileHash[]): FileDifference[] {
  return hashes.flatMap(({ file, keccak256 }) => {
    const expected = files.find((stated) => stated.file === file)?.keccak256 ?? "no such file";
    if (expected === keccak256) return [];
    return [{ file, line: undefined, expected: `keccak256 ${expected}`, found: `keccak256 ${keccak256}` }];
  });
}

/** Inputs that nobody reads: an auditor would take them for a part of the epoch. */
async function unnamedInputs(directory: string, hashes: readonly FileHash[]): Promise<FileDifference[]> {
  const names = await readdir(join(directory, INPUTS_DIRECTORY));
  const files = names.sort().map((name) => `${INPUTS_DIRECTORY}/${name}`);
  return files
    .filter((file) => !hashes.some((hash) => hash.file === file))
    .map((file) => ({
      file,
      line: undefined,
      expected: "no such file",
      found: "a file that the report does not name",
    }));
}
