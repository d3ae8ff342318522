import { PANIC_CODES } from "@nomicfoundation/hardhat-chai-matchers/panic";
import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

const MAX_STEPS = 128;
const MAX_UINT32 = 2n ** 32n - 1n;
const MAX_UINT96 = 2n ** 96n - 1n;
const ALL_EPOCHS = 2n ** 32n;

interface Step {
  fromEpoch: bigint;
  perEpoch: bigint;
}

describe("StepCurve", () => {
  const deploy = (steps: Step[]) => ethers.deployContract("StepCurve", [steps]);
  const tableOf = (length: number): Step[] =>
    Array.from({ length }, (_, i) => ({ fromEpoch: BigInt(3 * i), perEpoch: BigInt((i * 37) % 101) }));

  describe("constructor", () => {
    for (const length of [0, MAX_STEPS + 1]) {
      it(`reverts for ${length} steps`, async () => {
        const factory = await ethers.getContractFactory("StepCurve");
        await expect(factory.deploy(tableOf(length)))
          .to.be.revertedWithCustomError(factory, "StepCurveLengthOutOfRange")
          .withArgs(length, 1, MAX_STEPS);
      });
    }

    it("reverts if the first step does not start at epoch 0", async () => {
      const factory = await ethers.getContractFactory("StepCurve");
      await expect(factory.deploy([{ fromEpoch: 1, perEpoch: 1 }]))
        .to.be.revertedWithCustomError(factory, "StepCurveNotAscending")
        .withArgs(0, 1);
    });

    for (const fromEpoch of [5n, 4n]) {
      it(`reverts if a step that follows epoch 5 starts at ${fromEpoch.toString()}`, async () => {
        const factory = await ethers.getContractFactory("StepCurve");
        const steps = [0n, 5n, fromEpoch].map((from) => ({ fromEpoch: from, perEpoch: 1n }));
        await expect(factory.deploy(steps))
          .to.be.revertedWithCustomError(factory, "StepCurveNotAscending")
          .withArgs(2, fromEpoch);
      });
    }

    it("keeps the table", async () => {
      const curve = await deploy(tableOf(MAX_STEPS));
      expect(await curve.stepCount()).to.equal(MAX_STEPS);
      for (const index of [0, 1, 64, MAX_STEPS - 1]) {
        const { fromEpoch, perEpoch } = await curve.stepAt(index);
        expect({ fromEpoch, perEpoch }).to.deep.equal(tableOf(MAX_STEPS)[index]);
      }
    });
  });

  describe("stepAt", () => {
    it("reverts past the end of the table", async () => {
      const curve = await deploy(tableOf(2));
      await expect(curve.stepAt(2)).to.be.revertedWithPanic(PANIC_CODES.ARRAY_ACCESS_OUT_OF_BOUNDS);
    });
  });

  describe("cumulative", () => {
    for (const length of [1, 2, 3, 8, MAX_STEPS]) {
      it(`equals the sum epoch by epoch with ${length} steps, on both sides of every boundary`, async () => {
        const table = tableOf(length);
        const curve = await deploy(table);
        let sum = 0n;
        for (let epoch = 0n; epoch <= BigInt(3 * length + 4); epoch += 1n) {
          expect(await curve.cumulative(epoch)).to.equal(sum);
          sum += table.findLast(({ fromEpoch }) => fromEpoch <= epoch)?.perEpoch ?? 0n;
        }
      });
    }

    it("at the largest parameters does not overflow", async () => {
      const curve = await deploy([
        { fromEpoch: 0n, perEpoch: MAX_UINT96 },
        { fromEpoch: MAX_UINT32, perEpoch: MAX_UINT96 },
      ]);
      expect(await curve.cumulative(MAX_UINT32)).to.equal(MAX_UINT32 * MAX_UINT96);
      expect(await curve.cumulative(ALL_EPOCHS)).to.equal(ALL_EPOCHS * MAX_UINT96);
    });

    // Source: RNP-001 and RNP-023: 760,567 RENDER a month in year 1 (9,126,804) and 492,132 in year 3 (5,905,584),
    // which are 123,033 + 123,033 + 246,066. Year 2 is published in millions only and left out of the table.
    context("given Render's monthly emissions, a month an epoch", () => {
      const RENDER = 10n ** 18n;
      async function givenRender() {
        const curve = await deploy([
          { fromEpoch: 0n, perEpoch: 760_567n * RENDER },
          { fromEpoch: 12n, perEpoch: 0n },
          { fromEpoch: 24n, perEpoch: (123_033n + 123_033n + 246_066n) * RENDER },
          { fromEpoch: 36n, perEpoch: 0n },
        ]);
        return { curve };
      }

      it("emits the published totals of both years", async () => {
        const { curve } = await loadFixture(givenRender);
        expect(await curve.cumulative(12)).to.equal(9_126_804n * RENDER);
        expect(await curve.cumulative(24)).to.equal(9_126_804n * RENDER);
        expect(await curve.cumulative(36)).to.equal((9_126_804n + 5_905_584n) * RENDER);
      });

      it("changes at the boundary: the last month of nothing, the first of 492,132", async () => {
        const { curve } = await loadFixture(givenRender);
        const [before, at, after] = await Promise.all([23, 24, 25].map((epochs) => curve.cumulative(epochs)));
        expect(at).to.equal(before);
        expect(after).to.equal((at ?? 0n) + 492_132n * RENDER);
      });

      it("a last line of zero ends emission", async () => {
        const { curve } = await loadFixture(givenRender);
        expect(await curve.cumulative(ALL_EPOCHS)).to.equal(await curve.cumulative(36));
      });
    });
  });
});
