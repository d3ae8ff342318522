import { join } from "node:path";

import { vars } from "hardhat/config";
import type { HardhatRuntimeEnvironment, HttpNetworkConfig } from "hardhat/types";

import { connectionRefused } from "./connection-refused";
import { walletFromEnvironment } from "../../src/chain/wallet";
import { OpenDepinError } from "../../src/errors";
import { endpointVariable } from "./live-networks";

/** Hardhat's own name for a node on this machine, whose accounts are unlocked. */
const LOCAL = "localhost";
const KEY = "OPENDEPIN_PRIVATE_KEY";

/**
 * Connects Hardhat with a live network. Once a process: Hardhat has one network.
 *
 * @param signing Whether transactions will be sent, so that there must be a key.
 * @throws OpenDepinError `NETWORK_UNKNOWN`, `KEY_MISSING`, `KEY_INVALID`, `LEDGER_MISSING`, `CHAIN_UNREACHABLE`.
 */
export async function openNetwork(name: string, signing: boolean): Promise<HardhatRuntimeEnvironment> {
  process.env["HARDHAT_CONFIG"] ??= join(__dirname, "../../hardhat.config.ts");
  process.env["HARDHAT_NETWORK"] = name;
  const { default: hre } = await import("hardhat").catch((cause: unknown) => {
    throw explained(name, cause);
  });
  if (hre.network.name === "hardhat") throw unknown(name);
  if (signing) await unlock(hre.network.config as HttpNetworkConfig, name);
  await hre.ethers.provider.getNetwork().catch((cause: unknown) => {
    throw connectionRefused(name, cause);
  });
  return hre;
}

/** Gives the network the key that the environment names; a Ledger has its own, a local node knows some. */
async function unlock(network: HttpNetworkConfig, name: string): Promise<void> {
  if (process.env["OPENDEPIN_LEDGER"] !== undefined) return;
  const environment = { ...process.env };
  if (!namesKey(environment) && vars.has(KEY)) environment[KEY] = vars.get(KEY);
  if (!namesKey(environment)) {
    if (name === LOCAL) return;
    throw keyMissing();
  }
  network.accounts = [(await walletFromEnvironment(null, environment)).privateKey];
}

function namesKey(environment: NodeJS.ProcessEnv): boolean {
  return environment[KEY] !== undefined || environment["OPENDEPIN_KEYSTORE"] !== undefined;
}

function keyMissing(): OpenDepinError {
  return new OpenDepinError(
    "KEY_MISSING",
    "no key to deploy with: set OPENDEPIN_PRIVATE_KEY (or npx hardhat vars set it), OPENDEPIN_KEYSTORE (a file) with OPENDEPIN_KEYSTORE_PASSWORD, or OPENDEPIN_LEDGER (its address)",
  );
}

function explained(name: string, cause: unknown): unknown {
  return cause instanceof Error && /HH100\b/.test(cause.message) ? unknown(name) : cause;
}

function unknown(name: string): OpenDepinError {
  return new OpenDepinError(
    "NETWORK_UNKNOWN",
    `network "${name}" has no endpoint: set ${endpointVariable(name)} to its JSON-RPC URL (or npx hardhat vars set it)`,
  );
}
