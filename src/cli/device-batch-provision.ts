import type { Command } from "commander";

import { OpenDepinError } from "../errors";
import { readBatchDirectory } from "../files/batch-directory";
import { formatTime } from "../format-time";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import { timestamp } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";
import { withProgress } from "./with-progress";

interface ProvisionFlags extends RegistryFlags {
  expiry?: number;
  validity?: number;
  uri: string;
  json?: true;
}

/** Adds `opendepin device batch provision`. */
export function addBatchProvision(batch: Command, context: CliContext): void {
  const command = batch
    .command("provision")
    .description("register a batch's root, or move its expiry, from the maker's account")
    .argument("<dir>", "directory of the batch")
    .option("--expiry <time>", "last second at which its devices may be onboarded, since 1970", timestamp)
    .option("--validity <seconds>", "or how long they may be from now on", positiveInteger)
    .option("--uri <uri>", "where the list is published", "")
    .option("--json", "print the result as JSON");
  addKeyHelp(addRegistryOptions(command)).action((directory: string, flags: ProvisionFlags) =>
    provision(directory, flags, context),
  );
}

async function provision(directory: string, flags: ProvisionFlags, context: CliContext): Promise<void> {
  if ((flags.expiry === undefined) === (flags.validity === undefined))
    throw new OpenDepinError("USAGE", "give --expiry, or else --validity");
  const json = flags.json === true;
  // A maker provisions what follows from its list, never what a file merely states.
  const { maker, root, devices } = await withProgress(context, { json }, (progress) =>
    readBatchDirectory(directory, progress),
  );
  const result = await withRegistrySender(flags, async (chain, registry, sender) => {
    const expiry = flags.expiry ?? (await chain.consentPlace(registry)).now + (flags.validity ?? 0);
    const batch = { maker, root, expiry, dataURI: flags.uri };
    return { ...batch, devices, ...(await chain.provisionBatch(registry.makers, batch, sender)) };
  });
  if (json) printJson(context.stdout, result);
  else
    printFigures(context, [
      ["maker", maker],
      ["root", root],
      ["devices", devices],
      ["valid until", formatTime(result.expiry)],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
