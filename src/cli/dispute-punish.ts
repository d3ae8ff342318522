import { type Command, InvalidArgumentError } from "commander";

import { OpenDepinError } from "../errors";
import { readReportFile } from "../files/report-file";
import type { Hex } from "../hex";
import type { SignedReport } from "../chain";
import type { CliContext } from "./context";
import { addDisputesOptions, disputeId, type DisputesFlags, withDisputesSender } from "./dispute-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface PunishFlags extends DisputesFlags {
  report?: string;
  signature?: Hex;
  json?: true;
}

/** Adds `opendepin dispute punish`. */
export function addDisputePunish(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("punish")
    .description("slash who signed a report that was ruled wrong; anybody may")
    .argument("<id>", "the dispute", disputeId)
    .option("--report <file>", "the report, when it was proposed through another contract")
    .option("--signature <hex>", "and the signature that it was proposed with", signature)
    .option("--json", "print the result as JSON");
  addKeyHelp(addDisputesOptions(command)).action((id: number, flags: PunishFlags) =>
    punish(id, flags, context),
  );
}

async function punish(id: number, flags: PunishFlags, context: CliContext): Promise<void> {
  const given = await givenReport(flags);
  const result = await withDisputesSender(flags, (chain, manager, sender) =>
    chain.punish(manager, id, sender, given),
  );
  if (flags.json) {
    printJson(context.stdout, result);
    return;
  }
  const { reporter, configuration, punished, transaction, gasUsed } = result;
  printFigures(context, [
    ["dispute", id],
    ["signed by", configuration === undefined ? reporter : `${reporter}, configuration ${configuration}`],
    ...punished.map(({ account, amount }) => ["slashed", `${account} by ${amount}`] as const),
    ["transaction", transaction],
    ["gas", gasUsed],
  ]);
}

async function givenReport({ report, signature }: PunishFlags): Promise<SignedReport | undefined> {
  if (report === undefined && signature === undefined) return undefined;
  if (report === undefined || signature === undefined)
    throw new OpenDepinError("USAGE", "--report and --signature belong together");
  return { report: await readReportFile(report), signature };
}

function signature(text: string): Hex {
  if (/^0x(?:[0-9a-fA-F]{2})+$/.test(text)) return text.toLowerCase() as Hex;
  throw new InvalidArgumentError("Expected a signature: 0x and pairs of hexadecimal digits.");
}
