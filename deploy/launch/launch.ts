import { existsSync } from "node:fs";

import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkDeployment } from "../../src/deployments";
import { AccessManager__factory } from "../../typechain-types";
import { deployerOf, deployNetwork } from "../deploy-network";
import { handOver } from "../hand-over";
import { mendJournal } from "../ignition/mend-journal";
import type { StepNotice } from "../ignition/step-listener";
import { waitUntilSettled } from "../ignition/wait-until-settled";
import { admin } from "../roles";
import { requireCode } from "./require-code";
import { recordOf } from "./deployment-record";
import type { DeploymentStore } from "./deployment-store";
import type { LaunchParameters } from "./launch-parameters";

export interface LaunchOptions {
  store: DeploymentStore;
  /** Blocks after which a transaction counts. */
  confirmations: number;
  /** Milliseconds between two looks at the chain. */
  pollingMs: number;
  onStep?: StepNotice;
}

export interface Launched {
  deployment: NetworkDeployment;
  /** Transactions that this run has sent. */
  transactions: number;
}

/**
 * Deploys a network, installs its role table and hands over: afterwards the deployer holds nothing. Whatever interrupted
 * it, another run goes on from there.
 */
export async function launch(
  hre: HardhatRuntimeEnvironment,
  { chainId, network }: LaunchParameters,
  { store, ...run }: LaunchOptions,
): Promise<Launched> {
  const { provider } = hre.ethers;
  const deployer = await deployerOf(hre);
  const journal = store.journalOf(chainId);
  await waitUntilSettled(provider, deployer.address, run.confirmations, run.pollingMs);
  const before = await provider.getTransactionCount(deployer.address);

  await mendJournal(journal, deployer.address, provider, hre.network.provider);
  const addresses = await deployNetwork(hre, network, { ...run, journal });
  const deployment = recordOf(chainId, addresses);
  // first: a record, and an admin that is not the deployer, are what says that nothing is left to do
  await store.write(deployment);
  await handOver(addresses, deployer);

  const after = await provider.getTransactionCount(deployer.address);
  return { deployment, transactions: after - before };
}

/** The network that the deployer has handed over: it is governance's, and nothing of it may be set any more. */
export async function findHandedOver(
  hre: HardhatRuntimeEnvironment,
  chainId: number,
  store: DeploymentStore,
): Promise<NetworkDeployment | undefined> {
  if (!existsSync(store.recordOf(chainId))) return undefined;
  const deployment = await store.read(chainId);
  await requireCode(hre.ethers.provider, deployment.accessManager, store.recordOf(chainId));
  const manager = AccessManager__factory.connect(deployment.accessManager, hre.ethers.provider);
  const { isMember } = await manager.hasRole(admin.id, await deployerOf(hre));
  return isMember ? undefined : deployment;
}
