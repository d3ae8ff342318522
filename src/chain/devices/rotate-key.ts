import type { Signer } from "ethers";

import type { DeviceRegistry } from "../../../typechain-types";
import type { Rotation } from "../../devices/messages";
import { type Sent, settled } from "../send";

/** What became of a rotation. */
export interface RotationResult extends Sent {
  /** From when on it can be completed, seconds since 1970; undefined if the device has its new key. */
  effectiveAt: number | undefined;
}

/** Moves a device to another key: at once if both the old key and the owner consent, else after the network's delay. */
export async function rotateKey(
  registry: DeviceRegistry,
  rotation: Rotation,
  sender: Signer,
): Promise<RotationResult> {
  const sent = await settled(registry.connect(sender).rotateKey(rotation));
  const { effectiveAt } = await registry.pendingRotationOf(rotation.device);
  return { ...sent, effectiveAt: effectiveAt === 0n ? undefined : Number(effectiveAt) };
}

/** Completes a rotation that has waited; anybody may. */
export async function completeRotation(
  registry: DeviceRegistry,
  device: bigint,
  sender: Signer,
): Promise<RotationResult> {
  return { ...(await settled(registry.connect(sender).completeRotation(device))), effectiveAt: undefined };
}

/** Calls off a rotation that waits, as the device's owner. */
export async function cancelRotation(
  registry: DeviceRegistry,
  device: bigint,
  sender: Signer,
): Promise<RotationResult> {
  return { ...(await settled(registry.connect(sender).cancelRotation(device))), effectiveAt: undefined };
}
