import type { Command } from "commander";

import { deviceAttestationTypedData } from "../devices/typed-data";
import { digestOf } from "../eip712/digest-of";
import { OpenDepinError } from "../errors";
import { attestationToJson } from "../files/attestation-file";
import { writeJsonFile } from "../files/json-file";
import { wordToHex } from "../files/word-hex";
import { formatTime } from "../format-time";
import type { Address } from "../hex";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import { addVerifierOption, requireChain, signingKey, type VerifierFlags } from "./device-signing";
import { address, catalogueId, deviceId, timestamp } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, withRegistry } from "./registry-options";

const DEFAULT_VALIDITY_SECONDS = 30 * 86_400;

interface AttestFlags extends VerifierFlags {
  maker: number;
  device: bigint;
  kind: number;
  expiry?: number;
  validity: number;
  key?: string;
  out: string;
  rpc?: string;
  registry?: Address;
  makers?: Address;
  chainId?: number;
  json?: true;
}

/** Where an attestation is for. */
interface MakersPlace {
  chainId: number;
  makers: Address;
  /** Seconds since 1970. */
  now: number;
}

/** Adds `opendepin device attest`. */
export function addDeviceAttest(device: Command, context: CliContext): void {
  const command = device
    .command("attest")
    .description("sign as a maker that a device is of a kind; writes the attestation for its onboarding")
    .requiredOption("--maker <id>", "the maker", catalogueId)
    .requiredOption("--device <id>", "the device", deviceId)
    .requiredOption("--kind <id>", "what it is", catalogueId)
    .requiredOption("--out <file>", "where the attestation goes; never replaces a file")
    .option("--key <file>", "file of an attestation key of the maker, instead of the environment's")
    .option("--expiry <time>", "last second of its validity, since 1970", timestamp)
    .option(
      "--validity <seconds>",
      "or how long it is valid from now on",
      positiveInteger,
      DEFAULT_VALIDITY_SECONDS,
    )
    .option("--rpc <url>", "JSON-RPC endpoint of the chain")
    .option("--registry <address>", "the DeviceRegistry, where it is not known", address)
    .option("--makers <address>", "without --rpc: the network's MakerRegistry", address)
    .option("--chain-id <number>", "the chain; needed without --rpc, checked with it", positiveInteger)
    .option("--json", "print the attestation as JSON");
  addKeyHelp(addVerifierOption(command)).action((flags: AttestFlags) => attest(flags, context));
}

async function attest(flags: AttestFlags, context: CliContext): Promise<void> {
  const { device, kind, maker, validity, out, json } = flags;
  const { chainId, makers, now } = await placeOf(flags);
  const key = await signingKey(flags, chainId);
  const expiry = flags.expiry ?? now + validity;
  const statement = { maker, device, kind, expiry };
  const signature = await key.sign(digestOf(deviceAttestationTypedData(statement, { chainId, makers })));
  const file = attestationToJson({ ...statement, signer: key.signer, signature, proof: [] });
  await writeJsonFile(out, file);
  if (json) printJson(context.stdout, file);
  else
    printFigures(context, [
      ["device", wordToHex(device)],
      ["kind", kind],
      ["maker", maker],
      ["signer", key.signer],
      ["valid until", formatTime(expiry)],
      ["written to", out],
    ]);
}

async function placeOf({ rpc, registry, makers, chainId }: AttestFlags): Promise<MakersPlace> {
  if (rpc === undefined) {
    if (makers !== undefined && chainId !== undefined)
      return { chainId, makers, now: Math.floor(Date.now() / 1000) };
    throw new OpenDepinError("USAGE", "give --rpc, or else --chain-id and --makers");
  }
  if (makers !== undefined)
    throw new OpenDepinError("USAGE", "--makers is for work without a chain: the registry at --rpc names it");
  return withRegistry({ rpc, registry }, async (chain, opened) => {
    requireChain(opened, chainId);
    const { now } = await chain.consentPlace(opened);
    return { chainId: Number(opened.chainId), makers: opened.makers, now };
  });
}
