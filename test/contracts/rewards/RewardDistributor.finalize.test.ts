import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { namedAccounts, offlineKey } from "../../helpers/accounts";
import { passEpoch } from "../../helpers/clock";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { NOTHING_PENDING, proposeEpoch } from "../../helpers/report";
import { deployDistributor, deploySuite, EPOCH_LENGTH, PER_EPOCH } from "../../helpers/suite";
import { claimTree } from "../../helpers/tree";

describe("RewardDistributor", () => {
  describe("finalize", () => {
    async function givenAPendingReport() {
      const suite = await deploySuite();
      const tree = claimTree([
        { account: suite.alice.address, cumulative: parseEther("500") },
        { account: suite.bob.address, cumulative: parseEther("250") },
      ]);
      const report = await proposeEpoch(suite, 0, tree);
      const { finalizableAt } = await suite.distributor.pendingReport();
      return { ...suite, tree, report, finalizableAt };
    }

    async function givenAFinalizedReport() {
      const suite = await deploySuite();
      const tree = claimTree([{ account: suite.alice.address, cumulative: parseEther("750") }]);
      await finalizeEpoch(suite, 0, tree);
      return { ...suite, tree };
    }

    context("given nothing was ever reported", () => {
      it("reverts", async () => {
        const { distributor } = await loadFixture(deploySuite);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
      });
    });

    context("given the last report was finalised", () => {
      it("reverts: no report is funded twice", async () => {
        const { distributor, token } = await loadFixture(givenAFinalizedReport);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
        expect(await token.balanceOf(distributor)).to.equal(parseEther("750"));
      });
    });

    context("given the last report was voided", () => {
      it("reverts", async () => {
        const { distributor, guardian, finalizableAt } = await loadFixture(givenAPendingReport);
        await distributor.connect(guardian).void(0, ZeroHash);
        await time.increaseTo(finalizableAt);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
      });
    });

    context("given a pending report", () => {
      it("reverts one second before the window ends", async () => {
        const { distributor, finalizableAt } = await loadFixture(givenAPendingReport);
        await time.setNextBlockTimestamp(finalizableAt - 1n);
        await expect(distributor.finalize())
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowOpen")
          .withArgs(finalizableAt, finalizableAt - 1n);
      });

      it("at the end of the window it mints exactly the increase and makes the root payable, whoever calls", async () => {
        const { distributor, controller, token, stranger, tree, finalizableAt } =
          await loadFixture(givenAPendingReport);
        const supply = await token.totalSupply();
        await time.setNextBlockTimestamp(finalizableAt);

        const finalization = distributor.connect(stranger).finalize();
        await expect(finalization)
          .to.emit(distributor, "ReportFinalized")
          .withArgs(0, tree.root, tree.total, tree.total);
        await expect(finalization)
          .to.emit(controller, "RewardsDrawn")
          .withArgs(1, await distributor.getAddress(), tree.total);
        await expect(finalization).to.changeTokenBalances(token, [distributor, stranger], [tree.total, 0]);

        expect(await token.totalSupply()).to.equal(supply + tree.total);
        expect(await distributor.activeRoot()).to.equal(tree.root);
        expect(await distributor.rootOf(0)).to.equal(tree.root);
        expect(await distributor.funded()).to.equal(tree.total);
        expect(await distributor.nextEpoch()).to.equal(1);
        expect(await distributor.reportNonce()).to.equal(2);
        expect(await distributor.pendingReport()).to.deep.equal(NOTHING_PENDING);
        expect(await controller.drawn(1)).to.equal(tree.total);
      });

      it("works however late it is called, and draws no more for it", async () => {
        const { distributor, token, tree, genesis } = await loadFixture(givenAPendingReport);
        await passEpoch(genesis, 40);
        await expect(distributor.finalize()).to.changeTokenBalance(token, distributor, tree.total);
      });
    });

    context("given a finalised report", () => {
      it("the root in the event is the root in storage, for every epoch, and a finalised root never changes", async () => {
        const { distributor, alice, genesis, reporter } = await loadFixture(givenAFinalizedReport);
        for (const epoch of [1, 4, 5]) {
          const tree = claimTree([{ account: alice.address, cumulative: parseEther(`${750 + epoch}`) }]);
          await finalizeEpoch({ distributor, genesis, reporter }, epoch, tree);
        }
        const finalized = await distributor.queryFilter(distributor.filters.ReportFinalized());
        expect(finalized.map(({ args }) => args.epoch)).to.deep.equal([0n, 1n, 4n, 5n]);
        for (const { args } of finalized) expect(await distributor.rootOf(args.epoch)).to.equal(args.root);
        expect(await distributor.rootOf(2)).to.equal(ZeroHash);
        expect(await distributor.rootOf(6)).to.equal(ZeroHash);
        expect(await distributor.activeRoot()).to.equal(await distributor.rootOf(5));
      });

      it("what a program does not report is carried for it, never lost", async () => {
        const { distributor, controller, token, alice, genesis, reporter } =
          await loadFixture(givenAFinalizedReport);
        const everything = 10n * PER_EPOCH;
        const tree = claimTree([{ account: alice.address, cumulative: everything }]);
        await finalizeEpoch({ distributor, genesis, reporter }, 9, tree);
        expect(await token.balanceOf(distributor)).to.equal(everything);
        expect(await controller.available(1, 9)).to.equal(0);
      });
    });

    context("given a correction that lowers the total", () => {
      async function givenACorrection() {
        const fixture = await givenAFinalizedReport();
        const lower = claimTree([{ account: fixture.alice.address, cumulative: parseEther("700") }]);
        await proposeEpoch(fixture, 1, lower);
        const { finalizableAt } = await fixture.distributor.pendingReport();
        await time.increaseTo(finalizableAt);
        return { ...fixture, lower };
      }

      it("mints nothing and takes nothing back", async () => {
        const { distributor, controller, token, lower } = await loadFixture(givenACorrection);
        const finalization = distributor.finalize();
        await expect(finalization)
          .to.emit(distributor, "ReportFinalized")
          .withArgs(1, lower.root, lower.total, 0);
        await expect(finalization).to.not.emit(controller, "RewardsDrawn");
        await expect(finalization).to.changeTokenBalance(token, distributor, 0);
        expect(await distributor.funded()).to.equal(parseEther("750"));
        expect(await distributor.activeRoot()).to.equal(lower.root);
      });

      it("then funds only what rises above the highest total", async () => {
        const { distributor, token, alice, genesis, reporter } = await loadFixture(givenACorrection);
        await distributor.finalize();
        const equal = claimTree([{ account: alice.address, cumulative: parseEther("750") }]);
        await finalizeEpoch({ distributor, genesis, reporter }, 2, equal);
        expect(await token.balanceOf(distributor)).to.equal(parseEther("750"));

        const higher = claimTree([{ account: alice.address, cumulative: parseEther("751") }]);
        await finalizeEpoch({ distributor, genesis, reporter }, 3, higher);
        expect(await token.balanceOf(distributor)).to.equal(parseEther("751"));
        expect(await distributor.funded()).to.equal(parseEther("751"));
      });
    });

    context("given a source that is not honest", () => {
      async function givenAHostileSource() {
        const { admin, alice, programManager, stranger } = await namedAccounts();
        const authority = await ethers.deployContract("AccessManager", [admin]);
        const token = await ethers.deployContract("HostileTokenMock", [admin, parseEther("1000")]);
        const genesis = (await time.latest()) - EPOCH_LENGTH;
        const source = await ethers.deployContract("RewardSourceMock", [token, genesis, EPOCH_LENGTH]);
        await token.transfer(source, parseEther("1000"));
        const reporter = offlineKey("reporter");
        const distributor = await deployDistributor(source, 1, reporter, authority);
        const tree = claimTree([{ account: alice.address, cumulative: parseEther("100") }]);
        await proposeEpoch({ distributor, genesis, reporter }, 0, tree);
        const { finalizableAt } = await distributor.pendingReport();
        await time.increaseTo(finalizableAt);
        return { token, source, distributor, tree, alice, programManager, stranger };
      }

      for (const excess of [-1n, 1n, parseEther("-100")]) {
        it(`reverts if it delivers ${excess.toString()} more than was drawn; nothing changes`, async () => {
          const { source, distributor } = await loadFixture(givenAHostileSource);
          await source.setExcess(excess);
          await expect(distributor.finalize())
            .to.be.revertedWithCustomError(distributor, "RewardDistributorUnderfunded")
            .withArgs(parseEther("100") + excess, parseEther("100"));
          expect(await distributor.activeRoot()).to.equal(ZeroHash);
          expect(await distributor.funded()).to.equal(0);
        });
      }

      it("a source that calls finalize back finds nothing pending", async () => {
        const { source, distributor } = await loadFixture(givenAHostileSource);
        await source.setCallback(distributor.interface.encodeFunctionData("finalize"));
        await expect(distributor.finalize())
          .to.emit(source, "CalledBack")
          .withArgs(false, distributor.interface.encodeErrorResult("RewardDistributorNothingPending", [0]));
        expect(await distributor.funded()).to.equal(parseEther("100"));
      });

      it("a source that claims before it delivers is paid from nothing", async () => {
        const { token, source, distributor, tree, alice } = await loadFixture(givenAHostileSource);
        const { account, cumulative, devicesRoot, proof } = tree.claimOf(alice);
        const claim = distributor.interface.encodeFunctionData("claim", [
          account,
          cumulative,
          devicesRoot,
          proof,
        ]);
        await source.setCallback(claim);
        const refusal = token.interface.encodeErrorResult("ERC20InsufficientBalance", [
          await distributor.getAddress(),
          0,
          cumulative,
        ]);
        await expect(distributor.finalize()).to.emit(source, "CalledBack").withArgs(false, refusal);
        expect(await distributor.claimed(alice)).to.equal(0);
        expect(await token.balanceOf(distributor)).to.equal(cumulative);
      });
    });

    context("given the program lost its weight after the epoch", () => {
      it("never retroactive: the report that was earned is funded all the same", async () => {
        const { distributor, controller, emissionsManager, token, tree, finalizableAt } =
          await loadFixture(givenAPendingReport);
        await controller.connect(emissionsManager).setWeights([0]);
        await time.increaseTo(finalizableAt + BigInt(2 * EPOCH_LENGTH));
        await expect(distributor.finalize()).to.changeTokenBalance(token, distributor, tree.total);
      });
    });

    context("given tokens that somebody sent unasked", () => {
      it("they are credited to no report", async () => {
        const { distributor, token, treasury, tree, finalizableAt } = await loadFixture(givenAPendingReport);
        await token.connect(treasury).transfer(distributor, 5n);
        await time.increaseTo(finalizableAt);
        await expect(distributor.finalize()).to.changeTokenBalance(token, distributor, tree.total);
        expect(await distributor.funded()).to.equal(tree.total);
      });
    });
  });

  describe("void", () => {
    const REASON = id("evidence");

    async function givenAPendingReport() {
      const suite = await deploySuite();
      const tree = claimTree([{ account: suite.alice.address, cumulative: parseEther("500") }]);
      await proposeEpoch(suite, 0, tree);
      const { finalizableAt } = await suite.distributor.pendingReport();
      return { ...suite, tree, finalizableAt, asGuardian: suite.distributor.connect(suite.guardian) };
    }

    context("when the caller does not hold the voider role", () => {
      it("reverts, for a stranger, the reporter's owner and the program manager", async () => {
        const { distributor, stranger, programManager, emissionsManager } =
          await loadFixture(givenAPendingReport);
        for (const caller of [stranger, programManager, emissionsManager]) {
          await expect(distributor.connect(caller).void(0, REASON))
            .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
            .withArgs(caller.address);
        }
      });
    });

    context("when the pending report is for another epoch", () => {
      it("reverts: a call in flight never hits another report", async () => {
        const { distributor, asGuardian } = await loadFixture(givenAPendingReport);
        await expect(asGuardian.void(1, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(1);
      });
    });

    context("given nothing is pending", () => {
      it("reverts before the first report", async () => {
        const { distributor, guardian } = await loadFixture(deploySuite);
        await expect(distributor.connect(guardian).void(0, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
      });

      it("reverts for a report that was voided before", async () => {
        const { distributor, asGuardian } = await loadFixture(givenAPendingReport);
        await asGuardian.void(0, REASON);
        await expect(asGuardian.void(0, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
      });

      it("reverts for a finalised report: what is final stays final", async () => {
        const { distributor, asGuardian, tree, finalizableAt } = await loadFixture(givenAPendingReport);
        await time.increaseTo(finalizableAt);
        await distributor.finalize();
        await expect(asGuardian.void(0, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorNothingPending")
          .withArgs(0);
        expect(await distributor.rootOf(0)).to.equal(tree.root);
      });
    });

    context("when the window has passed", () => {
      it("reverts at its end, even though nobody has finalised yet", async () => {
        const { distributor, asGuardian, finalizableAt } = await loadFixture(givenAPendingReport);
        await time.setNextBlockTimestamp(finalizableAt);
        await expect(asGuardian.void(0, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowClosed")
          .withArgs(finalizableAt, finalizableAt);
      });

      it("reverts for a report that adds nothing, and so needs no funds", async () => {
        const suite = await loadFixture(givenAPendingReport);
        const { distributor, asGuardian, tree, finalizableAt: firstEnd } = suite;
        await time.increaseTo(firstEnd);
        await distributor.finalize();
        await proposeEpoch(suite, 1, tree);
        const { finalizableAt } = await distributor.pendingReport();
        await time.setNextBlockTimestamp(finalizableAt);
        await expect(asGuardian.void(1, REASON))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowClosed")
          .withArgs(finalizableAt, finalizableAt);
      });
    });

    context("when the window is open", () => {
      it("voids the report in the last second of its window and leaves no trace of its root", async () => {
        const { distributor, asGuardian, guardian, token, tree, finalizableAt } =
          await loadFixture(givenAPendingReport);
        await time.setNextBlockTimestamp(finalizableAt - 1n);

        const voiding = asGuardian.void(0, REASON);
        await expect(voiding)
          .to.emit(distributor, "ReportVoided")
          .withArgs(0, tree.root, guardian.address, REASON);
        await expect(voiding).to.changeTokenBalance(token, distributor, 0);

        expect(await distributor.pendingReport()).to.deep.equal(NOTHING_PENDING);
        expect(await distributor.rootOf(0)).to.equal(ZeroHash);
        expect(await distributor.activeRoot()).to.equal(ZeroHash);
        expect(await distributor.nextEpoch()).to.equal(0);
        expect(await distributor.reportNonce()).to.equal(2);
        expect(await distributor.funded()).to.equal(0);
      });

      it("leaves a voided epoch without a root when a later epoch is finalised", async () => {
        const { distributor, asGuardian, genesis, reporter, tree } = await loadFixture(givenAPendingReport);
        await asGuardian.void(0, REASON);
        await finalizeEpoch({ distributor, genesis, reporter }, 1, tree);
        expect(await distributor.rootOf(0)).to.equal(ZeroHash);
        expect(await distributor.rootOf(1)).to.equal(tree.root);
      });
    });
  });
});
