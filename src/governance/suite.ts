import { Interface, type InterfaceAbi } from "ethers";

import type { permissionless } from "../../deploy/roles";
import {
  accessManagerAbi,
  deviceRegistryAbi,
  disputeManagerAbi,
  emissionControllerAbi,
  makerRegistryAbi,
  networkGovernorAbi,
  networkTimelockAbi,
  operatorStakingAbi,
  reporterCommitteeAbi,
  rewardDistributorAbi,
  rewardTokenAbi,
} from "../abi";

/** A contract of the role table, by the name of its source. */
export type SuiteContract = keyof typeof permissionless;

const abis: Readonly<Record<SuiteContract, InterfaceAbi>> = {
  RewardToken: rewardTokenAbi,
  EmissionController: emissionControllerAbi,
  RewardDistributor: rewardDistributorAbi,
  ReporterCommittee: reporterCommitteeAbi,
  MakerRegistry: makerRegistryAbi,
  DeviceRegistry: deviceRegistryAbi,
  OperatorStaking: operatorStakingAbi,
  DisputeManager: disputeManagerAbi,
  AccessManager: accessManagerAbi,
  NetworkGovernor: networkGovernorAbi,
  NetworkTimelock: networkTimelockAbi,
};

/** All of them, the ones that roles are about first. */
export const SUITE_CONTRACTS = Object.keys(abis) as readonly SuiteContract[];

const interfaces = new Map<SuiteContract, Interface>();

/** What can be called on a contract of the suite. */
export function interfaceOf(contract: SuiteContract): Interface {
  const known = interfaces.get(contract);
  if (known !== undefined) return known;
  const parsed = new Interface(abis[contract]);
  interfaces.set(contract, parsed);
  return parsed;
}

export function isSuiteContract(name: string): name is SuiteContract {
  return Object.hasOwn(abis, name);
}
