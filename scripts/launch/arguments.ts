import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";

import { DeploymentStore } from "../../deploy/launch/deployment-store";
import { OpenDepinError } from "../../src/errors";

const ROOT = resolve(__dirname, "../..");

/** Options that all commands about a live network have. */
export const NETWORK_OPTIONS = {
  network: { type: "string" },
  parameters: { type: "string" },
  directory: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

export interface NetworkArguments {
  network: string;
  parameters: string;
  store: DeploymentStore;
}

/** @throws OpenDepinError `USAGE` instead of Node's own errors. */
export function parseOptions<Options extends NonNullable<ParseArgsConfig["options"]>>(options: Options) {
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    throw new OpenDepinError("USAGE", `${messageOf(cause)}; --help says what there is`, { cause });
  }
}

/**
 * Which network, by which parameters, and where its addresses and journal are.
 *
 * @throws OpenDepinError `USAGE`.
 */
export function networkArguments(values: {
  network?: string | undefined;
  parameters?: string | undefined;
  directory?: string | undefined;
}): NetworkArguments {
  const { network, directory } = values;
  if (network === undefined)
    throw new OpenDepinError("USAGE", "--network <name> says which chain; --help says more");
  const parameters = values.parameters ?? join(ROOT, "deploy/parameters", `${network}.json5`);
  if (!existsSync(parameters)) {
    throw new OpenDepinError("USAGE", "there is no such file: --parameters <file> names the network's", {
      file: parameters,
    });
  }
  return { network, parameters, store: storeIn(directory) };
}

function storeIn(directory: string | undefined): DeploymentStore {
  return directory === undefined
    ? new DeploymentStore(join(ROOT, "src/deployments"), join(ROOT, "deploy/deployments"))
    : new DeploymentStore(directory, join(directory, "journals"));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
}
