import { isError } from "ethers";

import { EXIT, OpenDepinError } from "../../src/errors";

/**
 * Runs a command and ends the process with its exit code; whatever a person can mend becomes one line.
 *
 * @param main Gives the exit code.
 */
export function runScript(main: () => Promise<number>): void {
  main()
    .then((code) => process.exit(code))
    .catch((error: unknown) => {
      console.error(lineOf(error) ?? error);
      process.exit(error instanceof OpenDepinError ? error.exitCode : EXIT.internal);
    });
}

function lineOf(error: unknown): string | undefined {
  if (error instanceof OpenDepinError) return `error: ${error.message}`;
  if (isError(error, "NETWORK_ERROR") || isError(error, "TIMEOUT")) return `error: ${error.shortMessage}`;
  return undefined;
}
