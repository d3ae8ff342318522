import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { passEpoch } from "../../helpers/clock";
import { addPrograms } from "../../helpers/programs";
import {
  ALLOCATED,
  CAP,
  deployDistributor,
  deployEmissions,
  deploySuite,
  EPOCH_LENGTH,
  LAST_EPOCH,
  PER_EPOCH,
} from "../../helpers/suite";

const MIN_EPOCH_LENGTH = 60;
const MAX_EPOCH_LENGTH = 366 * 86_400;
const MAX_GENESIS_DELAY = 4 * 365 * 86_400;
const ALL_EPOCHS = 2n ** 32n;
const EMISSION_CAP = CAP - ALLOCATED;

/** A curve that emits `total` by the end of time, all of it in its first epoch. */
async function curveOfTotal(total: bigint) {
  const curve = await ethers.deployContract("CurveMock", [0]);
  for (const epochs of [1n, ALL_EPOCHS]) await curve.setCumulative(epochs, total);
  return curve;
}

describe("EmissionController", () => {
  describe("constructor", () => {
    async function deployWith(epochLength: number) {
      const { token, authority, curve } = await loadFixture(deployEmissions);
      const factory = await ethers.getContractFactory("EmissionController");
      return { factory, deploying: factory.deploy(token, 0, epochLength, curve, authority) };
    }

    for (const epochLength of [0, MIN_EPOCH_LENGTH - 1, MAX_EPOCH_LENGTH + 1]) {
      it(`reverts for epochs of ${epochLength} seconds`, async () => {
        const { factory, deploying } = await deployWith(epochLength);
        await expect(deploying)
          .to.be.revertedWithCustomError(factory, "EmissionControllerEpochLengthOutOfRange")
          .withArgs(epochLength, MIN_EPOCH_LENGTH, MAX_EPOCH_LENGTH);
      });
    }

    for (const epochLength of [MIN_EPOCH_LENGTH, MAX_EPOCH_LENGTH]) {
      it(`accepts epochs of ${epochLength} seconds`, async () => {
        const { deploying } = await deployWith(epochLength);
        expect(await (await deploying).epochLength()).to.equal(epochLength);
      });
    }

    it("reverts for a genesis more than four years ahead, as one in milliseconds is", async () => {
      const { token, authority, curve } = await loadFixture(deployEmissions);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      const factory = await ethers.getContractFactory("EmissionController");
      const genesis = now + MAX_GENESIS_DELAY + 1;
      await expect(factory.deploy(token, genesis, EPOCH_LENGTH, curve, authority))
        .to.be.revertedWithCustomError(factory, "EmissionControllerGenesisTooFar")
        .withArgs(genesis, genesis - 1);
    });

    it("accepts a genesis four years ahead", async () => {
      const { token, authority, curve } = await loadFixture(deployEmissions);
      const now = (await time.latest()) + 100;
      await time.setNextBlockTimestamp(now);
      const parameters = [token, now + MAX_GENESIS_DELAY, EPOCH_LENGTH, curve, authority] as const;
      const controller = await ethers.deployContract("EmissionController", [...parameters]);
      expect(await controller.genesis()).to.equal(now + MAX_GENESIS_DELAY);
    });

    it("reverts for a curve that emits something in no time", async () => {
      const { token, authority } = await loadFixture(deployEmissions);
      const factory = await ethers.getContractFactory("EmissionController");
      const unsound = await ethers.deployContract("CurveMock", [1]);
      await unsound.setCumulative(0, 1);
      await expect(factory.deploy(token, 0, EPOCH_LENGTH, unsound, authority))
        .to.be.revertedWithCustomError(factory, "EmissionControllerUnsoundCurve")
        .withArgs(await unsound.getAddress());
    });

    it("reverts for a curve that emits one base unit more than the token's cap leaves", async () => {
      const { token, authority } = await loadFixture(deployEmissions);
      const factory = await ethers.getContractFactory("EmissionController");
      const curve = await curveOfTotal(EMISSION_CAP + 1n);
      await expect(factory.deploy(token, 0, EPOCH_LENGTH, curve, authority))
        .to.be.revertedWithCustomError(factory, "EmissionControllerScheduleAboveCap")
        .withArgs(EMISSION_CAP + 1n, EMISSION_CAP);
    });

    it("accepts a curve that emits all that the token's cap leaves, and starts with no program", async () => {
      const { controller, token, curve, authority, genesis } = await loadFixture(deployEmissions);
      await expect(controller.deploymentTransaction())
        .to.emit(controller, "CurveSet")
        .withArgs(0, ZeroAddress, await curve.getAddress());
      expect(await curve.cumulative(ALL_EPOCHS)).to.equal(EMISSION_CAP);
      expect(await controller.emissionCap()).to.equal(EMISSION_CAP);
      expect(await controller.token()).to.equal(await token.getAddress());
      expect(await controller.authority()).to.equal(await authority.getAddress());
      expect(await controller.genesis()).to.equal(genesis);
      expect(await controller.epochLength()).to.equal(EPOCH_LENGTH);
      expect(await controller.curveOf(0)).to.equal(await curve.getAddress());
      expect(await controller.curveOf(ALL_EPOCHS - 1n)).to.equal(await curve.getAddress());
      expect(await controller.programCount()).to.equal(0);
      expect(await controller.totalDrawn()).to.equal(0);
    });
  });

  describe("addProgram", () => {
    it("reverts for a caller without the emissions role", async () => {
      const { controller, distributor, stranger, programManager, guardian } = await loadFixture(deploySuite);
      for (const caller of [stranger, programManager, guardian]) {
        await expect(controller.connect(caller).addProgram(distributor))
          .to.be.revertedWithCustomError(controller, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for a distributor that was built for another program", async () => {
      const { controller, authority, emissionsManager, distributor, stranger } =
        await loadFixture(deploySuite);
      const third = await deployDistributor(controller, 3, stranger, authority);
      for (const wrong of [distributor, third]) {
        await expect(controller.connect(emissionsManager).addProgram(wrong))
          .to.be.revertedWithCustomError(controller, "EmissionControllerDistributorMismatch")
          .withArgs(await wrong.getAddress(), 2);
      }
    });

    it("reverts for a distributor that was built for another source", async () => {
      const { controller, authority, emissionsManager, token, stranger } = await loadFixture(deploySuite);
      const source = await ethers.deployContract("RewardSourceMock", [token, 0, EPOCH_LENGTH]);
      const foreign = await deployDistributor(source, 2, stranger, authority);
      await expect(controller.connect(emissionsManager).addProgram(foreign))
        .to.be.revertedWithCustomError(controller, "EmissionControllerDistributorMismatch")
        .withArgs(await foreign.getAddress(), 2);
    });

    it("adds the program with the next id and no weight", async () => {
      const { controller, authority, emissionsManager, distributor, stranger } =
        await loadFixture(deploySuite);
      const second = await deployDistributor(controller, 2, stranger, authority);
      const asManager = controller.connect(emissionsManager);
      expect(await asManager.addProgram.staticCall(second)).to.equal(2);
      await expect(asManager.addProgram(second))
        .to.emit(controller, "ProgramAdded")
        .withArgs(2, await second.getAddress());
      expect(await controller.programCount()).to.equal(2);
      expect(await controller.distributorOf(1)).to.equal(await distributor.getAddress());
      expect(await controller.distributorOf(2)).to.equal(await second.getAddress());
      expect(await controller.distributorOf(3)).to.equal(ZeroAddress);
      expect(await controller.weightOf(2, 0)).to.equal(0);
      expect(await controller.available(2, LAST_EPOCH)).to.equal(0);
    });

    it("joining late earns nothing from before", async () => {
      const suite = await loadFixture(deploySuite);
      const { controller, emissionsManager, genesis } = suite;
      await passEpoch(genesis, 9);
      await addPrograms(suite, 1);
      await controller.connect(emissionsManager).setWeights([4_000, 6_000]);
      // The change was made in epoch 10 and takes effect in epoch 11.
      expect(await controller.entitled(2, 11)).to.equal(0);
      expect(await controller.entitled(2, 12)).to.equal((PER_EPOCH * 6n) / 10n);
      expect(await controller.entitled(1, 12)).to.equal(11n * PER_EPOCH + (PER_EPOCH * 4n) / 10n);
    });
  });

  describe("setWeights", () => {
    async function givenTwoPrograms() {
      const suite = await deploySuite();
      await addPrograms(suite, 1);
      return { ...suite, asManager: suite.controller.connect(suite.emissionsManager) };
    }

    it("reverts for a caller without the emissions role", async () => {
      const { controller, stranger, programManager } = await loadFixture(givenTwoPrograms);
      for (const caller of [stranger, programManager]) {
        await expect(controller.connect(caller).setWeights([5_000, 5_000]))
          .to.be.revertedWithCustomError(controller, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    for (const weights of [[], [1], [1, 2, 3]]) {
      it(`reverts for ${weights.length} weights of two programs`, async () => {
        const { controller, asManager } = await loadFixture(givenTwoPrograms);
        await expect(asManager.setWeights(weights))
          .to.be.revertedWithCustomError(controller, "EmissionControllerWeightsLengthMismatch")
          .withArgs(weights.length, 2);
      });
    }

    it("reverts for weights above the whole, also where 16 bits would wrap", async () => {
      const { controller, asManager } = await loadFixture(givenTwoPrograms);
      for (const [first, second] of [
        [5_000, 5_001],
        [10_001, 0],
        [65_535, 1],
      ] as const) {
        await expect(asManager.setWeights([first, second]))
          .to.be.revertedWithCustomError(controller, "EmissionControllerWeightsAboveWhole")
          .withArgs(first + second, 10_000);
      }
    });

    it("given genesis lies ahead, takes effect from epoch 0", async () => {
      const { controller, asManager } = await loadFixture(givenTwoPrograms);
      await expect(asManager.setWeights([7_500, 2_500]))
        .to.emit(controller, "WeightsSet")
        .withArgs(0, [7_500, 2_500]);
      expect(await controller.weightOf(1, 0)).to.equal(7_500);
      expect(await controller.weightOf(2, 0)).to.equal(2_500);
      expect(await controller.entitled(2, 4)).to.equal(PER_EPOCH);
    });

    it("takes effect in the next epoch and is never retroactive, neither for ended epochs nor the running one", async () => {
      const { controller, asManager, genesis } = await loadFixture(givenTwoPrograms);
      await passEpoch(genesis, 4);
      const earned = await Promise.all([1, 2].map((program) => controller.entitled(program, 6)));

      await expect(asManager.setWeights([1_000, 9_000]))
        .to.emit(controller, "WeightsSet")
        .withArgs(6, [1_000, 9_000]);

      expect(await Promise.all([1, 2].map((program) => controller.entitled(program, 6)))).to.deep.equal(
        earned,
      );
      expect(await controller.weightOf(1, 5)).to.equal(10_000);
      expect(await controller.weightOf(1, 6)).to.equal(1_000);
      expect(await controller.weightOf(2, 5)).to.equal(0);
      expect(await controller.weightOf(2, 6)).to.equal(9_000);
      expect(await controller.entitled(1, 7)).to.equal(6n * PER_EPOCH + PER_EPOCH / 10n);
      expect(await controller.entitled(2, 7)).to.equal((PER_EPOCH * 9n) / 10n);
    });

    it("the last of several changes in one epoch counts", async () => {
      const { controller, asManager, genesis } = await loadFixture(givenTwoPrograms);
      await passEpoch(genesis, 0);
      await asManager.setWeights([0, 10_000]);
      await asManager.setWeights([6_000, 4_000]);
      expect(await controller.weightOf(1, 2)).to.equal(6_000);
      expect(await controller.entitled(1, 3)).to.equal(2n * PER_EPOCH + (PER_EPOCH * 6n) / 10n);
      expect(await controller.entitled(2, 3)).to.equal((PER_EPOCH * 4n) / 10n);
    });

    it("a program whose weight falls to zero keeps what it earned", async () => {
      const { controller, asManager, genesis } = await loadFixture(givenTwoPrograms);
      await passEpoch(genesis, 2);
      await asManager.setWeights([0, 10_000]);
      await passEpoch(genesis, 50);
      expect(await controller.available(1, 50)).to.equal(4n * PER_EPOCH);
    });

    it("what the weights leave below the whole is minted to nobody", async () => {
      const { controller, asManager } = await loadFixture(givenTwoPrograms);
      await asManager.setWeights([2_000, 3_000]);
      const entitled = (await controller.entitled(1, 10)) + (await controller.entitled(2, 10));
      expect(entitled).to.equal(5n * PER_EPOCH);
      expect(await controller.scheduled(10)).to.equal(10n * PER_EPOCH);
    });

    it("rounding favours the pool: the programs' shares never exceed the schedule, by at most a unit each", async () => {
      const { controller, asManager, genesis } = await loadFixture(givenTwoPrograms);
      const odd = await ethers.deployContract("StepCurve", [[{ fromEpoch: 0, perEpoch: 333_333n }]]);
      await asManager.setCurve(odd);
      await asManager.setWeights([3_333, 6_667]);
      await passEpoch(genesis, 6);
      await asManager.setWeights([6_667, 3_333]);
      for (const epochs of [1, 7, 8, 9, 30]) {
        const shares = (await controller.entitled(1, epochs)) + (await controller.entitled(2, epochs));
        const scheduled = await controller.scheduled(epochs);
        expect(scheduled - shares).to.be.within(0n, 4n);
      }
    });
  });

  describe("setCurve", () => {
    async function givenEpochFive() {
      const suite = await deploySuite();
      await passEpoch(suite.genesis, 4);
      return { ...suite, asManager: suite.controller.connect(suite.emissionsManager) };
    }

    it("reverts for a caller without the emissions role", async () => {
      const { controller, curve, stranger } = await loadFixture(givenEpochFive);
      await expect(controller.connect(stranger).setCurve(curve))
        .to.be.revertedWithCustomError(controller, "AccessManagedUnauthorized")
        .withArgs(stranger.address);
    });

    it("reverts for a curve that emits something in no time", async () => {
      const { controller, asManager } = await loadFixture(givenEpochFive);
      const unsound = await ethers.deployContract("CurveMock", [1]);
      await unsound.setCumulative(0, 1);
      await expect(asManager.setCurve(unsound))
        .to.be.revertedWithCustomError(controller, "EmissionControllerUnsoundCurve")
        .withArgs(await unsound.getAddress());
    });

    it("reverts for a curve that ends below the next epoch", async () => {
      const { controller, asManager } = await loadFixture(givenEpochFive);
      const falling = await ethers.deployContract("CurveMock", [1]);
      await falling.setCumulative(ALL_EPOCHS, 5);
      await expect(asManager.setCurve(falling))
        .to.be.revertedWithCustomError(controller, "EmissionControllerUnsoundCurve")
        .withArgs(await falling.getAddress());
    });

    it("reverts for one base unit above what past emission leaves of the cap, and accepts the last one", async () => {
      const { controller, asManager } = await loadFixture(givenEpochFive);
      const left = EMISSION_CAP - 6n * PER_EPOCH;
      const generous = await ethers.deployContract("CurveMock", [0]);
      await generous.setCumulative(ALL_EPOCHS, left + 1n);
      await expect(asManager.setCurve(generous))
        .to.be.revertedWithCustomError(controller, "EmissionControllerScheduleAboveCap")
        .withArgs(EMISSION_CAP + 1n, EMISSION_CAP);
      await generous.setCumulative(ALL_EPOCHS, left);
      await expect(asManager.setCurve(generous)).to.emit(controller, "CurveSet");
    });

    it("given genesis lies ahead, replaces the curve of all time", async () => {
      const { controller, emissionsManager, curve } = await loadFixture(deploySuite);
      const half = await ethers.deployContract("StepCurve", [[{ fromEpoch: 0, perEpoch: 3n }]]);
      await expect(controller.connect(emissionsManager).setCurve(half))
        .to.emit(controller, "CurveSet")
        .withArgs(0, await curve.getAddress(), await half.getAddress());
      expect(await controller.curveOf(0)).to.equal(await half.getAddress());
      expect(await controller.scheduled(100)).to.equal(300);
    });

    it("takes effect in the next epoch, with epochs still counted from genesis; what was earned stays", async () => {
      const { controller, asManager, curve } = await loadFixture(givenEpochFive);
      const next = await ethers.deployContract("StepCurve", [
        [
          { fromEpoch: 0, perEpoch: parseEther("1") },
          { fromEpoch: 8, perEpoch: parseEther("10") },
          { fromEpoch: 100, perEpoch: 0n },
        ],
      ]);
      await expect(asManager.setCurve(next))
        .to.emit(controller, "CurveSet")
        .withArgs(6, await curve.getAddress(), await next.getAddress());

      expect(await controller.curveOf(5)).to.equal(await curve.getAddress());
      expect(await controller.curveOf(6)).to.equal(await next.getAddress());
      expect(await controller.scheduled(6)).to.equal(6n * PER_EPOCH);
      expect(await controller.scheduled(8)).to.equal(6n * PER_EPOCH + parseEther("2"));
      expect(await controller.scheduled(9)).to.equal(6n * PER_EPOCH + parseEther("12"));
      expect(await controller.entitled(1, 9)).to.equal(6n * PER_EPOCH + parseEther("12"));
      expect(await controller.weightOf(1, 9)).to.equal(10_000);
    });

    it("the last of several changes in one epoch counts, and the replaced one emits nothing", async () => {
      const { controller, asManager } = await loadFixture(givenEpochFive);
      const first = await ethers.deployContract("StepCurve", [[{ fromEpoch: 0, perEpoch: 1n }]]);
      const second = await ethers.deployContract("StepCurve", [[{ fromEpoch: 0, perEpoch: 2n }]]);
      await asManager.setCurve(first);
      await expect(asManager.setCurve(second))
        .to.emit(controller, "CurveSet")
        .withArgs(6, await first.getAddress(), await second.getAddress());
      expect(await controller.scheduled(8)).to.equal(6n * PER_EPOCH + 4n);
    });

    it("many eras: every epoch keeps the curve and the weights that it was opened under", async () => {
      const { controller, asManager, genesis, curve } = await loadFixture(givenEpochFive);
      const expectedScheduled = [6n * PER_EPOCH];
      const expectedEntitled = [6n * PER_EPOCH];
      const curves = [await curve.getAddress()];
      for (let epoch = 6; epoch < 12; epoch += 1) {
        const step = await ethers.deployContract("StepCurve", [
          [{ fromEpoch: 0, perEpoch: BigInt(epoch) * 10n }],
        ]);
        await asManager.setCurve(step);
        await asManager.setWeights([epoch * 100]);
        curves.push(await step.getAddress());
        expectedScheduled.push((expectedScheduled.at(-1) ?? 0n) + BigInt(epoch) * 10n);
        const cut = (BigInt(epoch) * 10n * BigInt(epoch) * 100n) / 10_000n;
        expectedEntitled.push((expectedEntitled.at(-1) ?? 0n) + cut);
        await passEpoch(genesis, epoch - 1);
      }
      for (let epoch = 6; epoch < 12; epoch += 1) {
        expect(await controller.curveOf(epoch)).to.equal(curves[epoch - 5]);
        expect(await controller.weightOf(1, epoch)).to.equal(epoch * 100);
        expect(await controller.scheduled(epoch + 1)).to.equal(expectedScheduled[epoch - 5]);
        expect(await controller.entitled(1, epoch + 1)).to.equal(expectedEntitled[epoch - 5]);
      }
      expect(await controller.curveOf(0)).to.equal(curves[0]);
      expect(await controller.scheduled(0)).to.equal(0);
      expect(await controller.scheduled(3)).to.equal(3n * PER_EPOCH);
    });
  });
});
