import type { Command } from "commander";

import { requireManifest } from "../devnet/folder";
import type { DevnetManifest } from "../devnet/manifest";
import { EXIT, OpenDepinError } from "../errors";
import type { CliContext } from "./context";
import { epochTable } from "./devnet-tables";
import { addJsonOption, HERE, type JsonFlags } from "./devnet-values";
import { printJson } from "./print";

/** Adds `opendepin devnet reset`. */
export function addDevnetReset(devnet: Command, context: CliContext): void {
  const command = devnet.command("reset").description("start the running devnet anew");
  addJsonOption(command, "the manifest").action(async (flags: JsonFlags) => {
    const manifest = await reset(await requireManifest(HERE));
    if (flags.json === true) printJson(context.stdout, manifest);
    else epochTable(context, manifest);
  });
}

/** Only the process that serves the devnet can start its chain anew. */
async function reset({ http }: DevnetManifest): Promise<DevnetManifest> {
  const response = await fetch(`${http}/reset`, { method: "POST" }).catch((cause: unknown) => {
    throw new OpenDepinError("HTTP_UNREACHABLE", `no devnet answers at ${http}; start it: opendepin devnet`, {
      exitCode: EXIT.network,
      cause,
    });
  });
  if (response.ok) return (await response.json()) as DevnetManifest;
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  throw new OpenDepinError(error.code, error.message, { exitCode: EXIT.no });
}
