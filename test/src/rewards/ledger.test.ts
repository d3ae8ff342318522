import { expect } from "chai";
import fc from "fast-check";

import { OpenDepinError } from "../../../src/errors";
import { Ledger, updateLedger } from "../../../src/rewards/ledger";

const A = "0x00000000000000000000000000000000000000aa";
const B = "0x00000000000000000000000000000000000000bb";
const MAX = 2n ** 256n - 1n;
const SEED = 20261123;

describe("updateLedger", () => {
  const first = updateLedger(Ledger.empty(), [
    { account: A, delta: 5n },
    { account: B, delta: 7n },
  ]);

  context("when a delta cannot be applied", () => {
    const refused: [string, string, bigint, string][] = [
      ["a correction exceeds the cumulative total", A, -6n, "LEDGER_NEGATIVE"],
      [
        "an unknown account would fall below zero",
        "0x00000000000000000000000000000000000000cc",
        -1n,
        "LEDGER_NEGATIVE",
      ],
      ["the total would exceed a uint256", A, MAX - 11n, "LEDGER_OVERFLOW"],
      ["the account is the zero address", `0x${"0".repeat(40)}`, 1n, "ACCOUNT_ZERO"],
      ["the account is not an address", "0x12", 1n, "ADDRESS_MALFORMED"],
    ];
    for (const [name, account, delta, code] of refused) {
      it(`throws ${code} because ${name}, and keeps the previous ledger`, () => {
        expect(() => updateLedger(first, [{ account, delta }]))
          .to.throw(OpenDepinError)
          .with.property("code", code);
        expect([...first.entries()]).to.deep.equal([
          [A, 5n],
          [B, 7n],
        ]);
        expect(first.total).to.equal(12n);
      });
    }
  });

  it("adds an epoch to the totals and leaves the previous ledger as it was", () => {
    const second = updateLedger(first, [{ account: A, delta: 3n }]);
    expect([second.cumulativeOf(A), second.cumulativeOf(B), second.total]).to.deep.equal([8n, 7n, 15n]);
    expect([first.cumulativeOf(A), first.total]).to.deep.equal([5n, 12n]);
  });

  it("keeps an account whose correction takes everything back", () => {
    const second = updateLedger(first, [{ account: A, delta: -5n }]);
    expect(second.length).to.equal(2);
    expect([second.cumulativeOf(A), second.total]).to.deep.equal([0n, 7n]);
  });

  it("reaches the largest total", () => {
    expect(updateLedger(first, [{ account: A, delta: MAX - 12n }]).total).to.equal(MAX);
  });

  it("answers zero for an account that it does not know", () => {
    expect(Ledger.empty().cumulativeOf(A)).to.equal(0n);
  });

  it(`agrees with a map over many accounts and epochs (seed ${SEED})`, () => {
    const account = fc.integer({ min: 1, max: 3000 }).map((id) => `0x${id.toString(16).padStart(40, "0")}`);
    const deltas = fc.array(fc.record({ account, delta: fc.bigInt({ min: 0n, max: 2n ** 200n }) }), {
      maxLength: 3000,
    });
    fc.assert(
      fc.property(deltas, deltas, (one, two) => {
        const expected = new Map<string, bigint>();
        for (const { account: key, delta } of [...one, ...two])
          expected.set(key, (expected.get(key) ?? 0n) + delta);
        const ledger = updateLedger(updateLedger(Ledger.empty(), one), two);
        expect(new Map(ledger.entries())).to.deep.equal(expected);
        expect(ledger.total).to.equal([...expected.values()].reduce((total, value) => total + value, 0n));
      }),
      { seed: SEED, numRuns: 20 },
    );
  });
});
