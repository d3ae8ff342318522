import type { Command } from "commander";

import { OpenDepinError } from "../errors";
import { wordToHex } from "../files/word-hex";
import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account, deviceId } from "./device-values";
import { type Figure, printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";

interface PayeeFlags extends RegistryFlags {
  device?: bigint;
  default?: true;
  to?: Address;
  reset?: true;
  json?: true;
}

/** Adds `opendepin device payee`. */
export function addDevicePayee(device: Command, context: CliContext): void {
  const command = device
    .command("payee")
    .description("say, as the owner, who later rewards of a device are credited to")
    .option("--device <id>", "the device", deviceId)
    .option("--default", "or all devices of the sender that have no payee of their own")
    .option("--to <address>", "the payee", account)
    .option("--reset", "or nobody: the owner's default, and without one the owner")
    .option("--json", "print the result as JSON");
  addKeyHelp(addRegistryOptions(command)).action((flags: PayeeFlags) => setPayee(flags, context));
}

async function setPayee(flags: PayeeFlags, context: CliContext): Promise<void> {
  const { device, to } = flags;
  if ((device === undefined) === (flags.default === undefined))
    throw new OpenDepinError("USAGE", "give --device, or else --default");
  if ((to === undefined) === (flags.reset === undefined))
    throw new OpenDepinError("USAGE", "give --to, or else --reset");
  const result = await withRegistrySender(flags, (chain, registry, sender) =>
    chain.setPayee(registry.contract, device, to, sender),
  );
  const about: Figure = device === undefined ? ["owner", result.owner] : ["device", wordToHex(device)];
  if (flags.json)
    printJson(context.stdout, { ...result, device: device === undefined ? undefined : wordToHex(device) });
  else
    printFigures(context, [
      about,
      ["payee", result.payee],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
