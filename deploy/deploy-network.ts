import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { applyRoles } from "./apply-roles";
import { deployVerifiers, type Verifiers } from "./deploy-verifiers";
import { type RunOptions, runModule } from "./ignition/run-module";
import { networkModule } from "./modules/network";
import type { NetworkParameters } from "./parameters";
import type { RoleTargets } from "./role-table/targets";
import { saltOf } from "./salt";

/**
 * Addresses of a deployed network; distributors in the order of the program ids, committees in that of the parameters.
 */
export interface NetworkAddresses extends RoleTargets, Verifiers {}

/**
 * Deploys a network and installs its role table; the deployer is still the admin afterwards. Resumable and idempotent:
 * what is there already is left alone, and a second run sends no transaction.
 */
export async function deployNetwork(
  hre: HardhatRuntimeEnvironment,
  parameters: NetworkParameters,
  options: RunOptions = {},
): Promise<NetworkAddresses> {
  const deployer = await deployerOf(hre);
  const verifiers = await deployVerifiers(hre, deployer);
  const module = networkModule(parameters, verifiers);
  const deployed = await runModule(hre, module, saltOf(deployer.address, parameters), options);
  const addresses = { ...addressesOf(module, deployed, parameters), ...verifiers };
  await applyRoles(addresses, parameters, deployer);
  return addresses;
}

/** The first account of the network: whoever deploys is the admin until the hand-over. */
export async function deployerOf(hre: HardhatRuntimeEnvironment): Promise<HardhatEthersSigner> {
  const [deployer] = await hre.ethers.getSigners();
  if (deployer === undefined) throw new Error(`network ${hre.network.name} has no account to deploy from`);
  return deployer;
}

function addressesOf(
  { results }: ReturnType<typeof networkModule>,
  deployed: Awaited<ReturnType<typeof runModule>>,
  { programs, committees }: NetworkParameters,
): RoleTargets {
  const futures = results as Readonly<Record<string, { id: string } | undefined>>;
  const addressOf = (name: string): string => {
    const address = deployed[futures[name]?.id ?? ""]?.address;
    if (address === undefined) throw new Error(`the network module deploys no ${name}`);
    return address;
  };
  const each = (contract: string, named: readonly { name: string }[]) =>
    named.map(({ name }) => addressOf(`${contract}_${name}`));
  return {
    AccessManager: addressOf("accessManager"),
    RewardToken: addressOf("rewardToken"),
    EmissionController: addressOf("emissionController"),
    RewardDistributor: each("RewardDistributor", programs),
    ReporterCommittee: each("ReporterCommittee", committees),
    MakerRegistry: addressOf("makerRegistry"),
    DeviceRegistry: addressOf("deviceRegistry"),
    OperatorStaking: addressOf("operatorStaking"),
    DisputeManager: addressOf("disputeManager"),
    NetworkGovernor: addressOf("networkGovernor"),
    NetworkTimelock: addressOf("networkTimelock"),
  };
}
