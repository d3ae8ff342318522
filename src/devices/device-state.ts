import type { Address } from "../hex";

/** A device's standing in an epoch: `IDeviceRegistry.Status`. */
export const DEVICE_STATUS = {
  /** Never onboarded, or onboarded only after the epoch. */
  Unknown: 0,
  /** Its contributions count. */
  Active: 1,
  /** Its contributions in the epoch do not count. */
  Suspended: 2,
  /** It has no owner at present. */
  Released: 3,
} as const;

/** The name of a standing. */
export type DeviceStatus = keyof typeof DEVICE_STATUS;

/** What a reporter needs of a device at an epoch's end: `IDeviceRegistry.DeviceState`. */
export interface DeviceState {
  /** Zero unless the device is onboarded. */
  owner: Address;
  /** Who its rewards are credited to; zero unless it is onboarded. */
  payee: Address;
  /** What it is. */
  kind: number;
  /** The kind's program. */
  program: number;
  /** Who attested it; zero if nobody did. */
  maker: number;
  status: DeviceStatus;
}
