import { expect } from "chai";

import { benchRegistry, printRegistryBench } from "../../scripts/bench/registry";

const DEVICES = 100_000;
/** What the process takes beside its heap of 256 MiB: Node itself, flat tables, buffers. */
const MOST_MIB = 640;

describe("an epoch of a registry of 100,000 devices", () => {
  it("is built from the events of the registry and the staking, in pages, within a small heap", async function () {
    this.timeout(600_000);
    const bench = await benchRegistry(DEVICES);
    printRegistryBench(bench);
    expect(bench.excluded).to.deep.equal({
      unknown: DEVICES / 1_000,
      released: DEVICES / 100,
      suspended: DEVICES / 50,
      "other-program": DEVICES / 10,
      uncovered: DEVICES / 100,
    });
    const leftOut = DEVICES / 100 + DEVICES / 50 + DEVICES / 10 + DEVICES / 100;
    expect(bench.counted).to.equal(DEVICES - leftOut);
    expect(bench.pages).to.be.greaterThan(20);
    expect(bench.peakMiB).to.be.lessThan(MOST_MIB);
  });
});
