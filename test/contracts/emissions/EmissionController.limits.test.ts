import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { passEpoch } from "../../helpers/clock";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { gasUsed, TRANSACTION_GAS_CAP } from "../../helpers/gas";
import { impersonate } from "../../helpers/impersonate";
import { addPrograms } from "../../helpers/programs";
import { deployDistributor, deploySuite, PER_EPOCH } from "../../helpers/suite";

const MAX_PROGRAMS = 64;

describe("EmissionController", () => {
  async function givenTheMostPrograms() {
    const suite = await deploySuite();
    const others = await addPrograms(suite, MAX_PROGRAMS - 1);
    const asManager = suite.controller.connect(suite.emissionsManager);
    const weights = Array.from({ length: MAX_PROGRAMS }, () => 156);
    return { ...suite, others, asManager, weights };
  }

  context("given 64 programs", () => {
    it("addProgram reverts for one more @exhaustive", async () => {
      const { controller, asManager, authority, stranger } = await loadFixture(givenTheMostPrograms);
      const distributor = await deployDistributor(controller, MAX_PROGRAMS + 1, stranger, authority);
      await expect(asManager.addProgram(distributor))
        .to.be.revertedWithCustomError(controller, "EmissionControllerTooManyPrograms")
        .withArgs(MAX_PROGRAMS);
      expect(await controller.programCount()).to.equal(MAX_PROGRAMS);
    });

    it("every function that loops over programs stays below 2^24 gas @exhaustive", async () => {
      const { controller, asManager, curve, weights, genesis } = await loadFixture(givenTheMostPrograms);
      const costs: Record<string, bigint> = {};
      costs["setWeights before genesis"] = await gasUsed(asManager.setWeights(weights));
      await passEpoch(genesis, 0);
      costs["setWeights in a new era"] = await gasUsed(asManager.setWeights(weights));
      await passEpoch(genesis, 1);
      costs["setCurve in a new era"] = await gasUsed(asManager.setCurve(curve));
      costs["totalDrawn"] = await controller.totalDrawn.estimateGas();
      for (const [name, gas] of Object.entries(costs)) {
        console.log(`        ${name}, 64 programs: ${gas.toString()} gas`);
        expect(gas, name).to.be.below(TRANSACTION_GAS_CAP);
      }
    });

    it("each draws its own share, and all together at most the schedule @exhaustive", async () => {
      const { controller, asManager, distributor, others, weights, genesis, token } =
        await loadFixture(givenTheMostPrograms);
      await asManager.setWeights(weights);
      await passEpoch(genesis, 2);
      const share = (3n * PER_EPOCH * 156n) / 10_000n;
      for (const [index, each] of [distributor, ...others].entries()) {
        await controller.connect(await impersonate(each)).draw(index + 1, share);
        expect(await token.balanceOf(each)).to.equal(share);
      }
      expect(await controller.totalDrawn()).to.equal(share * 64n);
      expect(await controller.totalDrawn()).to.be.at.most(await controller.scheduled(3));
    });
  });

  context("given an era in every epoch for a year", () => {
    it("drawing for the first epoch of them all stays below 2^24 gas @exhaustive", async () => {
      const suite = await loadFixture(deploySuite);
      const { controller, emissionsManager, genesis, token, distributor, alice } = suite;
      for (let epoch = 0; epoch < 365; epoch += 1) {
        await passEpoch(genesis, epoch);
        await controller.connect(emissionsManager).setWeights([10_000 - epoch]);
      }
      expect(await controller.available.estimateGas(1, 0)).to.be.below(TRANSACTION_GAS_CAP);
      const earned = await controller.available(1, 0);
      expect(earned).to.equal(PER_EPOCH);
      await finalizeEpoch(suite, 0, { root: `0x${"11".repeat(32)}`, total: earned });
      expect(await token.balanceOf(distributor)).to.equal(earned);
      expect(await token.balanceOf(alice)).to.equal(0);
    });
  });
});
