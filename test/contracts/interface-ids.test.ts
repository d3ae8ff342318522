import { expect } from "chai";
import { ethers } from "hardhat";

import { interfaceId } from "../helpers/interface-id";

const IERC20 = "@openzeppelin/contracts/token/ERC20/IERC20.sol:IERC20";
/** What integrators have compiled in: a change here breaks them, and must be a decision. */
const INTERFACE_IDS = {
  IEmissionCurve: "0x8e53d5e4",
  IRewardSource: "0x42f8456a",
  IEmissionController: "0x25a7a469",
  IRewardDistributor: "0x92c0f777",
  IRewardToken: "0x75937bf3",
  IMakerRegistry: "0x5b1a5e41",
  IDeviceRegistry: "0x4bee02dd",
};
const PARENTS: Partial<Record<keyof typeof INTERFACE_IDS, string[]>> = {
  IEmissionController: ["IRewardSource"],
  IRewardToken: [IERC20],
};

describe("interface ids", () => {
  const interfaceOf = async (name: string) =>
    (await ethers.getContractAt(name, ethers.ZeroAddress)).interface;

  it("the computation gives the id that ERC-20 publishes", async () => {
    expect(interfaceId(await interfaceOf(IERC20))).to.equal("0x36372b07");
  });

  for (const [name, expected] of Object.entries(INTERFACE_IDS) as [keyof typeof INTERFACE_IDS, string][]) {
    it(`${name} is pinned`, async () => {
      const parents = await Promise.all((PARENTS[name] ?? []).map(interfaceOf));
      expect(interfaceId(await interfaceOf(name), parents)).to.equal(expected);
    });
  }
});
