import { readFile } from "node:fs/promises";

import JSON5 from "json5";

import { OpenDepinError } from "../../src/errors";
import { fileError } from "../../src/files/file-error";
import { type Fields, fieldsOf, integerOf, ParameterError } from "../parameter-fields";
import { type NetworkParameters, parseParameters } from "../parameters";
import { refuseExampleAccounts } from "./example-accounts";

/** What a launch is about: a network, and the chain that it is for. */
export interface LaunchParameters {
  /**
   * Chain id. No part of the network itself, so that one network has the same addresses on every chain that its file is
   * copied for.
   */
  chainId: number;
  network: NetworkParameters;
}

/**
 * Reads a network's parameters for a launch.
 *
 * @throws OpenDepinError `FILE_UNREADABLE`, or `PARAMETERS_INVALID` naming the file and the first parameter that is
 * missing, out of range, or an example's.
 */
export async function readLaunchParameters(file: string): Promise<LaunchParameters> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw fileError(file, cause);
  });
  try {
    const fields = fieldsOf(JSON5.parse(text), "the file");
    refuseExampleAccounts(fields);
    return { chainId: chainIdOf(fields), network: parseParameters(fields) };
  } catch (cause) {
    if (!(cause instanceof ParameterError || cause instanceof SyntaxError)) throw cause;
    throw new OpenDepinError("PARAMETERS_INVALID", cause.message, { file, cause });
  }
}

function chainIdOf(fields: Fields): number {
  return integerOf(fields["chainId"], "chainId", 1, Number.MAX_SAFE_INTEGER);
}
