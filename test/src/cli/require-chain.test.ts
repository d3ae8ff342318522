import { expect } from "chai";

import { requireChain } from "../../../src/cli/device-signing";

describe("requireChain", () => {
  it("refuses to sign for another chain than the one that was named", () => {
    expect(() => {
      requireChain({ chainId: 31_337n }, 1);
    })
      .to.throw("--rpc is chain 31337, not 1")
      .that.includes({ code: "USAGE", exitCode: 2 });
  });

  for (const named of [31_337, undefined]) {
    it(`takes the chain that answers for ${named ?? "whichever it is"}`, () => {
      requireChain({ chainId: 31_337n }, named);
    });
  }
});
