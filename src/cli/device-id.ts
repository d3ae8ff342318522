import type { Command } from "commander";

import { deviceIdOf } from "../devices/device-id-of";
import { OpenDepinError } from "../errors";
import { wordToHex } from "../files/word-hex";
import type { Hex } from "../hex";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import { addVerifierOption, openKey, type VerifierFlags } from "./device-signing";
import { signerBytes } from "./device-values";
import { printFigures, printJson } from "./print";

interface IdFlags extends VerifierFlags {
  key?: string;
  signer?: Hex;
  chainId?: number;
  json?: true;
}

/** Adds `opendepin device id`. */
export function addDeviceId(device: Command, context: CliContext): void {
  const command = device
    .command("id")
    .description("print the id of the device that a key becomes; a device that has rotated keeps its first")
    .option("--key <file>", "key file")
    .option("--signer <hex>", "or the key's ERC-7913 form: an address, or a verifier and a key", signerBytes)
    .option("--chain-id <number>", "the published network that a P-256 key is for", positiveInteger)
    .option("--json", "print the result as JSON");
  addVerifierOption(command).action((flags: IdFlags) => id(flags, context));
}

async function id(flags: IdFlags, context: CliContext): Promise<void> {
  const signer = await signerOf(flags);
  const device = wordToHex(deviceIdOf(signer));
  // the same 32 bytes, under the names of two ideas
  if (flags.json) printJson(context.stdout, { device, signer, keyHash: device });
  else
    printFigures(context, [
      ["device", device],
      ["signer", signer],
      ["key hash", device],
    ]);
}

async function signerOf({ key, signer, verifier, chainId }: IdFlags): Promise<Hex> {
  if (key !== undefined && signer === undefined) return (await openKey(key, { verifier }, chainId)).signer;
  if (key === undefined && signer !== undefined) return signer;
  throw new OpenDepinError("USAGE", "give --key, or else --signer");
}
