import type { Command } from "commander";

import { wordToHex } from "../files/word-hex";
import type { CliContext } from "./context";
import { deviceId } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";

interface ReleaseFlags extends RegistryFlags {
  json?: true;
}

/** Adds `opendepin device release`. */
export function addDeviceRelease(device: Command, context: CliContext): void {
  const command = device
    .command("release")
    .description("give a device up, as its owner; it can be onboarded anew by whoever has its key's consent")
    .argument("<id>", "the device", deviceId)
    .option("--json", "print the result as JSON");
  addKeyHelp(addRegistryOptions(command)).action((id: bigint, flags: ReleaseFlags) =>
    release(id, flags, context),
  );
}

async function release(device: bigint, flags: ReleaseFlags, context: CliContext): Promise<void> {
  const sent = await withRegistrySender(flags, (chain, registry, sender) =>
    chain.releaseDevice(registry.contract, device, sender),
  );
  if (flags.json) printJson(context.stdout, { device: wordToHex(device), ...sent });
  else
    printFigures(context, [
      ["device", wordToHex(device)],
      ["released", "can be onboarded anew"],
      ["transaction", sent.transaction],
      ["gas", sent.gasUsed],
    ]);
}
