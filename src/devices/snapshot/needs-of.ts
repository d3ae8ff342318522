import { formatAddress } from "../../flat/format";
import { newWord } from "../../flat/word";
import type { Address, Hex } from "../../hex";
import type { DeviceSnapshot } from "./device-snapshot";

/** What an operator's devices need behind them. */
export interface DeviceNeeds {
  /** Number of devices that it owns, those that need no bond among them. */
  devices: number;
  /** What they need together, in base units. */
  required: bigint;
  /** Those that its bond does not cover, in the order of first onboarding. */
  uncovered: Hex[];
}

/** What the devices of an owner need at a snapshot's block. */
export function needsOf(
  { devices, bonding, block }: Pick<DeviceSnapshot, "devices" | "bonding" | "block">,
  operator: Address,
): DeviceNeeds {
  const needs: DeviceNeeds = { devices: 0, required: 0n, uncovered: [] };
  const owner = newWord();
  for (let row = 0; row < devices.length; row++) {
    if (!devices.copyOwner(row, owner) || formatAddress(owner.bytes, 0) !== operator) continue;
    needs.devices++;
    needs.required += devices.requiredBondAt(row, block.timestamp);
    if (bonding?.coverage.isCovered(row) === false) needs.uncovered.push(devices.deviceAt(row));
  }
  return needs;
}
