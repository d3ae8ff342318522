import type { Command } from "commander";

import { requireManifest } from "../devnet/folder";
import { warp } from "../devnet/operations/warp";
import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { addJsonOption, duration, HERE, type JsonFlags } from "./devnet-values";
import { printFigures, printJson } from "./print";

/** Adds `opendepin devnet warp`. */
export function addDevnetWarp(devnet: Command, context: CliContext): void {
  const command = devnet
    .command("warp")
    .description("move the running devnet's clock forward")
    .argument("<duration>", "such as 90s, 10m, 2h, 1d or 1w", duration);
  addJsonOption(command, "the chain's new time").action(async (seconds: number, flags: JsonFlags) => {
    const timestamp = await warp(await requireManifest(HERE), seconds);
    if (flags.json === true) printJson(context.stdout, { timestamp });
    else printFigures(context, [["time", formatTime(timestamp)]]);
  });
}
