import type { Address, Hex } from "../hex";

/** Version of the manifest's form; a reader refuses versions that it does not know. */
export const DEVNET_MANIFEST_VERSION = 5;

/** `devnet.json`: what a running devnet is, for programs. */
export interface DevnetManifest {
  format: "opendepin-devnet";
  version: typeof DEVNET_MANIFEST_VERSION;
  chainId: number;
  /** JSON-RPC endpoint. */
  rpc: string;
  /** HTTP endpoint of `/health`, `/manifest` and `/faucet`. */
  http: string;
  /** Directory of the devnet's data, relative to the manifest. */
  data: string;
  contracts: {
    accessManager: Address;
    rewardToken: Address;
    emissionController: Address;
    makerRegistry: Address;
    deviceRegistry: Address;
    p256Verifier: Address;
    rsaVerifier: Address;
    webAuthnVerifier: Address;
    operatorStaking: Address;
    reporterCommittee: Address;
    disputeManager: Address;
    networkGovernor: Address;
    networkTimelock: Address;
  };
  programs: DevnetProgram[];
  /** In the order of their ids, which start at 1. */
  kinds: DevnetKind[];
  /** In the order of their ids, which start at 1. */
  makers: DevnetMaker[];
  devices: DevnetDevice[];
  /** In the order of their ids, which start at 1. */
  disputes: DevnetDispute[];
  /** In the order in which they were proposed. */
  proposals: DevnetProposal[];
  /** Funded accounts by name. Their keys are public knowledge: never use them on a live network. */
  accounts: Record<string, DevnetAccount>;
}

/** A program of the devnet, and what was reported of it. */
export interface DevnetProgram {
  /** Program id, from 1. */
  program: number;
  name: string;
  distributor: Address;
  /** Who signs its reports: the committee's address, where there is one. */
  reporter: Address;
  /** Null where the reporter signs by itself. */
  committee: DevnetCommittee | null;
  epochs: DevnetEpoch[];
}

/** Who signs a program's reports together. */
export interface DevnetCommittee {
  address: Address;
  /** Weight that a report needs. */
  quorum: number;
  members: DevnetMember[];
}

/** Whose approvals a committee counts. */
export interface DevnetMember {
  /** Its account among the devnet's accounts; the same key signs. */
  name: string;
  /** Carries the bond. */
  account: Address;
  /** Its key in the ERC-7913 form. */
  signer: Hex;
  weight: number;
  /** False of the one that reports what it likes, if others sign unseen. */
  honest: boolean;
}

/** An epoch that was reported. */
export interface DevnetEpoch {
  epoch: number;
  /**
   * Claimable: the last that became final, whose totals include those before. Superseded: final, and no longer the last.
   * Disputed: pending and frozen; `disputes` says why.
   */
  status: "claimable" | "superseded" | "pending" | "disputed";
  root: Hex;
  /** Sum of all cumulative totals, in base units, as a decimal string. */
  total: string;
  /** Directory of the epoch's data, relative to the manifest. */
  directory: string;
  /** From this second on (since 1970) the report can be finalised. */
  finalizableAt: number;
}

/** A report that somebody has challenged, and nobody has ruled on yet. */
export interface DevnetDispute {
  /** Dispute id, from 1. */
  dispute: number;
  program: number;
  epoch: number;
  /** The report's. */
  nonce: number;
  challenger: Address;
  /** Base units that the challenger has put up, as a decimal string. */
  bond: string;
  /** Base units that each account that signed shall lose, as a decimal string. */
  penalty: string;
  /** Last second of the ruling, since 1970. */
  rulingDeadline: number;
  /** Hash of the evidence: that of the honest data. */
  evidence: Hex;
  /** Directory of the data as it should have been reported, relative to the manifest. */
  directory: string;
}

/** What voters have decided, and nobody has executed yet. */
export interface DevnetProposal {
  /** Its id in the governor, as a decimal string. */
  proposal: string;
  title: string;
  proposer: Address;
  status: "queued";
  /** From this second on (since 1970) anybody can execute it. */
  executableFrom: number;
  /** From this second on it can never be executed. */
  lapsesAt: number;
}

/** What devices are. */
export interface DevnetKind {
  /** Kind id, from 1. */
  kind: number;
  name: string;
  /** Program id. */
  program: number;
  category: "Physical" | "Digital";
  /** Whether its devices need no maker. */
  open: boolean;
}

/** Who attests devices. */
export interface DevnetMaker {
  /** Maker id, from 1. */
  maker: number;
  name: string;
  /** Manages the maker's keys and batches; its private key is among the accounts. */
  account: Address;
  /** Signs attestations. */
  attestationKey: DevnetAccount;
  /** Ids of the kinds that it may attest. */
  kinds: number[];
  /** Root of its batch of devices; null if it has none. */
  batch: Hex | null;
}

/** A device as it stands when the devnet is ready. */
export interface DevnetDevice {
  /** Device id: 32 bytes in hex, as the files of an epoch name it. */
  device: Hex;
  name: string;
  /** Kind id. */
  kind: number;
  curve: "P-256" | "secp256k1";
  /** Its key in the ERC-7913 form. */
  signer: Hex;
  /** File of its private key (PEM), relative to the manifest. */
  keyFile: string;
  /** Maker id; 0 if nobody attested it. */
  maker: number;
  /** Null once it is released. */
  owner: Address | null;
  /** Who its rewards are credited to; null once it is released. */
  payee: Address | null;
  /** H3 index of where it is, as H3's tools write it; null once it is released. */
  cell: string | null;
  /** Null if it never was suspended. */
  suspension: DevnetSuspension | null;
}

/** Epochs that a device is excluded from. */
export interface DevnetSuspension {
  fromEpoch: number;
  /** The first epoch that counts again. */
  untilEpoch: number;
  /** The network's own code. */
  reason: number;
}

/** A funded account with its key. */
export interface DevnetAccount {
  address: Address;
  privateKey: Hex;
}
