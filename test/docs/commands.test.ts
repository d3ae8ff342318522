import { expect } from "chai";
import type { Command } from "commander";

import { buildProgram } from "../../src/cli/program";
import { EXIT } from "../../src/errors";
import { codeBlocks, documents, textOf } from "./markdown";

const sink = { write: () => true };
const program = buildProgram({ stdout: sink, stderr: sink, exitCode: EXIT.ok });

describe("commands in the documents", () => {
  const lines = documents()
    .filter((document) => !document.startsWith("docs/reference/"))
    .flatMap((document) => commandLines(textOf(document)).map((line) => ({ document, line })));

  it("are found at all", () => {
    expect(lines.length).to.be.above(60);
  });

  it("exist, with every option that they are given", () => {
    const wrong = lines.flatMap(({ document, line }) =>
      problemsOf(line).map((what) => `${document}: ${what}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("would be noticed if they did not exist", () => {
    expect(problemsOf("opendepin epoch biuld --rpc x")).to.deep.equal(["no command epoch biuld"]);
    expect(problemsOf("opendepin epoch proof dir --acount x")).to.deep.equal([
      "opendepin epoch proof has no option --acount",
    ]);
  });
});

/** What shells are told to run of ours, a line each, with continued lines put together. */
function commandLines(text: string): string[] {
  return codeBlocks(text)
    .filter(({ language }) => ["sh", "console", ""].includes(language))
    .flatMap(({ source }) => source.replace(/\\\n/g, " ").split("\n"))
    .filter((line) => !line.startsWith("npm install"))
    .flatMap((line) => [...line.matchAll(/(?:^|[\s(])opendepin (?:-- +)?([a-z][^|>#)]*)/g)])
    .map(([, rest = ""]) => `opendepin ${rest.replace(/\$\([^)]*\)?/g, "x")}`);
}

function problemsOf(line: string): string[] {
  const [, ...words] = line.trim().split(/\s+/);
  let command: Command = program;
  while (command.commands.length > 0) {
    const [name = ""] = words;
    if (isOptionOrNone(name) && command.options.length > 0) break;
    const found = command.commands.find((each) => each.name() === name);
    if (found === undefined) return [`no command ${[...pathOf(command), name].join(" ")}`];
    words.shift();
    command = found;
  }
  const known = command.options.flatMap(({ long, short }) => [long, short]);
  return words
    .filter((word) => /^--[a-z]/.test(word) && !known.includes(word))
    .map((word) => `opendepin ${pathOf(command).join(" ")} has no option ${word}`);
}

/** After it a command that has commands below it does something itself. */
function isOptionOrNone(word: string): boolean {
  return word === "" || word.startsWith("-");
}

function pathOf(command: Command): string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}
