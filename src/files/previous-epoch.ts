import { join } from "node:path";

import { OpenDepinError } from "../errors";
import type { PreviousEpoch } from "../rewards/epoch/report";
import { Ledger } from "../rewards/ledger";
import { readEpochDirectory, REPORT_FILE } from "./epoch-directory";
import type { Progress } from "./progress";

/** What an epoch starts from. */
export interface StartingPoint {
  ledger: Ledger;
  /** Null for the first epoch. */
  previous: PreviousEpoch | null;
}

/** Where the epoch before is: its directory, and the path under which a report records it. */
export interface PreviousLocation {
  directory: string;
  path: string;
}

/**
 * Reads what an epoch starts from; nothing for the first one.
 *
 * @throws OpenDepinError `EPOCH_ORDER` when the previous epoch's number is not lower, and what reading it throws.
 */
export async function readPreviousEpoch(
  location: PreviousLocation | undefined,
  epoch: bigint,
  progress: Progress,
): Promise<StartingPoint> {
  if (!location) return { ledger: Ledger.empty(), previous: null };
  const { report, claims } = await readEpochDirectory(location.directory, progress);
  if (report.epoch >= epoch) {
    const reason = `it is epoch ${report.epoch.toString()}, not below ${epoch.toString()}; name the epoch before`;
    throw new OpenDepinError("EPOCH_ORDER", reason, { file: join(location.directory, REPORT_FILE) });
  }
  const { root, total } = report;
  return { ledger: claims.ledger(), previous: { path: location.path, epoch: report.epoch, root, total } };
}
