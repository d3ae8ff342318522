import type { Command } from "commander";

import type { DisputeHistory, DisputeView } from "../chain";
import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { addDisputesOptions, disputeId, type DisputesFlags, withDisputes } from "./dispute-options";
import { type Figure, printable, printFigures, printJson } from "./print";
import { withProgress } from "./with-progress";

interface ShowFlags extends DisputesFlags {
  json?: true;
}

/** Adds `opendepin dispute show`. */
export function addDisputeShow(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("show")
    .description("print a dispute: what it is about, who is at stake, and how it stands")
    .argument("<id>", "the dispute", disputeId)
    .option("--json", "print it as JSON");
  addDisputesOptions(command).action((id: number, flags: ShowFlags) => show(id, flags, context));
}

async function show(id: number, flags: ShowFlags, context: CliContext): Promise<void> {
  const json = flags.json === true;
  const { dispute, history } = await withProgress(context, { json }, (progress) =>
    withDisputes(flags, async (chain, manager) => ({
      dispute: await chain.readDispute(manager, id),
      history: await chain.readDisputeHistory(manager, id, progress),
    })),
  );
  if (json) printJson(context.stdout, { ...dispute, history });
  else printFigures(context, [...disputeFigures(dispute), ...historyFigures(history)]);
}

function disputeFigures(view: DisputeView): Figure[] {
  const { dispute, status, challenger, bond, penalty, shareBps, rulingDeadline } = view;
  return [
    ["dispute", dispute],
    ["status", status],
    ...subjectFigures(view),
    ["challenger", challenger],
    ["bond", bond],
    ["penalty", `${status === "open" ? "at most " : ""}${penalty} for each culprit`],
    ["share", `${shareBps / 100}% of it for the challenger`],
    ["ruling until", formatTime(rulingDeadline)],
  ];
}

function subjectFigures({ subject, culprit }: DisputeView): Figure[] {
  if (subject.kind === "device")
    return [
      ["device", subject.device],
      ["operator", culprit],
    ];
  return [
    ["program", subject.program],
    ["epoch", subject.epoch],
    ["nonce", subject.nonce],
    ["reporter", culprit],
  ];
}

function historyFigures(history: DisputeHistory): Figure[] {
  const { root, block, evidence, evidenceURI, ruling, punished } = history;
  const figures: (Figure | undefined)[] = [
    root && ["root", root],
    block === undefined ? undefined : ["opened in block", block],
    evidence && ["evidence", evidence],
    evidenceURI ? ["published at", printable(evidenceURI)] : undefined,
    ruling && ["ruled by", ruling.by],
    ruling?.reasonURI ? ["reasons", printable(ruling.reasonURI)] : undefined,
    ...punished.map(({ account, amount }): Figure => ["slashed", `${account} by ${amount}`]),
  ];
  return figures.filter((figure) => figure !== undefined);
}
