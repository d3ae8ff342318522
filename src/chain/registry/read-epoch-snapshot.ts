import type { DeviceSnapshot } from "../../devices/snapshot";
import type { OpenRegistry } from "./open-registry";
import { readDeviceSnapshot, type ReadDeviceSnapshotOptions } from "./read-device-snapshot";
import { lastBlockOfEpoch, requireEpochOver } from "./snapshot-block";

export interface ReadEpochSnapshotOptions extends Omit<ReadDeviceSnapshotOptions, "block"> {
  /** Number of the block after which the devices are wanted; the epoch's last one if left out. */
  block?: number | undefined;
}

/**
 * Reads the devices of a registry as they were when an epoch had ended.
 *
 * @throws OpenDepinError `EPOCH_RUNNING`, `BLOCK_BEFORE_END` when the block named is before the epoch's last one, and
 * what {@link readDeviceSnapshot} throws.
 */
export async function readEpochSnapshot(
  registry: OpenRegistry,
  epoch: bigint,
  options: ReadEpochSnapshotOptions = {},
): Promise<DeviceSnapshot> {
  const { provider } = registry;
  const block = options.block ?? (await lastBlockOfEpoch(provider, registry, epoch));
  if (options.block !== undefined) await requireEpochOver(provider, registry, epoch, block);
  return readDeviceSnapshot(provider, registry, { ...options, block });
}
