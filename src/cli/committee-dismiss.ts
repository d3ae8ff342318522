import type { Command } from "commander";

import type { Address } from "../hex";
import {
  addCommitteeOptions,
  type CommitteeFlags,
  leftFigures,
  withCommitteeSender,
} from "./committee-options";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface DismissFlags extends CommitteeFlags {
  json?: true;
}

/** Adds `opendepin committee dismiss`. */
export function addCommitteeDismiss(committee: Command, context: CliContext): void {
  const command = committee
    .command("dismiss")
    .description("remove a member whose pledge is below the minimum; anybody may")
    .argument("<address>", "the account that carries the member's bond", account)
    .option("--json", "print the result as JSON");
  addKeyHelp(addCommitteeOptions(command)).action((member: Address, flags: DismissFlags) =>
    dismiss(member, flags, context),
  );
}

async function dismiss(member: Address, flags: DismissFlags, context: CliContext): Promise<void> {
  const left = await withCommitteeSender(flags, (chain, committee, sender) =>
    chain.dismissMember(committee, member, sender),
  );
  if (flags.json) printJson(context.stdout, left);
  else printFigures(context, leftFigures(left));
}
