import type { Command } from "commander";

import { formatTime } from "../format-time";
import { addChainOptions, type ChainFlags, withDistributor } from "./chain-options";
import type { CliContext } from "./context";
import {
  addDisputesOption,
  addEvidenceOptions,
  type DisputesFlags,
  type EvidenceFlags,
  evidenceOf,
} from "./dispute-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface ReportFlags extends ChainFlags, DisputesFlags, EvidenceFlags {
  json?: true;
}

/** Adds `opendepin dispute report`. */
export function addDisputeReport(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("report")
    .description("challenge a program's pending report; takes a bond, and freezes the report until a ruling")
    .option("--json", "print the dispute as JSON");
  addKeyHelp(addEvidenceOptions(addDisputesOption(addChainOptions(command, "required")))).action(
    (flags: ReportFlags) => report(flags, context),
  );
}

async function report(flags: ReportFlags, context: CliContext): Promise<void> {
  const evidence = await evidenceOf(flags);
  const opened = await withDistributor(flags, async (chain, distributor, provider) => {
    const challenger = await chain.walletFromEnvironment(provider);
    const manager = await chain.findDisputeManager(provider, flags.disputes);
    return chain.challengeReport(manager, distributor, evidence, challenger);
  });
  if (flags.json) printJson(context.stdout, { ...opened, ...evidence });
  else
    printFigures(context, [
      ["dispute", opened.dispute],
      ["epoch", opened.report.epoch],
      ["root", opened.report.root],
      ["evidence", evidence.evidence],
      ["bond", opened.bond],
      ["ruling until", formatTime(opened.rulingDeadline)],
      ["transaction", opened.transaction],
      ["gas", opened.gasUsed],
    ]);
}
