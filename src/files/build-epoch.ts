import { mkdir, writeFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import { OpenDepinError } from "../errors.js";
import { assembleEpoch, type Epoch } from "../rewards/epoch/assemble.js";
import { claimsCsv, rewardsCsv } from "../rewards/epoch/csv-text.js";
import type { FileHash } from "../rewards/epoch/data-hash.js";
import { type EpochReport, type PreviousEpoch, renderReport } from "../rewards/epoch/report.js";
import { stateEpoch } from "../rewards/epoch/state-epoch.js";
import { Ledger } from "../rewards/ledger.js";
import { writeDirectoryAtomically } from "./atomic-directory.js";
import { CLAIMS_FILE, readEpochDirectory, REPORT_FILE, REWARDS_FILE } from "./epoch-directory.js";
import {
  INPUT_NAMES,
  inputFile,
  type InputName,
  type InputSources,
  readEpochInputs,
} from "./epoch-inputs.js";
import { writeHashedFile } from "./hashed-file.js";
import { noProgress, type Progress } from "./progress.js";

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
    const { ledger, previous } = await readPrevious(options, progress);
    await mkdir(join(directory, "inputs"));
    const { inputs, hashes } = await readEpochInputs(
      copiedSources(options, directory),
      options.budget,
      progress,
    );
    const epoch = assembleEpoch({ ...inputs, previous: ledger });
    const files = [...hashes, ...(await writeTables(directory, epoch, progress))];
    const report = stateEpoch(options.epoch, inputs, epoch, files, previous);
    await writeFile(join(directory, REPORT_FILE), renderReport(report), { flag: "wx" });
    return report;
  });
}

async function readPrevious(
  { previous: directory, epoch, out }: BuildEpochOptions,
  progress: Progress,
): Promise<{ ledger: Ledger; previous: PreviousEpoch | null }> {
  if (directory === undefined) return { ledger: Ledger.empty(), previous: null };
  const { report, claims } = await readEpochDirectory(directory, progress);
  if (report.epoch >= epoch) {
    const reason = `it is epoch ${report.epoch.toString()}, not below ${epoch.toString()}; name the epoch before`;
    throw new OpenDepinError("EPOCH_ORDER", reason, { file: join(directory, REPORT_FILE) });
  }
  const path = relative(resolve(out), resolve(directory)).replaceAll(sep, "/");
  return {
    ledger: claims.ledger(),
    previous: { path, epoch: report.epoch, root: report.root, total: report.total },
  };
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
