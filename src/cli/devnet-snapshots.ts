import type { Command } from "commander";

import { DEFAULT_SNAPSHOT, restoreSnapshot, takeSnapshot } from "../devnet/operations/snapshots";
import type { CliContext } from "./context";
import { addJsonOption, HERE, type JsonFlags, snapshotName } from "./devnet-values";
import { epochTable } from "./devnet-tables";
import { printFigures, printJson } from "./print";

/** Adds `opendepin devnet snapshot`. */
export function addDevnetSnapshot(devnet: Command, context: CliContext): void {
  const command = devnet
    .command("snapshot")
    .description("remember the running devnet's state until it ends")
    .argument("[name]", "what to call it", snapshotName, DEFAULT_SNAPSHOT);
  addJsonOption(command, "its name").action(async (name: string, flags: JsonFlags) => {
    await takeSnapshot(HERE, name);
    if (flags.json === true) printJson(context.stdout, { snapshot: name });
    else printFigures(context, [["snapshot", name]]);
  });
}

/** Adds `opendepin devnet restore`. */
export function addDevnetRestore(devnet: Command, context: CliContext): void {
  const command = devnet
    .command("restore")
    .description("go back to a snapshot, as often as wanted; those taken after it are forgotten")
    .argument("[name]", "which", snapshotName, DEFAULT_SNAPSHOT);
  addJsonOption(command, "the manifest").action(async (name: string, flags: JsonFlags) => {
    const manifest = await restoreSnapshot(HERE, name);
    if (flags.json === true) printJson(context.stdout, manifest);
    else epochTable(context, manifest);
  });
}
