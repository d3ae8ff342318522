import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre, { ethers } from "hardhat";

import { applyRoles, missingRoles } from "../../deploy/apply-roles";
import { deployNetwork, type NetworkAddresses } from "../../deploy/deploy-network";
import { type NetworkParameters, parseParameters } from "../../deploy/parameters";
import { permissionless, permissions, roles } from "../../deploy/roles";

const CONTRACTS = ["RewardToken", "EmissionController", "RewardDistributor"] as const;

async function twoPrograms(): Promise<NetworkParameters> {
  const [governance, reporter, guardian, treasury] = (await ethers.getSigners()).map(
    ({ address }) => address,
  );
  return parseParameters({
    token: {
      name: "Deployed",
      symbol: "DPL",
      cap: "1000000000000000000000000",
      allocations: [{ account: treasury, amount: "1000" }],
    },
    emissions: {
      genesis: (await time.latest()) + 3_600,
      epochLength: 86_400,
      curve: { kind: "decay", total: "500000000000000000000000", halfLifeEpochs: 365 },
    },
    programs: [
      { name: "coverage", weightBps: 7_000, challengeWindow: 3_600, reporter },
      { name: "mapping", weightBps: 2_000, challengeWindow: 7_200, reporter },
    ],
    governance,
    guardian,
  });
}

describe("deployNetwork", () => {
  let parameters: NetworkParameters;
  let addresses: NetworkAddresses;

  before(async () => {
    parameters = await twoPrograms();
    addresses = await deployNetwork(hre, parameters);
  });

  it("gives each program its distributor, in the order of the parameters, with its own window and weight", async () => {
    const controller = await ethers.getContractAt("EmissionController", addresses.EmissionController);
    expect(await controller.programCount()).to.equal(2);
    for (const [index, { weightBps, challengeWindow, reporter }] of parameters.programs.entries()) {
      const address = addresses.RewardDistributor[index] ?? "";
      const distributor = await ethers.getContractAt("RewardDistributor", address);
      expect(await controller.distributorOf(index + 1)).to.equal(address);
      expect(await controller.weightOf(index + 1, 0)).to.equal(weightBps);
      expect(await distributor.program()).to.equal(index + 1);
      expect(await distributor.challengeWindow()).to.equal(challengeWindow);
      expect(await distributor.reporter()).to.equal(reporter);
    }
  });

  it("installs the whole role table, so that nothing is left to apply", async () => {
    const [deployer] = await ethers.getSigners();
    if (deployer === undefined) throw new Error("the chain has no account");
    expect(await missingRoles(addresses, parameters, deployer)).to.deep.equal([]);

    const blockBefore = await ethers.provider.getBlockNumber();
    expect(await applyRoles(addresses, parameters, deployer)).to.deep.equal([]);
    expect(await ethers.provider.getBlockNumber(), "a second run sends no transaction").to.equal(blockBefore);
  });

  it("names what the chain lacks, and mends exactly that", async () => {
    const [deployer] = await ethers.getSigners();
    if (deployer === undefined) throw new Error("the chain has no account");
    const manager = await ethers.getContractAt("AccessManager", addresses.AccessManager);
    await manager.revokeRole(roles.guardian.id, parameters.guardian);

    const missing = await missingRoles(addresses, parameters, deployer);
    expect(missing.map(({ description }) => description)).to.include(
      `role guardian is held by guardian ${parameters.guardian}`,
    );
    await applyRoles(addresses, parameters, deployer);
    expect(await missingRoles(addresses, parameters, deployer)).to.deep.equal([]);
  });
});

describe("Role table", () => {
  for (const name of CONTRACTS) {
    it(`${name}: every function that changes state is privileged, or open to all with a reason`, async () => {
      const { interface: abi } = await ethers.getContractFactory(name);
      const changing: string[] = [];
      abi.forEachFunction((fragment) => {
        if (!fragment.constant) changing.push(fragment.format());
      });
      const privileged = permissions
        .filter(({ contract }) => contract === name)
        .flatMap(({ functions }) => functions);
      const open = Object.keys(permissionless[name]);
      expect([...privileged, ...open].sort()).to.deep.equal(changing.sort());
    });
  }

  it("gives each function to one role, and no two roles the same number", () => {
    const powers = permissions.flatMap(({ contract, functions }) =>
      functions.map((name) => `${contract}.${name}`),
    );
    expect(new Set(powers).size).to.equal(powers.length);
    const ids = Object.values(roles).map((role) => role.id);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.not.include(0n);
  });
});
