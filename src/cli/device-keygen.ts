import { type Command, Option } from "commander";

import { deviceIdOf } from "../devices/device-id-of";
import { KEY_TYPES, type KeyType } from "../files/key-type";
import { wordToHex } from "../files/word-hex";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import { addVerifierOption, openKey, type VerifierFlags } from "./device-signing";
import { printFigures, printJson } from "./print";

interface KeygenFlags extends VerifierFlags {
  type: KeyType;
  out: string;
  chainId?: number;
  json?: true;
}

/** Adds `opendepin device keygen`. */
export function addDeviceKeygen(device: Command, context: CliContext): void {
  const command = device
    .command("keygen")
    .description("make a key for a device: a PEM file that its owner alone can read")
    .addOption(new Option("--type <type>", "curve of the key").choices(KEY_TYPES).makeOptionMandatory())
    .requiredOption("--out <file>", "where the key goes; never replaces a file")
    .option("--chain-id <number>", "the published network that a P-256 key is for", positiveInteger)
    .option("--json", "print the result as JSON");
  addVerifierOption(command).action((flags: KeygenFlags) => keygen(flags, context));
}

async function keygen(flags: KeygenFlags, context: CliContext): Promise<void> {
  const { type, out, chainId, json } = flags;
  const { findVerifier } = await import("../chain/index.js");
  const { createKeyFile } = await import("../files/device-key.js");
  // Before the file is there: a P-256 key without its verifier has no id yet.
  const verifier = flags.verifier ?? (type === "p256" ? await findVerifier(chainId) : undefined);
  await createKeyFile(out, type);
  const { signer } = await openKey(out, { verifier });
  const device = wordToHex(deviceIdOf(signer));
  if (json) printJson(context.stdout, { type, device, signer, file: out });
  else
    printFigures(context, [
      ["device", device],
      ["signer", signer],
      ["written to", out],
    ]);
}
