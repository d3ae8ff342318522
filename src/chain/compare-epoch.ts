import type { RewardDistributor } from "../../typechain-types";
import type { Hex } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { readDistributorState } from "./distributor-state";

/** What the chain knows of an epoch, beside what its directory states. */
export interface ChainComparison {
  /** `absent`: the chain has no report of the epoch, so there is nothing to disagree with. */
  status: "finalised" | "pending" | "absent";
  /** Figures of the chain's report that are not those of the directory. */
  differences: { figure: "root" | "total" | "dataHash"; directory: string; chain: string }[];
  /** When a pending report can be finalised, seconds since 1970. */
  finalizableAt: number | undefined;
}

interface ChainReport {
  root: Hex;
  total: bigint;
  dataHash: Hex;
}

/** Compares an epoch's directory with the report that the distributor finalised, or that is pending there. */
export async function compareEpoch(
  distributor: RewardDistributor,
  epoch: EpochReport,
): Promise<ChainComparison> {
  const { pending, nextEpoch } = await readDistributorState(distributor);
  const number = Number(epoch.epoch);
  const isPending = pending?.epoch === number;
  const report = isPending || number < nextEpoch ? await lastProposal(distributor, number) : undefined;
  const finalisedRoot = await distributor.rootOf(number);
  if (report === undefined || (!isPending && finalisedRoot !== report.root)) {
    return { status: "absent", differences: [], finalizableAt: undefined };
  }
  return {
    status: isPending ? "pending" : "finalised",
    differences: differences(epoch, report),
    finalizableAt: isPending ? pending.finalizableAt : undefined,
  };
}

/** The last proposal of an epoch: earlier ones were voided. */
async function lastProposal(distributor: RewardDistributor, epoch: number): Promise<ChainReport | undefined> {
  const events = await distributor.queryFilter(distributor.filters.ReportProposed(epoch));
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const { root, total, dataHash } = last.args;
  return { root: root as Hex, total, dataHash: dataHash as Hex };
}

function differences(epoch: EpochReport, report: ChainReport): ChainComparison["differences"] {
  return (["root", "total", "dataHash"] as const)
    .filter((figure) => epoch[figure] !== report[figure])
    .map((figure) => ({ figure, directory: epoch[figure].toString(), chain: report[figure].toString() }));
}
