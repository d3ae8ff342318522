import type { RewardDistributor } from "../../typechain-types";
import type { Hex } from "../hex";
import type { EpochReport } from "../rewards/epoch/report";
import { readDistributorState, ZERO_ROOT } from "./distributor-state";

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
  figure: "root" | "total" | "dataHash" | "previous root" | "previous epoch";
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
): Promise<ChainComparison> {
  const { pending } = await readDistributorState(distributor);
  const number = Number(epoch.epoch);
  const isPending = pending?.epoch === number;
  const root = isPending ? pending.root : ((await distributor.rootOf(number)) as Hex);
  if (root === ZERO_ROOT) return { status: "absent", differences: [], finalizableAt: undefined };

  const previous = await finalisedBefore(distributor, number);
  const { total, dataHash } = await statedFor(distributor, number, root);
  const figures: [ChainDifference["figure"], directory: string, chain: string][] = [
    ["root", epoch.root, root],
    ["total", epoch.total.toString(), total],
    ["dataHash", epoch.dataHash, dataHash],
    ["previous epoch", epoch.previous?.epoch.toString() ?? "none", previous?.epoch.toString() ?? "none"],
    ["previous root", epoch.previous?.root ?? ZERO_ROOT, previous?.root ?? ZERO_ROOT],
  ];
  return {
    status: isPending ? "pending" : "finalised",
    differences: figures
      .filter(([, directory, chain]) => directory !== chain)
      .map(([figure, directory, chain]) => ({ figure, directory, chain })),
    finalizableAt: isPending ? pending.finalizableAt : undefined,
  };
}

/** The last epoch finalised before a given one. */
async function finalisedBefore(
  distributor: RewardDistributor,
  epoch: number,
): Promise<{ epoch: number; root: Hex } | undefined> {
  const events = await distributor.queryFilter(distributor.filters.ReportFinalized());
  const before = events.map(({ args }) => ({ epoch: Number(args.epoch), root: args.root as Hex }));
  return before.filter((other) => other.epoch < epoch).at(-1);
}

/** Total and data hash are in the event of the proposal only; a node that withholds it proves nothing. */
async function statedFor(
  distributor: RewardDistributor,
  epoch: number,
  root: Hex,
): Promise<{ total: string; dataHash: string }> {
  const events = await distributor.queryFilter(distributor.filters.ReportProposed(epoch, root));
  const last = events.at(-1);
  if (last === undefined) return { total: "the node has no event", dataHash: "the node has no event" };
  return { total: last.args.total.toString(), dataHash: last.args.dataHash };
}
