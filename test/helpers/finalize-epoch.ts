import { time } from "@nomicfoundation/hardhat-network-helpers";

import { proposeEpoch, type Report } from "./report";
import { type ClaimTree } from "./tree";

/** Proposes the report of `epoch`, waits for its window to pass and finalises it. */
export async function finalizeEpoch(
  reporting: Parameters<typeof proposeEpoch>[0],
  epoch: number,
  tree: Pick<ClaimTree, "root" | "total">,
): Promise<Report> {
  const report = await proposeEpoch(reporting, epoch, tree);
  const { finalizableAt } = await reporting.distributor.pendingReport();
  await time.increaseTo(finalizableAt);
  await reporting.distributor.finalize();
  return report;
}
