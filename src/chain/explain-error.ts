import { isCallException, isError } from "ethers";

import { EXIT, OpenDepinError } from "../errors";

/** Turns what ethers throws into one line that names the contract's own error. */
export function explainChainError(error: unknown): OpenDepinError {
  if (error instanceof OpenDepinError) return error;
  if (isCallException(error)) {
    const named = error.revert
      ? `${error.revert.name}(${error.revert.args.map(String).join(", ")})`
      : undefined;
    return new OpenDepinError(
      "REVERTED",
      `the contract refuses: ${named ?? error.reason ?? error.shortMessage}`,
      {
        exitCode: EXIT.no,
        cause: error,
      },
    );
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) {
    return network("the sending account cannot pay for gas; fund it", error);
  }
  return network(error instanceof Error ? error.message : String(error), error);
}

function network(reason: string, cause: unknown): OpenDepinError {
  return new OpenDepinError("CHAIN", reason, { exitCode: EXIT.network, cause });
}
