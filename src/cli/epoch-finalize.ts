import type { Command } from "commander";

import { KEY_HELP } from "../chain/key-help";
import { readReport } from "../files/epoch-directory";
import { addChainOptions, type ChainFlags, withSender } from "./chain-options";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";

interface FinalizeFlags extends ChainFlags {
  json?: true;
}

/** Adds `opendepin epoch finalize`. */
export function addEpochFinalize(epoch: Command, context: CliContext): void {
  const command = epoch
    .command("finalize")
    .description("make the pending report payable once its challenge window has passed; anybody may")
    .argument("[dir]", "directory of the epoch that is expected to be pending")
    .option("--json", "print the result as JSON")
    .addHelpText("after", `\n${KEY_HELP}`);
  addChainOptions(command, "required").action((directory: string | undefined, flags: FinalizeFlags) =>
    finalize(directory, flags, context),
  );
}

async function finalize(
  directory: string | undefined,
  flags: FinalizeFlags,
  context: CliContext,
): Promise<void> {
  const root = directory === undefined ? undefined : (await readReport(directory)).root;
  const result = await withSender(flags, (chain, distributor, sender) =>
    chain.finalizeReport(distributor, sender, root),
  );
  if (flags.json) {
    printJson(context.stdout, result);
    return;
  }
  printFigures(context, [
    ["epoch", result.report.epoch],
    ["root", result.report.root],
    ["total", result.report.total],
    ["transaction", result.transaction],
    ["gas", result.gasUsed],
  ]);
}
