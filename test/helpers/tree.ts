import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { ZeroHash } from "ethers";

/** What a root says of one account; `devicesRoot` is zero unless given. */
export interface Row {
  account: string;
  cumulative: bigint;
  devicesRoot?: string;
}

export interface Claim {
  account: string;
  cumulative: bigint;
  devicesRoot: string;
  proof: string[];
}

/** The arguments of `claim` and `claimable`. */
export type ClaimArguments = [account: string, cumulative: bigint, devicesRoot: string, proof: string[]];

export interface ClaimTree {
  root: string;
  total: bigint;
  /** The leaf of an account with its proof. */
  claimOf(account: { address: string } | string): Claim;
}

/** The claims tree of `rows`, built by an implementation that shares no code with ours. */
export function claimTree(rows: readonly Row[]): ClaimTree {
  const tree = StandardMerkleTree.of(
    rows.map(({ account, cumulative, devicesRoot }) => [account, cumulative, devicesRoot ?? ZeroHash]),
    ["address", "uint256", "bytes32"],
  );
  const claimOf = (account: { address: string } | string): Claim => {
    const address = typeof account === "string" ? account : account.address;
    const index = rows.findIndex((row) => row.account === address);
    const row = rows[index];
    if (row === undefined) throw new Error(`the tree has no leaf for ${address}`);
    return { devicesRoot: ZeroHash, ...row, proof: tree.getProof(index) };
  };
  return { root: tree.root, total: rows.reduce((sum, row) => sum + row.cumulative, 0n), claimOf };
}

/** `claim` as positional arguments. */
export function claimArguments(claim: Claim): ClaimArguments {
  return [claim.account, claim.cumulative, claim.devicesRoot, claim.proof];
}

/** What a devices root says of one device. */
export interface DeviceRow {
  device: bigint;
  units: bigint;
  reward: bigint;
}

export interface DeviceTree {
  root: string;
  recordOf(device: bigint): DeviceRow & { proof: string[] };
}

/** The tree of one account's devices, built by an implementation that shares no code with ours. */
export function deviceTree(rows: readonly DeviceRow[]): DeviceTree {
  const tree = StandardMerkleTree.of(
    rows.map(({ device, units, reward }) => [device, units, reward]),
    ["uint256", "uint256", "uint256"],
  );
  const recordOf = (device: bigint) => {
    const index = rows.findIndex((row) => row.device === device);
    const row = rows[index];
    if (row === undefined) throw new Error(`the tree has no leaf for device ${device.toString()}`);
    return { ...row, proof: tree.getProof(index) };
  };
  return { root: tree.root, recordOf };
}
