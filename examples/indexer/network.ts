import { readFileSync } from "node:fs";

import { addressesOf, DEVNET_MANIFEST_VERSION, type DevnetManifest } from "opendepin";
import type { Address } from "viem";

/** What is indexed, and where it is read. */
export interface Network {
  chainId: number;
  /** JSON-RPC endpoint. */
  rpc: string;
  /** The block of the first deployment, or any before it. */
  startBlock: number;
  /** A devnet starts anew with other blocks: nothing that was read of it is kept, and it is asked more often. */
  isDevnet: boolean;
  contracts: {
    makerRegistry: Address;
    deviceRegistry: Address;
    emissionController: Address;
    operatorStaking: Address;
    disputeManager: Address;
  };
}

/** The network that the environment names: a devnet by its manifest, or a published deployment by its chain. */
export function readNetwork({
  OPENDEPIN_MANIFEST: manifest,
  CHAIN_ID: chainId,
  RPC_URL: rpc,
  START_BLOCK: startBlock = "0",
}: NodeJS.ProcessEnv): Network {
  if (manifest !== undefined) return devnetOf(manifest);
  if (chainId === undefined || rpc === undefined) {
    throw new Error(
      "set OPENDEPIN_MANIFEST to a devnet's devnet.json, or CHAIN_ID and RPC_URL for a live network",
    );
  }
  const contracts = addressesOf(numberOf("CHAIN_ID", chainId));
  if (contracts === undefined) {
    throw new Error(`opendepin has no deployment on chain ${chainId}: check CHAIN_ID, or update the package`);
  }
  return {
    chainId: contracts.chainId,
    rpc,
    startBlock: numberOf("START_BLOCK", startBlock),
    isDevnet: false,
    contracts,
  };
}

function devnetOf(file: string): Network {
  const { version, chainId, rpc, contracts } = parseManifest(file);
  if (version !== DEVNET_MANIFEST_VERSION) {
    throw new Error(
      `${file} has version ${version}, this package reads ${DEVNET_MANIFEST_VERSION}: use the devnet of the same opendepin`,
    );
  }
  return { chainId, rpc, startBlock: 0, isDevnet: true, contracts };
}

function parseManifest(file: string): DevnetManifest {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as DevnetManifest;
  } catch (error) {
    throw new Error(
      `OPENDEPIN_MANIFEST: ${String(error)}; start a devnet, and name the devnet.json it writes`,
    );
  }
}

function numberOf(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${name} is a decimal number, not "${text}"`);
  return Number(text);
}
