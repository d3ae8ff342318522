import type { Address, Hex } from "../../hex";
import type { Bonds } from "../../staking/bonds";
import type { Coverage } from "./coverage";
import type { DeviceTable } from "./device-table";

/** A block that a snapshot is of. */
export interface SnapshotBlock {
  number: number;
  hash: Hex;
  /** Seconds since 1970. */
  timestamp: number;
}

/** Where a snapshot was read: enough to read the same one again. */
export interface SnapshotSource {
  chainId: bigint;
  /** The DeviceRegistry, in lower case. */
  registry: Address;
  block: SnapshotBlock;
}

/** What stands behind the devices. */
export interface Bonding {
  /** The OperatorStaking, in lower case. */
  staking: Address;
  bonds: Bonds;
  coverage: Coverage;
}

/** The devices of a registry as they were after a block. */
export interface DeviceSnapshot extends SnapshotSource {
  devices: DeviceTable;
  /** Absent if no staking was asked, or if it was not there yet. */
  bonding?: Bonding | undefined;
}
