import { expect } from "chai";
import { ethers } from "hardhat";

import { interfaceId } from "../helpers/interface-id";

const IERC20 = "@openzeppelin/contracts/token/ERC20/IERC20.sol:IERC20";
/** What integrators have compiled in: a change here breaks them, and must be a decision. */
const INTERFACE_IDS = {
  IEmissionCurve: "0x8e53d5e4",
  IRewardSource: "0x42f8456a",
  IEmissionController: "0x25a7a469",
  IRewardDistributor: "0x69434503",
  IReporterCommittee: "0x20b59e9c",
  IDuty: "0x3c12b554",
  IPledges: "0x7f1ca505",
  IRewardToken: "0x75937bf3",
  IMakerRegistry: "0x0fc088f0",
  IDeviceRegistry: "0x4bee02dd",
  IOperatorStaking: "0xe11ec6ec",
  IDisputeManager: "0x94a2e615",
  INetworkGovernor: "0x666d0167",
  INetworkTimelock: "0x5e5e9dce",
};
const PARENTS: Partial<Record<keyof typeof INTERFACE_IDS, string[]>> = {
  IEmissionController: ["IRewardSource"],
  IRewardToken: [IERC20],
  IReporterCommittee: ["IERC1271", "IDuty"],
  IOperatorStaking: ["IERC5805", "IPledges"],
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
