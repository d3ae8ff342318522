import type { Word } from "../../flat/word";
import type { DeviceSnapshot } from "./device-snapshot";
import { DEVICE_STATUSES, type DeviceState } from "./device-state";

/** What a snapshot says of a device: the registry's status, or `uncovered` where nothing is missing but a bond. */
export const STANDINGS = [...DEVICE_STATUSES, "uncovered"] as const;

/** One of these. */
export type Standing = (typeof STANDINGS)[number];

/** A device's state with its standing instead of its status. */
export interface StandingState extends Omit<DeviceState, "status"> {
  status: Standing;
}

/** A device's state in an epoch, by the registry and by the bond of its owner. */
export function standingOf(
  { devices, bonding }: Pick<DeviceSnapshot, "devices" | "bonding">,
  device: Word,
  epoch: number,
): StandingState {
  const row = devices.rowOf(device);
  const state = devices.stateAt(row, epoch);
  if (state.status !== "active" || bonding === undefined || bonding.coverage.isCovered(row)) return state;
  return { ...state, status: "uncovered" };
}
