import type { Command } from "commander";

import type { CliContext } from "./context";
import { addGovCancel } from "./gov-cancel";
import { addGovExecute } from "./gov-execute";
import { addGovList } from "./gov-list";
import { addGovPropose } from "./gov-propose";
import { addGovQueue } from "./gov-queue";
import { addGovShow } from "./gov-show";
import { addGovVote } from "./gov-vote";

/** Adds `opendepin gov` with its subcommands. */
export function addGov(program: Command, context: CliContext): void {
  const gov = program
    .command("gov")
    .description("propose privileged calls, vote on them, and carry them through");
  addGovPropose(gov, context);
  addGovShow(gov, context);
  addGovList(gov, context);
  addGovVote(gov, context);
  addGovQueue(gov, context);
  addGovExecute(gov, context);
  addGovCancel(gov, context);
}
