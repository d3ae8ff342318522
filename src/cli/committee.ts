import type { Command } from "commander";

import { addCommitteeShow } from "./committee-show";
import type { CliContext } from "./context";

/** Adds `opendepin committee` with its subcommands. */
export function addCommittee(program: Command, context: CliContext): void {
  const committee = program.command("committee").description("look at a committee of reporters");
  addCommitteeShow(committee, context);
}
