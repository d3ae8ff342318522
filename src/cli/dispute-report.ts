import type { Command } from "commander";

import { formatTime } from "../format-time";
import { addChainOptions, type ChainFlags, withDistributor } from "./chain-options";
import type { CliContext } from "./context";
import {
  type AccusationFlags,
  accusationOf,
  addAccusationOptions,
  addDisputesOption,
  type DisputesFlags,
} from "./dispute-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface ReportFlags extends ChainFlags, DisputesFlags, AccusationFlags {
  json?: true;
}

/** Adds `opendepin dispute report`. */
export function addDisputeReport(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("report")
    .description("challenge a program's pending report; takes a bond, and freezes the report until a ruling")
    .option("--json", "print the dispute as JSON");
  addKeyHelp(addAccusationOptions(addDisputesOption(addChainOptions(command, "required")))).action(
    (flags: ReportFlags) => report(flags, context),
  );
}

async function report(flags: ReportFlags, context: CliContext): Promise<void> {
  const accusation = await accusationOf(flags);
  const opened = await withDistributor(flags, async (chain, distributor, provider) => {
    const challenger = await chain.walletFromEnvironment(provider);
    const manager = await chain.findDisputeManager(provider, flags.disputes);
    return chain.challengeReport(manager, distributor, accusation, challenger);
  });
  if (flags.json) printJson(context.stdout, { ...opened, ...accusation });
  else
    printFigures(context, [
      ["dispute", opened.dispute],
      ["epoch", opened.report.epoch],
      ["root", opened.report.root],
      ["evidence", accusation.evidence],
      ["bond", opened.bond],
      ["ruling until", formatTime(opened.rulingDeadline)],
      ["transaction", opened.transaction],
      ["gas", opened.gasUsed],
    ]);
}
