import type { Command } from "commander";

import { OpenDepinError } from "../errors";
import { readBatchDirectory } from "../files/batch-directory";
import type { Hex } from "../hex";
import type { CliContext } from "./context";
import { catalogueId, hash } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";

interface RevokeFlags extends RegistryFlags {
  maker?: number;
  root?: Hex;
  json?: true;
}

/** Adds `opendepin device batch revoke`. */
export function addBatchRevoke(batch: Command, context: CliContext): void {
  const command = batch
    .command("revoke")
    .description("stop the onboarding of what remains of a batch, for good; the maker or the guardian may")
    .argument("[dir]", "directory of the batch")
    .option("--maker <id>", "without a directory: the maker", catalogueId)
    .option("--root <hash>", "without a directory: the batch's root", hash)
    .option("--json", "print the result as JSON");
  addKeyHelp(addRegistryOptions(command)).action((directory: string | undefined, flags: RevokeFlags) =>
    revoke(directory, flags, context),
  );
}

async function revoke(directory: string | undefined, flags: RevokeFlags, context: CliContext): Promise<void> {
  const { maker, root } = await batchOf(directory, flags);
  const sent = await withRegistrySender(flags, (chain, registry, sender) =>
    chain.revokeBatch(registry.makers, { maker, root }, sender),
  );
  if (flags.json) printJson(context.stdout, { maker, root, ...sent });
  else
    printFigures(context, [
      ["maker", maker],
      ["root", root],
      ["transaction", sent.transaction],
      ["gas", sent.gasUsed],
    ]);
}

async function batchOf(
  directory: string | undefined,
  { maker, root }: RevokeFlags,
): Promise<{ maker: number; root: Hex }> {
  if (directory === undefined && maker !== undefined && root !== undefined) return { maker, root };
  if (directory !== undefined && maker === undefined && root === undefined)
    return readBatchDirectory(directory);
  throw new OpenDepinError("USAGE", "give the batch's directory, or else --maker and --root");
}
