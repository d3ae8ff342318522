import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { applyRoles, type RoleTargets } from "./apply-roles";
import { networkModule } from "./modules/network";
import type { NetworkParameters } from "./parameters";

/**
 * Addresses of a deployed network; distributors in the order of the program ids, committees in that of the parameters.
 */
export interface NetworkAddresses extends RoleTargets {
  P256Verifier: string;
  RSAVerifier: string;
  WebAuthnVerifier: string;
}

/**
 * Deploys a network and installs its role table. Resumable and idempotent: what is there already is left alone, and
 * a second run sends no transaction.
 */
export async function deployNetwork(
  hre: HardhatRuntimeEnvironment,
  parameters: NetworkParameters,
  options: { deploymentId?: string; displayUi?: boolean } = {},
): Promise<NetworkAddresses> {
  const contracts = await hre.ignition.deploy(networkModule(parameters), {
    ...options,
    config: { requiredConfirmations: 1 },
  });
  const addresses = {
    AccessManager: await contracts.accessManager.getAddress(),
    RewardToken: await contracts.rewardToken.getAddress(),
    EmissionController: await contracts.emissionController.getAddress(),
    RewardDistributor: await Promise.all(
      parameters.programs.map(({ name }) => addressOf(contracts, `RewardDistributor_${name}`)),
    ),
    ReporterCommittee: await Promise.all(
      parameters.committees.map(({ name }) => addressOf(contracts, `ReporterCommittee_${name}`)),
    ),
    MakerRegistry: await contracts.makerRegistry.getAddress(),
    DeviceRegistry: await contracts.deviceRegistry.getAddress(),
    OperatorStaking: await contracts.operatorStaking.getAddress(),
    DisputeManager: await contracts.disputeManager.getAddress(),
    P256Verifier: await contracts.p256Verifier.getAddress(),
    RSAVerifier: await contracts.rsaVerifier.getAddress(),
    WebAuthnVerifier: await contracts.webAuthnVerifier.getAddress(),
  };
  const [deployer] = await hre.ethers.getSigners();
  if (deployer === undefined) throw new Error(`network ${hre.network.name} has no account to deploy from`);
  await applyRoles(addresses, parameters, deployer);
  return addresses;
}

async function addressOf(contracts: object, name: string): Promise<string> {
  const contract = (contracts as Record<string, { getAddress(): Promise<string> } | undefined>)[name];
  if (contract === undefined) throw new Error(`the network module deploys no ${name}`);
  return contract.getAddress();
}
