import { loadFixture, setCode, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, id, keccak256 } from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../../deploy/roles";
import {
  approve,
  MEMBER_BOND,
  MINIMUM_PLEDGE,
  proposeByCommittee,
  QUORUM,
} from "../../helpers/bonded-committee";
import { passEpoch } from "../../helpers/clock";
import {
  challengeReport,
  deployDisputes,
  EVIDENCE,
  EVIDENCE_URI,
  givenADisputedReport,
  OPERATOR_BOND,
  PENALTY,
  PROGRAM,
  REASON_URI,
} from "../../helpers/disputes";
import { offlineKey } from "../../helpers/accounts";
import { nextReport, proposeEpoch } from "../../helpers/report";
import { deployDistributor, PER_EPOCH } from "../../helpers/suite";
import { RULING_PERIOD, TERMS, THAW_PERIOD } from "../../helpers/trust";

const DAY = 86_400;
const WRONG = { root: id("wrong root"), total: PER_EPOCH };

describe("Attacks on trust", () => {
  it("sign, leave, wait, propose: what a quorum signed is void once one of it has resigned", async () => {
    const disputes = await loadFixture(deployDisputes);
    const { committee, distributor, staking, members, genesis } = disputes;
    await passEpoch(genesis, 0);
    const report = await nextReport(distributor, 0, WRONG);
    const { signature } = await approve(committee, distributor, report, members.slice(0, QUORUM));
    const [thief] = members;
    if (thief === undefined) throw new Error("a committee without members");
    await expect(staking.connect(thief.account).thaw(MEMBER_BOND - MINIMUM_PLEDGE + 1n))
      .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
      .withArgs(thief.account.address, MEMBER_BOND - MINIMUM_PLEDGE + 1n, MEMBER_BOND - MINIMUM_PLEDGE);

    await committee.connect(thief.account).resign(keccak256(thief.key.address));
    await expect(distributor.propose(report, signature))
      .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
      .withArgs(await committee.getAddress());
  });

  for (const kind of ["a wallet contract", "a single key that takes code (EIP-7702)"]) {
    it(`DM-10: ${kind} that reports alone cannot frame members of committees, nor anybody else`, async () => {
      const disputes = await loadFixture(deployDisputes);
      const { manager, staking, distributor, programManager, arbiter, members, operator, genesis } = disputes;
      const thief = offlineKey("a thief that reports alone");
      const wallet = await ethers.deployContract("ReporterWalletMock", [thief]);
      const isKey = kind !== "a wallet contract";
      const reporter = isKey ? thief.address : await wallet.getAddress();
      await distributor.connect(programManager).setReporter(reporter);
      const report = await proposeEpoch({ distributor, reporter: thief, genesis }, 0, WRONG);
      await challengeReport(disputes, disputes.challenger, report);
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);

      if (isKey) await setCode(thief.address, concat(["0xef0100", await wallet.getAddress()]));
      const victims = [operator.address, ...members.map(({ account }) => account.address)];
      const hostile = await ethers.getContractAt("ReporterWalletMock", reporter);
      await hostile.setApprovers(victims);
      expect(await hostile.approversOf(id("anything"), 1, "0x")).to.deep.equal(victims);
      await manager.punishApprovers(1, report, 1, "0x");
      for (const victim of victims) {
        const bond = victim === operator.address ? OPERATOR_BOND : MEMBER_BOND;
        expect(await staking.atStake(victim), "DM-10").to.equal(bond);
        expect(await manager.isPunished(1, victim), "DM-10").to.equal(false);
      }
    });
  }

  it("an arbiter in league with a challenger takes the terms' maximum a dispute, and keeps its share of it", async () => {
    const { manager, staking, challenger, arbiter, operator, device, treasury } =
      await loadFixture(deployDisputes);
    await manager
      .connect(challenger)
      .challengeDevice(device, operator, TERMS.maxPenalty, EVIDENCE, EVIDENCE_URI);
    await expect(manager.connect(arbiter).rule(1, true, TERMS.maxPenalty + 1n, REASON_URI))
      .to.be.revertedWithCustomError(manager, "DisputeManagerPenaltyOutOfRange")
      .withArgs(TERMS.maxPenalty + 1n, TERMS.maxPenalty);
    await manager.connect(arbiter).rule(1, true, TERMS.maxPenalty, REASON_URI);
    const share = (OPERATOR_BOND * BigInt(TERMS.shareBps)) / 10_000n;
    expect(await staking.creditOf(challenger)).to.equal(share);
    expect(await staking.creditOf(treasury)).to.be.above(0);
    expect(await staking.creditOf(arbiter)).to.equal(0);
  });

  it("an arbiter whose role has a delay announces each ruling, and governance can take it back", async () => {
    const { authority, admin, manager, staking, challenger, arbiter, operator, device } =
      await loadFixture(deployDisputes);
    await authority.connect(admin).grantRole(roles.arbiter.id, arbiter, DAY);
    await manager.connect(challenger).challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI);
    const ruling = manager.interface.encodeFunctionData("rule", [1n, true, PENALTY, REASON_URI]);
    const operation = await authority.hashOperation(arbiter, manager, ruling);
    await expect(manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI))
      .to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled")
      .withArgs(operation);
    await authority.connect(arbiter).schedule(manager, ruling, 0);
    await authority.connect(admin).cancel(arbiter, manager, ruling);
    await time.increase(DAY);
    await expect(manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI))
      .to.be.revertedWithCustomError(authority, "AccessManagerNotScheduled")
      .withArgs(operation);
    expect(await staking.atStake(operator)).to.equal(OPERATOR_BOND);
  });

  it("blocking a program with false challenges costs a bond each time, and the report its delay", async () => {
    const disputes = await loadFixture(deployDisputes);
    const { manager, distributor, challenger, arbiter, treasury } = disputes;
    for (let epoch = 0; epoch < 3; epoch += 1) {
      const { report } = await proposeByCommittee(disputes, epoch, WRONG);
      await challengeReport(disputes, challenger, report);
      await manager.connect(arbiter).rule(epoch + 1, false, 0, REASON_URI);
      await time.increaseTo((await distributor.pendingReport()).finalizableAt);
      await distributor.finalize();
    }
    expect(await distributor.nextEpoch()).to.equal(3);
    expect(await manager.creditOf(treasury)).to.equal(3n * TERMS.reportBond);
  });

  it("an idle arbiter lets a challenger void a report for the price of waiting, and nobody is slashed", async () => {
    const { manager, distributor, staking, members, challenger, deadline } =
      await loadFixture(givenADisputedReport);
    await time.increaseTo(deadline + 1n);
    await manager.expire(1);
    expect(await manager.creditOf(challenger)).to.equal(TERMS.reportBond);
    expect((await distributor.pendingReport()).nonce).to.equal(0);
    for (const { account } of members) expect(await staking.atStake(account)).to.equal(MEMBER_BOND);
  });

  it("a challenge to a device holds nobody's exit: what began to thaw before leaves at its own time", async () => {
    const { manager, token, staking, challenger, operator, device } = await loadFixture(deployDisputes);
    await staking.connect(operator).thaw(OPERATOR_BOND);
    await time.increase(THAW_PERIOD - RULING_PERIOD + 10);
    await manager.connect(challenger).challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI);
    await time.increaseTo((await staking.thawsOf(operator))[0]?.availableAt ?? 0n);
    await expect(staking.withdraw(operator)).to.changeTokenBalance(token, operator, OPERATOR_BOND);
  });

  it("a program that is added with too long a window is named when the times are set, and mended by its setter", async () => {
    const disputes = await loadFixture(deployDisputes);
    const { manager, controller, authority, reporter, trustManager, programManager, emissionsManager } =
      disputes;
    const late = await deployDistributor(controller, 2, reporter, authority, 30 * DAY);
    await controller.connect(emissionsManager).addProgram(late);
    const timing = [DAY, RULING_PERIOD, THAW_PERIOD] as const;
    await expect(manager.connect(trustManager).setTiming(...timing))
      .to.be.revertedWithCustomError(manager, "DisputeManagerWindowTooLong")
      .withArgs(2, 30 * DAY, DAY);
    await manager.connect(programManager).setChallengeWindow(2, DAY);
    await manager.connect(trustManager).setTiming(...timing);
    expect(await manager.disputeOf(PROGRAM, 1)).to.equal(0);
  });
});
