import type { Command } from "commander";

import type { RotationResult } from "../chain";
import type { OpenRegistry } from "../chain/registry/open-registry";
import { keyHashOf } from "../devices/key-hash-of";
import { OpenDepinError } from "../errors";
import { consentSets, type FoundConsent } from "../files/consent-sets";
import { readPapers } from "../files/papers";
import { type ConsentTerms, signConsent } from "../files/sign-consent";
import { wordToHex } from "../files/word-hex";
import { formatTime } from "../format-time";
import type { Address } from "../hex";
import type { Chain } from "./chain-options";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import {
  addVerifierOption,
  onlySet,
  openKey,
  presentOwner,
  requireSamePlace,
  type VerifierFlags,
} from "./device-signing";
import { deviceId } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";

const DEFAULT_VALIDITY_SECONDS = 3600;

interface RotateFlags extends RegistryFlags, VerifierFlags {
  device?: bigint;
  key?: string;
  newKey?: string;
  validity: number;
  complete?: bigint;
  cancel?: bigint;
  json?: true;
}

/** Adds `opendepin device rotate`. */
export function addDeviceRotate(device: Command, context: CliContext): void {
  const command = device
    .command("rotate")
    .description(
      "move a device to another key: at once with the consent of old key and owner, with one of them after a delay",
    )
    .argument(
      "[papers...]",
      "files of the consents, and the maker's attestation of the new key if it needs one",
    )
    .option("--new-key <file>", "sign as the new key here and now, instead of a consent of it")
    .option("--key <file>", "with --new-key: sign as the old key too")
    .option("--device <id>", "with --new-key: the device; with --key it is known", deviceId)
    .option(
      "--validity <seconds>",
      "with --new-key: how long the signatures are valid",
      positiveInteger,
      DEFAULT_VALIDITY_SECONDS,
    )
    .option("--complete <id>", "complete a device's rotation that has waited; anybody may", deviceId)
    .option("--cancel <id>", "call off a device's rotation that waits, as its owner", deviceId)
    .option("--json", "print the result as JSON");
  addKeyHelp(addVerifierOption(addRegistryOptions(command))).action((papers: string[], flags: RotateFlags) =>
    rotate(papers, flags, context),
  );
}

async function rotate(paths: string[], flags: RotateFlags, context: CliContext): Promise<void> {
  requireOneTask(paths, flags);
  const { device, effectiveAt, ...sent } = await withRegistrySender(
    flags,
    async (chain, registry, sender) => {
      const { complete, cancel } = flags;
      if (complete !== undefined)
        return { device: complete, ...(await chain.completeRotation(registry.contract, complete, sender)) };
      if (cancel !== undefined)
        return { device: cancel, ...(await chain.cancelRotation(registry.contract, cancel, sender)) };
      const from = sender.address.toLowerCase() as Address;
      const rotation = await rotationFrom(chain, registry, paths, flags, from);
      return { device: rotation.device, ...(await chain.rotateKey(registry.contract, rotation, sender)) };
    },
  );
  if (flags.json) printJson(context.stdout, { device: wordToHex(device), effectiveAt, ...sent });
  else
    printFigures(context, [
      ["device", wordToHex(device)],
      ["rotation", outcome(flags, effectiveAt)],
      ["transaction", sent.transaction],
      ["gas", sent.gasUsed],
    ]);
}

function requireOneTask(paths: string[], { device, key, newKey, complete, cancel }: RotateFlags): void {
  const starts = paths.length > 0 || newKey !== undefined;
  if ([starts, complete !== undefined, cancel !== undefined].filter(Boolean).length !== 1)
    throw new OpenDepinError("USAGE", "give consents or --new-key, or else --complete, or else --cancel");
  if (newKey === undefined && (key !== undefined || device !== undefined))
    throw new OpenDepinError("USAGE", "--key and --device go with --new-key");
}

async function rotationFrom(
  chain: Chain,
  registry: OpenRegistry,
  paths: string[],
  flags: RotateFlags,
  sender: Address,
) {
  const { consents, attestations } = await readPapers(paths);
  const isApproved = consents.some(({ consent }) => consent.type === "HandoverApproval");
  const signed = await signHere(chain, registry, flags, (owner) => isApproved || owner === sender);
  const sets = consentSets("rotate", [...signed, ...consents]);
  requireSamePlace(sets, registry);
  const set = onlySet(sets, "rotation");
  // the maker attests the device that the new key would become
  return chain.rotationOf(set, sender, attestations.get(set.terms.subject));
}

/** @param agrees Whether the device's owner consents as well. */
async function signHere(
  chain: Chain,
  registry: OpenRegistry,
  flags: RotateFlags,
  agrees: (owner: Address) => boolean,
): Promise<FoundConsent[]> {
  if (flags.newKey === undefined) return [];
  const place = await chain.consentPlace(registry);
  const newKey = await openKey(flags.newKey, flags, place.chainId);
  const oldKey = flags.key === undefined ? undefined : await openKey(flags.key, flags, place.chainId);
  const device = flags.device ?? (oldKey && (await place.deviceOf(oldKey.signer)));
  if (device === undefined) throw new OpenDepinError("USAGE", "give --device, or --key of the device");
  const owner = await presentOwner(place, device);
  const terms: Omit<ConsentTerms, "type"> = {
    chainId: place.chainId,
    registry: place.registry,
    device,
    owner,
    subject: BigInt(keyHashOf(newKey.signer)),
    nonce: await place.nonceOf(device),
    deadline: place.now + flags.validity,
  };
  const accepted = await signConsent({ ...terms, type: "KeyAcceptance" }, newKey);
  if (oldKey === undefined) return [{ consent: accepted, path: undefined }];
  const type = agrees(owner) ? "KeyHandover" : "KeyRotation";
  const replaced = await signConsent({ ...terms, type }, oldKey);
  return [accepted, replaced].map((consent) => ({ consent, path: undefined }));
}

function outcome({ cancel }: RotateFlags, effectiveAt: RotationResult["effectiveAt"]): string {
  if (cancel !== undefined) return "cancelled";
  return effectiveAt === undefined ? "done" : `waits until ${formatTime(effectiveAt)}`;
}
