import { expect } from "chai";

import { runCli } from "./support";

const A = "0x00000000000000000000000000000000000000aa";
const ZERO = `0x${"0".repeat(40)}`;
const ABOVE_MAX = (2n ** 128n).toString();
/** Nothing is asked of a chain before the rest of the command line makes sense. */
const RPC = ["--rpc", "http://127.0.0.1:1"];

type Case = [name: string, argv: string[], message: RegExp];

const COMMAND_LINES: Case[] = [
  ["no chain", ["bond", "1"], /--rpc <url>/],
  ["no amount", ["bond", ...RPC], /missing required argument 'amount'/],
  ["a bond of nothing", ["bond", "0", ...RPC], /base units, from 1 to 2\^128 - 1/],
  ["a fraction of a base unit", ["bond", "1.5", ...RPC], /base units, from 1/],
  ["an amount in hex", ["bond", "0x10", ...RPC], /base units, from 1/],
  ["scientific notation", ["bond", "1e18", ...RPC], /base units, from 1/],
  ["a negative amount", ["thaw", "-1", ...RPC], /base units, from 1/],
  ["more than the staking can count", ["thaw", ABOVE_MAX, ...RPC], /to 2\^128 - 1/],
  ["a thaw of nothing", ["thaw", "0", ...RPC], /base units, from 1/],
  ["a bond for nobody", ["bond", "1", "--for", ZERO, ...RPC], /zero address/],
  ["a bond for what is no address", ["bond", "1", "--for", "alice", ...RPC], /not an address/],
  ["a pledge behind no duty", ["pledge", "1", ...RPC], /--duty <address>/],
  [
    "a pledge above what the staking can count",
    ["pledge", ABOVE_MAX, "--duty", A, ...RPC],
    /from 0 to 2\^128 - 1/,
  ],
  ["votes for nobody", ["delegate", ZERO, ...RPC], /zero address/],
  ["votes for no address", ["delegate", "0x12", ...RPC], /not an address/],
  ["a payment to no address", ["withdraw", "--account", "0x12", ...RPC], /not an address/],
  ["credits of no address", ["credits", "--account", ZERO, ...RPC], /zero address/],
  ["an account that is no address", ["show", "alice", ...RPC], /not an address/],
  ["a registry that is no address", ["show", A, "--registry", "x", ...RPC], /not an address/],
  ["a staking that is no address", ["show", A, "--staking", "0x12", ...RPC], /not an address/],
  ["an unknown option", ["show", A, "--block", "7", ...RPC], /unknown option '--block'/],
];

describe("opendepin stake, given a wrong command line", () => {
  for (const [name, argv, message] of COMMAND_LINES) {
    it(`says in one line what is wrong with ${name}`, async () => {
      const { exitCode, stdout, stderr } = await runCli("stake", ...argv);
      expect([exitCode, stdout]).to.deep.equal([2, ""]);
      expect(stderr)
        .to.match(/^error: [^\n]+\n$/)
        .and.to.match(message);
    });
  }

  it("says that no node answers", async () => {
    const { exitCode, stderr } = await runCli("stake", "show", A, ...RPC);
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/^error: no JSON-RPC endpoint answers at 127\.0\.0\.1:1/);
  });

  it("gives the error as JSON if asked to", async () => {
    const { exitCode, stdout, stderr } = await runCli("stake", "bond", "0", ...RPC, "--json");
    const { error } = JSON.parse(stderr) as { error: { code: string } };
    expect([exitCode, stdout, error.code]).to.deep.equal([2, "", "USAGE"]);
  });
});
