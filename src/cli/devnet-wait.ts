import type { Command } from "commander";

import { readManifest } from "../devnet/folder";
import { answers } from "../devnet/health";
import { EXIT } from "../errors";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import { addJsonOption, HERE, type JsonFlags } from "./devnet-values";
import { printFigures, printJson } from "./print";

const DEFAULT_TIMEOUT_SECONDS = 60;
const PAUSE_MS = 100;

/** Adds `opendepin devnet wait`. */
export function addDevnetWait(devnet: Command, context: CliContext): void {
  const command = devnet
    .command("wait")
    .description("wait until the devnet of this folder is ready; exit code 1 if it is not in time")
    .option("--timeout <seconds>", "how long", positiveInteger, DEFAULT_TIMEOUT_SECONDS);
  addJsonOption(command, "the answer").action(async (flags: JsonFlags & { timeout: number }) => {
    const ready = await isReadyWithin(flags.timeout);
    if (flags.json === true) printJson(context.stdout, { ready });
    else
      printFigures(context, [
        ["ready", ready ? "yes" : "no; start a devnet in this folder: opendepin devnet"],
      ]);
    context.exitCode = ready ? EXIT.ok : EXIT.no;
  });
}

async function isReadyWithin(seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    const manifest = await readManifest(HERE);
    if (manifest !== undefined && (await answers(manifest))) return true;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return false;
}
