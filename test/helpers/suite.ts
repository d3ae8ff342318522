import { time } from "@nomicfoundation/hardhat-network-helpers";
import { type AddressLike, parseEther } from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../deploy/roles";
import { type AccessManager } from "../../typechain-types";
import { namedAccounts, offlineKey } from "./accounts";
import { wireRoles } from "./wire-roles";

export const EPOCH_LENGTH = 86_400;
export const CHALLENGE_WINDOW = 7_200;
export const CAP = parseEther("1000000");
export const ALLOCATED = parseEther("200000");
/** Every epoch of the fixtures emits this much, as long as no test replaces the curve. */
export const PER_EPOCH = parseEther("1000");
/** The fixtures' curve ends here: 800 epochs of 1,000 exhaust what the cap leaves. */
export const LAST_EPOCH = 800;

/** Token, controller with a constant curve and an AccessManager whose roles are granted; no program yet. */
export async function deployEmissions() {
  const accounts = await namedAccounts();
  const authority = await ethers.deployContract("AccessManager", [accounts.admin]);
  const allocations = [{ account: accounts.treasury.address, amount: ALLOCATED }];
  const token = await ethers.deployContract("RewardToken", ["Reward", "RWD", CAP, allocations, authority]);
  const curve = await ethers.deployContract("StepCurve", [
    [
      { fromEpoch: 0, perEpoch: PER_EPOCH },
      { fromEpoch: LAST_EPOCH, perEpoch: 0n },
    ],
  ]);
  const genesis = (await time.latest()) + 10 * EPOCH_LENGTH;
  const controller = await ethers.deployContract("EmissionController", [
    token,
    genesis,
    EPOCH_LENGTH,
    curve,
    authority,
  ]);

  await authority.grantRole(roles.minter.id, controller, 0);
  await authority.grantRole(roles.minter.id, accounts.minter, 0);
  await authority.grantRole(roles.emissions.id, accounts.emissionsManager, 0);
  await authority.grantRole(roles.program.id, accounts.programManager, 0);
  await authority.grantRole(roles.guardian.id, accounts.guardian, 0);
  await authority.grantRole(roles.voider.id, accounts.guardian, 0);
  await authority.grantRole(roles.disputes.id, accounts.disputes, 0);
  await wireRoles(authority, token, "RewardToken");
  await wireRoles(authority, controller, "EmissionController");

  return { ...accounts, authority, token, curve, controller, genesis };
}

/** The whole suite: program 1 with a distributor of its own receives the whole of every epoch. */
export async function deploySuite() {
  const emissions = await deployEmissions();
  const { controller, authority, emissionsManager } = emissions;
  const reporter = offlineKey("reporter");
  const distributor = await deployDistributor(controller, 1, reporter, authority);
  await controller.connect(emissionsManager).addProgram(distributor);
  await controller.connect(emissionsManager).setWeights([10_000]);
  return { ...emissions, reporter, distributor };
}

/** A distributor whose functions are wired to their roles. */
export async function deployDistributor(
  source: AddressLike,
  program: number,
  reporter: AddressLike,
  authority: AccessManager,
  challengeWindow = CHALLENGE_WINDOW,
) {
  const distributor = await ethers.deployContract("RewardDistributor", [
    source,
    program,
    reporter,
    challengeWindow,
    authority,
  ]);
  await wireRoles(authority, distributor, "RewardDistributor");
  return distributor;
}
