import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther, ZeroHash } from "ethers";

import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { nextReport, NOTHING_PENDING, proposeEpoch, signReport } from "../../helpers/report";
import { deploySuite } from "../../helpers/suite";
import { claimArguments, claimTree } from "../../helpers/tree";

const REASON = id("evidence");
const YEAR = 365 * 86_400;

describe("RewardDistributor", () => {
  async function givenAPendingReport() {
    const suite = await deploySuite();
    const { distributor, alice, disputes, guardian } = suite;
    const before = claimTree([{ account: alice.address, cumulative: parseEther("100") }]);
    await finalizeEpoch(suite, 0, before);
    const tree = claimTree([{ account: alice.address, cumulative: parseEther("700") }]);
    await proposeEpoch(suite, 1, tree);
    const { finalizableAt } = await distributor.pendingReport();
    const asDisputes = distributor.connect(disputes);
    const asGuardian = distributor.connect(guardian);
    /** What `pendingReport()` says of the report. */
    const pending = (frozen: boolean) => [1n, 2n, finalizableAt, frozen, tree.total, tree.root];
    return { ...suite, before, tree, finalizableAt, asDisputes, asGuardian, pending };
  }
  type Pending = Awaited<ReturnType<typeof givenAPendingReport>>;

  async function givenAFrozenReport() {
    const fixture = await givenAPendingReport();
    await fixture.asDisputes.freeze(1);
    return fixture;
  }

  /** Everything that a dispute must leave alone. */
  async function expectNothingElseChanged({ distributor, before }: Pending): Promise<void> {
    expect(await distributor.activeRoot()).to.equal(before.root);
    expect(await distributor.rootOf(1)).to.equal(ZeroHash);
    expect(await distributor.funded()).to.equal(before.total);
    expect(await distributor.nextEpoch()).to.equal(1);
    expect(await distributor.reportNonce()).to.equal(3);
    expect(await distributor.proposalsPausedUntil()).to.equal(0);
  }

  describe("freeze", () => {
    context("when the caller does not hold the disputes role", () => {
      it("reverts, for a stranger, the guardian and the program manager", async () => {
        const { distributor, stranger, guardian, programManager } = await loadFixture(givenAPendingReport);
        for (const caller of [stranger, guardian, programManager]) {
          await expect(distributor.connect(caller).freeze(1))
            .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
            .withArgs(caller.address);
        }
      });
    });

    context("given nothing is pending", () => {
      it("reverts before the first report", async () => {
        const { distributor, disputes } = await loadFixture(deploySuite);
        await expect(distributor.connect(disputes).freeze(0))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
      });

      it("reverts for a report that was voided", async () => {
        const { distributor, asDisputes, asGuardian } = await loadFixture(givenAPendingReport);
        await asGuardian.void(1, REASON);
        await expect(asDisputes.freeze(1))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(1);
      });

      it("reverts for a report that is final", async () => {
        const { distributor, asDisputes, finalizableAt } = await loadFixture(givenAPendingReport);
        await time.increaseTo(finalizableAt);
        await distributor.finalize();
        await expect(asDisputes.freeze(1))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(1);
      });
    });

    context("given a pending report", () => {
      for (const epoch of [0, 2]) {
        it(`reverts for epoch ${epoch}, which is another one`, async () => {
          const { distributor, asDisputes } = await loadFixture(givenAPendingReport);
          await expect(asDisputes.freeze(epoch))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
            .withArgs(epoch);
        });
      }

      it("reverts at the end of its window, even though nobody has finalised yet", async () => {
        const { distributor, asDisputes, finalizableAt } = await loadFixture(givenAPendingReport);
        await time.setNextBlockTimestamp(finalizableAt);
        await expect(asDisputes.freeze(1))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowClosed")
          .withArgs(finalizableAt, finalizableAt);
      });

      it("RD-15: freezes it in the last second of its window, and changes nothing else", async () => {
        const fixture = await loadFixture(givenAPendingReport);
        const { distributor, token, asDisputes, disputes, finalizableAt, pending } = fixture;
        await time.setNextBlockTimestamp(finalizableAt - 1n);

        const freezing = asDisputes.freeze(1);
        await expect(freezing).to.emit(distributor, "ReportFrozen").withArgs(1, disputes.address);
        await expect(freezing).to.changeTokenBalance(token, distributor, 0);

        expect(await distributor.pendingReport()).to.deep.equal(pending(true));
        await expectNothingElseChanged(fixture);
      });
    });

    context("given a frozen report", () => {
      it("reverts, inside the window and after it", async () => {
        const { distributor, asDisputes, finalizableAt } = await loadFixture(givenAFrozenReport);
        for (const moment of [finalizableAt - 2n, finalizableAt]) {
          await time.increaseTo(moment);
          await expect(asDisputes.freeze(1))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorReportFrozen")
            .withArgs(1);
        }
      });
    });
  });

  describe("a frozen report", () => {
    it("RD-07: cannot become final: not inside its window, not at its end, not a year later", async () => {
      const fixture = await loadFixture(givenAFrozenReport);
      const { distributor, finalizableAt } = fixture;
      for (const moment of [finalizableAt - 2n, finalizableAt, finalizableAt + BigInt(YEAR)]) {
        await time.increaseTo(moment);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorReportFrozen")
          .withArgs(1);
      }
      await expectNothingElseChanged(fixture);
    });

    it("keeps its place: no other report is taken, whatever time has passed", async () => {
      const { distributor, reporter, finalizableAt } = await loadFixture(givenAFrozenReport);
      await time.increaseTo(finalizableAt);
      const another = await nextReport(distributor, 1, { root: id("another root"), total: 1n });
      await expect(distributor.propose(another, await signReport(distributor, another, reporter)))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorReportPending")
        .withArgs(1, finalizableAt);
    });

    it("stops no claim of what is final", async () => {
      const { distributor, token, alice, before } = await loadFixture(givenAFrozenReport);
      await expect(distributor.claim(...claimArguments(before.claimOf(alice)))).to.changeTokenBalances(
        token,
        [distributor, alice],
        [-before.total, before.total],
      );
    });
  });

  describe("unfreeze", () => {
    context("when the caller does not hold the disputes role", () => {
      it("reverts, for a stranger, the guardian and the program manager", async () => {
        const { distributor, stranger, guardian, programManager } = await loadFixture(givenAFrozenReport);
        for (const caller of [stranger, guardian, programManager]) {
          await expect(distributor.connect(caller).unfreeze(1))
            .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
            .withArgs(caller.address);
        }
      });
    });

    context("given nothing is pending", () => {
      it("reverts for a frozen report that was voided", async () => {
        const { distributor, asDisputes, asGuardian } = await loadFixture(givenAFrozenReport);
        await asGuardian.void(1, REASON);
        await expect(asDisputes.unfreeze(1))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(1);
      });
    });

    context("given a pending report that is not frozen", () => {
      it("reverts", async () => {
        const { distributor, asDisputes } = await loadFixture(givenAPendingReport);
        await expect(asDisputes.unfreeze(1))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorReportNotFrozen")
          .withArgs(1);
      });
    });

    context("given a frozen report", () => {
      for (const epoch of [0, 2]) {
        it(`reverts for epoch ${epoch}, which is another one`, async () => {
          const { distributor, asDisputes } = await loadFixture(givenAFrozenReport);
          await expect(asDisputes.unfreeze(epoch))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
            .withArgs(epoch);
        });
      }

      it("inside the window, the report keeps the window that it had, and can be frozen again", async () => {
        const fixture = await loadFixture(givenAFrozenReport);
        const { distributor, token, asDisputes, disputes, finalizableAt, pending } = fixture;
        const unfreezing = asDisputes.unfreeze(1);
        await expect(unfreezing).to.emit(distributor, "ReportUnfrozen").withArgs(1, disputes.address);
        await expect(unfreezing).to.changeTokenBalance(token, distributor, 0);
        expect(await distributor.pendingReport()).to.deep.equal(pending(false));
        await expectNothingElseChanged(fixture);

        await time.setNextBlockTimestamp(finalizableAt - 2n);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowOpen")
          .withArgs(finalizableAt, finalizableAt - 2n);
        await time.setNextBlockTimestamp(finalizableAt - 1n);
        await asDisputes.freeze(1);
        expect(await distributor.pendingReport()).to.deep.equal(pending(true));
      });

      it("after the window, the report can be final at once and can be voided no longer", async () => {
        const { distributor, token, asDisputes, asGuardian, before, tree, finalizableAt } =
          await loadFixture(givenAFrozenReport);
        const late = finalizableAt + BigInt(YEAR);
        await time.setNextBlockTimestamp(late);
        await asDisputes.unfreeze(1);
        await time.setNextBlockTimestamp(late + 1n);
        await expect(asGuardian.void(1, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowClosed")
          .withArgs(finalizableAt, late + 1n);

        const increase = tree.total - before.total;
        const finalization = distributor.finalize();
        await expect(finalization)
          .to.emit(distributor, "ReportFinalized")
          .withArgs(1, tree.root, tree.total, increase);
        await expect(finalization).to.changeTokenBalance(token, distributor, increase);
        expect(await distributor.rootOf(1)).to.equal(tree.root);
        expect(await distributor.pendingReport()).to.deep.equal(NOTHING_PENDING);
      });
    });
  });

  describe("void of a frozen report", () => {
    it("reverts for whoever may freeze and not void", async () => {
      const { distributor, asDisputes, disputes } = await loadFixture(givenAFrozenReport);
      await expect(asDisputes.void(1, REASON))
        .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
        .withArgs(disputes.address);
    });

    for (const [when, delay] of [
      ["inside its window", -1n],
      ["at the end of its window", 0n],
      ["a year after its window", BigInt(YEAR)],
    ] as const) {
      it(`the guardian voids it ${when}, and nothing of it remains`, async () => {
        const fixture = await loadFixture(givenAFrozenReport);
        const { distributor, token, asGuardian, guardian, tree, finalizableAt } = fixture;
        await time.setNextBlockTimestamp(finalizableAt + delay);
        const voiding = asGuardian.void(1, REASON);
        await expect(voiding)
          .to.emit(distributor, "ReportVoided")
          .withArgs(1, tree.root, guardian.address, REASON);
        await expect(voiding).to.changeTokenBalance(token, distributor, 0);
        expect(await distributor.pendingReport()).to.deep.equal(NOTHING_PENDING);
        await expectNothingElseChanged(fixture);
      });
    }

    it("the epoch's next report is not frozen, has a window of its own and becomes final", async () => {
      const fixture = await loadFixture(givenAFrozenReport);
      const { distributor, asGuardian, tree, finalizableAt } = fixture;
      await time.increaseTo(finalizableAt);
      await asGuardian.void(1, REASON);
      const corrected = { ...tree, root: id("corrected root") };
      await proposeEpoch(fixture, 1, corrected);

      const again = await distributor.pendingReport();
      expect([again.nonce, again.frozen, again.root]).to.deep.equal([3n, false, corrected.root]);
      expect(again.finalizableAt).to.be.above(finalizableAt);
      await time.increaseTo(again.finalizableAt);
      await distributor.finalize();
      expect(await distributor.rootOf(1)).to.equal(corrected.root);
    });
  });
});
