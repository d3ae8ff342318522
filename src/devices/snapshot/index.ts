export { decodeRegistryLog, type EventLog, REGISTRY_TOPICS } from "./decode-registry-log";
export type { DeviceSnapshot, SnapshotBlock, SnapshotSource } from "./device-snapshot";
export { DEVICE_STATUSES, type DeviceState, type DeviceStatus } from "./device-state";
export { DeviceTable } from "./device-table";
export { type Exclusion, EXCLUSIONS, exclusionOf } from "./exclusion";
export type { RegistryEvent } from "./registry-event";
export type { Suspension } from "./suspensions";
