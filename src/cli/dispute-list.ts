import type { Command } from "commander";

import type { DisputeView } from "../chain";
import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { addDisputesOptions, type DisputesFlags, withDisputes } from "./dispute-options";
import { printJson, printTable } from "./print";

interface ListFlags extends DisputesFlags {
  open?: true;
  json?: true;
}

/** Adds `opendepin dispute list`. */
export function addDisputeList(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("list")
    .description("print the disputes of a network, the first one first")
    .option("--open", "only those that wait for a ruling")
    .option("--json", "print them as JSON");
  addDisputesOptions(command).action((flags: ListFlags) => list(flags, context));
}

async function list(flags: ListFlags, context: CliContext): Promise<void> {
  const all = await withDisputes(flags, (chain, manager) => chain.listDisputes(manager));
  const disputes = flags.open ? all.filter(({ status }) => status === "open") : all;
  if (flags.json) printJson(context.stdout, disputes);
  else
    printTable(
      context,
      ["dispute", "status", "about", "culprit", "penalty", "ruling until"],
      disputes.map((view) => [
        view.dispute.toString(),
        view.status,
        subjectOf(view),
        view.culprit,
        view.penalty.toString(),
        formatTime(view.rulingDeadline),
      ]),
    );
}

function subjectOf({ subject }: DisputeView): string {
  return subject.kind === "device"
    ? `device ${subject.device}`
    : `program ${subject.program}, epoch ${subject.epoch}, nonce ${subject.nonce}`;
}
