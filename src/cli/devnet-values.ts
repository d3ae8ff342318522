import { type Command, InvalidArgumentError } from "commander";

import { OpenDepinError } from "../errors";
import type { Address } from "../hex";
import { parseAmount, parseRecipient } from "../devnet/operations/faucet";
import { parseDuration } from "../devnet/operations/warp";

const MAX_PORT = 65_535;

/** The running devnet that a command is about is that of the folder it is run in. */
export const HERE = ".";

export interface JsonFlags {
  json?: true;
}

/** Adds the option that every command on a running devnet has. */
export function addJsonOption(command: Command, what: string): Command {
  return command.option("--json", `print ${what} as JSON`);
}

export function portNumber(text: string): number {
  if (/^[1-9][0-9]{0,4}$/.test(text) && Number(text) < MAX_PORT) return Number(text);
  throw new InvalidArgumentError(`Expected a port from 1 to ${MAX_PORT - 1}.`);
}

export const duration = (text: string): number => argument(() => parseDuration(text));
export const recipient = (text: string): Address => argument(() => parseRecipient(text));
export const tokenAmount = (text: string): bigint => argument(() => parseAmount(text));

/** Words of a snapshot's name: it is shown, and a part of no path. */
export function snapshotName(text: string): string {
  if (/^[\w.-]{1,64}$/.test(text)) return text;
  throw new InvalidArgumentError("Expected a name of letters, digits, dots, dashes and underscores.");
}

function argument<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof OpenDepinError)) throw error;
    throw new InvalidArgumentError(`${error.reason.charAt(0).toUpperCase()}${error.reason.slice(1)}.`);
  }
}
