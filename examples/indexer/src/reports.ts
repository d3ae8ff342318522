import { type Context, ponder } from "ponder:registry";
import { epoch, network, program, report } from "ponder:schema";
import type { Address } from "viem";

import { addToDay } from "./store/days";
import { programOf } from "./store/programs";
import { requireRow } from "./store/require-row";

type Report = typeof report.$inferSelect;

ponder.on("RewardDistributor:ReportProposed", async ({ event, context }) => {
  const { id: programId } = await programOf(context, event.log.address);
  const { finalizableAt, ...stated } = event.args;
  await context.db.insert(report).values({
    programId,
    ...stated,
    status: "pending",
    proposedAt: event.block.timestamp,
    finalizableAt: BigInt(finalizableAt),
  });
  const latest = { status: "pending", reportNonce: stated.nonce } as const;
  await context.db
    .insert(epoch)
    .values({ programId, epoch: stated.epoch, ...(await spanOf(context, stated.epoch)), ...latest })
    .onConflictDoUpdate(latest);
  await context.db.update(program, { id: programId }).set({ pendingNonce: stated.nonce });
});

ponder.on("RewardDistributor:ReportFrozen", async ({ event, context }) => {
  await updatePending(context, event.log.address, { status: "disputed" });
});

ponder.on("RewardDistributor:ReportUnfrozen", async ({ event, context }) => {
  await updatePending(context, event.log.address, { status: "pending" });
});

ponder.on("RewardDistributor:ReportVoided", async ({ event, context }) => {
  const { programId } = await updatePending(context, event.log.address, {
    status: "voided",
    voidedAt: event.block.timestamp,
    voidedBy: event.args.by,
    voidReason: event.args.reason,
  });
  await context.db.update(program, { id: programId }).set({ pendingNonce: null });
});

ponder.on("RewardDistributor:ReportFinalized", async ({ event, context }) => {
  const { funded } = event.args;
  const { timestamp } = event.block;
  const { programId, nonce } = await updatePending(context, event.log.address, {
    status: "finalized",
    finalizedAt: timestamp,
    funded,
  });
  await context.db
    .update(program, { id: programId })
    .set((row) => ({ activeNonce: nonce, pendingNonce: null, funded: row.funded + funded }));
  await addToDay(context, programId, timestamp, { funded });
});

/** Changes the report that waits, and the status of its epoch with it. */
async function updatePending(
  context: Pick<Context, "db">,
  distributor: Address,
  change: Pick<Report, "status"> & Partial<Report>,
): Promise<Report> {
  const { id: programId, pendingNonce } = await programOf(context, distributor);
  const nonce = requireRow(pendingNonce, `the report that waits for program ${programId}`);
  const changed = await context.db.update(report, { programId, nonce }).set(change);
  await context.db.update(epoch, { programId, epoch: changed.epoch }).set({ status: change.status });
  return changed;
}

async function spanOf(
  { db, chain }: Pick<Context, "db" | "chain">,
  number: number,
): Promise<{ startsAt: bigint; endsAt: bigint }> {
  const row = await db.find(network, { chainId: chain.id });
  const { genesis, epochLength } = requireRow(row, "the first emission curve");
  const startsAt = genesis + BigInt(number) * BigInt(epochLength);
  return { startsAt, endsAt: startsAt + BigInt(epochLength) };
}
