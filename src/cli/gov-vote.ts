import { Argument, type Command } from "commander";

import { type Choice, CHOICES } from "../governance/choice";
import type { CliContext } from "./context";
import { addGovOptions, type GovFlags, proposalId, withGovernorSender } from "./gov-options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface VoteFlags extends GovFlags {
  reason: string;
  json?: true;
}

/** Adds `opendepin gov vote`. */
export function addGovVote(gov: Command, context: CliContext): void {
  const command = gov
    .command("vote")
    .description(
      "vote on a proposal, with what was bonded when its vote began; who votes with a bond: opendepin stake delegate",
    )
    .argument("<id>", "the proposal, by its id or its number", proposalId)
    .addArgument(new Argument("<choice>", "what to vote").choices([...CHOICES]))
    .option("--reason <text>", "why, for all to read", "")
    .option("--json", "print the result as JSON");
  addKeyHelp(addGovOptions(command)).action((id: bigint, choice: Choice, flags: VoteFlags) =>
    vote(id, choice, flags, context),
  );
}

async function vote(given: bigint, choice: Choice, flags: VoteFlags, context: CliContext): Promise<void> {
  const { reason } = flags;
  const cast = await withGovernorSender(flags, async (chain, network, voter) => {
    const id = await chain.findProposalId(network.governor, given);
    return chain.castVote(network, id, { choice, reason }, voter);
  });
  if (flags.json) printJson(context.stdout, cast);
  else
    printFigures(context, [
      ["proposal", cast.proposal],
      ["account", cast.account],
      ["vote", `${cast.choice}, with ${cast.votes} votes`],
      ["transaction", cast.transaction],
      ["gas", cast.gasUsed],
    ]);
}
