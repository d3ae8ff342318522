import { type Command, Option } from "commander";

import type { ConsentPlace } from "../chain/devices/consent-place";
import type { DeviceKey } from "../devices/device-key";
import { keyHashOf } from "../devices/key-hash-of";
import { OpenDepinError } from "../errors";
import {
  CONSENT_ACTIONS,
  CONSENT_ROLES,
  CONSENT_TYPES,
  type ConsentAction,
  type ConsentRole,
  consentToJson,
  type ConsentType,
  consentTypeOf,
  type SignedConsent,
} from "../files/consent-file";
import { attestationFromJson } from "../files/attestation-file";
import { readJsonFile, writeJsonFile } from "../files/json-file";
import { type ConsentTerms, signConsent } from "../files/sign-consent";
import { wordToHex } from "../files/word-hex";
import { formatTime } from "../format-time";
import type { Address, Hex } from "../hex";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import {
  addVerifierOption,
  type PlaceFlags,
  signingKey,
  type VerifierFlags,
  withConsentPlace,
} from "./device-signing";
import {
  account,
  address,
  catalogueId,
  cell,
  deviceId,
  signerBytes,
  timestamp,
  uint32,
} from "./device-values";
import { type Figure, printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";

const DEFAULT_VALIDITY_SECONDS = 86_400;

interface ConsentFlags extends VerifierFlags, PlaceFlags {
  as: ConsentRole;
  device?: bigint;
  owner?: Address;
  kind?: number;
  maker?: number;
  attestation?: string;
  newSigner?: Hex;
  alone?: true;
  cell?: bigint;
  key?: string;
  deadline?: number;
  validity: number;
  out: string;
  json?: true;
}

/** Adds `opendepin device consent`. */
export function addDeviceConsent(device: Command, context: CliContext): void {
  const command = device
    .command("consent")
    .description("sign one party's part of onboarding, rotation or location, for somebody else to send")
    .addArgument(device.createArgument("<action>", "what is consented to").choices(CONSENT_ACTIONS))
    .addOption(new Option("--as <role>", "whose consent it is").choices(CONSENT_ROLES).makeOptionMandatory())
    .requiredOption("--out <file>", "where the consent goes; never replaces a file")
    .option("--key <file>", "key file that signs; for an owner or a maker the environment's key unless given")
    .option("--device <id>", "the device; with its own key it is known", deviceId)
    .option("--owner <address>", "its owner, or who is to be; the chain knows the present one", account)
    .option("--kind <id>", "onboard: what it is", catalogueId)
    .option(
      "--maker <id>",
      "onboard: who attests it; nobody unless given, which open kinds allow",
      catalogueId,
    )
    .addOption(
      new Option("--attestation <file>", "onboard: the maker's attestation, instead of --maker").conflicts(
        "maker",
      ),
    )
    .option("--new-signer <hex>", "rotate: the new key's signer, as `device id` prints it", signerBytes)
    .option("--alone", "rotate: without the other of old key and owner; the rotation waits then")
    .option("--cell <index>", "location: the H3 cell", cell)
    .option("--deadline <time>", "last second of its validity, since 1970", timestamp)
    .option(
      "--validity <seconds>",
      "or how long it is valid from now on",
      positiveInteger,
      DEFAULT_VALIDITY_SECONDS,
    )
    .option("--rpc <url>", "JSON-RPC endpoint of the chain, which knows registry and nonce")
    .option("--registry <address>", "the network's DeviceRegistry", address)
    .option("--chain-id <number>", "the chain; needed without --rpc, checked with it", positiveInteger)
    .option("--nonce <number>", "without --rpc: the device's nonce, 0 if it was never onboarded", uint32)
    .option("--json", "print the consent as JSON");
  addKeyHelp(addVerifierOption(command)).action((action: ConsentAction, flags: ConsentFlags) =>
    consent(action, flags, context),
  );
}

async function consent(action: ConsentAction, flags: ConsentFlags, context: CliContext): Promise<void> {
  const type = consentTypeOf(action, flags.as, flags.alone);
  if (type === undefined) throw notAsked(action, flags);
  requireOwnKey(flags);
  const signed = await withConsentPlace(flags, async (place) => {
    const key = await signingKey(flags, place.chainId);
    return signConsent(await termsOf(type, flags, key, place), key);
  });
  await writeJsonFile(flags.out, consentToJson(signed));
  if (flags.json) printJson(context.stdout, consentToJson(signed));
  else printFigures(context, [...consentFigures(signed), ["written to", flags.out]]);
}

async function termsOf(
  type: ConsentType,
  flags: ConsentFlags,
  { signer }: DeviceKey,
  place: ConsentPlace,
): Promise<ConsentTerms> {
  const device = flags.device ?? (flags.as === "device" ? await place.deviceOf(signer) : undefined);
  if (device === undefined) throw missing("--device");
  const maker = await makerOf(flags, device);
  const owner = flags.owner ?? (await ownerOf(flags.as, signer, device, place));
  if (owner === undefined) throw missing("--owner");
  return {
    type,
    chainId: place.chainId,
    registry: place.registry,
    device,
    owner,
    subject: subjectOf(type, flags, signer),
    maker: CONSENT_TYPES[type].subject === "kind" ? maker : undefined,
    nonce: flags.nonce ?? (await place.nonceOf(device)),
    deadline: flags.deadline ?? place.now + flags.validity,
  };
}

/** Who signs as the owner is meant to be it, unless it signs for a contract. */
async function ownerOf(
  role: ConsentRole,
  signer: Hex,
  device: bigint,
  place: ConsentPlace,
): Promise<Address | undefined> {
  return role === "owner" ? signer : place.ownerOf(device);
}

/** Zero for nobody. */
async function makerOf({ maker = 0, attestation: path }: ConsentFlags, device: bigint): Promise<number> {
  if (path === undefined) return maker;
  const attestation = await readJsonFile(path, attestationFromJson);
  if (attestation.device === device) return attestation.maker;
  throw new OpenDepinError(
    "ATTESTATION_DIFFERS",
    `the attestation is of device ${wordToHex(attestation.device)}, the consent of ${wordToHex(device)}`,
    { file: path },
  );
}

function subjectOf(type: ConsentType, { as, kind, newSigner, cell }: ConsentFlags, signer: Hex): bigint {
  switch (CONSENT_TYPES[type].subject) {
    case "kind":
      if (kind !== undefined) return BigInt(kind);
      throw missing("--kind");
    case "key": {
      const next = as === "new-key" ? signer : newSigner;
      if (next !== undefined) return BigInt(keyHashOf(next));
      throw missing("--new-signer");
    }
    case "cell":
      if (cell !== undefined) return cell;
      throw missing("--cell");
  }
}

function notAsked(action: ConsentAction, { as, alone }: ConsentFlags): OpenDepinError {
  const reason = alone
    ? "--alone goes with rotate --as device or owner"
    : `${action} needs no consent of the ${as}`;
  return new OpenDepinError("USAGE", reason);
}

/** The environment's key is an account's: its consent as a device would be about a device that nobody has. */
function requireOwnKey({ as, key }: ConsentFlags): void {
  if (key !== undefined || (as !== "device" && as !== "new-key")) return;
  throw new OpenDepinError("USAGE", `give --key: --as ${as} signs with a key file`);
}

function missing(option: string): OpenDepinError {
  return new OpenDepinError("USAGE", `give ${option}: the consent is about it`);
}

function consentFigures({ type, device, owner, nonce, deadline, signer }: SignedConsent): Figure[] {
  return [
    ["consent", type],
    ["device", wordToHex(device)],
    ["owner", owner],
    ["nonce", nonce],
    ["signer", signer],
    ["valid until", formatTime(deadline)],
  ];
}
