import type { Command } from "commander";

import { wordToHex } from "../files/word-hex";
import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account, deviceId } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";

interface TransferFlags extends RegistryFlags {
  to: Address;
  json?: true;
}

/** Adds `opendepin device transfer`. */
export function addDeviceTransfer(device: Command, context: CliContext): void {
  const command = device
    .command("transfer")
    .description("give a device to another owner; its payee and pending rotation end, what it earned stays")
    .argument("<id>", "the device", deviceId)
    .requiredOption("--to <address>", "the new owner", account)
    .option("--json", "print the result as JSON");
  addKeyHelp(addRegistryOptions(command)).action((id: bigint, flags: TransferFlags) =>
    transfer(id, flags, context),
  );
}

async function transfer(device: bigint, flags: TransferFlags, context: CliContext): Promise<void> {
  const { to, json } = flags;
  const { from, ...sent } = await withRegistrySender(flags, (chain, registry, sender) =>
    chain.transferDevice(registry.contract, device, to, sender),
  );
  if (json) printJson(context.stdout, { device: wordToHex(device), from, to, ...sent });
  else
    printFigures(context, [
      ["device", wordToHex(device)],
      ["from", from],
      ["to", to],
      ["transaction", sent.transaction],
      ["gas", sent.gasUsed],
    ]);
}
