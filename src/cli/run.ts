import { CommanderError } from "commander";

import { EXIT, OpenDepinError } from "../errors";
import type { CliContext, CliIo } from "./context";
import { printable, printJson } from "./print";
import { buildProgram } from "./program";

const BUG_HINT = "this is a bug of opendepin: please report it with the command that you ran";

/**
 * Runs the command line.
 *
 * @param argv Arguments after the program's name.
 * @returns The exit code, see `EXIT`.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const context: CliContext = { stdout: io.stdout, stderr: io.stderr, exitCode: EXIT.ok };
  try {
    await buildProgram(context).parseAsync(argv, { from: "user" });
    return context.exitCode;
  } catch (error) {
    // Help and version were asked for and printed; help in place of a missing subcommand was printed too.
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    if (error instanceof CommanderError && error.code === "commander.help") return EXIT.input;
    return printError(asOpenDepinError(error), argv.includes("--json"), io);
  }
}

function asOpenDepinError(error: unknown): OpenDepinError {
  if (error instanceof OpenDepinError) return error;
  if (error instanceof CommanderError)
    return new OpenDepinError("USAGE", error.message.replace(/^error: /, ""));
  const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new OpenDepinError("INTERNAL", `${oneLine(problem)} (${BUG_HINT})`, { exitCode: EXIT.internal });
}

function printError(error: OpenDepinError, json: boolean, { stderr }: CliIo): number {
  const { code, reason, file, line } = error;
  if (json) printJson(stderr, { error: { code, message: oneLine(reason), file, line } });
  else stderr.write(`error: ${oneLine(error.message)}\n`);
  return error.exitCode;
}

function oneLine(text: string): string {
  return printable(text.replace(/\s*\n\s*/g, " "));
}
