import type { Command } from "commander";

import { requireManifest } from "../devnet/folder";
import { withChainErrors } from "./chain-options";
import type { CliContext } from "./context";
import { epochTable } from "./devnet-tables";
import { addJsonOption, HERE, type JsonFlags } from "./devnet-values";
import { printJson } from "./print";

/** Adds `opendepin devnet epoch`. */
export function addDevnetEpoch(devnet: Command, context: CliContext): void {
  const epoch = devnet.command("epoch").description("carry the running devnet's first program on");
  const command = epoch
    .command("next")
    .description(
      "end an epoch, build, sign, propose and finalise its report; the clock moves as far as that takes",
    );
  addJsonOption(command, "the epoch").action(async (flags: JsonFlags) => {
    const { nextEpoch } = await import("../devnet/operations/next-epoch.js");
    const reported = await withChainErrors(() => nextEpoch(HERE));
    if (flags.json === true) printJson(context.stdout, reported);
    else epochTable(context, await requireManifest(HERE));
  });
}
