import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import type { DeviceSnapshot } from "../devices/snapshot";
import { assembleEpoch, type Epoch } from "../rewards/epoch/assemble";
import { claimsCsv, excludedCsv, rewardsCsv } from "../rewards/epoch/csv-text";
import type { FileHash } from "../rewards/epoch/data-hash";
import { extractCsv } from "../rewards/epoch/extract-csv";
import { type EpochReport, type RegistryOrigin, renderReport } from "../rewards/epoch/report";
import { registrySource } from "../rewards/epoch/registry-source";
import { requireNoTakeBack } from "../rewards/epoch/require-no-take-back";
import { stateEpoch } from "../rewards/epoch/state-epoch";
import { writeDirectoryAtomically } from "./atomic-directory";
import { CLAIMS_FILE, EXCLUDED_FILE, REPORT_FILE, REWARDS_FILE } from "./epoch-directory";
import {
  INPUT_NAMES,
  inputFile,
  INPUTS_DIRECTORY,
  type InputName,
  type InputSources,
  readEpochInputs,
} from "./epoch-inputs";
import { readContributingDevices } from "./contributing-devices";
import { writeHashedFile } from "./hashed-file";
import { type PreviousLocation, readPreviousEpoch } from "./previous-epoch";
import { noProgress, type Progress } from "./progress";

/** About how long a row of an output file is; for the progress only. */
const REWARD_ROW_BYTES = 125;
const CLAIM_ROW_BYTES = 130;
const EXTRACT_ROW_BYTES = 180;
const EXCLUDED_ROW_BYTES = 90;

/** A registry, as a file of devices among the inputs or read for this epoch. */
export interface RegistryOptions {
  /** The program whose devices count. */
  program: number;
  /** Reads the registry; absent with a file of devices. */
  read?: ((progress: Progress) => Promise<DeviceSnapshot>) | undefined;
}

export interface BuildEpochOptions {
  /** The epoch's number; above the previous one's. */
  epoch: bigint;
  /** Directory to make; must not exist, or be empty. */
  out: string;
  /** Paths of the input files. */
  inputs: Partial<Record<InputName, string>>;
  /** Lets a registry say which devices count and who is paid for them. */
  registry?: RegistryOptions | undefined;
  /** What the contributions share, in the token's base units; null with payouts. */
  budget: bigint | null;
  /** Directory of the epoch before; absent for the first epoch. */
  previous?: string | undefined;
  /** Allows corrections below what the epoch before promised: only for accounts that have not claimed it. */
  takeBack?: boolean | undefined;
  progress?: Progress | undefined;
}

/**
 * Builds an epoch directory: `rewards.csv` (not for payouts), `excluded.csv` (with a registry), `claims.csv`,
 * `report.json` and copies of the inputs.
 *
 * The directory appears complete or not at all.
 *
 * @returns The report that was written.
 * @throws OpenDepinError with file and line for bad input; then nothing is written.
 */
export function buildEpochDirectory(options: BuildEpochOptions): Promise<EpochReport> {
  return writeDirectoryAtomically(options.out, async (directory) => {
    const progress = options.progress ?? noProgress;
    const { ledger, previous } = await readPreviousEpoch(previousOf(options), options.epoch, progress);
    await mkdir(join(directory, INPUTS_DIRECTORY));
    const sources = copiedSources(options, directory);
    const registry = await prepareRegistry(options, sources, directory, progress);
    const terms = { epoch: options.epoch, budget: options.budget, registry };
    const { inputs, hashes } = await readEpochInputs(sources, terms, progress);
    progress("computing the epoch", 0);
    const epoch = assembleEpoch({ ...inputs, previous: ledger });
    if (inputs.corrections !== undefined && options.takeBack !== true) {
      requireNoTakeBack(inputs.corrections, ledger, epoch.claims);
    }
    const files = [
      ...hashes,
      ...(await writeTables(directory, epoch, inputs.registry !== undefined, progress)),
    ];
    const report = stateEpoch(options.epoch, inputs, epoch, files, previous);
    await writeFile(join(directory, REPORT_FILE), renderReport(report), { flag: "wx" });
    return report;
  });
}

function previousOf({ previous, out }: BuildEpochOptions): PreviousLocation | undefined {
  if (previous === undefined) return undefined;
  return { directory: previous, path: relative(resolve(out), resolve(previous)).replaceAll(sep, "/") };
}

function copiedSources({ inputs }: BuildEpochOptions, directory: string): InputSources {
  const sources: InputSources = {};
  for (const name of INPUT_NAMES) {
    const path = inputs[name];
    if (path !== undefined) sources[name] = { path, copyTo: join(directory, inputFile(name)) };
  }
  return sources;
}

/** Writes what a registry says of the contributing devices as one more input: from there on all is as with a file. */
async function prepareRegistry(
  { registry, epoch }: BuildEpochOptions,
  sources: InputSources,
  directory: string,
  progress: Progress,
): Promise<RegistryOrigin | undefined> {
  if (registry === undefined) return undefined;
  const { program, read } = registry;
  if (read === undefined || !sources.contributions) return { program, source: null };
  const ids = await readContributingDevices(sources.contributions.path, progress);
  const snapshot = await read(progress);
  const path = join(directory, inputFile("devices"));
  await writeHashedFile(path, extractCsv(ids, snapshot, epoch), progress, ids.length * EXTRACT_ROW_BYTES);
  sources.devices = { path };
  return { program, source: registrySource(snapshot) };
}

async function writeTables(
  directory: string,
  { devices, claims }: Epoch,
  isRegistered: boolean,
  progress: Progress,
): Promise<FileHash[]> {
  const write = async (file: string, chunks: Iterable<Uint8Array>, bytes: number): Promise<FileHash> => ({
    file,
    keccak256: await writeHashedFile(join(directory, file), chunks, progress, bytes),
  });
  const written = [await write(CLAIMS_FILE, claimsCsv(claims), claims.length * CLAIM_ROW_BYTES)];
  if (devices) {
    const bytes = devices.contributions.length * REWARD_ROW_BYTES;
    written.push(await write(REWARDS_FILE, rewardsCsv(devices), bytes));
  }
  if (devices && isRegistered) {
    const { excluded } = devices.contributions;
    const bytes = excluded.devices.length * EXCLUDED_ROW_BYTES;
    written.push(await write(EXCLUDED_FILE, excludedCsv(excluded), bytes));
  }
  return written;
}
