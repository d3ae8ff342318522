import type { Command } from "commander";

import type { QueuedProposal } from "../chain";
import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { addGovOptions, type GovFlags, proposalId, withGovernorSender } from "./gov-options";
import { type Figure, printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface QueueFlags extends GovFlags {
  json?: true;
}

/** Adds `opendepin gov queue`. */
export function addGovQueue(gov: Command, context: CliContext): void {
  const command = gov
    .command("queue")
    .description("announce the calls of a proposal that voters have carried; anybody may")
    .argument("<id>", "the proposal, by its id or its number", proposalId)
    .option("--json", "print the result as JSON");
  addKeyHelp(addGovOptions(command)).action((id: bigint, flags: QueueFlags) => queue(id, flags, context));
}

async function queue(given: bigint, flags: QueueFlags, context: CliContext): Promise<void> {
  const queued = await withGovernorSender(flags, async (chain, network, sender) =>
    chain.queueProposal(network, await chain.findProposalId(network.governor, given), sender),
  );
  if (flags.json) printJson(context.stdout, queued);
  else printFigures(context, figuresOf(queued));
}

function figuresOf({ proposal, executableFrom, lapsesAt, transaction, gasUsed }: QueuedProposal): Figure[] {
  return [
    ["proposal", proposal],
    ...(executableFrom === undefined ? [] : ([["executable from", formatTime(executableFrom)]] as const)),
    ...(lapsesAt === undefined ? [] : ([["lapses at", formatTime(lapsesAt)]] as const)),
    ["next", `opendepin gov execute ${proposal}`],
    ["transaction", transaction],
    ["gas", gasUsed],
  ];
}
