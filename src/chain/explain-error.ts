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
  if (
    isError(error, "INSUFFICIENT_FUNDS") ||
    /doesn't have enough funds|insufficient funds/.test(textOf(error))
  ) {
    return new OpenDepinError("NO_FUNDS", "the sending account cannot pay for gas; fund it", {
      exitCode: EXIT.no,
      cause: error,
    });
  }
  return network(textOf(error), error);
}

function reasonOf(error: CallExceptionError): string {
  const described = customError(error.data);
  if (described === undefined) return error.reason ?? error.shortMessage;
  const inputs = described.fragment.inputs.map(
    ({ name }, index) => `${name} ${String(described.args[index])}`,
  );
  return `${described.name}(${inputs.join(", ")})`;
}

function customError(data: string | null): ErrorDescription | undefined {
  if (data === null || data.length < 10) return undefined;
  for (const contract of INTERFACES) {
    const described = contract.parseError(data);
    if (described !== null) return described;
  }
  return undefined;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function network(reason: string, cause: unknown): OpenDepinError {
  return new OpenDepinError("CHAIN", reason, { exitCode: EXIT.network, cause });
}
