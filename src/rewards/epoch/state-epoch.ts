import type { Epoch, EpochInputs } from "./assemble";
import { dataHash, type FileHash, sortedByName } from "./data-hash";
import type { EpochReport, PreviousEpoch } from "./report";

/**
 * Makes the report of a computed epoch.
 *
 * @param number The epoch's number.
 * @param files The data files of the epoch's directory, in any order.
 */
export function stateEpoch(
  number: bigint,
  { earned, registry }: Pick<EpochInputs, "earned" | "registry">,
  epoch: Epoch,
  files: readonly FileHash[],
  previous: PreviousEpoch | null,
): EpochReport {
  const contributions = epoch.devices?.contributions;
  return {
    epoch: number,
    root: epoch.root,
    total: epoch.total,
    increase: epoch.increase,
    dataHash: dataHash(files),
    counts: {
      devices: contributions?.length ?? 0,
      payees: "budget" in earned ? earned.contributions.payees.length : earned.length,
      accounts: epoch.claims.length,
    },
    budget: epoch.devices?.budget ?? null,
    unallocated: epoch.devices?.unallocated ?? null,
    registry: registry && contributions && { ...registry, excluded: contributions.excluded.counts() },
    files: sortedByName(files),
    previous,
  };
}
