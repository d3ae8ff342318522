import type { Command } from "commander";

import type { ProposalView, ProposedCall } from "../chain";
import { formatDuration } from "../format-duration";
import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { callFigures, operationFigures } from "./gov-figures";
import { addGovOptions, type GovFlags, proposalId, withNetwork } from "./gov-options";
import { type Figure, printable, printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface ShowFlags extends GovFlags {
  json?: true;
}

/** Adds `opendepin gov show`. */
export function addGovShow(gov: Command, context: CliContext): void {
  const command = gov
    .command("show")
    .description("print a proposal: its calls, how the vote stands, and what can be done when")
    .argument("<id>", "the proposal, by its id or its number", proposalId)
    .option("--json", "print it as JSON");
  addGovOptions(command).action((id: bigint, flags: ShowFlags) => show(id, flags, context));
}

async function show(given: bigint, flags: ShowFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const view = await withProgress(context, { json }, (progress) =>
    withNetwork(flags, async (chain, network) => {
      const id = await chain.findProposalId(network.governor, given);
      return chain.readProposal(network, id, await chain.readDescription(network.governor, id, progress));
    }),
  );
  if (json) printJson(context.stdout, view);
  else printFigures(context, figuresOf(view));
}

function figuresOf(view: ProposalView): Figure[] {
  const { proposal, status, title, description, proposer, calls, operations } = view;
  return [
    ["proposal", proposal],
    ["title", printable(title)],
    ["status", status],
    ["proposer", proposer],
    ...voteFigures(view),
    ...executionFigures(view),
    ...calls.flatMap((call) =>
      // What it schedules stands below, call by call.
      callFigures("call", call.operation ? { ...call, arguments: [] } : call, [
        "  made after",
        delayOf(call, view),
      ]),
    ),
    ...operationFigures(operations),
    ...linesOf(description).map((line, index): Figure => [index === 0 ? "text" : "", printable(line)]),
  ];
}

function voteFigures({ votes, quorum, votingFrom, votingUntil }: ProposalView): Figure[] {
  const reached = votes.for + votes.abstain;
  return [
    ["vote", `from ${formatTime(votingFrom)} to ${formatTime(votingUntil)}`],
    ["for", votes.for],
    ["against", votes.against],
    ["abstain", votes.abstain],
    [
      "quorum",
      quorum === undefined
        ? "known when the vote begins"
        : `${quorum}, of which ${reached} have voted for or abstained`,
    ],
  ];
}

function executionFigures({ status, delaySeconds, executableFrom, lapsesAt }: ProposalView): Figure[] {
  const figures: Figure[] = [["delay", `${formatDuration(delaySeconds)} from queuing it to executing it`]];
  if (executableFrom !== undefined && status !== "executed")
    figures.push(["executable from", formatTime(executableFrom)]);
  if (lapsesAt !== undefined && status !== "executed") figures.push(["lapses at", formatTime(lapsesAt)]);
  return figures;
}

function delayOf({ delaySeconds }: ProposedCall, view: ProposalView): string {
  return formatDuration(delaySeconds ?? view.delaySeconds);
}

function linesOf(text: string): string[] {
  return text.trim() === "" ? [] : text.trim().split(/\r?\n/);
}
