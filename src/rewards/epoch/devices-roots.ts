import { hashLeaves } from "../../merkle/hash-leaves";
import { treeRoots } from "../../merkle/tree-roots";
import type { DeviceRewards } from "./device-rewards";
import { WORD_BYTES } from "../../flat/word";

const DEVICE_BYTES = 3 * WORD_BYTES;
/** Rows hashed at a time: large enough to hash whole ranges, small beside the epoch. */
const BATCH = 65_536;

/**
 * Roots of every payee's device tree, in the order of the payees: trees over the rows (device, units, reward).
 */
export function devicesRoots(devices: DeviceRewards): Uint8Array {
  const { order, offsets } = groupByPayee(devices);
  const leaves = new Uint8Array(order.length * WORD_BYTES);
  for (let start = 0; start < order.length; start += BATCH) {
    const batch = order.subarray(start, start + BATCH);
    hashLeaves(
      deviceRows(devices, batch),
      leaves.subarray(start * WORD_BYTES, (start + batch.length) * WORD_BYTES),
    );
  }
  return treeRoots(leaves, offsets);
}

/** The rows (device, units, reward) of the given devices, 96 bytes each. */
function deviceRows({ contributions, rewards }: DeviceRewards, devices: Uint32Array): Uint8Array {
  const { bytes, rowBytes } = contributions.devices.rows;
  const rows = new Uint8Array(devices.length * DEVICE_BYTES);
  devices.forEach((device, index) => {
    const at = index * DEVICE_BYTES;
    rows.set(bytes.subarray(device * rowBytes, (device + 1) * rowBytes), at);
    rows.set(rewards.subarray(device * WORD_BYTES, (device + 1) * WORD_BYTES), at + rowBytes);
  });
  return rows;
}

/** A counting sort: device rows ordered by payee, and where each payee's devices start. */
function groupByPayee({ contributions }: DeviceRewards): { order: Uint32Array; offsets: Uint32Array } {
  const offsets = new Uint32Array(contributions.payees.length + 1);
  for (let row = 0; row < contributions.length; row++) {
    const payee = contributions.payeeOf(row);
    offsets[payee + 1] = (offsets[payee + 1] ?? 0) + 1;
  }
  for (let payee = 1; payee < offsets.length; payee++) {
    offsets[payee] = (offsets[payee] ?? 0) + (offsets[payee - 1] ?? 0);
  }
  const next = offsets.slice();
  const order = new Uint32Array(contributions.length);
  for (let row = 0; row < contributions.length; row++) {
    const payee = contributions.payeeOf(row);
    const position = next[payee] ?? 0;
    order[position] = row;
    next[payee] = position + 1;
  }
  return { order, offsets };
}
