import type { Provider } from "ethers";

import { type RewardDistributor, RewardDistributor__factory } from "../../typechain-types";
import { noProgress, type Progress } from "../files/progress";
import type { Hex } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { readDistributorState, ZERO_ROOT } from "./distributor-state";
import { findDeploymentBlock } from "./registry/find-deployment-block";
import { getLogsInPages } from "./registry/get-logs-in-pages";

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
  const figures: [ChainDifference["figure"], directory: string, chain: string][] = [
    ["root", epoch.root, root],
    ["total", epoch.total.toString(), proposal?.total ?? WITHHELD],
    ["dataHash", epoch.dataHash, proposal?.dataHash ?? WITHHELD],
    ["previous epoch", epoch.previous?.epoch.toString() ?? "none", previous?.epoch.toString() ?? "none"],
    ["previous root", epoch.previous?.root ?? ZERO_ROOT, previous?.root ?? ZERO_ROOT],
    ["program", (epoch.registry?.program ?? program).toString(), program.toString()],
  ];
  return {
    status: isPending ? "pending" : "finalised",
    differences: figures
      .filter(([, directory, chain]) => directory !== chain)
      .map(([figure, directory, chain]) => ({ figure, directory, chain })),
    finalizableAt: isPending ? pending.finalizableAt : undefined,
  };
}

/** A node that withholds an event proves nothing. */
const WITHHELD = "the node has no event";

interface History {
  /** The last epoch finalised before the one asked for. */
  previous: { epoch: number; root: Hex } | undefined;
  /** What only the event of the last proposal of the epoch's root says. */
  proposal: { total: string; dataHash: string } | undefined;
}

async function readHistory(
  distributor: RewardDistributor,
  epoch: number,
  root: Hex,
  progress: Progress,
): Promise<History> {
  const provider = distributor.runner?.provider;
  if (!provider) throw new TypeError("the distributor is not connected to a provider");
  const history: History = { previous: undefined, proposal: undefined };
  for await (const event of readReportEvents(provider, await distributor.getAddress(), progress)) {
    if (event.name === "ReportFinalized" && event.epoch < epoch) {
      history.previous = { epoch: event.epoch, root: event.root };
    }
    if (event.name === "ReportProposed" && event.epoch === epoch && event.root === root) {
      history.proposal = { total: event.total, dataHash: event.dataHash };
    }
  }
  return history;
}

type ReportEvent =
  | { name: "ReportFinalized"; epoch: number; root: Hex }
  | { name: "ReportProposed"; epoch: number; root: Hex; total: string; dataHash: string };

async function* readReportEvents(
  provider: Provider,
  address: string,
  progress: Progress,
): AsyncGenerator<ReportEvent, void, undefined> {
  const reports = RewardDistributor__factory.createInterface();
  const [finalized, proposed] = [reports.getEvent("ReportFinalized"), reports.getEvent("ReportProposed")];
  const toBlock = await provider.getBlockNumber();
  const fromBlock = await findDeploymentBlock(provider, address, toBlock);
  const topics = [[finalized.topicHash, proposed.topicHash]];
  const query = { address: [address], topics, fromBlock, toBlock };
  for await (const logs of getLogsInPages(provider, query, { phase: "reading the reports", progress })) {
    for (const { topics: indexed, data } of logs) {
      if (indexed[0] === finalized.topicHash) {
        const { epoch, root } = reports.decodeEventLog(finalized, data, indexed);
        yield { name: "ReportFinalized", epoch: Number(epoch), root: root as Hex };
      } else {
        const { epoch, root, total, dataHash } = reports.decodeEventLog(proposed, data, indexed);
        yield {
          name: "ReportProposed",
          epoch: Number(epoch),
          root: root as Hex,
          total: String(total),
          dataHash: String(dataHash),
        };
      }
    }
  }
}
