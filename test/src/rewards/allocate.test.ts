import { expect } from "chai";
import fc from "fast-check";

import { OpenDepinError } from "../../../src/errors";
import { allocate } from "../../../src/rewards/allocate";

const MAX = 2n ** 256n - 1n;
const SEED = 20261122;

describe("allocate", () => {
  context("when an input is not allowed", () => {
    const refused: [string, bigint[], bigint, string][] = [
      ["units are negative", [1n, -1n], 10n, "ALLOCATE_OUT_OF_RANGE"],
      ["units exceed a uint256", [MAX + 1n], 10n, "ALLOCATE_OUT_OF_RANGE"],
      ["the budget is negative", [1n], -1n, "ALLOCATE_OUT_OF_RANGE"],
      ["the budget exceeds a uint256", [1n], MAX + 1n, "ALLOCATE_OUT_OF_RANGE"],
      ["units sum to zero", [0n, 0n], 10n, "ALLOCATE_NO_UNITS"],
      ["there are no units", [], 10n, "ALLOCATE_NO_UNITS"],
    ];
    for (const [name, units, budget, code] of refused) {
      it(`throws ${code} because ${name}`, () => {
        expect(() => allocate(units, budget))
          .to.throw(OpenDepinError)
          .with.property("code", code);
      });
    }
  });

  it("rounds every share down and names what is left", () => {
    expect(allocate([1n, 1n, 1n], 10n)).to.deep.equal({ rewards: [3n, 3n, 3n], unallocated: 1n });
  });

  it("gives nothing for zero units and all to the only one that has some", () => {
    expect(allocate([0n, 7n, 0n], 10n)).to.deep.equal({ rewards: [0n, 10n, 0n], unallocated: 0n });
  });

  it("stays exact at the ends of the range", () => {
    expect(allocate([MAX, MAX], MAX)).to.deep.equal({ rewards: [MAX / 2n, MAX / 2n], unallocated: 1n });
  });

  it(`conserves the budget and never exceeds a share (seed ${SEED})`, () => {
    const amount = fc.bigInt({ min: 0n, max: MAX });
    const units = fc.array(fc.oneof(amount, fc.bigInt({ min: 0n, max: 1000n })), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(units, amount, (parts, budget) => {
        const sum = parts.reduce((total, part) => total + part, 0n);
        fc.pre(sum > 0n);
        const { rewards, unallocated } = allocate(parts, budget);
        expect(rewards.reduce((total, reward) => total + reward, unallocated)).to.equal(budget);
        expect(unallocated >= 0n && unallocated < BigInt(parts.length)).to.equal(true);
        rewards.forEach((reward, index) => {
          const share = (parts[index] ?? 0n) * budget;
          expect(reward * sum <= share && share < (reward + 1n) * sum).to.equal(true);
        });
      }),
      { seed: SEED },
    );
  });
});
