import { expect } from "chai";
import fc from "fast-check";

import { chooseApprovals, type WeighedApproval } from "../../../src/rewards/report";

const SECP256K1: WeighedApproval = { weight: 1n, gas: 7_000n };

const approval = fc.record({
  weight: fc.bigInt({ min: 1n, max: 6n }),
  // in the steps that are compared
  gas: fc.bigInt({ min: 1n, max: 12n }).map((steps) => 500n * steps),
});

describe("chooseApprovals", () => {
  it("finds the cheapest of all sets that meet the quorum", () => {
    fc.assert(
      fc.property(
        fc.array(approval, { maxLength: 9 }),
        fc.bigInt({ min: 1n, max: 30n }),
        (approvals, quorum) => {
          const chosen = chooseApprovals(approvals, quorum);
          const enough = subsets(approvals).filter((set) => weightOf(set) >= quorum);
          expect(chosen === undefined).to.equal(enough.length === 0);
          if (chosen === undefined) return;
          expect(weightOf(chosen) >= quorum).to.equal(true);
          expect(new Set(chosen).size, "each once").to.equal(chosen.length);
          expect(gasOf(chosen)).to.equal(
            enough.map(gasOf).reduce((least, gas) => (gas < least ? gas : least)),
          );
        },
      ),
      { seed: 4, numRuns: 1_000 },
    );
  });

  it("takes one heavy approval that costs less than the light ones that it replaces, and not one that costs more", () => {
    const [heavy, dear] = [
      { weight: 3n, gas: 20_000n },
      { weight: 3n, gas: 32_000n },
    ];
    const light = Array.from({ length: 3 }, () => ({ ...SECP256K1 }));
    expect(chooseApprovals([...light, heavy], 3n)).to.deep.equal([heavy]);
    expect(chooseApprovals([dear, ...light], 3n)).to.deep.equal(light);
  });

  it("answers at once for the largest committee, whatever its members weigh and cost", () => {
    const approvals = Array.from({ length: 31 }, (_, index) => ({
      weight: 2n ** BigInt(index),
      gas: 7_000n + 9_000n * BigInt(index),
    }));
    const quorum = 2n ** 30n + 1n;
    expect(chooseApprovals(approvals, quorum)).to.deep.equal([approvals[0], approvals[30]]);
  });

  it("finds nothing below the quorum, and nothing for a committee without members", () => {
    expect(chooseApprovals([SECP256K1, { ...SECP256K1 }], 3n)).to.equal(undefined);
    expect(chooseApprovals([], 1n)).to.equal(undefined);
    expect(chooseApprovals([], 0n)).to.equal(undefined);
  });
});

function subsets(approvals: readonly WeighedApproval[]): WeighedApproval[][] {
  return approvals.reduce<WeighedApproval[][]>(
    (sets, each) => [...sets, ...sets.map((set) => [...set, each])],
    [[]],
  );
}

function weightOf(approvals: readonly WeighedApproval[]): bigint {
  return approvals.reduce((sum, { weight }) => sum + weight, 0n);
}

function gasOf(approvals: readonly WeighedApproval[]): bigint {
  return approvals.reduce((sum, { gas }) => sum + gas, 0n);
}
