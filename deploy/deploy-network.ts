import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { applyRoles } from "./apply-roles";
import { deployVerifiers, type Verifiers } from "./deploy-verifiers";
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
  options: { deploymentId?: string; displayUi?: boolean } = {},
): Promise<NetworkAddresses> {
  const [deployer] = await hre.ethers.getSigners();
  if (deployer === undefined) throw new Error(`network ${hre.network.name} has no account to deploy from`);
  const verifiers = await deployVerifiers(hre, deployer);
  const contracts = await hre.ignition.deploy(networkModule(parameters, verifiers), {
    ...options,
    config: { requiredConfirmations: 1 },
    strategy: "create2",
    strategyConfig: { salt: saltOf(deployer.address, parameters) },
  });
  const addresses = { ...(await addressesOf(contracts, parameters)), ...verifiers };
  await applyRoles(addresses, parameters, deployer);
  return addresses;
}

type Contracts = Readonly<Record<string, { getAddress(): Promise<string> } | undefined>>;

async function addressesOf(
  deployed: object,
  { programs, committees }: NetworkParameters,
): Promise<RoleTargets> {
  const contracts = deployed as Contracts;
  const addressOf = async (name: string): Promise<string> => {
    const contract = contracts[name];
    if (contract === undefined) throw new Error(`the network module deploys no ${name}`);
    return contract.getAddress();
  };
  const each = (contract: string, named: readonly { name: string }[]) =>
    Promise.all(named.map(({ name }) => addressOf(`${contract}_${name}`)));
  return {
    AccessManager: await addressOf("accessManager"),
    RewardToken: await addressOf("rewardToken"),
    EmissionController: await addressOf("emissionController"),
    RewardDistributor: await each("RewardDistributor", programs),
    ReporterCommittee: await each("ReporterCommittee", committees),
    MakerRegistry: await addressOf("makerRegistry"),
    DeviceRegistry: await addressOf("deviceRegistry"),
    OperatorStaking: await addressOf("operatorStaking"),
    DisputeManager: await addressOf("disputeManager"),
    NetworkGovernor: await addressOf("networkGovernor"),
    NetworkTimelock: await addressOf("networkTimelock"),
  };
}
