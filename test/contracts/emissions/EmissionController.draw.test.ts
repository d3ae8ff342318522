import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { endOf, passEpoch } from "../../helpers/clock";
import { impersonate } from "../../helpers/impersonate";
import { addPrograms } from "../../helpers/programs";
import { CAP, deploySuite, EPOCH_LENGTH, LAST_EPOCH, PER_EPOCH } from "../../helpers/suite";

describe("EmissionController", () => {
  /** Program 1 receives 60% and program 2 receives 40% of every epoch; epochs 0 to 4 have ended. */
  async function givenTwoPrograms() {
    const suite = await deploySuite();
    const { controller, emissionsManager, genesis, distributor } = suite;
    const [second] = await addPrograms(suite, 1);
    if (second === undefined) throw new Error("the second program was not added");
    await controller.connect(emissionsManager).setWeights([6_000, 4_000]);
    await passEpoch(genesis, 4);
    const first = await impersonate(distributor);
    return {
      ...suite,
      second,
      first,
      asFirst: controller.connect(first),
      asSecond: controller.connect(await impersonate(second)),
    };
  }
  const FIRST = 3n * PER_EPOCH;
  const SECOND = 2n * PER_EPOCH;

  describe("draw", () => {
    context("when the caller is not the program's distributor", () => {
      it("reverts for a stranger and for every role", async () => {
        const { controller, stranger, emissionsManager, programManager, admin } =
          await loadFixture(givenTwoPrograms);
        for (const caller of [stranger, emissionsManager, programManager, admin]) {
          await expect(controller.connect(caller).draw(1, 1n))
            .to.be.revertedWithCustomError(controller, "EmissionControllerNotDistributor")
            .withArgs(caller.address, 1);
        }
      });

      it("reverts for another program's distributor, and for a program that does not exist", async () => {
        const { controller, asFirst, first } = await loadFixture(givenTwoPrograms);
        for (const program of [0, 2, 3]) {
          await expect(asFirst.draw(program, 1n))
            .to.be.revertedWithCustomError(controller, "EmissionControllerNotDistributor")
            .withArgs(first.address, program);
        }
      });
    });

    context("when the amount exceeds what the ended epochs have earned", () => {
      it("reverts for one base unit more", async () => {
        const { controller, asFirst } = await loadFixture(givenTwoPrograms);
        await expect(asFirst.draw(1, FIRST + 1n))
          .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
          .withArgs(FIRST + 1n, FIRST);
      });

      it("reverts in the last second of an epoch for what only that epoch earns", async () => {
        const { controller, asFirst, genesis } = await loadFixture(givenTwoPrograms);
        await asFirst.draw(1, FIRST);
        await time.setNextBlockTimestamp(endOf(genesis, 5) - 1);
        await expect(asFirst.draw(1, 1n))
          .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
          .withArgs(1n, 0n);
        await time.setNextBlockTimestamp(endOf(genesis, 5));
        await expect(asFirst.draw(1, (PER_EPOCH * 6n) / 10n)).to.emit(controller, "RewardsDrawn");
      });

      it("reverts before genesis", async () => {
        const { controller, distributor } = await loadFixture(deploySuite);
        const asDistributor = controller.connect(await impersonate(distributor));
        await expect(asDistributor.draw(1, 1n))
          .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
          .withArgs(1n, 0n);
      });
    });

    context("when the amount is available", () => {
      it("mints it to the distributor", async () => {
        const { controller, asFirst, first, token } = await loadFixture(givenTwoPrograms);
        const supply = await token.totalSupply();
        const drawing = asFirst.draw(1, FIRST);
        await expect(drawing).to.emit(controller, "RewardsDrawn").withArgs(1, first.address, FIRST);
        await expect(drawing).to.changeTokenBalance(token, first, FIRST);
        expect(await token.totalSupply()).to.equal(supply + FIRST);
        expect(await controller.drawn(1)).to.equal(FIRST);
        expect(await controller.available(1, 4)).to.equal(0);
        expect(await controller.totalDrawn()).to.equal(FIRST);
      });

      it("programs never draw on each other", async () => {
        const { controller, asFirst, asSecond, second, token } = await loadFixture(givenTwoPrograms);
        await asFirst.draw(1, FIRST);
        expect(await controller.available(2, 4)).to.equal(SECOND);
        await asSecond.draw(2, SECOND);
        expect(await token.balanceOf(second)).to.equal(SECOND);
        expect(await controller.totalDrawn()).to.equal(await controller.scheduled(5));
      });

      it("drawn in many steps equals drawn once; the spent counter never falls", async () => {
        const { controller, asFirst, asSecond } = await loadFixture(givenTwoPrograms);
        const step = SECOND / 8n;
        let drawnBefore = 0n;
        for (let i = 0; i < 8; i += 1) {
          await asSecond.draw(2, step);
          const drawn = await controller.drawn(2);
          expect(drawn).to.equal(drawnBefore + step);
          drawnBefore = drawn;
        }
        await asFirst.draw(1, FIRST);
        for (const [connected, program] of [
          [asSecond, 2],
          [asFirst, 1],
        ] as const) {
          await expect(connected.draw(program, 1n))
            .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
            .withArgs(1n, 0n);
        }
      });

      it("the cap cannot be reset inside an epoch: setting weights and curve again frees nothing that was drawn", async () => {
        const { controller, emissionsManager, asFirst, curve } = await loadFixture(givenTwoPrograms);
        await asFirst.draw(1, FIRST);
        const asManager = controller.connect(emissionsManager);
        await asManager.setWeights([6_000, 4_000]);
        await asManager.setCurve(curve);
        await asManager.setWeights([10_000, 0]);
        expect(await controller.drawn(1)).to.equal(FIRST);
        await expect(asFirst.draw(1, 1n))
          .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
          .withArgs(1n, 0n);
      });

      it("minted is at most the schedule, and the schedule at most the cap: all epochs exhaust both exactly", async () => {
        const { controller, asFirst, asSecond, token, genesis } = await loadFixture(givenTwoPrograms);
        await passEpoch(genesis, LAST_EPOCH + 10);
        await asFirst.draw(1, await controller.available(1, LAST_EPOCH + 9));
        await asSecond.draw(2, await controller.available(2, LAST_EPOCH + 9));
        expect(await token.totalSupply()).to.equal(CAP);
        expect(await controller.totalDrawn()).to.equal(await controller.emissionCap());
        expect(await controller.available(1, 2 ** 32 - 1)).to.equal(0);
      });

      it("a draw of zero mints nothing", async () => {
        const { controller, asFirst, token } = await loadFixture(givenTwoPrograms);
        await expect(asFirst.draw(1, 0n)).to.changeTokenBalance(token, controller, 0n);
        expect(await controller.drawn(1)).to.equal(0);
      });
    });

    context("given a curve that breaks its promise while in force", () => {
      it("a curve that falls lets nothing be drawn that was drawn before", async () => {
        const { controller, emissionsManager, asFirst, genesis } = await loadFixture(givenTwoPrograms);
        const falling = await ethers.deployContract("CurveMock", [10_000n]);
        await falling.setCumulative(2n ** 32n, 1_000_000n);
        await controller.connect(emissionsManager).setCurve(falling);
        await passEpoch(genesis, 10);
        await asFirst.draw(1, await controller.available(1, 10));
        await falling.setCumulative(12, 60_001n);
        await passEpoch(genesis, 11);
        expect(await controller.available(1, 11)).to.equal(0);
        await expect(asFirst.draw(1, 1n))
          .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
          .withArgs(1n, 0n);
      });

      it("a curve that soars mid-way is stopped by the token's cap", async () => {
        const { controller, emissionsManager, asFirst, token, genesis } = await loadFixture(givenTwoPrograms);
        const soaring = await ethers.deployContract("CurveMock", [0n]);
        await soaring.setCumulative(8, 10n * CAP);
        await controller.connect(emissionsManager).setCurve(soaring);
        await passEpoch(genesis, 7);
        const supply = await token.totalSupply();
        const amount = CAP - supply + 1n;
        await expect(asFirst.draw(1, amount))
          .to.be.revertedWithCustomError(token, "ERC20ExceededCap")
          .withArgs(CAP + 1n, CAP);
        expect(await controller.drawn(1)).to.equal(0);
      });
    });
  });

  describe("available", () => {
    it("never-seen programs have nothing, in any epoch", async () => {
      const { controller } = await loadFixture(givenTwoPrograms);
      for (const program of [0, 3, 2 ** 32 - 1]) {
        for (const epoch of [0, 4, 2 ** 32 - 1])
          expect(await controller.available(program, epoch)).to.equal(0);
        expect(await controller.drawn(program)).to.equal(0);
      }
    });

    it("what is not drawn is carried: it grows by every epoch's share", async () => {
      const { controller } = await loadFixture(givenTwoPrograms);
      for (const epoch of [0, 1, 4]) {
        expect(await controller.available(2, epoch)).to.equal((BigInt(epoch + 1) * PER_EPOCH * 4n) / 10n);
      }
    });

    it("is zero for an epoch whose earnings later draws have used", async () => {
      const { controller, asFirst } = await loadFixture(givenTwoPrograms);
      await asFirst.draw(1, FIRST);
      expect(await controller.available(1, 3)).to.equal(0);
    });

    it("counts up to the highest epoch number", async () => {
      const { controller } = await loadFixture(givenTwoPrograms);
      const all = (await controller.emissionCap()) * 6n;
      expect(await controller.available(1, 2 ** 32 - 1)).to.equal(all / 10n);
    });
  });

  describe("endedEpochs and nextEpoch", () => {
    it("are zero before genesis; epoch 0 is running at genesis", async () => {
      const { controller, genesis } = await loadFixture(deploySuite);
      await time.increaseTo(genesis - 1);
      expect(await controller.endedEpochs()).to.equal(0);
      expect(await controller.nextEpoch()).to.equal(0);
      await time.increaseTo(genesis);
      expect(await controller.endedEpochs()).to.equal(0);
      expect(await controller.nextEpoch()).to.equal(1);
    });

    it("change in the second in which an epoch ends", async () => {
      const { controller, genesis } = await loadFixture(deploySuite);
      await time.increaseTo(endOf(genesis, 6) - 1);
      expect(await controller.endedEpochs()).to.equal(6);
      await time.increaseTo(endOf(genesis, 6));
      expect(await controller.endedEpochs()).to.equal(7);
      expect(await controller.nextEpoch()).to.equal(8);
    });

    it("agree with the distributor on when an epoch has ended", async () => {
      const { distributor, controller, genesis } = await loadFixture(deploySuite);
      expect(await distributor.source()).to.equal(await controller.getAddress());
      await time.increaseTo(genesis + EPOCH_LENGTH);
      expect(await controller.endedEpochs()).to.equal(1);
    });
  });

  describe("entitled and scheduled", () => {
    it("are zero for no epochs", async () => {
      const { controller } = await loadFixture(givenTwoPrograms);
      expect(await controller.entitled(1, 0)).to.equal(0);
      expect(await controller.scheduled(0)).to.equal(0);
    });
  });
});
