import type { ExitCode } from "../errors";

/** What a command writes to: the process's streams, or a test's. */
export interface CliIo {
  /** Data: what was asked for. */
  readonly stdout: CliOutput;
  /** Everything else: progress and errors. */
  readonly stderr: CliOutput;
}

export interface CliOutput {
  write(text: string): unknown;
  /** Whether a person watches. */
  readonly isTTY?: boolean | undefined;
}

/** What every subcommand is given. */
export interface CliContext extends CliIo {
  /** What the command ends with when it throws nothing; `EXIT.ok` unless an action sets it. */
  exitCode: ExitCode;
}
