import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { type CurveMock } from "../../../typechain-types";
import { passEpoch } from "../../helpers/clock";
import { impersonate } from "../../helpers/impersonate";
import { proposeEpoch } from "../../helpers/report";
import { ALLOCATED, CAP, deploySuite, PER_EPOCH } from "../../helpers/suite";

/** As in CurveMock. */
const Failure = { Revert: 1, AnswerNothing: 2, BurnGas: 3 };
const EMISSION_CAP = CAP - ALLOCATED;
const ALL_EPOCHS = 2n ** 32n;
const PER_EPOCH_OF_MOCK = 10n;
/** The mock takes over here; five epochs of the fixtures' curve came before. */
const FROM_EPOCH = 6;
/** Here it is replaced. */
const UNTIL_EPOCH = 21;

describe("EmissionController", () => {
  describe("given a curve that breaks its promises after it was accepted", () => {
    async function givenTheMockInForce() {
      const suite = await deploySuite();
      const governed = suite.controller.connect(suite.emissionsManager);
      const mock = await ethers.deployContract("CurveMock", [PER_EPOCH_OF_MOCK]);
      await mock.setCumulative(ALL_EPOCHS, 1_000_000n);
      await passEpoch(suite.genesis, FROM_EPOCH - 2);
      await governed.setCurve(mock);
      await passEpoch(suite.genesis, UNTIL_EPOCH - 2);
      return { ...suite, governed, mock };
    }

    const earnedBefore = BigInt(FROM_EPOCH) * PER_EPOCH;
    const faults: [what: string, breakIt: (mock: CurveMock) => Promise<unknown>, emitted: bigint][] = [
      ["falls", (mock) => mock.setCumulative(UNTIL_EPOCH, 5n), 0n],
      ["reverts at the end of the era", (mock) => mock.failAt(UNTIL_EPOCH, Failure.Revert), 0n],
      ["reverts at the start of the era", (mock) => mock.failAt(FROM_EPOCH, Failure.Revert), 0n],
      ["answers nothing", (mock) => mock.failAt(UNTIL_EPOCH, Failure.AnswerNothing), 0n],
      ["burns its gas", (mock) => mock.failAt(UNTIL_EPOCH, Failure.BurnGas), 0n],
      ["soars", (mock) => mock.setCumulative(UNTIL_EPOCH, 2n ** 256n - 1n), EMISSION_CAP - earnedBefore],
    ];

    for (const [what, breakIt, emitted] of faults) {
      it(`one that ${what} can be replaced, and emitted ${emitted === 0n ? "nothing" : "what the cap left"}`, async () => {
        const { controller, governed, mock } = await loadFixture(givenTheMockInForce);
        const next = await ethers.deployContract("CurveMock", [0n]);
        await breakIt(mock);

        await expect(governed.setCurve(next))
          .to.emit(controller, "CurveSet")
          .withArgs(UNTIL_EPOCH, mock, next);
        expect(await controller.curveOf(UNTIL_EPOCH)).to.equal(next);
        expect(await controller.entitled(1, UNTIL_EPOCH + 1)).to.equal(earnedBefore + emitted);
        expect(await controller.scheduled(UNTIL_EPOCH + 1)).to.equal(earnedBefore + emitted);
      });
    }

    it("weights can be set while it is broken", async () => {
      const { controller, governed, mock } = await loadFixture(givenTheMockInForce);
      await mock.failAt(UNTIL_EPOCH, Failure.Revert);
      await governed.setWeights([5_000]);
      expect(await controller.weightOf(1, UNTIL_EPOCH)).to.equal(5_000);
    });

    it("a caller who brings too little gas cannot make a sound curve fail", async () => {
      const { controller, governed } = await loadFixture(givenTheMockInForce);
      await expect(governed.setWeights([5_000], { gasLimit: 500_000 })).to.be.revertedWithCustomError(
        controller,
        "EmissionControllerOutOfGas",
      );
      expect(await controller.weightOf(1, UNTIL_EPOCH)).to.equal(10_000);
    });

    it("an earlier epoch is promised nothing that can no longer be drawn", async () => {
      const { controller, governed, distributor, curve, mock, genesis } =
        await loadFixture(givenTheMockInForce);
      await mock.setCumulative(UNTIL_EPOCH, 5n);
      await governed.setCurve(curve);
      await passEpoch(genesis, UNTIL_EPOCH - 1);
      const drawer = controller.connect(await impersonate(distributor));
      await drawer.draw(1, await controller.available(1, UNTIL_EPOCH - 3));
      expect(await controller.available(1, UNTIL_EPOCH - 3)).to.equal(0n);
    });

    it("a pending report that it made unfundable can be voided after its window", async () => {
      const suite = await loadFixture(givenTheMockInForce);
      const { distributor, guardian, mock, controller, genesis } = suite;
      const epoch = UNTIL_EPOCH - 2;
      await passEpoch(genesis, epoch);
      await proposeEpoch(suite, epoch, { root: id("root"), total: await controller.available(1, epoch) });
      await passEpoch(genesis, epoch + 1);
      const voiding = () => distributor.connect(guardian).void(epoch, ZeroHash);
      await expect(voiding()).to.be.revertedWithCustomError(distributor, "RewardDistributorWindowClosed");

      await mock.setCumulative(epoch + 1, 0n);
      await mock.setCumulative(epoch + 2, 0n);
      await expect(distributor.finalize()).to.be.revertedWithCustomError(
        controller,
        "EmissionControllerOverdrawn",
      );
      await expect(voiding()).to.emit(distributor, "ReportVoided");
      expect((await distributor.pendingReport()).finalizableAt).to.equal(0n);
    });

    it("a pending report of an era that broke can be voided after its window, once the curve is replaced", async () => {
      const suite = await loadFixture(givenTheMockInForce);
      const { distributor, guardian, governed, controller, mock, genesis } = suite;
      const epoch = UNTIL_EPOCH - 2;
      await passEpoch(genesis, epoch);
      await proposeEpoch(suite, epoch, { root: id("root"), total: await controller.available(1, epoch) });
      for (const epochs of [FROM_EPOCH, epoch + 1]) await mock.failAt(epochs, Failure.Revert);
      await governed.setCurve(await ethers.deployContract("CurveMock", [0n]));
      await passEpoch(genesis, epoch + 2);
      await expect(distributor.finalize()).to.be.revertedWithCustomError(
        controller,
        "EmissionControllerOverdrawn",
      );

      await expect(
        distributor.connect(guardian).void(epoch, ZeroHash),
        "RD-18 what cannot be funded must not block the program",
      ).to.emit(distributor, "ReportVoided");
      expect((await distributor.pendingReport()).finalizableAt, "RD-18").to.equal(0n);
    });

    it("a draw above what is left after a fall is refused by name, not by a panic", async () => {
      const { controller, governed, distributor, curve, mock, genesis } =
        await loadFixture(givenTheMockInForce);
      const drawer = controller.connect(await impersonate(distributor));
      await drawer.draw(1, await controller.entitled(1, await controller.endedEpochs()));
      await mock.setCumulative(UNTIL_EPOCH, 5n);
      await governed.setCurve(curve);

      await passEpoch(genesis, UNTIL_EPOCH - 1);
      await expect(drawer.draw(1, 1n))
        .to.be.revertedWithCustomError(controller, "EmissionControllerOverdrawn")
        .withArgs(1n, 0n);
      expect(await controller.available(1, UNTIL_EPOCH - 1)).to.equal(0n);
    });
  });

  describe("given an account without code", () => {
    it("it cannot become the curve", async () => {
      const { controller, emissionsManager, alice } = await loadFixture(deploySuite);
      await expect(controller.connect(emissionsManager).setCurve(alice))
        .to.be.revertedWithCustomError(controller, "EmissionControllerUnsoundCurve")
        .withArgs(alice.address);
    });

    it("it cannot become a program's distributor", async () => {
      const { controller, emissionsManager, alice } = await loadFixture(deploySuite);
      await expect(controller.connect(emissionsManager).addProgram(alice))
        .to.be.revertedWithCustomError(controller, "EmissionControllerDistributorMismatch")
        .withArgs(alice.address, 2);
    });
  });
});
