import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import hre, { ethers } from "hardhat";

import { applyRoles, missingRoles } from "../../deploy/apply-roles";
import { deployNetwork, type NetworkAddresses } from "../../deploy/deploy-network";
import { type NetworkParameters, parseParameters } from "../../deploy/parameters";
import { permissionless, permissions, roles } from "../../deploy/roles";

const CONTRACTS = [
  "RewardToken",
  "EmissionController",
  "RewardDistributor",
  "MakerRegistry",
  "DeviceRegistry",
] as const;

async function twoPrograms(): Promise<NetworkParameters> {
  const [governance, reporter, guardian, treasury, firstMaker, secondMaker] = (await ethers.getSigners()).map(
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
    devices: { name: "Deployed devices", symbol: "DPD", rotationDelay: 86_400 },
    kinds: [
      {
        name: "Hotspot",
        program: "coverage",
        category: "Physical",
        open: false,
        requiredBond: "7",
        metadataURI: "https://kinds.example/hotspot.json",
      },
      {
        name: "Browser node",
        program: "mapping",
        category: "Digital",
        open: true,
        requiredBond: "0",
        metadataURI: "",
      },
    ],
    makers: [
      { account: firstMaker, uri: "https://makers.example/1", kinds: ["Hotspot"] },
      { account: secondMaker, uri: "", kinds: ["Browser node", "Hotspot"] },
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

  it("gives the device registry the clock of the emission, and the maker registry", async () => {
    const registry = await ethers.getContractAt("DeviceRegistry", addresses.DeviceRegistry);
    const controller = await ethers.getContractAt("EmissionController", addresses.EmissionController);
    expect(await registry.genesis()).to.equal(await controller.genesis());
    expect(await registry.epochLength()).to.equal(await controller.epochLength());
    expect(await registry.rotationDelay()).to.equal(parameters.devices.rotationDelay);
    expect(await registry.makers()).to.equal(addresses.MakerRegistry);
    expect([await registry.name(), await registry.symbol()]).to.deep.equal(["Deployed devices", "DPD"]);
  });

  it("fills the catalogue of kinds and makers, in the order of the parameters", async () => {
    const registry = await ethers.getContractAt("MakerRegistry", addresses.MakerRegistry);
    const kinds = await Promise.all([registry.kindOf(1), registry.kindOf(2)]);
    expect(kinds.map((kind) => [...kind])).to.deep.equal([
      [1n, 0n, false, true, 7n, "Hotspot", "https://kinds.example/hotspot.json"],
      [2n, 1n, true, true, 0n, "Browser node", ""],
    ]);
    const makers = await Promise.all([registry.makerOf(1), registry.makerOf(2)]);
    expect(makers.map((maker) => [...maker])).to.deep.equal(
      parameters.makers.map(({ account, uri }) => [account, true, uri]),
    );
    const allowed = [1, 2].flatMap((maker) => [1, 2].map((kind) => registry.isMakerAllowed(maker, kind)));
    expect(await Promise.all(allowed)).to.deep.equal([true, false, true, true]);
    expect([await registry.kindCount(), await registry.makerCount()]).to.deep.equal([2n, 2n]);
  });

  it("allows keys of the suite's own verifiers", async () => {
    const registry = await ethers.getContractAt("MakerRegistry", addresses.MakerRegistry);
    for (const verifier of ["P256Verifier", "RSAVerifier", "WebAuthnVerifier"] as const) {
      expect(await registry.isVerifierAllowed(addresses[verifier]), verifier).to.equal(true);
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
