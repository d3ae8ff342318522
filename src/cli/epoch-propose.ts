import type { Command } from "commander";

import type { Proposal } from "../chain";
import { KEY_HELP } from "../chain/key-help";
import { recomputeEpoch } from "../files/recompute-epoch";
import { formatTime } from "../format-time";
import { addChainOptions, type ChainFlags, positiveInteger, withSender } from "./chain-options";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface ProposeFlags extends ChainFlags {
  uri: string;
  validity: number;
  json?: true;
}

/** Adds `opendepin epoch propose`. */
export function addEpochPropose(epoch: Command, context: CliContext): void {
  const command = epoch
    .command("propose")
    .description("sign an epoch's report as its reporter and propose it")
    .argument("<dir>", "directory of the epoch")
    .option("--uri <uri>", "where the directory is published", "")
    .option("--validity <seconds>", "how long the signed report may be proposed", positiveInteger, 3600)
    .option("--json", "print the proposal as JSON")
    .addHelpText("after", `\n${KEY_HELP}`);
  addChainOptions(command, "required").action((directory: string, flags: ProposeFlags) =>
    propose(directory, flags, context),
  );
}

async function propose(directory: string, flags: ProposeFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const report = await withProgress(context, { json }, (progress) => recomputeEpoch(directory, progress));
  const options = { dataURI: flags.uri, validitySeconds: flags.validity };
  const proposal = await withSender(flags, (chain, distributor, reporter) =>
    chain.proposeReport(distributor, report, reporter, options),
  );
  if (json) printJson(context.stdout, proposal);
  else print(proposal, context);
}

function print({ report, finalized, proposed, finalizableAt }: Proposal, context: CliContext): void {
  printFigures(context, [
    ...(finalized ? ([["finalised before", finalized.transaction]] as const) : []),
    ["epoch", report.epoch],
    ["root", report.root],
    ["total", report.total],
    ["transaction", proposed.transaction],
    ["gas", proposed.gasUsed],
    ["final from", formatTime(finalizableAt)],
  ]);
}
