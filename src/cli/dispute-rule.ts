import type { Command } from "commander";

import type { EndedDispute } from "../chain";
import { OpenDepinError } from "../errors";
import type { CliContext } from "./context";
import {
  addDisputesOptions,
  disputeId,
  type DisputesFlags,
  penalty,
  withDisputesSender,
} from "./dispute-options";
import { type Figure, printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface RuleFlags extends DisputesFlags {
  upheld?: true;
  rejected?: true;
  penalty?: bigint;
  reasonUri: string;
  json?: true;
}

/** Adds `opendepin dispute rule`. */
export function addDisputeRule(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("rule")
    .description("end an open dispute with a ruling, as the arbiter")
    .argument("<id>", "the dispute", disputeId)
    .option("--upheld", "the challenger was right: the report is void, the device's operator is slashed")
    .option("--rejected", "or was not: the report stands, and the bond goes to the treasury")
    .option("--penalty <amount>", "what each culprit loses, in base units; with --upheld", penalty)
    .option("--reason-uri <uri>", "where the reasons are published", "")
    .option("--json", "print the result as JSON");
  addKeyHelp(addDisputesOptions(command)).action((id: number, flags: RuleFlags) => rule(id, flags, context));
}

async function rule(id: number, flags: RuleFlags, context: CliContext): Promise<void> {
  const { upheld = false, rejected = false } = flags;
  if (upheld === rejected) throw new OpenDepinError("USAGE", "give --upheld, or else --rejected");
  if (upheld !== (flags.penalty !== undefined))
    throw new OpenDepinError("USAGE", "give --penalty with --upheld, and not with --rejected");
  const decision = { upheld, penalty: flags.penalty ?? 0n, reasonURI: flags.reasonUri };
  const ended = await withDisputesSender(flags, (chain, manager, arbiter) =>
    chain.ruleDispute(manager, id, decision, arbiter),
  );
  if (flags.json) printJson(context.stdout, ended);
  else printFigures(context, endedFigures(ended));
}

/** How a dispute ended, for people. */
export function endedFigures({ dispute, punished, transaction, gasUsed }: EndedDispute): Figure[] {
  const isPunishable = dispute.status === "upheld" && dispute.subject.kind === "report";
  return [
    ["dispute", dispute.dispute],
    ["status", dispute.status],
    ...punished.map(({ account, amount }) => ["slashed", `${account} by ${amount}`] as const),
    ...(isPunishable
      ? ([["next", `slash who signed the report: opendepin dispute punish ${dispute.dispute}`]] as const)
      : []),
    ["transaction", transaction],
    ["gas", gasUsed],
  ];
}
