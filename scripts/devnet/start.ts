import { createServer } from "node:net";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TASK_NODE_CREATE_SERVER } from "hardhat/builtin-tasks/task-names";
import type { HardhatRuntimeEnvironment, JsonRpcServer } from "hardhat/types";

import { deployNetwork } from "../../deploy/deploy-network";
import type { DevnetManifest } from "../../src/devnet/manifest";
import { OpenDepinError } from "../../src/errors";
import { namedAccounts } from "./accounts";
import { answers } from "./check";
import { MANIFEST_FILE, readManifest } from "./manifest-file";
import { DEVNET_GENESIS, devnetParameters } from "./parameters";
import { seedNetwork } from "./seed";

export const HOST = "127.0.0.1";

/** Deployment takes a few blocks of a second each; the first epoch starts after it. */
const DEPLOYMENT_SECONDS = 600;

export interface Devnet {
  manifest: DevnetManifest;
  close(): Promise<void>;
}

/**
 * Starts Hardhat's chain in this process, deploys the suite, runs the example epochs, and serves JSON-RPC.
 *
 * @throws OpenDepinError `PORT_TAKEN`.
 */
export async function startDevnet(port: number): Promise<Devnet> {
  await requireFree(port);
  await requireOnlyHere();
  // The manifest belongs to the folder that the devnet was started in; the project may be elsewhere.
  process.env["HARDHAT_CONFIG"] ??= join(__dirname, "../../hardhat.config.ts");
  // Hardhat creates its chain at the first request, from the configuration as it then is.
  const { default: hre } = await import("hardhat");
  const start = DEVNET_GENESIS - DEPLOYMENT_SECONDS;
  hre.config.networks.hardhat.initialDate = new Date(start * 1000).toISOString();
  await compile(hre);

  const accounts = namedAccounts(hre);
  const parameters = devnetParameters(accounts);
  const addresses = await deployNetwork(hre, parameters);
  const seeded = await seedNetwork(hre, parameters, addresses, accounts);

  const server = (await hre.run(TASK_NODE_CREATE_SERVER, {
    hostname: HOST,
    port,
    provider: hre.network.provider,
  })) as JsonRpcServer;
  await server.listen();
  return {
    manifest: { ...seeded, rpc: `http://${HOST}:${port}` },
    close: () => server.close(),
  };
}

/** A fresh clone has no artifacts yet. */
async function compile(hre: HardhatRuntimeEnvironment): Promise<void> {
  if (!existsSync(hre.config.paths.artifacts)) console.error("compiling the contracts, about two minutes …");
  await hre.run("compile", { quiet: true });
}

/** Written last, when everything in it is true. */
export function writeManifest(manifest: DevnetManifest): void {
  writeFileSync(MANIFEST_FILE, `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** A folder has one manifest: a second devnet would take it away from the first. */
async function requireOnlyHere(): Promise<void> {
  const running = readManifest();
  if (running === undefined || !(await answers(running).catch(() => false))) return;
  throw new OpenDepinError(
    "DEVNET_RUNNING",
    `the devnet of this folder runs already, at ${running.rpc}; end it, or start another one in another folder`,
  );
}

/** Asked before the deployment: its seconds should not be spent on a port that cannot be had. */
async function requireFree(port: number): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once("error", reject).listen(port, HOST, resolve);
  }).catch((cause: unknown) => {
    throw new OpenDepinError(
      "PORT_TAKEN",
      `port ${port} of ${HOST} is taken; stop what listens there, or choose another: npm run devnet -- --port ${port + 1}`,
      { cause },
    );
  });
  await new Promise((resolve) => probe.close(resolve));
}
