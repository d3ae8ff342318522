import { type RewardDistributor } from "../../typechain-types";
import { noProgress, type Progress } from "../files/progress";
import type { Hex } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import type { FinalizedReport, ProposedReport } from "../watch/report-event";
import { readDistributorState, ZERO_ROOT } from "./distributor-state";
import { providerOf } from "./provider-of";
import { findDeploymentBlock } from "./registry/find-deployment-block";
import { readReportEvents } from "./report-events";

/** What the chain knows of an epoch, beside what its directory states. */
export interface ChainComparison {
  /** `absent`: the chain has no report of the epoch. */
  status: "finalised" | "pending" | "absent";
  /** Figures of the chain that are not those of the directory. */
  differences: ChainDifference[];
  /** When a pending report can be finalised, seconds since 1970. */
  finalizableAt: number | undefined;
}

export interface ChainDifference {
  figure: "root" | "total" | "dataHash" | "previous root" | "previous epoch" | "program";
  directory: string;
  chain: string;
}

/**
 * Compares an epoch's directory with the report that the distributor finalised, or that is pending there.
 *
 * The ledger that the epoch started from counts as well: it must be that of the last epoch finalised before. Otherwise
 * a directory could follow from its inputs and yet start from totals that somebody made up.
 */
export async function compareEpoch(
  distributor: RewardDistributor,
  epoch: EpochReport,
  progress: Progress = noProgress,
): Promise<ChainComparison> {
  const { pending, program } = await readDistributorState(distributor);
  const number = Number(epoch.epoch);
  const isPending = pending?.epoch === number;
  const root = isPending ? pending.root : ((await distributor.rootOf(number)) as Hex);
  if (root === ZERO_ROOT) return { status: "absent", differences: [], finalizableAt: undefined };

  const { previous, proposal } = await readHistory(distributor, number, root, progress);
  return {
    status: isPending ? "pending" : "finalised",
    differences: chainDifferences(epoch, {
      root,
      total: proposal?.total.toString() ?? WITHHELD,
      dataHash: proposal?.dataHash ?? WITHHELD,
      previous,
      program,
    }),
    finalizableAt: isPending ? pending.finalizableAt : undefined,
  };
}

/** A node that withholds an event proves nothing. */
const WITHHELD = "the node has no event";

/** What the chain says of an epoch, for people and for comparison. */
export interface ChainFigures {
  root: Hex;
  total: string;
  dataHash: string;
  /** The last epoch finalised before. */
  previous: { epoch: number; root: Hex } | undefined;
  program: number;
}

/** Figures of an epoch's directory that are not those of the chain. */
export function chainDifferences(
  epoch: EpochReport,
  { root, total, dataHash, previous, program }: ChainFigures,
): ChainDifference[] {
  const figures: [ChainDifference["figure"], directory: string, chain: string][] = [
    ["root", epoch.root, root],
    ["total", epoch.total.toString(), total],
    ["dataHash", epoch.dataHash, dataHash],
    ["previous epoch", epoch.previous?.epoch.toString() ?? "none", previous?.epoch.toString() ?? "none"],
    ["previous root", epoch.previous?.root ?? ZERO_ROOT, previous?.root ?? ZERO_ROOT],
    ["program", (epoch.registry?.program ?? program).toString(), program.toString()],
  ];
  return figures
    .filter(([, directory, chain]) => directory !== chain)
    .map(([figure, directory, chain]) => ({ figure, directory, chain }));
}

interface History {
  /** The last epoch finalised before the one asked for. */
  previous: FinalizedReport | undefined;
  /** The last proposal of the epoch's root. */
  proposal: ProposedReport | undefined;
}

async function readHistory(
  distributor: RewardDistributor,
  epoch: number,
  root: Hex,
  progress: Progress,
): Promise<History> {
  const provider = providerOf(distributor);
  const address = await distributor.getAddress();
  const toBlock = await provider.getBlockNumber();
  const fromBlock = await findDeploymentBlock(provider, address, toBlock);
  const history: History = { previous: undefined, proposal: undefined };
  for await (const event of readReportEvents(provider, { address, fromBlock, toBlock }, progress)) {
    if (event.name === "finalized" && event.epoch < epoch) history.previous = event;
    if (event.name === "proposed" && event.epoch === epoch && event.root === root) history.proposal = event;
  }
  return history;
}
