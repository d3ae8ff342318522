import { encodeRows, type RowCodec } from "../../merkle/rows";
import { readUint256, writeUint256 } from "../../merkle/words";

/** What a device did and earned in an epoch: one row of its payee's tree of devices. */
export interface DeviceRow {
  /** The device's id, from 0 to 2^256 − 1. */
  device: bigint;
  /** Its contribution, in the program's own measure; from 0 to 2^256 − 1. */
  units: bigint;
  /** Its share of the epoch's budget, in the token's base units; from 0 to 2^256 − 1. */
  reward: bigint;
}

export const deviceCodec: RowCodec<DeviceRow> = {
  types: ["uint256", "uint256", "uint256"],
  write: (row, target) =>
    writeUint256(row.device, "device", target, 0) ??
    writeUint256(row.units, "units", target, 1) ??
    writeUint256(row.reward, "reward", target, 2),
  toTexts: ({ device, units, reward }) => [device.toString(), units.toString(), reward.toString()],
  fromValues: (values) => {
    const device = readUint256(values[0]);
    const units = readUint256(values[1]);
    const reward = readUint256(values[2]);
    if (device === undefined || units === undefined || reward === undefined) return undefined;
    return { device, units, reward };
  },
};

/**
 * Encodes device rows as `abi.encode(device, units, reward)`.
 *
 * @returns 96 bytes a row, in their order
 * @throws OpenDepinError `TREE_ROW_INVALID` naming the first row that is out of range
 */
export function encodeDeviceRows(rows: readonly DeviceRow[]): Uint8Array {
  return encodeRows(deviceCodec, rows);
}
