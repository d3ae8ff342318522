import { expect } from "chai";
import { getAddress, id } from "ethers";

import { callFromText, callFromValues, dataOf, nameOfCall } from "../../../src/governance/call";
import { anyContract } from "../../../src/governance/place";
import { interfaceOf } from "../../../src/governance/suite";
import type { Address } from "../../../src/hex";
import { errorOf } from "./support";

const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const DISPUTES = "0x00000000000000000000000000000000000000dd";

const named = (name: string): Address | undefined => (name === "DisputeManager" ? DISPUTES : undefined);
const read = (text: string, ...args: string[]) => callFromText(text, args, named);

describe("callFromText", () => {
  it("encodes what the contract's own interface encodes", () => {
    const call = read("EmissionController.setWeights", "[8000,2000]");
    expect(nameOfCall(call)).to.equal("EmissionController.setWeights");
    const encoded = interfaceOf("EmissionController").encodeFunctionData("setWeights", [[8000, 2000]]);
    expect(dataOf(call)).to.equal(encoded);
  });

  it("takes tuples as lists and by their fields, numbers beyond JSON's in quotation marks", () => {
    const max = (2n ** 128n - 1n).toString();
    const list = read("DisputeManager.setTerms", `["1","2","${max}",500]`);
    const fields = read(
      "DisputeManager.setTerms",
      `{"shareBps":500,"maxPenalty":"${max}","deviceBond":2,"reportBond":1}`,
    );
    expect(list.args).to.deep.equal([[1n, 2n, 2n ** 128n - 1n, 500n]]);
    expect(fields.args).to.deep.equal(list.args);
  });

  it("takes lists of tuples", () => {
    const members = JSON.stringify([{ signer: "0x0102", account: ACCOUNT, weight: 3 }]);
    const { args } = read("ReporterCommittee@1.configure", "[]", members, "3");
    expect(args).to.deep.equal([[], [["0x0102", "0x00000000000000000000000000000000000000AA", 3n]], 3n]);
  });

  it("takes names: of contracts for addresses, of roles for their numbers, of functions for selectors", () => {
    const granted = read("AccessManager.grantRole", "emissions", "DisputeManager", "0");
    expect(granted.args).to.deep.equal([2n, getAddress(DISPUTES), 0n]);
    expect(read("AccessManager.grantRole", "admin", ACCOUNT, "0").args[0]).to.equal(0n);
    const selectors = read(
      "AccessManager.setTargetFunctionRole",
      "DisputeManager",
      '["rule(uint256,bool,uint128,string)","0x01020304"]',
      "9",
    );
    const selector = id("rule(uint256,bool,uint128,string)").slice(0, 10);
    expect(selectors.args[1]).to.deep.equal([selector, "0x01020304"]);
  });

  it("tells contracts of a program, and at an address, from the only one", () => {
    expect(read("RewardDistributor@2.finalize").place).to.deep.equal({
      contract: "RewardDistributor",
      program: 2,
    });
    expect(read(`RewardDistributor@${ACCOUNT}.finalize`).place).to.deep.equal({
      contract: "RewardDistributor",
      address: ACCOUNT,
    });
    expect(nameOfCall(read("RewardDistributor@2.finalize"))).to.equal("RewardDistributor@2.finalize");
  });

  it("tells functions of one name apart by their arguments, or by their signature", () => {
    const short = read("DeviceRegistry.safeTransferFrom", ACCOUNT, ACCOUNT, "1");
    expect(short.fragment.inputs).to.have.length(3);
    const named = read("RewardToken.cancelAuthorization(address,bytes32,bytes)", ACCOUNT, id("x"), "0x");
    expect(named.fragment.inputs).to.have.length(3);
  });

  const BAD: [name: string, call: [string, ...string[]], code: string, says: string][] = [
    ["no function", ["EmissionController"], "CALL_MALFORMED", "write <Contract>.<function>"],
    ["an unknown contract", ["Treasury.pay"], "CONTRACT_UNKNOWN", "name one of RewardToken"],
    [
      "a program of a contract that has none",
      ["DisputeManager@2.setTerms"],
      "CONTRACT_MALFORMED",
      "one DisputeManager",
    ],
    [
      "neither program nor address",
      ["RewardDistributor@x.finalize"],
      "CONTRACT_MALFORMED",
      "RewardDistributor@1",
    ],
    [
      "a mistyped function",
      ["EmissionController.setWeight", "[1]"],
      "FUNCTION_UNKNOWN",
      "did you mean setWeights?",
    ],
    ["an unknown function", ["EmissionController.explode"], "FUNCTION_UNKNOWN", "it has addProgram"],
    ["a function that reads", ["EmissionController.programCount"], "FUNCTION_READS", "only reads"],
    [
      "too few arguments",
      ["EmissionController.setWeights"],
      "ARGUMENT_COUNT",
      "0 arguments given; write EmissionController.setWeights(uint16[] weightsBps)",
    ],
    [
      "a list that is no JSON",
      ["EmissionController.setWeights", "8000,2000"],
      "ARGUMENT_INVALID",
      "like [1,2]",
    ],
    ["a value for a list", ["EmissionController.setWeights", "8000"], "ARGUMENT_INVALID", "is not a list"],
    [
      "a number out of range",
      ["EmissionController.setWeights", "[8000,70000]"],
      "ARGUMENT_INVALID",
      'weightsBps[1] "70000" is not a whole number from 0 to 65535 (uint16)',
    ],
    [
      "a negative number",
      ["OperatorStaking.setThawPeriod", "-1"],
      "ARGUMENT_INVALID",
      "from 0 to 4294967295",
    ],
    ["a fraction", ["OperatorStaking.setThawPeriod", "1.5"], "ARGUMENT_INVALID", "is not a whole number"],
    [
      "a number that JSON rounds",
      ["DisputeManager.setTerms", "[1e20,1,1,1]"],
      "ARGUMENT_INVALID",
      "quotation marks",
    ],
    [
      "an address with a wrong checksum",
      ["EmissionController.addProgram", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD".replace("5aA", "5AA")],
      "ARGUMENT_INVALID",
      "its checksum is wrong",
    ],
    [
      "an unknown name",
      ["EmissionController.addProgram", "somebody"],
      "ARGUMENT_INVALID",
      "nor a contract's name",
    ],
    ["no boolean", ["MakerRegistry.setMakerActive", "1", "yes"], "ARGUMENT_INVALID", "is not true or false"],
    [
      "bytes of another length",
      ["DeviceRegistry.suspend", "1", "2", "3", "4", "0x01"],
      "ARGUMENT_INVALID",
      "64 hex",
    ],
    [
      "a tuple without a field",
      ["OperatorStaking.setSlashSplit", `{"treasury":"${ACCOUNT}"}`],
      "ARGUMENT_INVALID",
      "lacks burnBps",
    ],
    [
      "a tuple with a strange field",
      ["OperatorStaking.setSlashSplit", `{"treasury":"${ACCOUNT}","burnBps":1,"burn":2}`],
      "ARGUMENT_INVALID",
      'has no "burn"; it has treasury, burnBps',
    ],
    [
      "a tuple of another length",
      ["OperatorStaking.setSlashSplit", "[1]"],
      "ARGUMENT_INVALID",
      "treasury, burnBps",
    ],
  ];
  for (const [name, [text, ...args], code, says] of BAD) {
    it(`refuses ${name}`, () => {
      const error = errorOf(() => read(text, ...args));
      expect(error.code).to.equal(code);
      expect(error.reason).to.contain(says);
    });
  }
});

describe("callFromValues", () => {
  it("takes arguments in a list, or by their names", () => {
    const list = callFromValues("OperatorStaking.pauseBonding", [5], anyContract);
    expect(list.args).to.deep.equal([5n]);
    const { name } = list.fragment.inputs[0] ?? { name: "" };
    expect(callFromValues("OperatorStaking.pauseBonding", { [name]: "5" }, anyContract).args).to.deep.equal([
      5n,
    ]);
  });

  it("refuses other names, and what is neither", () => {
    const strange = errorOf(() => callFromValues("OperatorStaking.pauseBonding", { when: 5 }, anyContract));
    expect(strange).to.include({ code: "ARGUMENT_INVALID" });
    expect(errorOf(() => callFromValues("OperatorStaking.pauseBonding", 5, anyContract)).code).to.equal(
      "CALL_MALFORMED",
    );
  });
});
