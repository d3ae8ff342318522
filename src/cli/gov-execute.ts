import type { Command } from "commander";

import type { Execution } from "../chain";
import type { CliContext } from "./context";
import { operationFigures } from "./gov-figures";
import { addGovOptions, type GovFlags, proposalId, withNetworkSender } from "./gov-options";
import { type Figure, printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface ExecuteFlags extends GovFlags {
  json?: true;
}

/** Adds `opendepin gov execute`. */
export function addGovExecute(gov: Command, context: CliContext): void {
  const command = gov
    .command("execute")
    .description(
      "make the calls of a proposal when their delay is over, and later what it has scheduled in the timelock; anybody may",
    )
    .argument("<id>", "the proposal, by its id or its number", proposalId)
    .option("--json", "print the result as JSON");
  addKeyHelp(addGovOptions(command)).action((id: bigint, flags: ExecuteFlags) => execute(id, flags, context));
}

async function execute(given: bigint, flags: ExecuteFlags, context: CliContext): Promise<void> {
  const execution = await withNetworkSender(flags, async (chain, network, sender) =>
    chain.executeProposal(network, await chain.findProposalId(network.governor, given), sender),
  );
  if (flags.json) printJson(context.stdout, execution);
  else printFigures(context, figuresOf(execution));
}

function figuresOf({ proposal, executed, transactions, operations }: Execution): Figure[] {
  const waits = operations.some(({ status }) => status === "waiting");
  return [
    ["proposal", proposal],
    ["executed", executed === "proposal" ? "its calls" : "what it had scheduled in the timelock"],
    ...operationFigures(operations),
    ...(waits ? ([["next", `opendepin gov execute ${proposal}, again`]] as const) : []),
    ...transactions.flatMap(({ transaction, gasUsed }): Figure[] => [
      ["transaction", transaction],
      ["gas", gasUsed],
    ]),
  ];
}
