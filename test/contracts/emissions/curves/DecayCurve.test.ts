import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers } from "hardhat";

const MAX_UINT128 = 2n ** 128n - 1n;
const MAX_UINT32 = 2n ** 32n - 1n;
const ALL_EPOCHS = 2n ** 32n;

describe("DecayCurve", () => {
  const deploy = (total: bigint, halfLifeEpochs: bigint) =>
    ethers.deployContract("DecayCurve", [total, halfLifeEpochs]);

  describe("constructor", () => {
    it("reverts for a total of zero", async () => {
      const factory = await ethers.getContractFactory("DecayCurve");
      await expect(factory.deploy(0, 1))
        .to.be.revertedWithCustomError(factory, "DecayCurveParameterOutOfRange")
        .withArgs(0, 1, MAX_UINT128);
    });

    it("reverts for a half-life of zero", async () => {
      const factory = await ethers.getContractFactory("DecayCurve");
      await expect(factory.deploy(1, 0))
        .to.be.revertedWithCustomError(factory, "DecayCurveParameterOutOfRange")
        .withArgs(0, 1, MAX_UINT32);
    });

    it("keeps its parameters", async () => {
      const curve = await deploy(7n, 9n);
      expect(await curve.total()).to.equal(7);
      expect(await curve.halfLifeEpochs()).to.equal(9);
    });
  });

  describe("cumulative", () => {
    it("is exact at whole half-lives: a half, three quarters, seven eighths", async () => {
      const curve = await deploy(parseEther("800"), 1_000n);
      expect(await curve.cumulative(0)).to.equal(0);
      expect(await curve.cumulative(1_000)).to.equal(parseEther("400"));
      expect(await curve.cumulative(2_000)).to.equal(parseEther("600"));
      expect(await curve.cumulative(3_000)).to.equal(parseEther("700"));
    });

    it("rounds what is left up: one base unit stays for ever, on both sides of where the shift ends", async () => {
      for (const total of [1n, 1_000n, MAX_UINT128]) {
        const curve = await deploy(total, 1n);
        for (const epochs of [187n, 188n, 197n, 255n, 256n, ALL_EPOCHS]) {
          expect(await curve.cumulative(epochs)).to.equal(total - 1n);
        }
      }
    });

    it("never falls, epoch by epoch, on both sides of a half-life", async () => {
      const curve = await deploy(MAX_UINT128, MAX_UINT32);
      for (const around of [1n, MAX_UINT32 / 2n, MAX_UINT32]) {
        const [before, at, after] = await Promise.all(
          [around - 1n, around, around + 1n].map((epochs) => curve.cumulative(epochs)),
        );
        expect(at).to.be.above(before);
        expect(after).to.be.above(at);
      }
    });

    // Source: filecoin-project/builtin-actors, actors/reward/src/logic.rs: SIMPLE_TOTAL of 330 million FIL decays with
    // a half-life of 6 years. Its test states the first epoch (of 30 seconds); 36,003,423 in year 1 follows from it.
    context("given Filecoin's simple minting", () => {
      const TOTAL = parseEther("330000000");

      it("emits 36,003,423 FIL in year 1, in epochs of a day", async () => {
        const curve = await deploy(TOTAL, 6n * 365n);
        expect((await curve.cumulative(365)) / parseEther("1")).to.equal(36_003_423n);
      });

      it("emits 36.266260308195979333 FIL in the first epoch of 30 seconds, to one part in 1e18 of the total", async () => {
        async function givenEpochsOfThirtySeconds() {
          return { curve: await deploy(TOTAL, 6n * 365n * 2_880n) };
        }
        const { curve } = await loadFixture(givenEpochsOfThirtySeconds);
        const first = await curve.cumulative(1);
        expect(first).to.be.closeTo(parseEther("36.266260308195979333"), TOTAL / 10n ** 18n);
      });

      it("emits half of the total in 6 years and three quarters in 12", async () => {
        const curve = await deploy(TOTAL, 6n * 365n);
        expect(await curve.cumulative(6 * 365)).to.equal(TOTAL / 2n);
        expect(await curve.cumulative(12 * 365)).to.equal((TOTAL * 3n) / 4n);
      });
    });
  });
});
