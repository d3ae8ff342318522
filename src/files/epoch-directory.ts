import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { OpenDepinError } from "../errors";
import { Claims, ClaimsReader } from "../rewards/epoch/claims";
import { dataHash } from "../rewards/epoch/data-hash";
import { type EpochReport, parseReport } from "../rewards/epoch/report";
import type { Tree } from "../merkle/build-tree";
import { readCsv } from "./csv";
import { fileError } from "./file-error";
import { noProgress, type Progress } from "./progress";

export const REPORT_FILE = "report.json";
export const CLAIMS_FILE = "claims.csv";
export const REWARDS_FILE = "rewards.csv";
export const EXCLUDED_FILE = "excluded.csv";

/** An epoch directory's statement and the claims that it commits to. */
export interface ReportedEpoch {
  report: EpochReport;
  claims: Claims;
  /** The claims' tree; its rows are in the order of the claims. */
  tree: Tree;
}

/**
 * Reads the report of an epoch directory; checks its form only.
 *
 * @throws OpenDepinError when it cannot be read or is not a report.
 */
export async function readReport(directory: string): Promise<EpochReport> {
  const path = join(directory, REPORT_FILE);
  try {
    return parseReport(await readFile(path, "utf8"));
  } catch (error) {
    throw error instanceof OpenDepinError ? error.at(path) : fileError(path, error);
  }
}

/**
 * Reads an epoch directory's report and claims, and checks that they agree: file hashes, root and total.
 *
 * It does not recompute the epoch from its inputs; `verifyEpochDirectory` does.
 *
 * @throws OpenDepinError `EPOCH_INCONSISTENT` when they do not agree, and what reading throws.
 */
export async function readEpochDirectory(
  directory: string,
  progress: Progress = noProgress,
): Promise<ReportedEpoch> {
  const report = await readReport(directory);
  const reader = new ClaimsReader();
  const claimsHash = await readCsv(
    { path: join(directory, CLAIMS_FILE) },
    (header) => {
      const columns = [
        header.column("account"),
        header.column("cumulative"),
        header.column("devicesRoot"),
      ] as const;
      return (fields) => {
        const [account, cumulative, devicesRoot] = columns.map((column) => fields[column] ?? "");
        reader.add(account ?? "", cumulative ?? "", devicesRoot ?? "");
      };
    },
    progress,
  );
  const claims = reader.claims();
  const tree = claims.tree();
  const stated = report.files.find(({ file }) => file === CLAIMS_FILE)?.keccak256 ?? "nothing";
  const path = join(directory, REPORT_FILE);
  requireSame(path, `keccak256 of ${CLAIMS_FILE}`, stated, claimsHash);
  requireSame(path, "dataHash", report.dataHash, dataHash(report.files));
  requireSame(path, "root", report.root, tree.root());
  requireSame(path, "total", report.total.toString(), claims.total().toString());
  return { report, claims, tree };
}

function requireSame(path: string, name: string, stated: string, computed: string): void {
  if (stated === computed) return;
  throw new OpenDepinError(
    "EPOCH_INCONSISTENT",
    `${name} is ${stated}, but the files beside it give ${computed}; use the directory as it was built`,
    { file: path },
  );
}
