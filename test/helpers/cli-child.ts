import { run } from "../../src/cli/run";
import type { CliRequest, CliRun } from "./command-line";

/** Runs the command line for another process, again and again: starting a program takes longer than most commands. */
process.on("message", ({ argv, key }: CliRequest) => {
  void answer(argv, key).then((result) => process.send?.(result));
});

async function answer(argv: readonly string[], key: string | undefined): Promise<CliRun> {
  delete process.env["OPENDEPIN_PRIVATE_KEY"];
  if (key !== undefined) process.env["OPENDEPIN_PRIVATE_KEY"] = key;
  const printed = { stdout: "", stderr: "" };
  const exitCode = await run(argv, {
    stdout: { write: (text: string) => (printed.stdout += text) },
    stderr: { write: (text: string) => (printed.stderr += text) },
  });
  return { exitCode, ...printed };
}
