import type { Address } from "../../hex";

/** Names of the contracts' `Status`, in its order. */
export const DEVICE_STATUSES = ["unknown", "active", "suspended", "released"] as const;

/**
 * A device's standing in an epoch: `unknown` if it was never onboarded, or only after the epoch; `active` if its
 * contributions count; `suspended` if they do not; `released` if it has no owner at present.
 */
export type DeviceStatus = (typeof DEVICE_STATUSES)[number];

/** What a reporter needs of a device; the registry's `stateAt`. */
export interface DeviceState {
  /** Zero unless the device is onboarded. */
  owner: Address;
  /** Who its rewards are credited to; zero unless it is onboarded. */
  payee: Address;
  /** What it is; 0 if it was never onboarded. */
  kind: number;
  /** The kind's program; 0 if it was never onboarded. */
  program: number;
  /** Who attested it; 0 if nobody did. */
  maker: number;
  status: DeviceStatus;
}
