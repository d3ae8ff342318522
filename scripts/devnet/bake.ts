import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { deployNetwork } from "../../deploy/deploy-network";
import { startAnvil } from "../../src/devnet/anvil/start-anvil";
import type { Bake } from "../../src/devnet/bake/bake";
import { freePort } from "../../src/devnet/ports";
import { type JsonRpc, latestBlock } from "../../src/devnet/json-rpc";
import { namedAccounts } from "./accounts";
import { fundCreateX } from "./fund-create-x";
import { DEVNET_GENESIS, devnetParameters } from "./parameters";
import { recordBlocks } from "./record-blocks";
import { seedNetwork } from "./seed";

/** Deployment, at a second for each transaction, and a day's vote come before the first epoch. */
const SECONDS_BEFORE_GENESIS = 28 * 3600;
const GENESIS = DEVNET_GENESIS - SECONDS_BEFORE_GENESIS;
const HOST = "127.0.0.1";

/** Deploys and seeds a devnet on a chain of its own, and records how it came about. Needs compiled contracts. */
export async function bakeDevnet(): Promise<Bake> {
  const directory = await mkdtemp(join(tmpdir(), "opendepin-bake-"));
  const anvil = await startAnvil({ host: HOST, port: await freePort(HOST), genesis: GENESIS });
  try {
    return await bakeOn(anvil.rpc, directory);
  } finally {
    await anvil.stop();
    await rm(directory, { recursive: true });
  }
}

async function bakeOn(rpc: JsonRpc, directory: string): Promise<Bake> {
  // The clock must not depend on how fast this machine is.
  await rpc.send("anvil_setBlockTimestampInterval", 1);
  const hre = await hardhatOn(rpc, join(directory, "ignition"));
  const accounts = namedAccounts(hre);
  const parameters = devnetParameters(accounts);
  await fundCreateX(rpc, accounts.faucet.address);
  const addresses = await deployNetwork(hre, parameters);
  const data = join(directory, "data");
  const manifest = await seedNetwork(hre, parameters, addresses, accounts, { directory: data, rpc });
  return {
    genesis: GENESIS,
    blocks: await recordBlocks(rpc),
    head: (await latestBlock(rpc)).hash,
    manifest,
    files: await filesBelow(data),
  };
}

/** Hardhat with its network at an endpoint; it connects at the first request, by the configuration as it then is. */
async function hardhatOn(rpc: JsonRpc, journal: string): Promise<HardhatRuntimeEnvironment> {
  process.env["HARDHAT_NETWORK"] = "localhost";
  const { default: hre } = await import("hardhat");
  hre.config.networks.localhost.url = rpc.url;
  hre.config.paths.ignition = journal;
  hre.config.ignition.blockPollingInterval = 20;
  return hre;
}

async function filesBelow(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = paths.sort().map(async (path) => {
    return [relative(directory, path).split(sep).join("/"), await readFile(path, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
