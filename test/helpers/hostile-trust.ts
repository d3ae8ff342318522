import { parseEther } from "ethers";
import { ethers } from "hardhat";

import { deployStaking, deployTrust } from "./trust";

/** Order of the mock's enum. */
export const TOKEN = {
  honest: 0,
  returningFalse: 1,
  reverting: 2,
  bomb: 3,
  reentering: 4,
  feeTaking: 5,
} as const;

/** Staking and disputes over a token that can be told to misbehave; alice and the challenger hold it. */
export async function deployHostileTrust() {
  const trust = await deployTrust();
  const { alice, challenger } = trust;
  const hostileToken = await ethers.deployContract("HostileTokenMock", [alice, parseEther("100000")]);
  const { staking, manager } = await deployStaking(trust, hostileToken);
  await hostileToken.connect(alice).approve(staking, ethers.MaxUint256);
  await hostileToken.connect(alice).transfer(challenger, parseEther("10000"));
  await hostileToken.connect(challenger).approve(manager, ethers.MaxUint256);
  return { ...trust, hostileToken, staking, manager };
}
