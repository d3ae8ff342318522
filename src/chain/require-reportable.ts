import { formatTime } from "../format-time";
import type { EpochReport } from "../rewards/epoch/report";
import { type DistributorState, isDue, ZERO_ROOT } from "./distributor-state";
import { refused } from "./refused";

/**
 * Refuses an epoch that cannot be reported now. A pending report that is due counts as final: it can be finalised before.
 *
 * @throws OpenDepinError `REPORT_PENDING`, `REPORT_FROZEN`, `EPOCH_CLOSED`.
 */
export function requireOpen(state: DistributorState, epoch: bigint): void {
  const { pending } = state;
  if (pending?.frozen) {
    throw refused(
      "REPORT_FROZEN",
      `the report of epoch ${pending.epoch} is frozen by a dispute; wait until it is ruled on or expires`,
    );
  }
  if (pending !== undefined && !isDue(state)) {
    throw refused(
      "REPORT_PENDING",
      `epoch ${pending.epoch} is pending; finalise it first, once its window has passed`,
    );
  }
  const nextEpoch = pending === undefined ? state.nextEpoch : pending.epoch + 1;
  if (epoch >= BigInt(nextEpoch)) return;
  throw refused("EPOCH_CLOSED", `epoch ${epoch} is closed; the next epoch to report is ${nextEpoch}`);
}

/**
 * Refuses while the guardian has paused reports.
 *
 * @throws OpenDepinError `PROPOSALS_PAUSED`.
 */
export function requireUnpaused({ proposalsPausedUntil, now }: DistributorState): void {
  if (now >= proposalsPausedUntil) return;
  throw refused("PROPOSALS_PAUSED", `reports are paused until ${formatTime(proposalsPausedUntil)}`);
}

/**
 * Refuses an epoch whose report does not go on from what the distributor pays from, or is about another program.
 *
 * @param epoch What the epoch's directory states.
 * @throws OpenDepinError `PROGRAM_DIFFERS`, `LEDGER_DIFFERS`, and as `requireOpen`.
 */
export function requireReportable(state: DistributorState, { epoch, previous, registry }: EpochReport): void {
  if (registry !== undefined && registry.program !== state.program) {
    throw refused(
      "PROGRAM_DIFFERS",
      `the epoch pays devices of program ${registry.program}, the distributor those of ${state.program}; name the right one`,
    );
  }
  requireOpen(state, epoch);
  const activeRoot = state.pending?.root ?? state.activeRoot;
  const base = previous?.root ?? ZERO_ROOT;
  if (base === activeRoot) return;
  throw refused(
    "LEDGER_DIFFERS",
    `the epoch was built on root ${base}, but the chain's last finalised root is ${activeRoot}; build it again with --previous naming that epoch's directory`,
  );
}
