import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import { assembleEpoch, type Epoch } from "../rewards/epoch/assemble";
import { claimsCsv, rewardsCsv } from "../rewards/epoch/csv-text";
import type { FileHash } from "../rewards/epoch/data-hash";
import { type EpochReport, renderReport } from "../rewards/epoch/report";
import { requireNoTakeBack } from "../rewards/epoch/require-no-take-back";
import { stateEpoch } from "../rewards/epoch/state-epoch";
import { writeDirectoryAtomically } from "./atomic-directory";
import { CLAIMS_FILE, REPORT_FILE, REWARDS_FILE } from "./epoch-directory";
import {
  INPUT_NAMES,
  inputFile,
  INPUTS_DIRECTORY,
  type InputName,
  type InputSources,
  readEpochInputs,
} from "./epoch-inputs";
import { writeHashedFile } from "./hashed-file";
import { type PreviousLocation, readPreviousEpoch } from "./previous-epoch";
import { noProgress, type Progress } from "./progress";

/** About how long a row of an output file is; for the progress only. */
const REWARD_ROW_BYTES = 125;
const CLAIM_ROW_BYTES = 130;

export interface BuildEpochOptions {
  /** The epoch's number; above the previous one's. */
  epoch: bigint;
  /** Directory to make; must not exist, or be empty. */
  out: string;
  /** Paths of the input files. */
  inputs: Partial<Record<InputName, string>>;
  /** What the contributions share, in the token's base units; null with payouts. */
  budget: bigint | null;
  /** Directory of the epoch before; absent for the first epoch. */
  previous?: string | undefined;
  /** Allows corrections below what the epoch before promised: only for accounts that have not claimed it. */
  takeBack?: boolean | undefined;
  progress?: Progress | undefined;
}

/**
 * Builds an epoch directory: `rewards.csv` (not for payouts), `claims.csv`, `report.json` and copies of the inputs.
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
    const { inputs, hashes } = await readEpochInputs(
      copiedSources(options, directory),
      options.budget,
      progress,
    );
    progress("computing the epoch", 0);
    const epoch = assembleEpoch({ ...inputs, previous: ledger });
    if (inputs.corrections !== undefined && options.takeBack !== true) {
      requireNoTakeBack(inputs.corrections, ledger, epoch.claims);
    }
    const files = [...hashes, ...(await writeTables(directory, epoch, progress))];
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

async function writeTables(
  directory: string,
  { devices, claims }: Epoch,
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
  return written;
}
