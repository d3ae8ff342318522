/**
 * Exit codes of the `opendepin` command, the same for every subcommand.
 *
 * `no` is an answer, not a failure: what was asked to be verified or found is not so.
 */
export const EXIT = { ok: 0, no: 1, input: 2, network: 3, internal: 70 } as const;

/** One of these codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What is known of an error beside its reason. */
export interface OpenDepinErrorOptions {
  /** Exit code of a command that ends with this error; bad input unless said otherwise. */
  exitCode?: ExitCode;
  /** File that the error is about, as the caller named it. */
  file?: string | undefined;
  /** Line in `file`, counted from 1. */
  line?: number | undefined;
  cause?: unknown;
}

/**
 * An error that tells its reader what to do.
 *
 * `code` is stable and meant for programs; `message` starts with the place (`file:line: `) when it is known, and
 * `reason` is the message without it.
 */
export class OpenDepinError extends Error {
  override readonly name = "OpenDepinError";
  readonly exitCode: ExitCode;
  readonly file: string | undefined;
  readonly line: number | undefined;

  constructor(
    readonly code: string,
    readonly reason: string,
    options: OpenDepinErrorOptions = {},
  ) {
    super(placeOf(options) + reason, { cause: options.cause });
    this.exitCode = options.exitCode ?? EXIT.input;
    this.file = options.file;
    this.line = options.line;
  }

  /** The same error at a place in a file; an error that already has its place keeps it. */
  at(file: string, line?: number): OpenDepinError {
    if (this.file !== undefined) return this;
    return new OpenDepinError(this.code, this.reason, { exitCode: this.exitCode, file, line, cause: this });
  }
}

function placeOf({ file, line }: OpenDepinErrorOptions): string {
  if (file === undefined) return "";
  return line === undefined ? `${file}: ` : `${file}:${line}: `;
}
