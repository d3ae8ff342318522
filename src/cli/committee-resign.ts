import type { Command } from "commander";

import {
  addCommitteeOptions,
  type CommitteeFlags,
  leftFigures,
  withCommitteeSender,
} from "./committee-options";
import type { CliContext } from "./context";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface ResignFlags extends CommitteeFlags {
  json?: true;
}

/** Adds `opendepin committee resign`. */
export function addCommitteeResign(committee: Command, context: CliContext): void {
  const command = committee
    .command("resign")
    .description(
      "leave the committee, as the account that carries a member's bond; only governance lets it back",
    )
    .option("--json", "print the result as JSON");
  addKeyHelp(addCommitteeOptions(command)).action((flags: ResignFlags) => resign(flags, context));
}

async function resign(flags: ResignFlags, context: CliContext): Promise<void> {
  const left = await withCommitteeSender(flags, (chain, committee, sender) =>
    chain.resignFromCommittee(committee, sender),
  );
  if (flags.json) printJson(context.stdout, left);
  else printFigures(context, leftFigures(left));
}
