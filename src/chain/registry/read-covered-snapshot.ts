import type { DeviceSnapshot } from "../../devices/snapshot";
import { OpenDepinError } from "../../errors";
import { type StakingChoice, stakingBehind } from "../staking/staking-behind";
import type { OpenRegistry } from "./open-registry";
import { readEpochSnapshot, type ReadEpochSnapshotOptions } from "./read-epoch-snapshot";

export interface ReadCoveredSnapshotOptions extends Omit<ReadEpochSnapshotOptions, "staking"> {
  /** Whose bonds have to cover the devices. */
  staking?: StakingChoice;
}

/**
 * Reads the devices of a registry as they were when an epoch had ended, and which of them the bonds of their owners
 * cover.
 *
 * @throws OpenDepinError `STAKING_UNKNOWN` when kinds require bonds and nobody says where they are, `STAKING_INVALID`,
 * and what {@link readEpochSnapshot} throws.
 */
export async function readCoveredSnapshot(
  registry: OpenRegistry,
  epoch: bigint,
  { staking: choice, ...options }: ReadCoveredSnapshotOptions = {},
): Promise<DeviceSnapshot> {
  const staking = await stakingBehind(registry, choice);
  const snapshot = await readEpochSnapshot(registry, epoch, { ...options, staking });
  const isAsked = staking !== undefined || choice === false;
  // Two reporters, one of whom knows the staking, must not come to two roots without a word.
  if (!isAsked && snapshot.devices.requireBonds(snapshot.block.timestamp)) {
    throw new OpenDepinError(
      "STAKING_UNKNOWN",
      `kinds of the registry ${registry.address} require bonds, and no OperatorStaking is known that has them; name it with --staking, or let every device count with --no-staking`,
    );
  }
  return snapshot;
}
