import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run } from "../../../src/cli/run";

export interface CliResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the command line in this process and collects what it prints. */
export async function runCli(...argv: string[]): Promise<CliResult> {
  const printed = { stdout: "", stderr: "" };
  const exitCode = await run(argv, {
    stdout: { write: (text: string) => (printed.stdout += text) },
    stderr: { write: (text: string) => (printed.stderr += text) },
  });
  return { exitCode, ...printed };
}

/** A directory for each test of a suite, removed after it. */
export class Workspace {
  directory = "";

  constructor() {
    beforeEach(() => {
      this.directory = mkdtempSync(join(tmpdir(), "opendepin-test-"));
    });
    afterEach(() => {
      rmSync(this.directory, { recursive: true, force: true });
    });
  }

  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  read(...parts: string[]): string {
    return readFileSync(this.path(...parts), "utf8");
  }
}
