import { expect } from "chai";

import type { DescribedContract, DescribedItem } from "../../scripts/generate/contracts/described-contract";
import { gapsOf } from "../../scripts/generate/contracts/gaps";
import { NO_NATSPEC, parseNatSpec } from "../../scripts/generate/contracts/natspec";
import { Anchors } from "../../scripts/generate/markdown/anchor";
import { table } from "../../scripts/generate/markdown/elements";
import { firstSentence } from "../../scripts/generate/markdown/page";

describe("generators of the reference", () => {
  describe("Anchors", () => {
    it("names headings as GitHub does", () => {
      const anchors = new Anchors();
      const named = ["For makers", "`claim` & more", "claim", "Claim", "claim-1"].map((each) =>
        anchors.next(each),
      );
      expect(named).to.deep.equal(["for-makers", "claim--more", "claim", "claim-1", "claim-1-1"]);
    });
  });

  describe("parseNatSpec", () => {
    it("reads each tag with the lines that belong to it", () => {
      const doc = parseNatSpec(
        "@notice Pays.\n Twice.\n @dev Emits {Paid}.\n module:core\n Requirements:\n - None.\n @param to Who\n is paid.\n @return amount Base units.",
      );
      expect(doc).to.deep.equal({
        notice: "Pays.\nTwice.",
        dev: "Emits {Paid}.\nRequirements:\n- None.",
        params: new Map([["to", "Who\nis paid."]]),
        returns: ["amount Base units."],
        inheritdoc: undefined,
      });
    });

    it("takes what has no tag for the notice", () => {
      expect(parseNatSpec("Pays.").notice).to.equal("Pays.");
    });
  });

  describe("gapsOf", () => {
    const value = { name: "to", type: "address", internalType: "address" };
    const item: DescribedItem = {
      kind: "function",
      name: "pay",
      inputs: [value],
      outputs: [value],
      stateMutability: "nonpayable",
      signature: "pay(address)",
      selector: "0x0c11dedd",
      doc: NO_NATSPEC,
      own: true,
    };
    const contract: DescribedContract = {
      name: "Till",
      kind: "contract",
      source: "contracts/Till.sol",
      doc: parseNatSpec("@notice A till."),
      bases: [],
      construction: undefined,
      items: [],
      types: [],
    };

    it("names what a function that changes state leaves out", () => {
      expect(gapsOf({ ...contract, items: [item] })).to.deep.equal([
        "Till.pay(address): @notice",
        "Till.pay(address): @param to",
        "Till.pay(address): @return",
      ]);
    });

    it("asks a view, an event and an error for what they are", () => {
      const others = [
        { ...item, stateMutability: "view" },
        { ...item, kind: "event" as const, signature: "Paid(address)" },
        { ...item, kind: "error" as const, signature: "Unpaid(address)" },
      ];
      expect(gapsOf({ ...contract, items: others })).to.have.length(3);
    });

    it("asks nothing of what a library declares, and of what is complete", () => {
      const doc = parseNatSpec("@notice Pays.\n @param to Who.\n @return to Who.");
      expect(
        gapsOf({
          ...contract,
          items: [
            { ...item, own: false },
            { ...item, doc },
          ],
        }),
      ).to.deep.equal([]);
    });
  });

  it("keeps a cell on its line, and its bars from ending it", () => {
    expect(table(["a"], [["x |\n y"]])).to.equal("| a |\n| --- |\n| x \\| y |");
  });

  it("takes the first sentence of a text", () => {
    expect(firstSentence("One\nsentence. Another.")).to.equal("One sentence.");
  });
});
