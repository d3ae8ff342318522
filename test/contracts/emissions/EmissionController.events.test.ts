import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { passEpoch } from "../../helpers/clock";
import { impersonate } from "../../helpers/impersonate";
import { addPrograms } from "../../helpers/programs";
import { Random } from "../../helpers/random";
import { rebuildController, valueIn } from "../../helpers/rebuild-controller";
import { deploySuite } from "../../helpers/suite";

const SEEDS = [2, 30_303, 4_294_967_294];
const ROUNDS = 20;

describe("EmissionController", () => {
  describe("events", () => {
    /** A random history: programs join, weights and curves change, programs draw some of what they have. */
    async function randomRun(seed: number) {
      const random = new Random(seed);
      const suite = await loadFixture(deploySuite);
      const { controller, emissionsManager, genesis, distributor } = suite;
      const asManager = controller.connect(emissionsManager);
      const distributors = [distributor];
      let epoch = 0;
      for (let round = 0; round < ROUNDS; round += 1) {
        if (random.below(4) === 0) distributors.push(...(await addPrograms(suite, 1)));
        if (random.below(2) === 0) {
          const most = Math.floor(10_000 / distributors.length) + 1;
          await asManager.setWeights(distributors.map(() => random.below(most)));
        }
        if (random.below(3) === 0) {
          const perEpoch = BigInt(random.below(1_000_000));
          await asManager.setCurve(await ethers.deployContract("StepCurve", [[{ fromEpoch: 0, perEpoch }]]));
        }
        epoch += random.below(3);
        await passEpoch(genesis, epoch);
        const program = random.below(distributors.length) + 1;
        const available = await controller.available(program, epoch);
        const drawer = await impersonate(distributors[program - 1] ?? distributor);
        await controller.connect(drawer).draw(program, available / BigInt(random.below(3) + 1));
      }
      return { controller, distributors, lastEpoch: epoch + 3 };
    }

    for (const seed of SEEDS) {
      it(`events alone rebuild the whole state after a random run (seed ${seed}) @exhaustive`, async () => {
        const { controller, distributors, lastEpoch } = await randomRun(seed);
        const rebuilt = await rebuildController(controller);

        expect(await controller.programCount()).to.equal(rebuilt.distributors.size);
        let drawn = 0n;
        for (const [index, distributor] of distributors.entries()) {
          const program = BigInt(index + 1);
          expect(rebuilt.distributors.get(program)).to.equal(await distributor.getAddress());
          expect(rebuilt.drawn.get(program) ?? 0n).to.equal(await controller.drawn(program));
          drawn += rebuilt.drawn.get(program) ?? 0n;
          for (let epoch = 0; epoch <= lastEpoch; epoch += 1) {
            const weight = valueIn(rebuilt.weights, epoch)?.[index] ?? 0n;
            expect(await controller.weightOf(program, epoch)).to.equal(weight);
          }
        }
        for (let epoch = 0; epoch <= lastEpoch; epoch += 1) {
          expect(await controller.curveOf(epoch)).to.equal(valueIn(rebuilt.curves, epoch));
        }
        expect(await controller.totalDrawn()).to.equal(drawn);
        expect(drawn).to.be.at.most(await controller.scheduled(lastEpoch));
      });
    }
  });
});
