import {
  type CallExceptionError,
  type ErrorDescription,
  isCallException,
  isError,
  type ParamType,
} from "ethers";

import {
  AccessManager__factory,
  DeviceRegistry__factory,
  DisputeManager__factory,
  EmissionController__factory,
  MakerRegistry__factory,
  NetworkGovernor__factory,
  NetworkTimelock__factory,
  OperatorStaking__factory,
  ReporterCommittee__factory,
  RewardDistributor__factory,
  RewardToken__factory,
} from "../../typechain-types";
import { EXIT, OpenDepinError } from "../errors";
import { wordToHex } from "../files/word-hex";
import { formatTime } from "../format-time";

/** A call may fail in any contract that it passes through. */
const INTERFACES = [
  RewardDistributor__factory,
  EmissionController__factory,
  RewardToken__factory,
  DeviceRegistry__factory,
  MakerRegistry__factory,
  OperatorStaking__factory,
  ReporterCommittee__factory,
  DisputeManager__factory,
  NetworkGovernor__factory,
  NetworkTimelock__factory,
  AccessManager__factory,
].map((factory) => factory.createInterface());

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

/**
 * What a contract reverted with, by the name of its error.
 *
 * @param data The revert's data; null if the node gave none.
 * @returns Undefined if it is no error of the suite's contracts.
 */
export function describeRevert(data: string | null): string | undefined {
  const described = customError(data);
  if (described === undefined) return undefined;
  const inputs = described.fragment.inputs.map(
    (input, index) => `${input.name} ${describeInput(input, described.args[index])}`,
  );
  return `${described.name}(${inputs.join(", ")})`;
}

/** A device by its id as everything else names it, a time as people read it. */
function describeInput({ name, type }: ParamType, value: unknown): string {
  if (typeof value !== "bigint") return String(value);
  if (name === "device") return wordToHex(value);
  return isTime(name, type) ? formatTime(Number(value)) : String(value);
}

/** The contracts keep times in 40 bits, and nothing else; the block's own, and an epoch's end, are words. */
function isTime(name: string, type: string): boolean {
  return type === "uint40" || name === "timestamp" || name === "endsAt";
}

function reasonOf(error: CallExceptionError): string {
  return describeRevert(error.data) ?? error.reason ?? error.shortMessage;
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
