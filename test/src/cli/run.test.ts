import { resolve } from "node:path";

import { expect } from "chai";

import { run } from "../../../src/cli/run";
import { runCli, Workspace } from "./support";

const EXAMPLE = resolve(__dirname, "../../fixtures/contributions.csv");

describe("run", () => {
  const work = new Workspace();

  /** Runs a good command whose output fails in a way that nobody foresaw. */
  async function runIntoBug(...flags: string[]): Promise<{ exitCode: number; stderr: string }> {
    let stderr = "";
    const stdout = {
      write: () => {
        throw new Error("unforeseen\nin two lines");
      },
    };
    const argv = [
      "epoch",
      "build",
      "--contributions",
      EXAMPLE,
      "--budget",
      "1",
      "--epoch",
      "1",
      "--out",
      work.path("out"),
    ];
    const exitCode = await run([...argv, ...flags], {
      stdout,
      stderr: { write: (text) => (stderr += text) },
    });
    return { exitCode, stderr };
  }

  it("ends an unforeseen error with 70, one line and how to report it", async () => {
    const { exitCode, stderr } = await runIntoBug();
    expect(exitCode).to.equal(70);
    expect(stderr).to.match(/^error: Error: unforeseen in two lines at [^\n]+ please report it [^\n]+\n$/);
  });

  it("prints an unforeseen error as JSON with --json", async () => {
    const { exitCode, stderr } = await runIntoBug("--json");
    expect(exitCode).to.equal(70);
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    expect(error.code).to.equal("INTERNAL");
    expect(error.message).to.match(/unforeseen/);
  });

  it("shows control characters in an error escaped, on one line", async () => {
    const file = work.path("a\n\x1b[2J\x7f\x9b\u00e9.csv");
    const argv = ["epoch", "build", "--payouts", file, "--epoch", "1", "--out", work.path("out")];
    const { stderr } = await runCli(...argv);
    expect(stderr).to.match(/^error: [^\n]*a \\x1b\[2J\\x7f\\x9b\u00e9\.csv: there is no such file\n$/);
  });
});
