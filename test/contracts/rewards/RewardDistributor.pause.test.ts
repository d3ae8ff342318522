import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther } from "ethers";

import { passEpoch } from "../../helpers/clock";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { nextReport, proposeEpoch, type Report, signReport } from "../../helpers/report";
import { CHALLENGE_WINDOW, deploySuite } from "../../helpers/suite";
import { claimArguments, claimTree } from "../../helpers/tree";

const MAX_PAUSE = 7n * 86_400n;

describe("RewardDistributor", () => {
  describe("pauseProposals", () => {
    async function givenAReport() {
      const suite = await deploySuite();
      const { distributor, reporter, guardian, alice } = suite;
      const tree = claimTree([{ account: alice.address, cumulative: parseEther("500") }]);
      await finalizeEpoch(suite, 0, tree);
      await passEpoch(suite.genesis, 1);
      const report = await nextReport(distributor, 1, tree);
      const propose = async (changes: Partial<Report> = {}) => {
        const changed = { ...report, ...changes };
        return distributor.propose(changed, await signReport(distributor, changed, reporter));
      };
      return { ...suite, tree, report, propose, asGuardian: distributor.connect(guardian) };
    }

    async function givenAPause() {
      const fixture = await givenAReport();
      const until = BigInt(await time.latest()) + MAX_PAUSE;
      await fixture.asGuardian.pauseProposals(until);
      return { ...fixture, until };
    }

    it("reverts for a caller without the guardian role", async () => {
      const { distributor, stranger, disputes, programManager } = await loadFixture(givenAReport);
      for (const caller of [stranger, disputes, programManager]) {
        await expect(distributor.connect(caller).pauseProposals(0))
          .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    for (const excess of [1n, MAX_PAUSE]) {
      it(`reverts for ${excess.toString()} s more than seven days`, async () => {
        const { distributor, asGuardian } = await loadFixture(givenAReport);
        const now = BigInt(await time.latest()) + 10n;
        await time.setNextBlockTimestamp(now);
        await expect(asGuardian.pauseProposals(now + MAX_PAUSE + excess))
          .to.be.revertedWithCustomError(distributor, "PauseTooLong")
          .withArgs(now + MAX_PAUSE + excess, now + MAX_PAUSE);
      });
    }

    it("RD-16: pauses for seven days at most, and nothing else changes", async () => {
      const { distributor, asGuardian, guardian, tree } = await loadFixture(givenAReport);
      const now = BigInt(await time.latest()) + 10n;
      await time.setNextBlockTimestamp(now);
      await expect(asGuardian.pauseProposals(now + MAX_PAUSE))
        .to.emit(distributor, "ProposalsPaused")
        .withArgs(now + MAX_PAUSE, guardian.address);
      expect(await distributor.proposalsPausedUntil()).to.equal(now + MAX_PAUSE);
      expect(await distributor.funded()).to.equal(tree.total);
      expect(await distributor.nextEpoch()).to.equal(1);
      expect(await distributor.challengeWindow()).to.equal(CHALLENGE_WINDOW);
      expect(await distributor.reportNonce()).to.equal(2);
    });

    context("given a pause", () => {
      it("no report is taken up to its last second, and then one is, without anybody's help", async () => {
        const { distributor, propose, report, until } = await loadFixture(givenAPause);
        await expect(propose())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorProposalsPaused")
          .withArgs(until);
        await time.setNextBlockTimestamp(until - 1n);
        await expect(propose())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorProposalsPaused")
          .withArgs(until);
        await time.setNextBlockTimestamp(until);
        await propose();
        expect((await distributor.pendingReport()).root).to.equal(report.root);
      });

      it("is looked at before what the report says", async () => {
        const { distributor, propose, until } = await loadFixture(givenAPause);
        for (const wrong of [{ program: 2n }, { nonce: 9n }, { deadline: 0n }, { epoch: 0n }]) {
          await expect(propose(wrong))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorProposalsPaused")
            .withArgs(until);
        }
      });

      for (const ahead of [-MAX_PAUSE, 0n]) {
        it(`the guardian ends it: ${ahead.toString()} seconds from now`, async () => {
          const { distributor, asGuardian, guardian, propose } = await loadFixture(givenAPause);
          const now = BigInt(await time.latest()) + 10n;
          await time.setNextBlockTimestamp(now);
          await expect(asGuardian.pauseProposals(now + ahead))
            .to.emit(distributor, "ProposalsPaused")
            .withArgs(now + ahead, guardian.address);
          await propose();
          expect((await distributor.pendingReport()).nonce).to.equal(2);
        });
      }

      it("another one replaces it, and counts seven days from its own second", async () => {
        const { distributor, asGuardian, until } = await loadFixture(givenAPause);
        await time.setNextBlockTimestamp(until - 1n);
        await asGuardian.pauseProposals(until - 1n + MAX_PAUSE);
        expect(await distributor.proposalsPausedUntil()).to.equal(until - 1n + MAX_PAUSE);
      });

      it("exits stay open: what is final is claimed", async () => {
        const { distributor, token, alice, tree } = await loadFixture(givenAPause);
        await expect(distributor.claim(...claimArguments(tree.claimOf(alice)))).to.changeTokenBalance(
          token,
          alice,
          tree.total,
        );
      });
    });

    context("given a pending report", () => {
      async function givenAPendingReport() {
        const fixture = await givenAReport();
        const higher = claimTree([{ account: fixture.alice.address, cumulative: parseEther("800") }]);
        await proposeEpoch(fixture, 1, higher);
        const { finalizableAt } = await fixture.distributor.pendingReport();
        await fixture.asGuardian.pauseProposals(finalizableAt + 1_000n);
        return { ...fixture, higher, finalizableAt };
      }

      it("RD-16: the pause changes nothing about it: it is frozen, unfrozen, and finalised on time", async () => {
        const { distributor, token, disputes, higher, finalizableAt } =
          await loadFixture(givenAPendingReport);
        const pending = [1n, 2n, finalizableAt, false, higher.total, higher.root];
        expect(await distributor.pendingReport()).to.deep.equal(pending);
        await distributor.connect(disputes).freeze(1);
        await distributor.connect(disputes).unfreeze(1);
        await time.setNextBlockTimestamp(finalizableAt);
        await expect(distributor.finalize()).to.changeTokenBalance(token, distributor, parseEther("300"));
      });

      it("it is voided as ever, and its epoch waits for the end of the pause", async () => {
        const { distributor, asGuardian, propose, finalizableAt } = await loadFixture(givenAPendingReport);
        await asGuardian.void(1, id("evidence"));
        await expect(propose({ nonce: 3n }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorProposalsPaused")
          .withArgs(finalizableAt + 1_000n);
        await time.setNextBlockTimestamp(finalizableAt + 1_000n);
        await propose({ nonce: 3n });
        expect((await distributor.pendingReport()).nonce).to.equal(3);
      });

      it("is named before the pause: a second report is refused for it", async () => {
        const { distributor, propose, finalizableAt } = await loadFixture(givenAPendingReport);
        await expect(propose({ nonce: 3n }))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorReportPending")
          .withArgs(1, finalizableAt);
      });
    });
  });
});
