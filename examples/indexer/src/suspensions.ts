import { type Context, ponder } from "ponder:registry";
import { device, suspension } from "ponder:schema";

import { deviceId, updateDevice } from "./store/devices";
import { requireRow } from "./store/require-row";

ponder.on("DeviceRegistry:DeviceSuspended", async ({ event, context }) => {
  const { device: id, reason, fromEpoch, untilEpoch, evidence, by } = event.args;
  await context.db.insert(suspension).values({
    id: event.id,
    deviceId: deviceId(id),
    fromEpoch,
    untilEpoch,
    reason,
    evidence,
    by,
    at: event.block.timestamp,
  });
  await updateDevice(context, id, {
    suspensionId: event.id,
    suspendedFrom: fromEpoch,
    suspendedUntil: untilEpoch,
  });
});

ponder.on("DeviceRegistry:SuspensionLifted", async ({ event, context }) => {
  const { device: id, untilEpoch } = event.args;
  await updateSuspension(context, id, { untilEpoch, liftedAt: event.block.timestamp });
  await updateDevice(context, id, { suspendedUntil: untilEpoch });
});

ponder.on("DeviceRegistry:SuspensionAppealed", async ({ event, context }) => {
  const { device: id, evidence, uri } = event.args;
  await updateSuspension(context, id, { appealEvidence: evidence, appealURI: uri });
});

/** Changes a device's last suspension. */
async function updateSuspension(
  { db }: Pick<Context, "db">,
  id: bigint,
  change: Partial<Omit<typeof suspension.$inferSelect, "id">>,
): Promise<void> {
  const row = await db.find(device, { id: deviceId(id) });
  const last = requireRow(row?.suspensionId, `a suspension of device ${id}`);
  await db.update(suspension, { id: last }).set(change);
}
