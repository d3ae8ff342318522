import { mkdirSync, readdirSync } from "node:fs";

import { expect } from "chai";

import { runCli, Workspace } from "./support";

const NOWHERE = "http://127.0.0.1:1";
const ADDRESS = `0x${"aa".repeat(20)}`;
const HASH = `0x${"bb".repeat(32)}`;

/** A wrong command line, and what is said about it. */
type Case = [name: string, argv: string[], message: RegExp];

describe("opendepin watch and dispute, given bad input", () => {
  const work = new Workspace();

  async function refuses(argv: string[], message: RegExp, exitCode = 2): Promise<void> {
    const before = readdirSync(work.directory);
    const plain = await runCli(...argv);
    expect([plain.exitCode, plain.stdout]).to.deep.equal([exitCode, ""]);
    expect(plain.stderr)
      .to.match(/^error: [^\n]+\n$/)
      .and.to.match(message);
    const { error } = JSON.parse((await runCli(...argv, "--json")).stderr) as {
      error: { message: string; file?: string };
    };
    expect(`${error.file ?? ""}: ${error.message}`).to.match(message);
    expect(readdirSync(work.directory), "nothing is written").to.deep.equal(before);
  }

  const report = ["dispute", "report", "--rpc", NOWHERE];
  const device = ["dispute", "device", HASH, "--rpc", NOWHERE];
  const rule = ["dispute", "rule", "1", "--rpc", NOWHERE];
  const evidence = ["--evidence-hash", HASH];
  const operator = ["--operator", ADDRESS];
  const cases: Case[] = [
    ["a penalty for a report", [...report, ...evidence, "--penalty", "1"], /unknown option '--penalty'/],
    ["no penalty", [...device, ...evidence, ...operator], /--penalty <amount>/],
    ["a penalty of zero", [...device, ...evidence, ...operator, "--penalty", "0"], /from 1 to 2\^128 - 1/],
    [
      "a penalty that no contract holds",
      [...device, ...evidence, ...operator, "--penalty", (2n ** 128n).toString()],
      /from 1 to 2\^128 - 1/,
    ],
    ["a penalty with a point", [...device, ...evidence, ...operator, "--penalty", "1.5"], /base units/],
    ["no evidence", report, /give --evidence, or else --evidence-hash/],
    [
      "two kinds of evidence",
      [...report, ...evidence, "--evidence", "x"],
      /give --evidence, or else --evidence-hash/,
    ],
    ["a short hash", [...report, "--evidence-hash", "0x12"], /0x and 64 hexadecimal digits/],
    [
      "evidence that is not there",
      [...report, "--evidence", "/nowhere/evidence"],
      /\/nowhere\/evidence: there is no such file/,
    ],
    [
      "a device that is an address",
      ["dispute", "device", ADDRESS, "--rpc", NOWHERE, "--operator", ADDRESS, "--penalty", "1"],
      /An address is not a device's id/,
    ],
    ["no operator", [...device, ...evidence, "--penalty", "1"], /--operator <address>/],
    ["an operator that is nobody", [...device, "--operator", `0x${"00".repeat(20)}`], /zero address/],
    ["a ruling both ways", [...rule, "--upheld", "--rejected"], /give --upheld, or else --rejected/],
    ["no ruling", rule, /give --upheld, or else --rejected/],
    ["an upheld one without penalty", [...rule, "--upheld"], /give --penalty with --upheld/],
    ["a rejected one with penalty", [...rule, "--rejected", "--penalty", "1"], /not with --rejected/],
    ["dispute zero", ["dispute", "show", "0", "--rpc", NOWHERE], /number of a dispute, from 1/],
    ["a dispute in words", ["dispute", "expire", "first", "--rpc", NOWHERE], /number of a dispute, from 1/],
    [
      "a report without its signature",
      ["dispute", "punish", "1", "--report", "x", "--rpc", NOWHERE],
      /belong together/,
    ],
    [
      "a signature of half a byte",
      ["dispute", "punish", "1", "--signature", "0x1", "--rpc", NOWHERE],
      /Expected a signature/,
    ],
    ["no endpoint", ["dispute", "list"], /--rpc <url>/],
    ["no data", ["watch", "--rpc", NOWHERE], /--data <dir>/],
    [
      "data that is not there",
      ["watch", "--rpc", NOWHERE, "--data", "/nowhere"],
      /\/nowhere: there is no such file/,
    ],
    [
      "data that is a file",
      ["watch", "--rpc", NOWHERE, "--data", __filename],
      /it is a file; name a directory/,
    ],
    [
      "own inputs that are not there",
      ["watch", "--rpc", NOWHERE, "--data", __dirname, "--contributions", "/nowhere"],
      /\/nowhere/,
    ],
    [
      "missing data to challenge, but no challenge",
      ["watch", "--rpc", NOWHERE, "--data", __dirname, "--challenge-missing"],
      /goes with --challenge/,
    ],
    [
      "an interval of nothing",
      ["watch", "--rpc", NOWHERE, "--data", __dirname, "--interval", "0"],
      /whole number from 1/,
    ],
  ];
  for (const [name, argv, message] of cases) {
    it(`says in one line what is wrong with ${name}`, () => refuses(argv, message));
  }

  const malformed: [string, string, RegExp][] = [
    ["no JSON", "{", /not JSON/],
    ["no report", "[]", /not a report: it is not an object/],
    [
      "a total beyond 2^128",
      JSON.stringify({ report: { ...goodReport(), total: (2n ** 128n).toString() } }),
      /total "\d+" is not a whole number/,
    ],
    [
      "a short root",
      JSON.stringify({ ...goodReport(), root: "0x12" }),
      /root is not 0x and 64 hexadecimal digits/,
    ],
  ];
  for (const [name, content, message] of malformed) {
    it(`names the file of a report to punish that is ${name}`, async () => {
      const file = work.write("request.json", content);
      const argv = ["dispute", "punish", "1", "--rpc", NOWHERE, "--report", file, "--signature", "0x12"];
      await refuses(argv, message);
      expect((await runCli(...argv)).stderr).to.contain(file);
    });
  }

  it("ends with 3 when nobody answers, and writes no state", async () => {
    mkdirSync(work.path("data"));
    const state = work.path("state.json");
    const watch = ["watch", "--rpc", NOWHERE, "--data", work.path("data"), "--state", state];
    await refuses([...watch, "--once"], /no JSON-RPC endpoint answers/, 3);
    await refuses(watch, /no JSON-RPC endpoint answers/, 3);
    await refuses([...report, ...evidence], /no JSON-RPC endpoint answers/, 3);
  });
});

function goodReport(): Record<string, unknown> {
  const numbers = { program: 1, epoch: 0, nonce: 1, deadline: 2 };
  return { ...numbers, root: HASH, total: "1", dataHash: HASH, dataURI: "" };
}
