import type { Command } from "commander";

import type { CliContext } from "./context";
import { addDisputesOptions, disputeId, type DisputesFlags, withDisputesSender } from "./dispute-options";
import { endedFigures } from "./dispute-rule";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

interface ExpireFlags extends DisputesFlags {
  json?: true;
}

/** Adds `opendepin dispute expire`. */
export function addDisputeExpire(dispute: Command, context: CliContext): void {
  const command = dispute
    .command("expire")
    .description(
      "end a dispute that nobody ruled on in time: the report is void, the bond goes back; anybody may",
    )
    .argument("<id>", "the dispute", disputeId)
    .option("--json", "print the result as JSON");
  addKeyHelp(addDisputesOptions(command)).action((id: number, flags: ExpireFlags) =>
    expire(id, flags, context),
  );
}

async function expire(id: number, flags: ExpireFlags, context: CliContext): Promise<void> {
  const ended = await withDisputesSender(flags, (chain, manager, sender) =>
    chain.expireDispute(manager, id, sender),
  );
  if (flags.json) printJson(context.stdout, ended);
  else printFigures(context, endedFigures(ended));
}
