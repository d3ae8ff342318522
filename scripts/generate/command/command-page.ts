import type { Command } from "commander";

import { EXIT } from "../../../src/errors";
import { buildProgram } from "../../../src/cli/program";
import { code, codeBlock, document, generatedFrom, table } from "../markdown/elements";
import type { Page } from "../markdown/page";

const MEANING: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: "done",
  no: "the answer is no, or the chain refuses",
  input: "bad input; nothing was written",
  network: "the chain could not be reached",
  internal: "a fault of the command itself: please report it",
};

/** The page of the command line: every command with its arguments and options, as its own help has them. */
export function commandPage(): Page {
  const sink = { write: () => true };
  const program = buildProgram({ stdout: sink, stderr: sink, exitCode: EXIT.ok });
  const commands = leavesOf(program);
  for (const command of commands) {
    const isForMachines = command.options.some(({ long }) => long === "--json");
    if (!isForMachines) throw new Error(`${pathOf(command)} has no --json`);
  }
  const text = document([
    generatedFrom("the command line (src/cli/)"),
    "# The command line",
    program.description(),
    "Every command takes `--json`, for machines, and `--help`. Keys come from the environment, never from arguments: `OPENDEPIN_PRIVATE_KEY`, or else `OPENDEPIN_KEYSTORE` (a file) with `OPENDEPIN_KEYSTORE_PASSWORD`.",
    table(
      ["command", "what it does"],
      commands.map((command) => [
        `[${code(pathOf(command))}](#${anchorOf(command)})`,
        sentence(command.description()),
      ]),
    ),
    "## Exit codes",
    table(
      ["code", "meaning"],
      Object.entries(EXIT).map(([name, exit]) => [exit.toString(), MEANING[name as keyof typeof EXIT]]),
    ),
    'With `--json`, an error is `{ "error": { code, message, file, line } }` on standard error.',
    "## Commands",
    ...commands.flatMap(sectionOf),
  ]);
  return {
    file: "command-line.md",
    title: "opendepin",
    summary: "Every command, its options and exit codes.",
    text,
  };
}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function sectionOf(command: Command): string[] {
  const { registeredArguments: args } = command;
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter(({ long }) => long !== "--help");
  return [
    `### ${pathOf(command)}`,
    codeBlock("text", `${pathOf(command)} ${command.usage()}`),
    `${sentence(command.description())}.`,
    args.length === 0
      ? ""
      : table(
          ["argument", "meaning"],
          args.map((each) => [code(each.name()), meaningOf(each)]),
        ),
    options.length === 0
      ? ""
      : table(
          ["option", "default", "meaning"],
          options.map((option) => [code(option.flags), defaultOf(option), meaningOf(option)]),
        ),
  ];
}

function defaultOf({ mandatory, defaultValue, negate }: Command["options"][number]): string {
  if (mandatory && defaultValue === undefined) return "required";
  if (negate || defaultValue === undefined) return "";
  return code(String(defaultValue));
}

function meaningOf({ description, argChoices }: { description: string; argChoices?: string[] }): string {
  if (argChoices === undefined) return description;
  return `${description}: ${argChoices.map(code).join(", ")}`;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function anchorOf(command: Command): string {
  return pathOf(command).replace(/ /g, "-");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.$/, "");
}
