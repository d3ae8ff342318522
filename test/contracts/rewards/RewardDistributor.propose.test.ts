import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther, ZeroHash } from "ethers";

import { endOf, passEpoch } from "../../helpers/clock";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { nextReport, proposeEpoch, type Report, signReport } from "../../helpers/report";
import { CHALLENGE_WINDOW, deploySuite, EPOCH_LENGTH, PER_EPOCH } from "../../helpers/suite";
import { claimTree } from "../../helpers/tree";

describe("RewardDistributor", () => {
  describe("propose", () => {
    async function givenNothingReported() {
      const suite = await deploySuite();
      const tree = claimTree([
        { account: suite.alice.address, cumulative: parseEther("600") },
        { account: suite.bob.address, cumulative: parseEther("400") },
      ]);
      await passEpoch(suite.genesis, 0);
      const report = await nextReport(suite.distributor, 0, tree);
      const propose = async (changes: Partial<Report> = {}) => {
        const changed = { ...report, ...changes };
        const signature = await signReport(suite.distributor, changed, suite.reporter);
        return suite.distributor.connect(suite.stranger).propose(changed, signature);
      };
      return { ...suite, tree, report, propose };
    }

    async function givenAPendingReport() {
      const fixture = await givenNothingReported();
      await fixture.propose();
      return fixture;
    }

    async function givenEpochThreeFinalized() {
      const suite = await deploySuite();
      const tree = claimTree([{ account: suite.alice.address, cumulative: 4n * PER_EPOCH }]);
      await finalizeEpoch(suite, 3, tree);
      const propose = async (epoch: number, total: bigint, changes: Partial<Report> = {}) => {
        const next = await nextReport(suite.distributor, epoch, { root: id("another root"), total });
        const changed = { ...next, ...changes };
        return suite.distributor.propose(
          changed,
          await signReport(suite.distributor, changed, suite.reporter),
        );
      };
      return { ...suite, tree, propose };
    }

    context("given a pending report", () => {
      it("reverts inside its window, naming it", async () => {
        const { distributor, propose } = await loadFixture(givenAPendingReport);
        const { epoch, finalizableAt } = await distributor.pendingReport();
        await expect(propose({ nonce: 2n, root: id("another root") }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorReportPending")
          .withArgs(epoch, finalizableAt);
      });

      it("reverts after its window too: it must be finalised first", async () => {
        const { distributor, propose } = await loadFixture(givenAPendingReport);
        const { epoch, finalizableAt } = await distributor.pendingReport();
        await time.increaseTo(finalizableAt + 1n);
        await expect(propose({ nonce: 2n }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorReportPending")
          .withArgs(epoch, finalizableAt);
      });
    });

    context("when the report is for another program", () => {
      for (const program of [0n, 2n]) {
        it(`reverts for program ${program.toString()}`, async () => {
          const { distributor, propose } = await loadFixture(givenNothingReported);
          await expect(propose({ program }))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorWrongProgram")
            .withArgs(program, 1);
        });
      }
    });

    context("when the nonce is not the next one", () => {
      for (const nonce of [0n, 2n]) {
        it(`reverts for nonce ${nonce.toString()}`, async () => {
          const { distributor, propose } = await loadFixture(givenNothingReported);
          await expect(propose({ nonce }))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorWrongNonce")
            .withArgs(nonce, 1);
        });
      }
    });

    context("when the deadline has passed", () => {
      it("reverts one second after it", async () => {
        const { distributor, propose } = await loadFixture(givenNothingReported);
        const deadline = (await time.latest()) + 100;
        await time.setNextBlockTimestamp(deadline + 1);
        await expect(propose({ deadline: BigInt(deadline) }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorReportExpired")
          .withArgs(deadline, deadline + 1);
      });

      it("accepts the report in the second of the deadline", async () => {
        const { distributor, propose } = await loadFixture(givenNothingReported);
        const deadline = (await time.latest()) + 100;
        await time.setNextBlockTimestamp(deadline);
        await expect(propose({ deadline: BigInt(deadline) })).to.emit(distributor, "ReportProposed");
      });
    });

    context("when the epoch is closed", () => {
      it("reverts for the last finalised epoch: epochs strictly increase", async () => {
        const { distributor, propose } = await loadFixture(givenEpochThreeFinalized);
        await expect(propose(3, 4n * PER_EPOCH))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorEpochClosed")
          .withArgs(3, 4);
      });

      it("reverts for an epoch that was skipped", async () => {
        const { distributor, propose } = await loadFixture(givenEpochThreeFinalized);
        await expect(propose(2, 4n * PER_EPOCH))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorEpochClosed")
          .withArgs(2, 4);
      });
    });

    context("when the epoch has not ended", () => {
      it("reverts in its last second", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenNothingReported);
        await time.setNextBlockTimestamp(endOf(genesis, 1) - 1);
        await expect(propose({ epoch: 1n }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorEpochNotEnded")
          .withArgs(1, endOf(genesis, 1));
      });

      it("reverts for the highest epoch number without overflow", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenNothingReported);
        const epoch = 2n ** 32n - 1n;
        await expect(propose({ epoch }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorEpochNotEnded")
          .withArgs(epoch, BigInt(genesis) + (epoch + 1n) * BigInt(EPOCH_LENGTH));
      });

      it("accepts the report in the second in which the epoch ends", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenNothingReported);
        await time.setNextBlockTimestamp(endOf(genesis, 1));
        await expect(propose({ epoch: 1n })).to.emit(distributor, "ReportProposed");
      });
    });

    context("when the report commits to nothing", () => {
      it("reverts for a zero root", async () => {
        const { distributor, propose } = await loadFixture(givenNothingReported);
        await expect(propose({ root: ZeroHash }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorEmptyRoot")
          .withArgs();
      });

      it("reverts for a zero data hash", async () => {
        const { distributor, propose } = await loadFixture(givenNothingReported);
        await expect(propose({ dataHash: ZeroHash }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorEmptyDataHash")
          .withArgs();
      });
    });

    context("when the increase exceeds what is available", () => {
      it("a root is never larger than its funding: reverts for one base unit above the budget", async () => {
        const { distributor, propose } = await loadFixture(givenNothingReported);
        await expect(propose({ total: PER_EPOCH + 1n }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorOverBudget")
          .withArgs(PER_EPOCH + 1n, PER_EPOCH);
      });

      it("counts epochs up to the one reported, not those that have ended since", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenNothingReported);
        await passEpoch(genesis, 5);
        await expect(propose({ total: 2n * PER_EPOCH + 1n, epoch: 1n }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorOverBudget")
          .withArgs(2n * PER_EPOCH + 1n, 2n * PER_EPOCH);
      });

      it("counts the increase only, and only above what was funded before", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenEpochThreeFinalized);
        await passEpoch(genesis, 4);
        await expect(propose(4, 5n * PER_EPOCH + 1n))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorOverBudget")
          .withArgs(PER_EPOCH + 1n, PER_EPOCH);
        await expect(propose(4, 5n * PER_EPOCH)).to.emit(distributor, "ReportProposed");
      });

      it("accepts exactly what is available", async () => {
        const { distributor, controller, propose } = await loadFixture(givenNothingReported);
        expect(await controller.available(1, 0)).to.equal(PER_EPOCH);
        await expect(propose({ total: PER_EPOCH })).to.emit(distributor, "ReportProposed");
      });

      it("accepts a total of zero and a total below what was funded: nothing is asked of the source", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenEpochThreeFinalized);
        await passEpoch(genesis, 4);
        await expect(propose(4, 0n)).to.emit(distributor, "ReportProposed");
        expect((await distributor.pendingReport()).total).to.equal(0n);
      });
    });

    context("when everything holds", () => {
      it("opens the window, emits the whole report and moves no money, whoever sends it", async () => {
        const { distributor, token, report, reporter, propose } = await loadFixture(givenNothingReported);
        const now = (await time.latest()) + 50;
        const finalizableAt = BigInt(now + CHALLENGE_WINDOW);
        await time.setNextBlockTimestamp(now);

        const proposal = propose();
        await expect(proposal)
          .to.emit(distributor, "ReportProposed")
          .withArgs(
            0,
            report.root,
            report.total,
            report.dataHash,
            report.dataURI,
            reporter.address,
            1,
            finalizableAt,
          );
        await expect(proposal).to.changeTokenBalance(token, distributor, 0);

        const pending = await distributor.pendingReport();
        expect(pending).to.deep.equal([0n, 1n, finalizableAt, false, report.total, report.root]);
        expect(await distributor.reportNonce()).to.equal(2);
        expect(await distributor.nextEpoch()).to.equal(0);
        expect(await distributor.funded()).to.equal(0);
        expect(await distributor.activeRoot()).to.equal(ZeroHash);
      });

      it("keeps a pending root out of rootOf until it is final", async () => {
        const { distributor } = await loadFixture(givenAPendingReport);
        expect(await distributor.rootOf(0)).to.equal(ZeroHash);
      });

      it("may skip epochs", async () => {
        const { distributor, propose, genesis } = await loadFixture(givenEpochThreeFinalized);
        await passEpoch(genesis, 9);
        await expect(propose(9, 10n * PER_EPOCH)).to.emit(distributor, "ReportProposed");
        expect((await distributor.pendingReport()).epoch).to.equal(9);
      });
    });

    context("given a voided report", () => {
      async function givenAVoidedReport() {
        const fixture = await givenNothingReported();
        const signature = await signReport(fixture.distributor, fixture.report, fixture.reporter);
        await fixture.distributor.propose(fixture.report, signature);
        await fixture.distributor.connect(fixture.guardian).void(0, id("wrong"));
        return { ...fixture, signature };
      }

      it("refuses the voided report's signature: its nonce is used", async () => {
        const { distributor, report, signature } = await loadFixture(givenAVoidedReport);
        await expect(distributor.propose(report, signature))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWrongNonce")
          .withArgs(1, 2);
        await expect(distributor.propose({ ...report, nonce: 2n }, signature)).to.be.revertedWithCustomError(
          distributor,
          "RewardDistributorInvalidSignature",
        );
      });

      it("votes are not lost on re-proposal: takes a newly signed report for the same epoch", async () => {
        const { distributor, genesis, reporter, alice } = await loadFixture(givenAVoidedReport);
        const corrected = claimTree([{ account: alice.address, cumulative: PER_EPOCH }]);
        await proposeEpoch({ distributor, genesis, reporter }, 0, corrected);
        const pending = await distributor.pendingReport();
        expect(pending.root).to.equal(corrected.root);
        expect(pending.total).to.equal(PER_EPOCH);
        expect(await distributor.reportNonce()).to.equal(3);
      });
    });

    context("given a distributor of an empty program", () => {
      it("takes a report that funds nothing, so that a program without weight can still correct", async () => {
        const { distributor, controller, emissionsManager, genesis, reporter } =
          await loadFixture(deploySuite);
        await controller.connect(emissionsManager).setWeights([0]);
        await proposeEpoch({ distributor, genesis, reporter }, 0, { root: id("root"), total: 0n });
        expect((await distributor.pendingReport()).root).to.equal(id("root"));
      });
    });
  });
});
