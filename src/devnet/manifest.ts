import type { Address, Hex } from "../hex";

/** Version of the manifest's form; a reader refuses versions that it does not know. */
export const DEVNET_MANIFEST_VERSION = 2;

/** `devnet.json`: what a running devnet is, for programs. */
export interface DevnetManifest {
  format: "opendepin-devnet";
  version: typeof DEVNET_MANIFEST_VERSION;
  chainId: number;
  /** JSON-RPC endpoint. */
  rpc: string;
  contracts: {
    accessManager: Address;
    rewardToken: Address;
    emissionController: Address;
    makerRegistry: Address;
    deviceRegistry: Address;
    p256Verifier: Address;
    rsaVerifier: Address;
    webAuthnVerifier: Address;
  };
  programs: DevnetProgram[];
  /** Funded accounts by name. Their keys are public knowledge: never use them on a live network. */
  accounts: Record<string, DevnetAccount>;
}

export interface DevnetProgram {
  /** Program id, from 1. */
  program: number;
  name: string;
  distributor: Address;
  reporter: Address;
  epochs: DevnetEpoch[];
}

export interface DevnetEpoch {
  epoch: number;
  status: "claimable" | "pending";
  root: Hex;
  /** Sum of all cumulative totals, in base units, as a decimal string. */
  total: string;
  /** Directory of the epoch's data, relative to the manifest. */
  directory: string;
  /** From this second on (since 1970) the report can be finalised. */
  finalizableAt: number;
}

export interface DevnetAccount {
  address: Address;
  privateKey: Hex;
}
