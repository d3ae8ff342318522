import { ethers } from "hardhat";

import { roles } from "../../deploy/roles";
import { deployDevices } from "./devices";
import { ALLOCATED, CAP } from "./suite";
import { BURN_BPS, THAW_PERIOD } from "./trust";
import { wireRoles } from "./wire-roles";

/** A committee with one member, who signs with its account: the smallest duty that there is. */
export async function deployCommitteeOf(
  member: string,
  {
    staking,
    makers,
    authority,
  }: Pick<Awaited<ReturnType<typeof deployBondedDevices>>, "staking" | "makers" | "authority">,
) {
  const members = [{ signer: member, account: member, weight: 1 }];
  return ethers.deployContract("ReporterCommittee", [staking, makers, members, 1, 0, authority]);
}

/** The registries of `deployDevices` with a staking behind them; nothing is bonded yet. */
export async function deployBondedDevices() {
  const devices = await deployDevices();
  const { authority, registry, treasury, disputes } = devices;
  const allocations = [{ account: treasury.address, amount: ALLOCATED }];
  const token = await ethers.deployContract("RewardToken", ["Reward", "RWD", CAP, allocations, authority]);
  const staking = await ethers.deployContract("OperatorStaking", [
    token,
    registry,
    THAW_PERIOD,
    { treasury: treasury.address, burnBps: BURN_BPS },
    authority,
  ]);
  await authority.grantRole(roles.disputes.id, disputes, 0);
  await wireRoles(authority, staking, "OperatorStaking");
  return { ...devices, token, staking };
}
