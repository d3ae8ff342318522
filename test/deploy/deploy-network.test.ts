import { time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { keccak256 } from "ethers";
import hre, { ethers } from "hardhat";

import { applyRoles } from "../../deploy/apply-roles";
import { deployNetwork, type NetworkAddresses } from "../../deploy/deploy-network";
import { handOver } from "../../deploy/hand-over";
import { type NetworkParameters, parseParameters } from "../../deploy/parameters";
import { roleDifferences } from "../../deploy/role-table/differences";
import { admin, delayOf, roles } from "../../deploy/roles";
import { governanceParameters } from "../helpers/parameters";

async function twoPrograms(): Promise<NetworkParameters> {
  const [, reporter, guardian, treasury, firstMaker, secondMaker, arbiter, ...members] = (
    await ethers.getSigners()
  ).map(({ address }) => address);
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
      { name: "mapping", weightBps: 2_000, challengeWindow: 7_200, reporter: "second" },
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
    staking: { thawPeriod: 604_800, treasury, burnBps: 4_000 },
    disputes: {
      maxChallengeWindow: 86_400,
      rulingPeriod: 259_200,
      reportBond: "100",
      deviceBond: "10",
      maxPenalty: "1000",
      shareBps: 3_000,
    },
    committees: [
      { name: "first", quorum: 1, members: [{ account: members[0], signer: members[1], weight: 1 }] },
      {
        name: "second",
        quorum: 4,
        members: [
          { account: members[2], signer: members[3], weight: 2 },
          { account: members[4], signer: members[5], weight: 4 },
        ],
      },
    ],
    governance: governanceParameters(),
    guardian,
    arbiter,
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
    for (const [index, { weightBps, challengeWindow }] of parameters.programs.entries()) {
      const address = addresses.RewardDistributor[index] ?? "";
      const distributor = await ethers.getContractAt("RewardDistributor", address);
      expect(await controller.distributorOf(index + 1)).to.equal(address);
      expect(await controller.weightOf(index + 1, 0)).to.equal(weightBps);
      expect(await distributor.program()).to.equal(index + 1);
      expect(await distributor.challengeWindow()).to.equal(challengeWindow);
    }
  });

  it("has a program's reports signed by the account or by the committee that the parameters name", async () => {
    const [, reporter] = await ethers.getSigners();
    const signers = addresses.RewardDistributor.map(async (address) =>
      (await ethers.getContractAt("RewardDistributor", address)).reporter(),
    );
    expect(await Promise.all(signers)).to.deep.equal([reporter?.address, addresses.ReporterCommittee[1]]);
  });

  it("gives each committee its members and its quorum, and none a minimum pledge", async () => {
    for (const [index, { quorum, members }] of parameters.committees.entries()) {
      const address = addresses.ReporterCommittee[index] ?? "";
      const committee = await ethers.getContractAt("ReporterCommittee", address);
      expect(await committee.quorum()).to.equal(quorum);
      expect(await committee.memberKeys()).to.deep.equal(members.map(({ signer }) => keccak256(signer)));
      for (const { account, signer, weight } of members) {
        const member = await committee.memberOf(keccak256(signer));
        expect([member.account, member.weight]).to.deep.equal([account, BigInt(weight)]);
      }
      expect(await committee.minimumPledge()).to.equal(0);
      expect([await committee.pledges(), await committee.makers()]).to.deep.equal([
        addresses.OperatorStaking,
        addresses.MakerRegistry,
      ]);
    }
  });

  it("keeps bonds in the reward token, for the network's devices, and splits what is slashed", async () => {
    const staking = await ethers.getContractAt("OperatorStaking", addresses.OperatorStaking);
    expect(await staking.token()).to.equal(addresses.RewardToken);
    expect(await staking.registry()).to.equal(addresses.DeviceRegistry);
    expect(await staking.thawPeriod()).to.equal(parameters.staking.thawPeriod);
    expect([...(await staking.slashSplit())]).to.deep.equal([parameters.staking.treasury, 4_000n]);
  });

  it("takes disputes about the network's programs and devices, under the terms of the parameters", async () => {
    const manager = await ethers.getContractAt("DisputeManager", addresses.DisputeManager);
    const named = [manager.controller(), manager.staking(), manager.registry(), manager.token()];
    expect(await Promise.all(named)).to.deep.equal([
      addresses.EmissionController,
      addresses.OperatorStaking,
      addresses.DeviceRegistry,
      addresses.RewardToken,
    ]);
    expect([await manager.maxChallengeWindow(), await manager.rulingPeriod()]).to.deep.equal([
      86_400n,
      259_200n,
    ]);
    expect([...(await manager.terms())]).to.deep.equal([100n, 10n, 1_000n, 3_000n]);
  });

  it("lets the dispute manager freeze, void and slash, and the arbiter rule", async () => {
    const manager = await ethers.getContractAt("AccessManager", addresses.AccessManager);
    const holders = [
      [roles.disputes, addresses.DisputeManager],
      [roles.voider, addresses.DisputeManager],
      [roles.voider, parameters.guardian],
      [roles.arbiter, parameters.arbiter],
    ] as const;
    for (const [{ id, power }, holder] of holders) {
      expect((await manager.hasRole(id, holder)).isMember, power).to.equal(true);
    }
    expect((await manager.hasRole(roles.disputes.id, addresses.NetworkGovernor)).isMember).to.equal(false);
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

  it("gives governance its roles with their delays, and the guardian its veto on proposals", async () => {
    const manager = await ethers.getContractAt("AccessManager", addresses.AccessManager);
    for (const [name, role] of Object.entries(roles)) {
      const { isMember, executionDelay } = await manager.hasRole(role.id, addresses.NetworkGovernor);
      const isHeld = role.holders.some((holder) => holder === "governance");
      expect([isMember, executionDelay], name).to.deep.equal([
        isHeld,
        BigInt(isHeld ? delayOf(role, "governance") : 0),
      ]);
    }
    const governor = await ethers.getContractAt("NetworkGovernor", addresses.NetworkGovernor);
    expect(await governor.proposalGuardian()).to.equal(parameters.guardian);
    expect(await governor.token()).to.equal(addresses.OperatorStaking);
    const timelock = await ethers.getContractAt("NetworkTimelock", addresses.NetworkTimelock);
    expect(await timelock.getMinDelay()).to.equal(parameters.governance.timelockDelay);
    expect(await timelock.governor()).to.equal(addresses.NetworkGovernor);
  });

  it("installs the whole role table, so that nothing is left but to hand over", async () => {
    const deployer = await deployerOf();
    const [left, ...more] = await differences();
    expect(more).to.deep.equal([]);
    expect(left).to.equal(
      `should be: role admin is not held by the account ${deployer.address}; is: role admin is held by the account ${deployer.address}, without delay`,
    );
    const blockBefore = await ethers.provider.getBlockNumber();
    expect(await applyRoles(addresses, parameters, deployer)).to.deep.equal([]);
    expect(await ethers.provider.getBlockNumber(), "a second run sends no transaction").to.equal(blockBefore);
  });

  it("names what the chain lacks and what it has too much, and mends exactly that", async () => {
    const deployer = await deployerOf();
    const manager = await ethers.getContractAt("AccessManager", addresses.AccessManager);
    const clean = await differences();
    const { guardian, arbiter } = parameters;
    const { NetworkGovernor: governor, RewardToken: token, OperatorStaking: staking } = addresses;
    await manager.revokeRole(roles.guardian.id, guardian);
    await manager.grantRole(roles.minter.id, arbiter, 0);
    await manager.grantRole(roles.trust.id, governor, 8 * 86_400);
    await manager.setTargetFunctionRole(token, ["0x40c10f19", "0x42966c68"], roles.arbiter.id);
    await manager.setTargetClosed(staking, true);
    await manager.setRoleAdmin(roles.makers.id, roles.guardian.id);
    await manager.setRoleGuardian(roles.trust.id, roles.guardian.id);
    await manager.labelRole(roles.minter.id, "printer");

    const { address } = deployer;
    const found = (await differences()).filter((difference) => !clean.includes(difference));
    expect(found).to.have.members([
      `should be: role guardian is held by guardian ${guardian}, without delay; is: role guardian is not held by guardian ${guardian}`,
      `should be: role minter is not held by the account ${arbiter}; is: role minter is held by the account ${arbiter}, without delay`,
      `should be: role trust is held by governance ${governor}, after 7 days; is: role trust is held by governance ${governor}, after 8 days`,
      `should be: RewardToken.mint(address,uint256) of ${token} belongs to role minter; is: RewardToken.mint(address,uint256) of ${token} belongs to role arbiter`,
      `should be: 0x42966c68 of ${token} belongs to role admin; is: 0x42966c68 of ${token} belongs to role arbiter`,
      `should be: ${staking} is open to privileged calls; is: ${staking} is closed to privileged calls`,
      "should be: role makers is granted by role admin; is: role makers is granted by role guardian",
      "should be: what role trust has scheduled is cancelled by role admin; is: what role trust has scheduled is cancelled by role guardian",
      'should be: role 1 is labelled "minter"; is: role 1 is labelled "printer"',
    ]);
    expect((await applyRoles(addresses, parameters, deployer)).map(({ description }) => description))
      .to.have.members(found)
      .and.not.to.match(new RegExp(`admin is not held by the account ${address}`));
    // a shorter delay counts only after a while, lest a longer one be undone unseen
    await time.increase(8 * 86_400);
    expect(await differences()).to.deep.equal(clean);
  });

  it("hands over: the deployer holds nothing, and a second time sends nothing", async () => {
    const deployer = await deployerOf();
    expect(await handOver(addresses, deployer)).to.equal(true);
    expect(await differences()).to.deep.equal([]);
    const manager = await ethers.getContractAt("AccessManager", addresses.AccessManager);
    expect((await manager.hasRole(admin.id, deployer)).isMember).to.equal(false);
    await expect(manager.connect(deployer).grantRole(roles.minter.id, deployer, 0))
      .to.be.revertedWithCustomError(manager, "AccessManagerUnauthorizedAccount")
      .withArgs(deployer.address, admin.id);

    const blockBefore = await ethers.provider.getBlockNumber();
    expect(await handOver(addresses, deployer)).to.equal(false);
    expect(await applyRoles(addresses, parameters, deployer)).to.deep.equal([]);
    expect(await ethers.provider.getBlockNumber()).to.equal(blockBefore);
  });

  async function deployerOf() {
    const [deployer] = await ethers.getSigners();
    if (deployer === undefined) throw new Error("the chain has no account");
    return deployer;
  }

  async function differences(): Promise<string[]> {
    const found = await roleDifferences(addresses, parameters, ethers.provider);
    return found.map(({ description }) => description);
  }
});
