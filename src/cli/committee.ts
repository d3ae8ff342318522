import type { Command } from "commander";

import { addCommitteeDismiss } from "./committee-dismiss";
import { addCommitteeResign } from "./committee-resign";
import { addCommitteeShow } from "./committee-show";
import type { CliContext } from "./context";

/** Adds `opendepin committee` with its subcommands. */
export function addCommittee(program: Command, context: CliContext): void {
  const committee = program
    .command("committee")
    .description("look at a committee of reporters, leave it, and dismiss who pledged too little");
  addCommitteeShow(committee, context);
  addCommitteeResign(committee, context);
  addCommitteeDismiss(committee, context);
}
