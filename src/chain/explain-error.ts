import { type CallExceptionError, type ErrorDescription, isCallException, isError } from "ethers";

import {
  EmissionController__factory,
  RewardDistributor__factory,
  RewardToken__factory,
} from "../../typechain-types";
import { EXIT, OpenDepinError } from "../errors";

/** A call may fail in any contract that it passes through. */
const INTERFACES = [RewardDistributor__factory, EmissionController__factory, RewardToken__factory].map(
  (factory) => factory.createInterface(),
);

/** Turns what ethers throws into one line that names the contract's own error. */
export function explainChainError(error: unknown): OpenDepinError {
  if (error instanceof OpenDepinError) return error;
  if (isCallException(error)) {
    return new OpenDepinError("REVERTED", `the contract refuses: ${reasonOf(error)}`, {
      exitCode: EXIT.no,
      cause: error,
    });
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) {
    return network("the sending account cannot pay for gas; fund it", error);
  }
  return network(error instanceof Error ? error.message : String(error), error);
}

function reasonOf(error: CallExceptionError): string {
  const described = customError(error.data);
  if (described === undefined) return error.reason ?? error.shortMessage;
  return `${described.name}(${described.args.map(String).join(", ")})`;
}

function customError(data: string | null): ErrorDescription | undefined {
  if (data === null) return undefined;
  for (const contract of INTERFACES) {
    const described = contract.parseError(data);
    if (described !== null) return described;
  }
  return undefined;
}

function network(reason: string, cause: unknown): OpenDepinError {
  return new OpenDepinError("CHAIN", reason, { exitCode: EXIT.network, cause });
}
