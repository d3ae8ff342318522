import { keccak256 } from "ethers";
import type { Claim, DeviceRow } from "../../../../src/rewards/tree";

/** The same words for the same label every time. */
export function wordOf(label: string): `0x${string}` {
  return keccak256(Buffer.from(label)) as `0x${string}`;
}

export function claimsOf(seed: string, count: number): Claim[] {
  return Array.from({ length: count }, (_, i) => ({
    account: `0x${wordOf(`${seed} account ${i}`).slice(26)}`,
    cumulative: BigInt(wordOf(`${seed} cumulative ${i}`)) >> BigInt(i % 256),
    devicesRoot: wordOf(`${seed} devicesRoot ${i}`),
  }));
}

export function devicesOf(seed: string, count: number): DeviceRow[] {
  return Array.from({ length: count }, (_, i) => ({
    device: BigInt(wordOf(`${seed} device ${i}`)),
    units: BigInt(i) ** 3n,
    reward: BigInt(wordOf(`${seed} reward ${i}`)) >> 160n,
  }));
}

export function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`no item ${index} of ${items.length}`);
  return item;
}
