import { join } from "node:path";

import { readCoveredSnapshot } from "../../../src/chain/registry/read-covered-snapshot";
import type { DevnetEpoch } from "../../../src/devnet/manifest";
import { buildEpochDirectory } from "../../../src/files/build-epoch";
import type { EpochReport } from "../../../src/rewards/epoch/report";
import type { SeedWorld } from "./world";

const EXAMPLES = join(__dirname, "../../../examples");

/** An epoch that the devnet reports. */
export interface SeedEpoch {
  program: number;
  epoch: number;
  /** Folder of the contributions, among the examples. */
  example: string;
  budget: bigint;
  /** Directory to make, relative to the devnet's data. */
  out: string;
  previous?: string;
}

/** Builds an epoch's directory, as anybody would who has the contributions and the chain. */
export function buildSeedEpoch(
  { program, epoch, example, budget, out, previous }: SeedEpoch,
  { directory, registry, staking }: Pick<SeedWorld, "directory" | "registry" | "staking">,
): Promise<EpochReport> {
  const number = BigInt(epoch);
  return buildEpochDirectory({
    epoch: number,
    out: join(directory, out),
    inputs: { contributions: join(EXAMPLES, example, "contributions.csv") },
    registry: { program, read: () => readCoveredSnapshot(registry, number, { staking }) },
    budget,
    previous: previous === undefined ? undefined : join(directory, previous),
  });
}

/** What the manifest says of an epoch. */
export function epochEntry(
  { epoch, root, total }: EpochReport,
  status: DevnetEpoch["status"],
  directory: string,
  finalizableAt: number,
): DevnetEpoch {
  return { epoch: Number(epoch), status, root, total: total.toString(), directory, finalizableAt };
}
