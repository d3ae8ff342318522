import { readFile } from "node:fs/promises";

import type { Call, GovernedNetwork } from "../chain";
import { OpenDepinError } from "../errors";
import { readCallsFile } from "../files/calls-file";
import { fileError } from "../files/file-error";
import type { ResolveName } from "../governance/read-value";
import type { Address } from "../hex";
import type { Chain } from "./chain-options";
import type { GovFlags } from "./gov-options";

/** The options of `opendepin gov propose`. */
export interface ProposeFlags extends GovFlags {
  calls?: string;
  title?: string;
  description?: string;
  descriptionFile?: string;
  direct?: true;
  safe?: string;
  from?: Address;
  dryRun?: true;
  skipTrial?: true;
  json?: true;
}

/** What somebody wants governance, or an account, to do. */
export interface GovRequest {
  title: string;
  description: string;
  /** Reads the calls, with names of contracts as addresses. */
  read: (chain: Chain, resolve: ResolveName) => Call[];
}

/**
 * What the command line asks for: one call by its arguments, or those of a file.
 *
 * @throws OpenDepinError `USAGE`, and what is wrong with the file.
 */
export async function requestOf(
  call: string | undefined,
  args: readonly string[],
  flags: ProposeFlags,
): Promise<GovRequest> {
  if ((call === undefined) === (flags.calls === undefined))
    throw new OpenDepinError(
      "USAGE",
      "give a call, as EmissionController.setWeights '[8000,2000]', or else --calls",
    );
  const description = await givenDescription(flags);
  if (call !== undefined) {
    const read: GovRequest["read"] = (chain, resolve) => [chain.callFromText(call, args, resolve)];
    return { title: flags.title ?? "", description: description ?? "", read };
  }
  const file = flags.calls ?? "";
  const written = await readCallsFile(file);
  return {
    title: flags.title ?? written.title ?? "",
    description: description ?? written.description ?? "",
    read: (chain, resolve) =>
      written.calls.map(({ call, args }, index) => {
        try {
          return chain.callFromValues(call, args, resolve);
        } catch (error) {
          if (!(error instanceof OpenDepinError)) throw error;
          throw new OpenDepinError(error.code, `calls[${index}]: ${error.reason}`, { file, cause: error });
        }
      }),
  };
}

async function givenDescription({ description, descriptionFile }: ProposeFlags): Promise<string | undefined> {
  if (descriptionFile === undefined) return description;
  if (description !== undefined)
    throw new OpenDepinError("USAGE", "give --description, or else --description-file");
  return readFile(descriptionFile, "utf8").catch((error: unknown) => {
    throw fileError(descriptionFile, error);
  });
}

/** Who acts: whom the flags say, or else whose key the environment has. */
export async function actorOf(
  chain: Chain,
  { provider }: GovernedNetwork,
  { from }: Pick<ProposeFlags, "from">,
): Promise<Address> {
  return from ?? chain.accountOf(await chain.walletFromEnvironment(provider));
}
