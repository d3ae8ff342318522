import { type AddressLike, parseEther } from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../deploy/roles";
import { type OperatorStaking } from "../../typechain-types";
import { deployRegistries } from "./devices";
import { CHALLENGE_WINDOW, deploySuite } from "./suite";
import { wireRoles } from "./wire-roles";

export const RULING_PERIOD = 3 * 86_400;
export const MAX_CHALLENGE_WINDOW = 12 * CHALLENGE_WINDOW;
export const THAW_PERIOD = 7 * 86_400;
export const BURN_BPS = 4_000;
export const TERMS = {
  reportBond: parseEther("100"),
  deviceBond: parseEther("10"),
  maxPenalty: parseEther("1000"),
  shareBps: 3_000,
} as const;

/** The suite with registries, a staking whose roles are granted, and a DisputeManager that holds its own. */
export async function deployTrust() {
  const suite = await deploySuite();
  const { authority } = suite;
  const registries = await deployRegistries(authority, suite.genesis);
  await authority.grantRole(roles.arbiter.id, suite.arbiter, 0);
  await authority.grantRole(roles.committees.id, suite.committeesManager, 0);
  await authority.grantRole(roles.trust.id, suite.trustManager, 0);
  const world = { ...suite, ...registries };
  return { ...world, ...(await deployStaking(world, suite.token)) };
}

/** A staking of `token` with its DisputeManager, both wired to their roles. */
export async function deployStaking(
  {
    authority,
    controller,
    registry,
    treasury,
  }: Pick<Awaited<ReturnType<typeof deploySuite>>, "authority" | "controller" | "treasury"> &
    Pick<Awaited<ReturnType<typeof deployRegistries>>, "registry">,
  token: AddressLike,
) {
  const split = { treasury: treasury.address, burnBps: BURN_BPS };
  const staking = await ethers.deployContract("OperatorStaking", [
    token,
    registry,
    THAW_PERIOD,
    split,
    authority,
  ]);
  const manager = await ethers.deployContract("DisputeManager", [
    controller,
    staking,
    registry,
    MAX_CHALLENGE_WINDOW,
    RULING_PERIOD,
    TERMS,
    authority,
  ]);
  await authority.grantRole(roles.disputes.id, manager, 0);
  await authority.grantRole(roles.voider.id, manager, 0);
  await wireRoles(authority, staking, "OperatorStaking");
  await wireRoles(authority, manager, "DisputeManager");
  return { staking, manager };
}

/** Gives an account tokens of the treasury and bonds them. */
export async function bondFor(
  {
    token,
    staking,
    treasury,
  }: Pick<Awaited<ReturnType<typeof deployTrust>>, "token" | "treasury"> & {
    staking: OperatorStaking;
  },
  account: AddressLike,
  amount: bigint,
): Promise<void> {
  await token.connect(treasury).approve(staking, amount);
  await staking.connect(treasury).bond(account, amount);
}

/** Gives an account tokens of the treasury. */
export async function fund(
  { token, treasury }: Pick<Awaited<ReturnType<typeof deployTrust>>, "token" | "treasury">,
  account: AddressLike,
  amount: bigint,
): Promise<void> {
  await token.connect(treasury).transfer(account, amount);
}
