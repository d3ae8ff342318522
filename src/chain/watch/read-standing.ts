import type { DisputeManager, RewardDistributor } from "../../../typechain-types";
import type { DisputeOnReport, Standing } from "../../watch/next-step";
import type { ProposedReport } from "../../watch/report-event";
import { readDispute } from "../disputes/read-dispute";
import { readDistributorState } from "../distributor-state";

/** How a report stands at the newest block. */
export async function readStanding(
  distributor: RewardDistributor,
  manager: DisputeManager | undefined,
  { epoch, nonce, root }: ProposedReport,
): Promise<Standing> {
  const { program, pending, now, nextEpoch } = await readDistributorState(distributor);
  const dispute = manager && (await disputeOn(manager, program, nonce));
  if (pending?.nonce === nonce) return { status: "pending", now, frozen: pending.frozen, dispute };
  // of two reports with the same root about one epoch, it does not matter which one is final
  const isFinal = epoch < nextEpoch && (await distributor.rootOf(epoch)) === root;
  return { status: isFinal ? "final" : "void", now, frozen: false, dispute };
}

async function disputeOn(
  manager: DisputeManager,
  program: number,
  nonce: number,
): Promise<DisputeOnReport | undefined> {
  const id = Number(await manager.disputeOf(program, nonce));
  if (id === 0) return undefined;
  const { dispute, status, challenger } = await readDispute(manager, id);
  return { dispute, status, challenger };
}
