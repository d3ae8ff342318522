import { ethers } from "hardhat";

import { type NetworkAddresses } from "../../../deploy/deploy-network";

/** The contracts of a launched network, as far as governance is about them. */
export async function contractsAt(addresses: NetworkAddresses) {
  const [coverage = "", mapping = ""] = addresses.RewardDistributor;
  return {
    authority: await ethers.getContractAt("AccessManager", addresses.AccessManager),
    token: await ethers.getContractAt("RewardToken", addresses.RewardToken),
    controller: await ethers.getContractAt("EmissionController", addresses.EmissionController),
    coverage: await ethers.getContractAt("RewardDistributor", coverage),
    mapping: await ethers.getContractAt("RewardDistributor", mapping),
    staking: await ethers.getContractAt("OperatorStaking", addresses.OperatorStaking),
    disputes: await ethers.getContractAt("DisputeManager", addresses.DisputeManager),
    governor: await ethers.getContractAt("NetworkGovernor", addresses.NetworkGovernor),
    timelock: await ethers.getContractAt("NetworkTimelock", addresses.NetworkTimelock),
  };
}
