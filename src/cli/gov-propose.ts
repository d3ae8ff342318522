import type { Command } from "commander";

import { OpenDepinError } from "../errors";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { sendDirectly } from "./gov-direct";
import { addGovOptions } from "./gov-options";
import { propose } from "./gov-proposal";
import { type GovRequest, type ProposeFlags, requestOf } from "./gov-request";
import { writeSafeBatch } from "./gov-safe";
import { addKeyHelp } from "./registry-options";

/** Adds `opendepin gov propose`. */
export function addGovPropose(gov: Command, context: CliContext): void {
  const command = gov
    .command("propose")
    .description("check privileged calls, and propose them, send them, or write them for a Safe")
    .argument("[call]", "what to call: <Contract>.<function>, as EmissionController.setWeights")
    .argument("[args...]", "its arguments; lists and tuples as JSON, contracts and roles also by their names")
    .option("--calls <file>", "several calls at once, from a JSON5 file")
    .option("--title <text>", "the proposal's title, one line")
    .option("--description <text>", "what there is to say about it")
    .option("--description-file <file>", "or a file that says it, as Markdown")
    .option("--direct", "send the calls as an account that holds their roles, instead of proposing them")
    .option(
      "--safe <file>",
      "or write them as a batch for Safe's transaction builder, for the Safe of --from",
    )
    .option("--from <address>", "the Safe, or the sender of a dry run; that of the key unless given", account)
    .option("--dry-run", "check everything and print what would be sent")
    .option("--skip-trial", "go on although a call would fail if it were made today")
    .option("--json", "print the result as JSON");
  addKeyHelp(addGovOptions(command)).action((call: string | undefined, args: string[], flags: ProposeFlags) =>
    run(call, args, flags, context),
  );
}

async function run(
  call: string | undefined,
  args: readonly string[],
  flags: ProposeFlags,
  context: CliContext,
): Promise<void> {
  requireConsistent(flags);
  const request = await requestOf(call, args, flags);
  await checkCalls(request, flags);
  if (flags.safe !== undefined) await writeSafeBatch(request, flags.safe, flags, context);
  else if (flags.direct) await sendDirectly(request, flags, context);
  else await propose(request, flags, context);
}

function requireConsistent({ direct, safe, from, dryRun }: ProposeFlags): void {
  if (direct && safe !== undefined) throw new OpenDepinError("USAGE", "give --direct, or else --safe");
  if (safe !== undefined && from === undefined)
    throw new OpenDepinError("USAGE", "--safe takes the Safe's address: give --from");
  if (safe !== undefined && dryRun)
    throw new OpenDepinError("USAGE", "--safe sends nothing; leave --dry-run away");
  if (safe === undefined && from !== undefined && !dryRun)
    throw new OpenDepinError(
      "USAGE",
      "--from goes with --safe or --dry-run; who sends is whose key is there",
    );
}

/** What is wrong with the calls themselves shows before anything is asked of a chain. */
async function checkCalls(request: GovRequest, { direct, safe }: ProposeFlags): Promise<void> {
  const chain = await import("../chain/index.js");
  const isDirect = direct === true || safe !== undefined;
  if (!isDirect && request.title.trim() === "")
    throw new OpenDepinError("TITLE_INVALID", "a proposal has a title, of one line; give --title");
  for (const call of request.read(chain, chain.anyContract)) {
    if (isDirect) chain.requireDirect(call);
    else chain.requireCallable(call);
  }
}
