import type { Command } from "commander";

import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { addGovOptions, type GovFlags, withNetwork } from "./gov-options";
import { printJson, printTable } from "./print";
import { withProgress } from "./with-progress";

interface ListFlags extends GovFlags {
  open?: true;
  json?: true;
}

const ENDED: ReadonlySet<string> = new Set(["canceled", "defeated", "expired", "executed", "lapsed"]);

/** Adds `opendepin gov list`. */
export function addGovList(gov: Command, context: CliContext): void {
  const command = gov
    .command("list")
    .description("print the proposals of a network, the first one first")
    .option("--open", "only those with which something can still be done")
    .option("--json", "print them as JSON");
  addGovOptions(command).action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const all = await withProgress(context, { json }, (progress) =>
    withNetwork(flags, (chain, network) => chain.listProposals(network, progress)),
  );
  const proposals = flags.open
    ? all.filter(({ status, operations }) => !ENDED.has(status) || operations.some(isOpen))
    : all;
  if (json) printJson(context.stdout, proposals);
  else
    printTable(
      context,
      ["number", "status", "for", "against", "abstain", "vote until", "title", "proposal"],
      proposals.map(({ number, status, votes, votingUntil, title, proposal, operations }) => [
        number.toString(),
        operations.some(isOpen) ? `${status}, in the timelock` : status,
        votes.for.toString(),
        votes.against.toString(),
        votes.abstain.toString(),
        formatTime(votingUntil),
        title,
        proposal.toString(),
      ]),
    );
}

function isOpen({ status }: { status: string }): boolean {
  return status === "waiting" || status === "ready";
}
