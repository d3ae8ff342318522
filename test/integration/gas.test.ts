import { expect } from "chai";
import hre from "hardhat";

import { type GasTable, measureGas } from "../../scripts/bench/gas";
import { GAS_CEILINGS } from "../../scripts/bench/gas-ceilings";
import { readGasSnapshot } from "../../scripts/bench/gas-snapshot";

describe("Gas", () => {
  let measured: GasTable;

  before(async () => {
    measured = await measureGas(hre);
  });

  it("is what the snapshot says; `npm run bench -- --update` accepts a change", () => {
    expect(measured).to.deep.equal(readGasSnapshot());
  });

  for (const [name, ceiling] of Object.entries(GAS_CEILINGS)) {
    it(`${name}: at most ${ceiling.toLocaleString("en")}`, () => {
      expect(measured[name]).to.be.at.most(ceiling);
    });
  }

  it("does not depend on the number of a payee's devices, nor propose and finalize on the size of the network", () => {
    for (const when of ["propose, later", "finalize, later"]) {
      const figures = [1_000, 100_000, 1_000_000].map((size) => measured[`${when}, ${size} leaves`] ?? 0);
      // what is left of a difference is the number of zero bytes in calldata, 12 gas each
      expect(Math.max(...figures) - Math.min(...figures), when).to.be.at.most(100);
    }
  });

  it("a P-256 device adds at most 35,000 to its onboarding, with the precompile", () => {
    for (const how of ["register, KEY, by the owner", "register, KEY, sponsored"]) {
      const [p256, secp256k1] = ["P-256", "secp256k1"].map((type) => measured[how.replace("KEY", type)] ?? 0);
      expect(p256, how).to.be.above(0);
      expect(p256, how).to.be.at.most((secp256k1 ?? 0) + 35_000);
    }
  });

  it("a maker's batch costs the same whatever the number of its devices", () => {
    const [one, million] = ["1 device", "1048576 devices"].map(
      (size) => measured[`provisionBatch, ${size}`] ?? 0,
    );
    // what is left of a difference is the number of zero bytes in the root
    expect(million).to.be.above(0);
    expect(million).to.be.closeTo(one ?? 0, 100);
  });

  it("each further signature of a committee adds at most 9,000 to its report", () => {
    const [three, five, nine] = [3, 5, 9].map(
      (signatures) => measured[`propose, later, ${signatures} signatures of a committee`] ?? NaN,
    );
    expect(((five ?? NaN) - (three ?? NaN)) / 2).to.be.within(1, 9_000);
    expect(((nine ?? NaN) - (three ?? NaN)) / 6).to.be.within(1, 9_000);
  });
});
