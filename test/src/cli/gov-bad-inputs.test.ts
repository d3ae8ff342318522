import { expect } from "chai";

import { runCli, Workspace } from "./support";

/** Nothing answers there: whatever is refused otherwise was refused before a chain was asked. */
const CHAIN = ["--rpc", "http://127.0.0.1:1"];
const ACCOUNT = "0x00000000000000000000000000000000000000aa";
const WEIGHTS = ["EmissionController.setWeights", "[8000,2000]"];
const TITLE = ["--title", "New weights"];

async function refusal(...argv: string[]): Promise<{ exitCode: number; error: string }> {
  const { exitCode, stdout, stderr } = await runCli("gov", ...argv, ...CHAIN);
  expect(stdout).to.equal("");
  expect(stderr).to.match(/^error: [^\n]+\n$/);
  return { exitCode, error: stderr };
}

describe("opendepin gov, before a chain is asked", () => {
  const workspace = new Workspace();

  const BAD: [name: string, argv: string[], says: string][] = [
    ["a proposal of nothing", ["propose", ...TITLE], "give a call, as EmissionController.setWeights"],
    ["a call and a file", ["propose", ...WEIGHTS, "--calls", "x.json5", ...TITLE], "or else --calls"],
    ["a proposal without a title", ["propose", ...WEIGHTS], "give --title"],
    [
      "two descriptions",
      ["propose", ...WEIGHTS, ...TITLE, "--description", "a", "--description-file", "b"],
      "or else --description-file",
    ],
    [
      "a description that is not there",
      ["propose", ...WEIGHTS, ...TITLE, "--description-file", "no.md"],
      "no such file",
    ],
    [
      "two outputs",
      ["propose", ...WEIGHTS, "--direct", "--safe", "x.json", "--from", ACCOUNT],
      "or else --safe",
    ],
    ["a Safe without its address", ["propose", ...WEIGHTS, "--safe", "x.json"], "give --from"],
    [
      "a dry run of a file",
      ["propose", ...WEIGHTS, "--safe", "x.json", "--from", ACCOUNT, "--dry-run"],
      "sends nothing",
    ],
    [
      "a sender that is not the key's",
      ["propose", ...WEIGHTS, ...TITLE, "--from", ACCOUNT],
      "--from goes with",
    ],
    ["an unknown contract", ["propose", "Treasury.pay", ...TITLE], 'no contract "Treasury"'],
    [
      "an argument of another type",
      ["propose", "EmissionController.setWeights", "[-1]", ...TITLE],
      "weightsBps[0]",
    ],
    [
      "what only a proposal does",
      ["propose", "NetworkGovernor.setVotingDelay", "7200", "--direct"],
      "propose it, without",
    ],
    [
      "a call that carries others",
      ["propose", "AccessManager.multicall", "[]", ...TITLE],
      "carries other calls",
    ],
    ["no proposal's number", ["show", "0"], "from 1"],
    ["a number that is none", ["vote", "one", "for"], "from 1"],
    ["a vote that is none", ["vote", "1", "perhaps"], "against, for, abstain"],
  ];
  for (const [name, argv, says] of BAD) {
    it(`refuses ${name}`, async () => {
      const { exitCode, error } = await refusal(...argv);
      expect(exitCode).to.equal(2);
      expect(error).to.contain(says);
    });
  }

  it("names the file and the call in it", async () => {
    const calls = [
      { call: WEIGHTS[0], args: [[1]] },
      { call: WEIGHTS[0], args: [[70_000]] },
    ];
    const file = workspace.write("calls.json5", JSON.stringify({ title: "Both", calls }));
    const { exitCode, error } = await refusal("propose", "--calls", file);
    expect(exitCode).to.equal(2);
    expect(error).to.contain(`${file}: calls[1]: weightsBps[0] "70000" is not a whole number`);
  });

  it("then asks it", async () => {
    const { exitCode, error } = await refusal("propose", ...WEIGHTS, ...TITLE);
    expect(exitCode).to.equal(3);
    expect(error).to.contain("no JSON-RPC endpoint answers");
  });
});
