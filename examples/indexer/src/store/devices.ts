import type { Context } from "ponder:registry";
import { device } from "ponder:schema";
import { type Hex, numberToHex } from "viem";

type Device = typeof device.$inferSelect;

/** A device's id as GraphQL and the files of an epoch write it. */
export function deviceId(id: bigint): Hex {
  return numberToHex(id, { size: 32 });
}

/** Changes a device's row. */
export async function updateDevice(
  { db }: Pick<Context, "db">,
  id: bigint,
  change: Partial<Omit<Device, "id">> | ((row: Device) => Partial<Omit<Device, "id">>),
): Promise<Device> {
  return await db.update(device, { id: deviceId(id) }).set(change);
}
