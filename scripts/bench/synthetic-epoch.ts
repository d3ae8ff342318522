import { bytesToHex } from "../../src/hex";
import {
  buildTree,
  type Claim,
  type DeviceRow,
  deviceTree,
  encodeClaimRows,
  hashLeaves,
  keccak256,
} from "../../src/rewards/tree";

/** A claims tree of any size whose first claims are kept. */
export interface SyntheticEpoch {
  tree: ReturnType<typeof buildTree>;
  /** The first claims; the others are in the tree only. */
  claims: Claim[];
  /** The devices of the first claim's account. */
  devices: DeviceRow[];
  /** Sum of all cumulative totals, in base units. */
  total: bigint;
}

const KEPT = 200;
const CHUNK = 4_096;
const DEVICES = 100;

/**
 * The same accounts in every epoch, each with more than in the epoch before; other accounts for another size.
 * Deterministic.
 */
export function syntheticEpoch(size: number, epoch: number): SyntheticEpoch {
  const devices = Array.from({ length: DEVICES }, (_, index) => deviceAt(epoch, index));
  const firstRoot = deviceTree(devices).root();
  const leaves = new Uint8Array(size * 32);
  const kept: Claim[] = [];
  let total = 0n;
  for (let start = 0; start < size; start += CHUNK) {
    const length = Math.min(CHUNK, size - start);
    const claims = Array.from({ length }, (_, offset) => claimAt(size, epoch, start + offset));
    if (start === 0 && claims[0]) claims[0].devicesRoot = firstRoot;
    leaves.set(hashLeaves(encodeClaimRows(claims)), start * 32);
    kept.push(...claims.slice(0, Math.max(0, KEPT - start)));
    for (const { cumulative } of claims) total += cumulative;
  }
  return { tree: buildTree(leaves), claims: kept, devices, total };
}

function claimAt(size: number, epoch: number, index: number): Claim {
  const seed = seeded(`account of ${size}`, index);
  return {
    account: bytesToHex(seed.subarray(12)),
    // Around five tokens of 18 decimals an epoch: eight significant bytes, as in a live network.
    cumulative: BigInt(epoch + 1) * 2n ** 62n + BigInt(bytesToHex(seed.subarray(0, 7))),
    devicesRoot: bytesToHex(seed),
  };
}

function deviceAt(epoch: number, index: number): DeviceRow {
  return {
    device: BigInt(bytesToHex(seeded("device", index))),
    units: BigInt(index + 1),
    reward: BigInt(bytesToHex(seeded(`reward of ${epoch}`, index).subarray(0, 8))),
  };
}

function seeded(kind: string, index: number): Uint8Array {
  return keccak256(new TextEncoder().encode(`${kind} ${index}`));
}
