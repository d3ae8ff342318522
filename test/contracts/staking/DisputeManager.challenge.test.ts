import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { AbiCoder, id, keccak256, toBeHex, ZeroAddress, ZeroHash } from "ethers";

import { deployCommittee, proposeByCommittee } from "../../helpers/bonded-committee";
import {
  challengeReport,
  deployDisputes,
  EVIDENCE,
  EVIDENCE_URI,
  givenADisputedDevice,
  givenADisputedReport,
  givenAPendingReport,
  PENALTY,
  PROGRAM,
  Status,
  Subject,
} from "../../helpers/disputes";
import { deployHostileTrust, TOKEN } from "../../helpers/hostile-trust";
import { proposeEpoch } from "../../helpers/report";
import { PER_EPOCH } from "../../helpers/suite";
import { fund, RULING_PERIOD, TERMS } from "../../helpers/trust";

const SHARE_BPS = BigInt(TERMS.shareBps);
const TREE = { root: id("wrong root"), total: PER_EPOCH };

function contentOf({ root, total }: { root: string; total: bigint }): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint128"], [root, total]));
}

describe("DisputeManager", () => {
  describe("challengeReport", () => {
    it("reverts for a program that does not exist", async () => {
      const { manager, challenger } = await loadFixture(givenAPendingReport);
      for (const program of [0, 2]) {
        await expect(
          manager.connect(challenger).challengeReport(program, 0, 1, TREE.root, EVIDENCE, EVIDENCE_URI),
        )
          .to.be.revertedWithCustomError(manager, "DisputeManagerUnknownProgram")
          .withArgs(program);
      }
    });

    it("reverts if nothing is pending, also for the nonce zero, which no report has", async () => {
      const disputes = await loadFixture(deployDisputes);
      const { manager, distributor, challenger } = disputes;
      await expect(challengeReport(disputes, challenger, { epoch: 0n, nonce: 1n, root: TREE.root }))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNotPending")
        .withArgs(PROGRAM, 0, 1);
      await expect(challengeReport(disputes, challenger, { epoch: 0n, nonce: 0n, root: ZeroHash }))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
        .withArgs(0);
    });

    it("reverts for another epoch, or another nonce", async () => {
      const pending = await loadFixture(givenAPendingReport);
      for (const [epoch, nonce] of [
        [1n, 1n],
        [0n, 0n],
        [0n, 2n],
      ] as const) {
        await expect(challengeReport(pending, pending.challenger, { ...pending.report, epoch, nonce }))
          .to.be.revertedWithCustomError(pending.manager, "DisputeManagerNotPending")
          .withArgs(PROGRAM, epoch, nonce);
      }
    });

    it("DM-06: a challenge in flight never meets the report that took the place of the one it meant", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, distributor, guardian, challenger, report } = pending;
      await distributor.connect(guardian).void(0, id("found first"));
      await proposeByCommittee(pending, 0, { root: id("right root"), total: 1n });
      await expect(challengeReport(pending, challenger, report))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNotPending")
        .withArgs(PROGRAM, 0, 1);
      expect((await distributor.pendingReport()).frozen).to.equal(false);
    });

    it("reverts without evidence", async () => {
      const { manager, challenger } = await loadFixture(givenAPendingReport);
      await expect(
        manager.connect(challenger).challengeReport(PROGRAM, 0, 1, TREE.root, ZeroHash, EVIDENCE_URI),
      )
        .to.be.revertedWithCustomError(manager, "DisputeManagerNoEvidence")
        .withArgs();
    });

    it("DM-06: reverts for another root, as when the chain was reorganised and an honest report has the nonce", async () => {
      const pending = await loadFixture(givenAPendingReport);
      await expect(challengeReport(pending, pending.challenger, { ...pending.report, root: id("sent for") }))
        .to.be.revertedWithCustomError(pending.manager, "DisputeManagerNotPending")
        .withArgs(PROGRAM, 0, 1);
    });

    it("reverts from the second on at which the report can be finalised", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { distributor, challenger, report, finalizableAt } = pending;
      await time.setNextBlockTimestamp(finalizableAt);
      await expect(challengeReport(pending, challenger, report))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowClosed")
        .withArgs(finalizableAt, finalizableAt);
    });

    it("reverts for a report that is disputed", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      await expect(challengeReport(disputed, disputed.challenger, disputed.report))
        .to.be.revertedWithCustomError(disputed.manager, "DisputeManagerAlreadyDisputed")
        .withArgs(1);
    });

    it("DM-06: reverts for a report that was ruled right: a report is disputed once", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, arbiter, challenger, report } = disputed;
      await manager.connect(arbiter).rule(1, false, 0, "");
      await expect(challengeReport(disputed, challenger, report))
        .to.be.revertedWithCustomError(manager, "DisputeManagerAlreadyDisputed")
        .withArgs(1);
    });

    it("reverts for a report that somebody else has frozen", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { distributor, disputes, challenger, report } = pending;
      await distributor.connect(disputes).freeze(0);
      await expect(challengeReport(pending, challenger, report))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorReportFrozen")
        .withArgs(0);
    });

    it("reverts without an allowance, or without the tokens, and leaves the report unfrozen", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, token, distributor, stranger, report } = pending;
      await expect(challengeReport(pending, stranger, report))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await manager.getAddress(), 0, TERMS.reportBond);
      await token.connect(stranger).approve(manager, TERMS.reportBond);
      await fund(pending, stranger, TERMS.reportBond - 1n);
      await expect(challengeReport(pending, stranger, report))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(stranger.address, TERMS.reportBond - 1n, TERMS.reportBond);
      expect((await distributor.pendingReport()).frozen).to.equal(false);
      expect(await manager.disputeCount()).to.equal(0);
    });

    it("takes the bond, freezes the report and records everything that the dispute is opened under", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, token, distributor, committee, challenger, report, finalizableAt } = pending;
      const at = finalizableAt - 1n;
      const deadline = at + BigInt(RULING_PERIOD);
      await time.setNextBlockTimestamp(at);
      const challenging = challengeReport(pending, challenger, report);
      await expect(challenging)
        .to.emit(manager, "ReportChallenged")
        .withArgs(1, PROGRAM, 0, 1, report.root, await committee.getAddress());
      await expect(challenging)
        .to.emit(manager, "DisputeOpened")
        .withArgs(
          1,
          challenger.address,
          TERMS.reportBond,
          TERMS.maxPenalty,
          deadline,
          EVIDENCE,
          EVIDENCE_URI,
        );
      await expect(challenging)
        .to.emit(distributor, "ReportFrozen")
        .withArgs(0, await manager.getAddress());
      await expect(challenging).to.changeTokenBalances(
        token,
        [challenger, manager],
        [-TERMS.reportBond, TERMS.reportBond],
      );

      expect(await manager.disputeCount()).to.equal(1);
      expect(await manager.disputeOf(PROGRAM, 1)).to.equal(1);
      expect(await manager.disputeAt(1)).to.deep.equal([
        challenger.address,
        deadline,
        SHARE_BPS,
        BigInt(Subject.Report),
        BigInt(Status.Open),
        TERMS.reportBond,
        TERMS.maxPenalty,
        await committee.getAddress(),
        PROGRAM,
        0n,
        1n,
        contentOf(report),
      ]);
      const { frozen, root, total } = await distributor.pendingReport();
      expect({ frozen, root, total }).to.deep.equal({ frozen: true, root: report.root, total: report.total });
      await time.setNextBlockTimestamp(finalizableAt);
      await expect(distributor.finalize())
        .to.be.revertedWithCustomError(distributor, "RewardDistributorReportFrozen")
        .withArgs(0);
    });

    it("DM-07: a culprit that challenges its own report first does not choose what it loses", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, token, staking, arbiter, members, report, configuration, signature } = pending;
      const culprit = members[0]?.account;
      if (culprit === undefined) throw new Error("a committee without members");
      await token.connect(pending.treasury).transfer(culprit, TERMS.reportBond);
      await token.connect(culprit).approve(manager, TERMS.reportBond);
      await manager.connect(culprit).challengeReport(PROGRAM, 0, 1, report.root, id("nothing"), "");

      await manager.connect(arbiter).rule(1, true, TERMS.maxPenalty, "");
      const before = await staking.atStake(culprit);
      await manager.punishApprovers(1, report, configuration, signature);
      expect(await staking.atStake(culprit)).to.equal(before - TERMS.maxPenalty);
    });

    it("DM-08: the culprit is who signed the report, also when another reporter was named since", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, staking, distributor, committee, programManager, arbiter, members } = pending;
      const { challenger, report, configuration, signature } = pending;
      const next = await deployCommittee(pending, "next");
      await distributor.connect(programManager).setReporter(next.committee);
      await distributor.connect(programManager).setReporter(challenger);
      expect(await distributor.pendingReporter()).to.equal(await committee.getAddress());

      await expect(challengeReport(pending, challenger, report))
        .to.emit(manager, "ReportChallenged")
        .withArgs(1, PROGRAM, 0, 1, report.root, await committee.getAddress());
      expect((await manager.disputeAt(1)).culprit).to.equal(await committee.getAddress());
      await manager.connect(arbiter).rule(1, true, PENALTY, "");
      await manager.punishApprovers(1, report, configuration, signature);
      for (const { account } of members.slice(0, 3)) {
        expect(await manager.isPunished(1, account)).to.equal(true);
        expect(await staking.atStake(account)).to.equal((await staking.stakeOf(account)).bonded);
      }
    });

    it("a report of the next reporter is the next reporter's", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, distributor, guardian, programManager, challenger } = pending;
      const next = await deployCommittee(pending, "next");
      await distributor.connect(programManager).setReporter(next.committee);
      await distributor.connect(guardian).void(0, ZeroHash);
      expect(await distributor.pendingReporter()).to.equal(ZeroAddress);
      await proposeByCommittee({ ...pending, ...next }, 0, TREE);
      expect(await distributor.pendingReporter()).to.equal(await next.committee.getAddress());
      await challengeReport(pending, challenger, { epoch: 0n, nonce: 2n, root: TREE.root });
      expect((await manager.disputeAt(1)).culprit).to.equal(await next.committee.getAddress());
    });

    it("a report proposed again after a dispute can be disputed again: two offences, two disputes", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, arbiter, challenger } = disputed;
      await manager.connect(arbiter).rule(1, true, PENALTY, "");
      const { report } = await proposeByCommittee(disputed, 0, TREE);
      await expect(challengeReport(disputed, challenger, report))
        .to.emit(manager, "ReportChallenged")
        .withArgs(2, PROGRAM, 0, 2, report.root, await disputed.committee.getAddress());
      expect(await manager.disputeOf(PROGRAM, 1)).to.equal(1);
      expect(await manager.disputeOf(PROGRAM, 2)).to.equal(2);
      expect((await manager.disputeAt(1)).status).to.equal(Status.Upheld);
      expect((await manager.disputeAt(2)).status).to.equal(Status.Open);
    });

    context("given a token that misbehaves", () => {
      async function givenAHostileBond() {
        const hostile = await deployHostileTrust();
        const { distributor, reporter, genesis } = hostile;
        await proposeEpoch({ distributor, reporter, genesis }, 0, TREE);
        return { ...hostile, report: { epoch: 0n, nonce: 1n, root: TREE.root } };
      }

      it("refuses a bond that does not arrive whole", async () => {
        const hostile = await loadFixture(givenAHostileBond);
        const { hostileToken, manager, distributor, challenger, report } = hostile;
        await hostileToken.setBehaviour(manager, TOKEN.feeTaking, "0x");
        await expect(challengeReport(hostile, challenger, report))
          .to.be.revertedWithCustomError(manager, "DisputeManagerUnderfunded")
          .withArgs(TERMS.reportBond - 1n, TERMS.reportBond);
        expect((await distributor.pendingReport()).frozen).to.equal(false);
      });

      it("when it ends the dispute in the middle: the dispute is there, and its time has not come", async () => {
        const hostile = await loadFixture(givenAHostileBond);
        const { hostileToken, manager, challenger, report } = hostile;
        const inside = manager.interface.encodeFunctionData("expire", [1n]);
        await hostileToken.setBehaviour(manager, TOKEN.reentering, inside);
        const tx = await challengeReport(hostile, challenger, report);
        const now = BigInt(await time.latest());
        const refusal = manager.interface.encodeErrorResult("DisputeManagerRulingAwaited", [
          now + BigInt(RULING_PERIOD),
          now,
        ]);
        await expect(tx).to.emit(hostileToken, "CalledBack").withArgs(false, refusal);
        expect(await hostileToken.balanceOf(manager)).to.equal(TERMS.reportBond);
      });

      it("when it challenges the same report in the middle: the report is disputed already", async () => {
        const hostile = await loadFixture(givenAHostileBond);
        const { hostileToken, manager, challenger, report } = hostile;
        const inside = manager.interface.encodeFunctionData("challengeReport", [
          PROGRAM,
          0,
          1,
          TREE.root,
          EVIDENCE,
          "",
        ]);
        await hostileToken.setBehaviour(manager, TOKEN.reentering, inside);
        const refusal = manager.interface.encodeErrorResult("DisputeManagerAlreadyDisputed", [1n]);
        await expect(challengeReport(hostile, challenger, report))
          .to.emit(hostileToken, "CalledBack")
          .withArgs(false, refusal);
        expect(await manager.disputeCount()).to.equal(1);
      });
    });
  });

  describe("challengeDevice", () => {
    it("reverts for a device that was never onboarded", async () => {
      const { manager, challenger, operator } = await loadFixture(deployDisputes);
      await expect(manager.connect(challenger).challengeDevice(1, operator, PENALTY, EVIDENCE, EVIDENCE_URI))
        .to.be.revertedWithCustomError(manager, "DisputeManagerUnknownDevice")
        .withArgs(1);
    });

    it("reverts without an operator", async () => {
      const { manager, challenger, device } = await loadFixture(deployDisputes);
      await expect(
        manager.connect(challenger).challengeDevice(device, ZeroAddress, PENALTY, EVIDENCE, EVIDENCE_URI),
      )
        .to.be.revertedWithCustomError(manager, "DisputeManagerZeroOperator")
        .withArgs();
    });

    it("reverts without evidence", async () => {
      const { manager, challenger, operator, device } = await loadFixture(deployDisputes);
      await expect(
        manager.connect(challenger).challengeDevice(device, operator, PENALTY, ZeroHash, EVIDENCE_URI),
      )
        .to.be.revertedWithCustomError(manager, "DisputeManagerNoEvidence")
        .withArgs();
    });

    for (const penalty of [0n, TERMS.maxPenalty + 1n]) {
      it(`reverts for a penalty of ${penalty.toString()}`, async () => {
        const { manager, challenger, operator, device } = await loadFixture(deployDisputes);
        await expect(
          manager.connect(challenger).challengeDevice(device, operator, penalty, EVIDENCE, EVIDENCE_URI),
        )
          .to.be.revertedWithCustomError(manager, "DisputeManagerPenaltyOutOfRange")
          .withArgs(penalty, TERMS.maxPenalty);
      });
    }

    it("reverts without an allowance", async () => {
      const { manager, token, stranger, operator, device } = await loadFixture(deployDisputes);
      await expect(
        manager.connect(stranger).challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI),
      )
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await manager.getAddress(), 0, TERMS.deviceBond);
    });

    it("takes the bond and records the dispute; nothing happens to device or operator", async () => {
      const { manager, token, staking, registry, challenger, operator, device } =
        await loadFixture(deployDisputes);
      const stake = await staking.stakeOf(operator);
      const challenging = manager
        .connect(challenger)
        .challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI);
      await expect(challenging).to.emit(manager, "DeviceChallenged").withArgs(1, device, operator.address);
      const deadline = BigInt((await time.latest()) + RULING_PERIOD);
      await expect(challenging)
        .to.emit(manager, "DisputeOpened")
        .withArgs(1, challenger.address, TERMS.deviceBond, PENALTY, deadline, EVIDENCE, EVIDENCE_URI);
      await expect(challenging).to.changeTokenBalances(
        token,
        [challenger, manager],
        [-TERMS.deviceBond, TERMS.deviceBond],
      );
      expect(await manager.disputeAt(1)).to.deep.equal([
        challenger.address,
        deadline,
        SHARE_BPS,
        BigInt(Subject.Device),
        BigInt(Status.Open),
        TERMS.deviceBond,
        PENALTY,
        operator.address,
        0n,
        0n,
        0n,
        toBeHex(device, 32),
      ]);
      expect(await staking.stakeOf(operator)).to.deep.equal(stake);
      expect(await registry.ownerOf(device)).to.equal(operator.address);
    });

    it("two offences of a device are two disputes, each with its bond and its ruling", async () => {
      const disputed = await loadFixture(givenADisputedDevice);
      const { manager, token, staking, challenger, arbiter, operator, device } = disputed;
      await manager
        .connect(challenger)
        .challengeDevice(device, operator, 7n, id("a second offence"), EVIDENCE_URI);
      expect(await manager.disputeCount()).to.equal(2);
      expect(await token.balanceOf(manager)).to.equal(2n * TERMS.deviceBond);
      const before = await staking.atStake(operator);
      await manager.connect(arbiter).rule(2, true, 7n, "");
      expect((await manager.disputeAt(1)).status).to.equal(Status.Open);
      await manager.connect(arbiter).rule(1, true, PENALTY, "");
      expect(await staking.atStake(operator)).to.equal(before - PENALTY - 7n);
    });

    it("who had the device when it offended answers for it after a sale and a release", async () => {
      const { manager, registry, staking, challenger, arbiter, operator, alice, device } =
        await loadFixture(deployDisputes);
      await registry.connect(operator).transferFrom(operator, alice, device);
      await registry.connect(alice).release(device);
      await manager.connect(challenger).challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI);
      const before = await staking.atStake(operator);
      await manager.connect(arbiter).rule(1, true, PENALTY, "");
      expect(await staking.atStake(operator)).to.equal(before - PENALTY);
    });
  });
});
