import {
  type SnapshotRestorer,
  reset,
  setCode,
  takeSnapshot,
  time,
} from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import JSON5 from "json5";
import { parseEther, ZeroHash } from "ethers";
import hre, { ethers } from "hardhat";

import { deployerOf, deployNetwork, type NetworkAddresses } from "../../deploy/deploy-network";
import { handOver } from "../../deploy/hand-over";
import { type Fields } from "../../deploy/parameter-fields";
import { type NetworkParameters, parseParameters } from "../../deploy/parameters";
import { admin, roles } from "../../deploy/roles";
import { statusOf } from "../../deploy/status/status";
import { impersonate } from "../helpers/impersonate";
import { EXAMPLE_ROLES, filledExample } from "../helpers/launch/example";

const DAY = 86_400;

describe("status", () => {
  let parameters: NetworkParameters;
  let addresses: NetworkAddresses;
  let stranger: HardhatEthersSigner;
  let launched: SnapshotRestorer;

  before(async () => {
    await reset();
    const [, ...signers] = await ethers.getSigners();
    const accounts = EXAMPLE_ROLES.map((_, index) => signers[index]?.address ?? "");
    stranger = signers[EXAMPLE_ROLES.length] ?? expect.fail("the chain has too few accounts");
    const filled = { chainId: 31337, accounts, genesis: (await time.latest()) + 2 * DAY };
    parameters = parseParameters(JSON5.parse<Fields>(filledExample("mainnet", filled)));
    addresses = await deployNetwork(hre, parameters);
    await handOver(addresses, await deployerOf(hre));
    launched = await takeSnapshot();
  });

  afterEach(() => launched.restore());

  const differences = async (): Promise<string[]> => {
    const network = { hre, provider: ethers.provider, addresses, parameters };
    return (await statusOf(network)).differences;
  };
  const manager = () => ethers.getContractAt("AccessManager", addresses.AccessManager);
  const asTimelock = async () => {
    const timelock = await ethers.getContractAt("NetworkTimelock", addresses.NetworkTimelock);
    return { timelock, signer: await impersonate(timelock) };
  };
  /** Calls the role table as its admin does. */
  const asAdmin = async () => (await manager()).connect((await asTimelock()).signer);
  const asGovernor = async () => {
    const governor = await ethers.getContractAt("NetworkGovernor", addresses.NetworkGovernor);
    return governor.connect(await impersonate(governor));
  };
  const distributorOf = (program: number) => addresses.RewardDistributor[program - 1] ?? "";
  /** Gives an account a role without delay, so that it can plant a fault. */
  const as = async (role: keyof typeof roles, plant: (account: HardhatEthersSigner) => Promise<unknown>) => {
    const table = await asAdmin();
    await table.grantRole(roles[role].id, stranger, 0);
    await plant(stranger);
    await table.revokeRole(roles[role].id, stranger);
  };

  it("finds nothing in a network that was just launched", async () => {
    expect(await differences()).to.deep.equal([]);
  });

  context("given a fault, names it in one line and nothing else", () => {
    it("wrong code", async () => {
      await setCode(addresses.DisputeManager, await ethers.provider.getCode(addresses.MakerRegistry));
      const found = await differences();
      expect(found.filter((line) => line.includes("hash of the code"))).to.have.lengthOf(1);
      expect(found[0]).to.match(
        new RegExp(`^DisputeManager ${addresses.DisputeManager}: hash of the code should be 0x`),
      );
    });

    it("no code at all", async () => {
      await setCode(addresses.RSAVerifier, "0x");
      const found = await differences();
      expect(found).to.have.lengthOf(1);
      expect(found[0]).to.match(/^RSAVerifier 0x\w+: hash of the code should be 0x/);
    });

    it("a contract under another role table", async () => {
      await (await asAdmin()).updateAuthority(addresses.RewardToken, addresses.NetworkTimelock);
      expect(await differences()).to.deep.equal([
        `RewardToken: authority should be ${addresses.AccessManager.toLowerCase()}; is ${addresses.NetworkTimelock.toLowerCase()}`,
      ]);
    });

    it("another reporter", async () => {
      const distributor = await ethers.getContractAt("RewardDistributor", distributorOf(2));
      await as("program", (account) => distributor.connect(account).setReporter(stranger));
      expect(await differences()).to.deep.equal([
        `RewardDistributor of mapping: reporter should be ${addresses.ReporterCommittee[0]?.toLowerCase()}; is ${stranger.address.toLowerCase()}`,
      ]);
    });

    it("an extra member of a role", async () => {
      await (await asAdmin()).grantRole(roles.minter.id, stranger, 0);
      expect(await differences()).to.deep.equal([
        `AccessManager: should be: role minter is not held by the account ${stranger.address}; is: role minter is held by the account ${stranger.address}, without delay`,
      ]);
    });

    it("a member that is missing", async () => {
      await (await asAdmin()).revokeRole(roles.guardian.id, parameters.guardian);
      expect(await differences()).to.deep.equal([
        `AccessManager: should be: role guardian is held by guardian ${parameters.guardian}, without delay; is: role guardian is not held by guardian ${parameters.guardian}`,
      ]);
    });

    it("a delay that is missing", async () => {
      const table = await asAdmin();
      await table.revokeRole(roles.emissions.id, addresses.NetworkGovernor);
      await table.grantRole(roles.emissions.id, addresses.NetworkGovernor, 0);
      expect(await differences()).to.deep.equal([
        `AccessManager: should be: role emissions is held by governance ${addresses.NetworkGovernor}, after 3 days; is: role emissions is held by governance ${addresses.NetworkGovernor}, without delay`,
      ]);
    });

    it("an admin that is left over", async () => {
      const { address } = await deployerOf(hre);
      await (await asAdmin()).grantRole(admin.id, address, 0);
      expect(await differences()).to.deep.equal([
        `AccessManager: should be: role admin is not held by the account ${address}; is: role admin is held by the account ${address}, without delay`,
      ]);
    });

    it("a function given to another role", async () => {
      const staking = await ethers.getContractAt("OperatorStaking", addresses.OperatorStaking);
      const { selector } = staking.interface.getFunction("slash");
      await (await asAdmin()).setTargetFunctionRole(staking, [selector], roles.arbiter.id);
      expect(await differences()).to.deep.equal([
        `AccessManager: should be: OperatorStaking.slash(address,uint256,address,uint16) of ${addresses.OperatorStaking} belongs to role disputes; is: OperatorStaking.slash(address,uint256,address,uint16) of ${addresses.OperatorStaking} belongs to role arbiter`,
      ]);
    });

    it("a contract that is closed", async () => {
      await (await asAdmin()).setTargetClosed(addresses.DisputeManager, true);
      expect(await differences()).to.deep.equal([
        `AccessManager: should be: ${addresses.DisputeManager} is open to privileged calls; is: ${addresses.DisputeManager} is closed to privileged calls`,
      ]);
    });

    it("a role that another role may grant", async () => {
      await (await asAdmin()).setRoleAdmin(roles.minter.id, roles.guardian.id);
      expect(await differences()).to.deep.equal([
        "AccessManager: should be: role minter is granted by role admin; is: role minter is granted by role guardian",
      ]);
    });

    it("another label", async () => {
      await (await asAdmin()).labelRole(roles.voider.id, "harmless");
      expect(await differences()).to.deep.equal([
        'AccessManager: should be: role 7 is labelled "voider"; is: role 7 is labelled "harmless"',
      ]);
    });

    it("a parameter off by one", async () => {
      const disputes = await ethers.getContractAt("DisputeManager", addresses.DisputeManager);
      const { reportBond, deviceBond, maxPenalty, shareBps } = parameters.disputes;
      const terms = { reportBond, deviceBond, maxPenalty: maxPenalty + 1n, shareBps };
      await as("trust", (account) => disputes.connect(account).setTerms(terms));
      expect(await differences()).to.deep.equal([
        `DisputeManager: maxPenalty should be ${maxPenalty}; is ${maxPenalty + 1n}`,
      ]);
    });

    it("other weights", async () => {
      const controller = await ethers.getContractAt("EmissionController", addresses.EmissionController);
      await as("emissions", (account) => controller.connect(account).setWeights([7_501, 2_499]));
      expect(await differences()).to.deep.equal([
        "EmissionController: weightBps of coverage should be 7500; is 7501",
        "EmissionController: weightBps of mapping should be 2500; is 2499",
      ]);
    });

    it("another curve", async () => {
      const controller = await ethers.getContractAt("EmissionController", addresses.EmissionController);
      const curve = await ethers.deployContract("HalvingCurve", [parseEther("205000"), 1_460]);
      await as("emissions", (account) => controller.connect(account).setCurve(curve));
      expect(await differences()).to.deep.equal([
        `HalvingCurve ${await curve.getAddress()}: halvingEpochs should be 1461; is 1460`,
      ]);
    });

    it("a challenge window beyond the longest that bonds stand for", async () => {
      const disputes = await ethers.getContractAt("DisputeManager", addresses.DisputeManager);
      const distributor = await ethers.getContractAt("RewardDistributor", distributorOf(1));
      await distributor.connect(await impersonate(disputes)).setChallengeWindow(4 * DAY);
      expect(await differences()).to.deep.equal([
        `RewardDistributor of coverage: challengeWindow should be ${2 * DAY}; is ${4 * DAY}`,
        "RewardDistributor of coverage: challengeWindow, beside the DisputeManager's longest, should be as long at most; is longer",
      ]);
    });

    it("a program too many", async () => {
      const controller = await ethers.getContractAt("EmissionController", addresses.EmissionController);
      const terms = [controller, 3, stranger.address, DAY, addresses.AccessManager];
      const distributor = await ethers.deployContract("RewardDistributor", terms);
      await as("emissions", (account) => controller.connect(account).addProgram(distributor));
      expect(await differences()).to.deep.equal(["EmissionController: number of programs should be 2; is 3"]);
    });

    it("a committee with another member", async () => {
      const committee = await ethers.getContractAt("ReporterCommittee", addresses.ReporterCommittee[0] ?? "");
      const member = { signer: stranger.address, account: stranger.address, weight: 1 };
      await as("committees", (account) => committee.connect(account).configure([], [member], 4));
      const found = await differences();
      expect(found).to.have.lengthOf(2);
      expect(found[0]).to.equal("ReporterCommittee of reporters: quorum should be 3; is 4");
      expect(found[1]).to.match(/^ReporterCommittee of reporters: hashes of the members' keys should be \[/);
    });

    it("a kind that takes no devices any more", async () => {
      const makers = await ethers.getContractAt("MakerRegistry", addresses.MakerRegistry);
      await as("makers", (account) => makers.connect(account).setKindActive(1, false));
      const found = await differences();
      expect(found).to.have.lengthOf(1);
      expect(found[0]).to.match(
        /^MakerRegistry: kind 1 should be \[1, 0, false, true, .*\]; is \[1, 0, false, false,/,
      );
    });

    it("another timelock delay", async () => {
      const { timelock, signer } = await asTimelock();
      await timelock.connect(signer).updateDelay(22 * DAY);
      expect(await differences()).to.deep.equal([
        `NetworkTimelock: delay should be ${21 * DAY}; is ${22 * DAY}`,
      ]);
    });

    it("somebody else who may schedule", async () => {
      const { timelock, signer } = await asTimelock();
      await timelock.connect(signer).grantRole(await timelock.PROPOSER_ROLE(), stranger);
      const found = await differences();
      expect(found).to.have.lengthOf(1);
      expect(found[0]).to.match(/^NetworkTimelock: members of its roles should be \[.*\]; is \[.*\]$/);
      expect(found[0]).to.contain(`proposer ${stranger.address.toLowerCase()}`);
    });

    it("other settings of the governor", async () => {
      const governor = await asGovernor();
      await governor.setVotingPeriod(6 * DAY);
      await governor.setProposalThreshold(parseEther("250001"));
      expect(await differences()).to.deep.equal([
        `NetworkGovernor: votingPeriod should be ${5 * DAY}; is ${6 * DAY}`,
        `NetworkGovernor: proposalThreshold should be ${parseEther("250000")}; is ${parseEther("250001")}`,
      ]);
    });

    it("a function that the governor calls without the table's delay", async () => {
      const governor = await asGovernor();
      await governor.setAccessManagerIgnored(addresses.RewardToken, [ZeroHash.slice(0, 10)], true);
      expect(await differences()).to.deep.equal([
        `NetworkGovernor: functions that skip the role table's delays should be []; is [${addresses.RewardToken} 0x00000000]`,
      ]);
    });

    it("another guardian of proposals", async () => {
      const governor = await asGovernor();
      await governor.setProposalGuardian(stranger);
      expect(await differences()).to.deep.equal([
        `NetworkGovernor: guardian should be ${parameters.guardian.toLowerCase()}; is ${stranger.address.toLowerCase()}`,
      ]);
    });
  });
});
