import type { Command } from "commander";

import type { CliContext } from "./context";
import { addGovOptions, type GovFlags, proposalId, withGovernorSender } from "./gov-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface CancelFlags extends GovFlags {
  json?: true;
}

/** Adds `opendepin gov cancel`. */
export function addGovCancel(gov: Command, context: CliContext): void {
  const command = gov
    .command("cancel")
    .description("end a proposal: its proposer before the vote begins, the guardian until it is executed")
    .argument("<id>", "the proposal, by its id or its number", proposalId)
    .option("--json", "print the result as JSON");
  addKeyHelp(addGovOptions(command)).action((id: bigint, flags: CancelFlags) => cancel(id, flags, context));
}

async function cancel(given: bigint, flags: CancelFlags, context: CliContext): Promise<void> {
  const cancelled = await withGovernorSender(flags, async (chain, network, sender) =>
    chain.cancelProposal(network, await chain.findProposalId(network.governor, given), sender),
  );
  if (flags.json) printJson(context.stdout, cancelled);
  else
    printFigures(context, [
      ["proposal", cancelled.proposal],
      ["status", "cancelled"],
      ["transaction", cancelled.transaction],
      ["gas", cancelled.gasUsed],
    ]);
}
