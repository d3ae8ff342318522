import { EXIT, OpenDepinError } from "../errors";

/** The error of what the chain's state does not allow: an answer, not a failure. */
export function refused(code: string, reason: string, cause?: unknown): OpenDepinError {
  return new OpenDepinError(code, reason, { exitCode: EXIT.no, cause });
}
