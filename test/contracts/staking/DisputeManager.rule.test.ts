import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, toBeHex, ZeroHash } from "ethers";

import { proposeByCommittee } from "../../helpers/bonded-committee";
import {
  challengeReport,
  deployDisputes,
  givenADisputedDevice,
  givenADisputedReport,
  OPERATOR_BOND,
  PENALTY,
  PROGRAM,
  REASON_URI,
  Status,
} from "../../helpers/disputes";
import { deployHostileTrust, TOKEN } from "../../helpers/hostile-trust";
import { proposeEpoch } from "../../helpers/report";
import { EPOCH_LENGTH, PER_EPOCH } from "../../helpers/suite";
import { BURN_BPS, TERMS } from "../../helpers/trust";

const RIGHT = { root: id("right root"), total: PER_EPOCH };
const WHOLE = 10_000n;

type Disputed = Awaited<ReturnType<typeof givenADisputedReport>>;

describe("DisputeManager", () => {
  /** The guardian was faster than the arbiter, and another report waits in the place of the disputed one. */
  async function givenAnotherReportInItsPlace() {
    const disputed = await givenADisputedReport();
    await disputed.distributor.connect(disputed.guardian).void(0, id("seen by the guardian"));
    await proposeByCommittee(disputed, 0, RIGHT);
    return { ...disputed, pending: await disputed.distributor.pendingReport() };
  }

  describe("rule", () => {
    it("reverts for a caller without the arbiter role", async () => {
      const { manager, challenger, guardian, trustManager, admin } = await loadFixture(givenADisputedReport);
      for (const caller of [challenger, guardian, trustManager, admin]) {
        await expect(manager.connect(caller).rule(1, true, 0, REASON_URI))
          .to.be.revertedWithCustomError(manager, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for a dispute that does not exist", async () => {
      const { manager, arbiter } = await loadFixture(givenADisputedReport);
      for (const dispute of [0, 2]) {
        await expect(manager.connect(arbiter).rule(dispute, true, 0, REASON_URI))
          .to.be.revertedWithCustomError(manager, "DisputeManagerNotOpen")
          .withArgs(dispute);
      }
    });

    for (const upheld of [true, false]) {
      it(`DM-03: reverts the second time, whatever was ruled (${upheld ? "upheld" : "rejected"})`, async () => {
        const { manager, arbiter } = await loadFixture(givenADisputedReport);
        const asArbiter = manager.connect(arbiter);
        await asArbiter.rule(1, upheld, 0, REASON_URI);
        for (const again of [true, false]) {
          await expect(asArbiter.rule(1, again, PENALTY, REASON_URI), "DM-03")
            .to.be.revertedWithCustomError(manager, "DisputeManagerNotOpen")
            .withArgs(1);
        }
        await time.increaseTo((await manager.disputeAt(1)).rulingDeadline + 1n);
        await expect(manager.expire(1), "DM-03")
          .to.be.revertedWithCustomError(manager, "DisputeManagerNotOpen")
          .withArgs(1);
      });
    }

    it("reverts after the last second of the ruling", async () => {
      const { manager, arbiter, deadline } = await loadFixture(givenADisputedReport);
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(manager.connect(arbiter).rule(1, true, 0, REASON_URI))
        .to.be.revertedWithCustomError(manager, "DisputeManagerRulingTooLate")
        .withArgs(deadline, deadline + 1n);
    });

    it("takes a ruling in its last second", async () => {
      const { manager, arbiter, deadline } = await loadFixture(givenADisputedReport);
      await time.setNextBlockTimestamp(deadline);
      await expect(manager.connect(arbiter).rule(1, true, 0, REASON_URI)).to.emit(manager, "DisputeRuled");
    });

    it("reverts for a penalty above the terms' of a report, and above what was asked of a device", async () => {
      const report = await loadFixture(givenADisputedReport);
      await expect(report.manager.connect(report.arbiter).rule(1, true, TERMS.maxPenalty + 1n, REASON_URI))
        .to.be.revertedWithCustomError(report.manager, "DisputeManagerPenaltyOutOfRange")
        .withArgs(TERMS.maxPenalty + 1n, TERMS.maxPenalty);
      const device = await loadFixture(givenADisputedDevice);
      await expect(device.manager.connect(device.arbiter).rule(1, true, PENALTY + 1n, REASON_URI))
        .to.be.revertedWithCustomError(device.manager, "DisputeManagerPenaltyOutOfRange")
        .withArgs(PENALTY + 1n, PENALTY);
    });

    context("given a disputed report", () => {
      it("when upheld: the report is void, the bond goes back, nobody is slashed before signatures are shown", async () => {
        const disputed = await loadFixture(givenADisputedReport);
        const { manager, token, staking, distributor, arbiter, challenger, members, report } = disputed;
        const ruling = manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
        await expect(ruling)
          .to.emit(manager, "DisputeRuled")
          .withArgs(1, true, PENALTY, arbiter.address, REASON_URI);
        await expect(ruling)
          .to.emit(distributor, "ReportVoided")
          .withArgs(0, report.root, await manager.getAddress(), toBeHex(1, 32));
        await expect(ruling).to.emit(manager, "Credited").withArgs(challenger.address, TERMS.reportBond);
        await expect(ruling).to.not.emit(staking, "Slashed");
        await expect(ruling).to.changeTokenBalances(token, [manager, challenger], [0n, 0n]);

        const { status, penalty } = await manager.disputeAt(1);
        expect({ status, penalty }).to.deep.equal({ status: BigInt(Status.Upheld), penalty: PENALTY });
        expect(await manager.creditOf(challenger)).to.equal(TERMS.reportBond);
        expect(await distributor.pendingReport()).to.deep.equal([0n, 0n, 0n, false, 0n, ZeroHash]);
        expect(await distributor.nextEpoch()).to.equal(0);
        for (const { account } of members) expect(await manager.isPunished(1, account)).to.equal(false);
      });

      it("when upheld: the epoch is proposed anew, right, and becomes final", async () => {
        const disputed = await loadFixture(givenADisputedReport);
        const { manager, distributor, arbiter } = disputed;
        await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
        await proposeByCommittee(disputed, 0, RIGHT);
        await time.increaseTo((await distributor.pendingReport()).finalizableAt);
        await expect(distributor.finalize())
          .to.emit(distributor, "ReportFinalized")
          .withArgs(0, RIGHT.root, RIGHT.total, RIGHT.total);
      });

      it("when rejected inside the window: the report becomes final at its own time, the bond is the treasury's", async () => {
        const disputed = await loadFixture(givenADisputedReport);
        const { manager, token, distributor, arbiter, treasury, challenger, report, finalizableAt } =
          disputed;
        const ruling = manager.connect(arbiter).rule(1, false, PENALTY, REASON_URI);
        await expect(ruling)
          .to.emit(manager, "DisputeRuled")
          .withArgs(1, false, 0, arbiter.address, REASON_URI);
        await expect(ruling)
          .to.emit(distributor, "ReportUnfrozen")
          .withArgs(0, await manager.getAddress());
        await expect(ruling).to.emit(manager, "Credited").withArgs(treasury.address, TERMS.reportBond);
        const { status, penalty } = await manager.disputeAt(1);
        expect({ status, penalty }).to.deep.equal({ status: BigInt(Status.Rejected), penalty: 0n });
        expect(await manager.creditOf(challenger)).to.equal(0);

        await time.setNextBlockTimestamp(finalizableAt - 1n);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowOpen")
          .withArgs(finalizableAt, finalizableAt - 1n);
        await expect(distributor.finalize())
          .to.emit(distributor, "ReportFinalized")
          .withArgs(0, report.root, report.total, report.total);
        await expect(manager.withdrawCredit(treasury)).to.changeTokenBalances(
          token,
          [treasury, manager],
          [TERMS.reportBond, -TERMS.reportBond],
        );
      });

      it("when rejected after the window: the report can be finalised at once", async () => {
        const { manager, distributor, arbiter, report, deadline } = await loadFixture(givenADisputedReport);
        await time.setNextBlockTimestamp(deadline);
        await manager.connect(arbiter).rule(1, false, 0, REASON_URI);
        expect(await distributor.pendingReporter()).to.not.equal(ZeroHash);
        await expect(distributor.finalize())
          .to.emit(distributor, "ReportFinalized")
          .withArgs(0, report.root, report.total, report.total);
      });

      it("the guardian voids while it is disputed, and the dispute still ends with a ruling", async () => {
        const disputed = await loadFixture(givenADisputedReport);
        const { manager, staking, distributor, guardian, arbiter, members } = disputed;
        const { report, configuration, signature } = disputed;
        await distributor.connect(guardian).void(0, id("seen by the guardian"));
        await expect(manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI)).to.not.emit(
          distributor,
          "ReportVoided",
        );
        await manager.punishApprovers(1, report, configuration, signature);
        const [member] = members;
        expect(await manager.isPunished(1, member?.account ?? "")).to.equal(true);
        expect(await staking.atStake(member?.account ?? "")).to.be.below(OPERATOR_BOND);
      });

      const endings: readonly { name: string; end: (disputed: Disputed) => Promise<unknown> }[] = [
        {
          name: "upheld",
          end: ({ manager, arbiter }) => manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI),
        },
        {
          name: "rejected",
          end: ({ manager, arbiter }) => manager.connect(arbiter).rule(1, false, 0, REASON_URI),
        },
        {
          name: "expired",
          end: async ({ manager, deadline }) => {
            await time.increaseTo(deadline + 1n);
            return manager.expire(1);
          },
        },
      ];
      for (const { name, end } of endings) {
        it(`a report that waits in the place of the disputed one is not touched (${name})`, async () => {
          const replaced = await loadFixture(givenAnotherReportInItsPlace);
          const { distributor, pending } = replaced;
          await end(replaced);
          expect(await distributor.pendingReport()).to.deep.equal(pending);
          if ((await time.latest()) < pending.finalizableAt) await time.increaseTo(pending.finalizableAt);
          await expect(distributor.finalize()).to.emit(distributor, "ReportFinalized");
        });

        it(`a disputed report in the place of the disputed one stays frozen (${name})`, async () => {
          const replaced = await loadFixture(givenAnotherReportInItsPlace);
          const { manager, distributor, arbiter, challenger, pending } = replaced;
          await challengeReport(replaced, challenger, pending);
          await end(replaced);
          expect((await distributor.pendingReport()).frozen, "DM-05").to.equal(true);
          expect((await manager.disputeAt(2)).status, "DM-05").to.equal(Status.Open);
          if (name === "expired") return;
          await manager.connect(arbiter).rule(2, false, 0, REASON_URI);
          expect((await distributor.pendingReport()).frozen, "DM-05").to.equal(false);
        });
      }
    });

    context("given a disputed device", () => {
      it("when upheld: the operator is slashed as ruled, split as the terms of the opening say", async () => {
        const disputed = await loadFixture(givenADisputedDevice);
        const { manager, token, staking, arbiter, challenger, operator, treasury, trustManager } = disputed;
        await manager.connect(trustManager).setTerms({ ...TERMS, shareBps: 1 });
        const supply = await token.totalSupply();
        const share = (PENALTY * BigInt(TERMS.shareBps)) / WHOLE;
        const burned = ((PENALTY - share) * BigInt(BURN_BPS)) / WHOLE;
        const ruling = manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
        await expect(ruling)
          .to.emit(manager, "DisputeRuled")
          .withArgs(1, true, PENALTY, arbiter.address, REASON_URI);
        await expect(ruling).to.emit(manager, "Punished").withArgs(1, operator.address, PENALTY);
        await expect(ruling)
          .to.emit(staking, "Slashed")
          .withArgs(
            operator.address,
            await manager.getAddress(),
            challenger.address,
            PENALTY,
            PENALTY,
            share,
            burned,
          );
        await expect(ruling).to.changeTokenBalances(token, [manager, staking], [0n, -burned]);

        expect(await token.totalSupply()).to.equal(supply - burned);
        expect(await staking.atStake(operator)).to.equal(OPERATOR_BOND - PENALTY);
        expect(await staking.creditOf(challenger)).to.equal(share);
        expect(await staking.creditOf(treasury)).to.equal(PENALTY - share - burned);
        expect(await manager.creditOf(challenger)).to.equal(TERMS.deviceBond);
        expect(await manager.isPunished(1, operator)).to.equal(true);
        expect((await manager.disputeAt(1)).status).to.equal(Status.Upheld);
      });

      it("when upheld with less than was asked: the operator loses that much", async () => {
        const { manager, staking, arbiter, operator } = await loadFixture(givenADisputedDevice);
        await manager.connect(arbiter).rule(1, true, 5n, REASON_URI);
        expect(await staking.atStake(operator)).to.equal(OPERATOR_BOND - 5n);
        expect((await manager.disputeAt(1)).penalty).to.equal(5);
      });

      it("when upheld of an operator who has less: it loses what it has, and the dispute ends", async () => {
        const disputed = await loadFixture(givenADisputedDevice);
        const { manager, staking, arbiter, disputes, operator, challenger } = disputed;
        await staking.connect(disputes).slash(operator, OPERATOR_BOND - 3n, challenger, 0);
        await expect(manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI))
          .to.emit(manager, "Punished")
          .withArgs(1, operator.address, 3);
        expect(await staking.atStake(operator)).to.equal(0);
      });

      it("when rejected: the operator keeps everything, the bond is the treasury's", async () => {
        const { manager, staking, arbiter, operator, treasury, challenger } =
          await loadFixture(givenADisputedDevice);
        const ruling = manager.connect(arbiter).rule(1, false, PENALTY, REASON_URI);
        await expect(ruling).to.not.emit(staking, "Slashed");
        await expect(ruling).to.emit(manager, "Credited").withArgs(treasury.address, TERMS.deviceBond);
        expect(await staking.atStake(operator)).to.equal(OPERATOR_BOND);
        expect(await manager.isPunished(1, operator)).to.equal(false);
        expect(await manager.creditOf(challenger)).to.equal(0);
        expect((await manager.disputeAt(1)).penalty).to.equal(0);
      });
    });
  });

  describe("expire", () => {
    it("reverts for a dispute that does not exist", async () => {
      const { manager } = await loadFixture(deployDisputes);
      for (const dispute of [0, 1]) {
        await expect(manager.expire(dispute))
          .to.be.revertedWithCustomError(manager, "DisputeManagerNotOpen")
          .withArgs(dispute);
      }
    });

    it("reverts up to the last second of the ruling", async () => {
      const { manager, deadline } = await loadFixture(givenADisputedReport);
      await time.setNextBlockTimestamp(deadline);
      await expect(manager.expire(1))
        .to.be.revertedWithCustomError(manager, "DisputeManagerRulingAwaited")
        .withArgs(deadline, deadline);
    });

    it("voids the report and gives the bond back, whoever calls, once", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, token, staking, distributor, stranger, challenger, report, deadline } = disputed;
      await time.setNextBlockTimestamp(deadline + 1n);
      const expiring = manager.connect(stranger).expire(1);
      await expect(expiring).to.emit(manager, "DisputeExpired").withArgs(1);
      await expect(expiring)
        .to.emit(distributor, "ReportVoided")
        .withArgs(0, report.root, await manager.getAddress(), toBeHex(1, 32));
      await expect(expiring).to.emit(manager, "Credited").withArgs(challenger.address, TERMS.reportBond);
      await expect(expiring).to.not.emit(staking, "Slashed");
      await expect(expiring).to.changeTokenBalances(token, [manager, stranger], [0n, 0n]);

      expect((await manager.disputeAt(1)).status).to.equal(Status.Expired);
      expect(await manager.creditOf(challenger)).to.equal(TERMS.reportBond);
      expect(await distributor.pendingReporter()).to.equal("0x".padEnd(42, "0"));
      await expect(manager.expire(1))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNotOpen")
        .withArgs(1);
    });

    it("a report void for lack of a ruling can be proposed anew", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, distributor, deadline } = disputed;
      await time.increaseTo(deadline + 1n);
      await manager.expire(1);
      await proposeByCommittee(disputed, 0, RIGHT);
      await time.increaseTo((await distributor.pendingReport()).finalizableAt);
      await distributor.finalize();
      expect(await distributor.rootOf(0)).to.equal(RIGHT.root);
    });

    it("a later epoch is not blocked for ever: it is reported once the dispute's time has passed", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, distributor, stranger, genesis, deadline, finalizableAt } = disputed;
      await time.increaseTo(genesis + 2 * EPOCH_LENGTH);
      await expect(proposeByCommittee(disputed, 1, RIGHT))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorReportPending")
        .withArgs(0, finalizableAt);
      await time.increaseTo(deadline + 1n);
      await manager.connect(stranger).expire(1);
      await proposeByCommittee(disputed, 1, RIGHT);
      await time.increaseTo((await distributor.pendingReport()).finalizableAt);
      await distributor.finalize();
      expect(await distributor.nextEpoch()).to.equal(2);
    });

    it("gives a device's challenger the bond back and takes nothing from the operator", async () => {
      const { manager, staking, operator, challenger, deadline } = await loadFixture(givenADisputedDevice);
      await time.increaseTo(deadline + 1n);
      await manager.expire(1);
      expect(await manager.creditOf(challenger)).to.equal(TERMS.deviceBond);
      expect(await staking.atStake(operator)).to.equal(OPERATOR_BOND);
    });
  });

  describe("withdrawCredit", () => {
    it("reverts for somebody without a credit", async () => {
      const { manager, challenger } = await loadFixture(givenADisputedReport);
      await expect(manager.connect(challenger).withdrawCredit(challenger))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNoCredit")
        .withArgs(challenger.address);
    });

    it("pays the account, once, whoever calls", async () => {
      const { manager, token, arbiter, challenger, stranger } = await loadFixture(givenADisputedReport);
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
      expect(await manager.connect(stranger).withdrawCredit.staticCall(challenger)).to.equal(
        TERMS.reportBond,
      );
      const paying = manager.connect(stranger).withdrawCredit(challenger);
      await expect(paying).to.emit(manager, "CreditPaid").withArgs(challenger.address, TERMS.reportBond);
      await expect(paying).to.changeTokenBalances(
        token,
        [challenger, stranger, manager],
        [TERMS.reportBond, 0n, -TERMS.reportBond],
      );
      expect(await manager.creditOf(challenger)).to.equal(0);
      await expect(manager.withdrawCredit(challenger))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNoCredit")
        .withArgs(challenger.address);
    });

    it("when the token re-enters: the second payment finds nothing, other bonds stay", async () => {
      const hostile = await loadFixture(deployHostileTrust);
      const { hostileToken, manager, distributor, reporter, genesis, challenger, arbiter } = hostile;
      await proposeEpoch({ distributor, reporter, genesis }, 0, RIGHT);
      await challengeReport(hostile, challenger, { epoch: 0n, nonce: 1n, root: RIGHT.root });
      await manager.connect(arbiter).rule(1, true, 0, REASON_URI);
      await proposeEpoch({ distributor, reporter, genesis }, 0, RIGHT);
      await challengeReport(hostile, challenger, { epoch: 0n, nonce: 2n, root: RIGHT.root });
      const inside = manager.interface.encodeFunctionData("withdrawCredit", [challenger.address]);
      await hostileToken.setBehaviour(challenger, TOKEN.reentering, inside);
      const refusal = manager.interface.encodeErrorResult("DisputeManagerNoCredit", [challenger.address]);
      const paying = manager.withdrawCredit(challenger);
      await expect(paying).to.emit(hostileToken, "CalledBack").withArgs(false, refusal);
      await expect(paying).to.changeTokenBalance(hostileToken, challenger, TERMS.reportBond);
      expect(await hostileToken.balanceOf(manager)).to.equal(TERMS.reportBond);
      expect(await manager.disputeOf(PROGRAM, 2)).to.equal(2);
    });

    it("a challenger that the token refuses delays only itself: the ruling and everybody else go on", async () => {
      const hostile = await loadFixture(deployHostileTrust);
      const { hostileToken, manager, distributor, reporter, genesis, challenger, arbiter } = hostile;
      await proposeEpoch({ distributor, reporter, genesis }, 0, RIGHT);
      await challengeReport(hostile, challenger, { epoch: 0n, nonce: 1n, root: RIGHT.root });
      await hostileToken.setBehaviour(challenger, TOKEN.reverting, "0x");
      await manager.connect(arbiter).rule(1, true, 0, REASON_URI);
      await expect(manager.withdrawCredit(challenger))
        .to.be.revertedWithCustomError(hostileToken, "HostileTokenMockRefused")
        .withArgs(challenger.address);
      expect(await manager.creditOf(challenger)).to.equal(TERMS.reportBond);
    });
  });
});
