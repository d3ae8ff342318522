import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { type HalvingCurve } from "../../../../typechain-types";

const MAX_UINT128 = 2n ** 128n - 1n;
const MAX_UINT32 = 2n ** 32n - 1n;
const ALL_EPOCHS = 2n ** 32n;

describe("HalvingCurve", () => {
  function deploy(initialPerEpoch: bigint, halvingEpochs: bigint): Promise<HalvingCurve> {
    return ethers.deployContract("HalvingCurve", [initialPerEpoch, halvingEpochs]);
  }
  const perEpoch = async (curve: HalvingCurve, epoch: bigint) =>
    (await curve.cumulative(epoch + 1n)) - (await curve.cumulative(epoch));

  describe("constructor", () => {
    it("reverts for an amount of zero", async () => {
      const factory = await ethers.getContractFactory("HalvingCurve");
      await expect(factory.deploy(0, 1))
        .to.be.revertedWithCustomError(factory, "HalvingCurveParameterOutOfRange")
        .withArgs(0, 1, MAX_UINT128);
    });

    it("reverts for a length of zero", async () => {
      const factory = await ethers.getContractFactory("HalvingCurve");
      await expect(factory.deploy(1, 0))
        .to.be.revertedWithCustomError(factory, "HalvingCurveParameterOutOfRange")
        .withArgs(0, 1, MAX_UINT32);
    });

    it("keeps its parameters", async () => {
      const curve = await deploy(7n, 9n);
      expect(await curve.initialPerEpoch()).to.equal(7);
      expect(await curve.halvingEpochs()).to.equal(9);
    });
  });

  describe("cumulative", () => {
    it("equals the sum of the exact halved amounts, rounded down once", async () => {
      const curve = await deploy(1_001n, 5n);
      const SCALE = 2n ** 64n;
      let scaledSum = 0n;
      for (let epochs = 0n; epochs <= 70n; epochs += 1n) {
        expect(await curve.cumulative(epochs)).to.equal(scaledSum / SCALE);
        scaledSum += (1_001n * SCALE) >> (epochs / 5n);
      }
    });

    it("at the largest parameters neither overflows nor exceeds its limit", async () => {
      const curve = await deploy(MAX_UINT128, MAX_UINT32);
      expect(await curve.cumulative(0)).to.equal(0);
      expect(await curve.cumulative(MAX_UINT32)).to.equal(MAX_UINT128 * MAX_UINT32);
      expect(await curve.cumulative(ALL_EPOCHS)).to.equal(MAX_UINT128 * MAX_UINT32 + MAX_UINT128 / 2n);
    });

    it("stays one base unit below its limit for ever, on both sides of where the shift ends", async () => {
      const curve = await deploy(1_000n, 1n);
      for (const epochs of [11n, 160n, 161n, 255n, 256n, ALL_EPOCHS]) {
        expect(await curve.cumulative(epochs)).to.equal(1_999);
      }
    });

    // Source: Bitcoin's rules. 50 bitcoin a block, halved every 210,000 blocks, approach 21,000,000 bitcoin of 1e8.
    context("given Bitcoin's parameters", () => {
      async function givenBitcoin() {
        return { curve: await deploy(50n * 10n ** 8n, 210_000n) };
      }

      it("has emitted 10,500,000 and 15,750,000 at the first two halvings", async () => {
        const { curve } = await loadFixture(givenBitcoin);
        expect(await curve.cumulative(210_000)).to.equal(10_500_000n * 10n ** 8n);
        expect(await curve.cumulative(420_000)).to.equal(15_750_000n * 10n ** 8n);
      });

      it("emits 50, 25 and 12.5 on the two sides of a halving", async () => {
        const { curve } = await loadFixture(givenBitcoin);
        expect(await perEpoch(curve, 209_999n)).to.equal(50n * 10n ** 8n);
        expect(await perEpoch(curve, 210_000n)).to.equal(25n * 10n ** 8n);
        expect(await perEpoch(curve, 420_000n)).to.equal(125n * 10n ** 7n);
      });

      it("never reaches 21,000,000", async () => {
        const { curve } = await loadFixture(givenBitcoin);
        expect(await curve.cumulative(ALL_EPOCHS)).to.equal(21_000_000n * 10n ** 8n - 1n);
      });
    });

    // Source: helium-program-library, packages/helium-admin-cli/emissions/hnt.json: 41,095.89041096 HNT a day until
    // 1 August 2025 and 20,547.94520548 from then on (8 decimals; 15 and 7.5 million a year of 365 days).
    context("given Helium's daily emission before and after its halving of August 2025", () => {
      async function givenHelium() {
        return { curve: await deploy(4_109_589_041_096n, 730n) };
      }

      it("emits both published figures, to the last of their eight decimals", async () => {
        const { curve } = await loadFixture(givenHelium);
        expect(await perEpoch(curve, 729n)).to.equal(4_109_589_041_096n);
        expect(await perEpoch(curve, 730n)).to.equal(2_054_794_520_548n);
      });

      it("emits 15 million in the first year of 365 days and 7.5 million in the third, but for the decimals", async () => {
        const { curve } = await loadFixture(givenHelium);
        const hnt = 10n ** 8n;
        expect(await curve.cumulative(365)).to.be.closeTo(15_000_000n * hnt, 1_000n);
        const third = (await curve.cumulative(1_095)) - (await curve.cumulative(730));
        expect(third).to.be.closeTo(7_500_000n * hnt, 1_000n);
      });
    });
  });
});
