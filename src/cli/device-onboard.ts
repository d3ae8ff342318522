import type { Command } from "commander";

import type { OnboardingResult } from "../chain";
import type { OpenRegistry } from "../chain/registry/open-registry";
import { EXIT, OpenDepinError } from "../errors";
import { attestFromBatch } from "../files/attest-from-batch";
import { type Batch, readBatchDirectory } from "../files/batch-directory";
import { consentSets, type FoundConsent } from "../files/consent-sets";
import { type Papers, readPapers } from "../files/papers";
import type { Progress } from "../files/progress";
import { signConsent } from "../files/sign-consent";
import { wordToHex } from "../files/word-hex";
import type { Address } from "../hex";
import type { Chain } from "./chain-options";
import { positiveInteger } from "./chain-options";
import type { CliContext } from "./context";
import { addVerifierOption, openKey, requireSamePlace, type VerifierFlags } from "./device-signing";
import { account, catalogueId } from "./device-values";
import { printFigures, printJson, printTable } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";
import { withProgress } from "./with-progress";

const DEFAULT_VALIDITY_SECONDS = 3600;

interface OnboardFlags extends RegistryFlags, VerifierFlags {
  key?: string;
  kind?: number;
  owner?: Address;
  batch?: string;
  validity: number;
  json?: true;
}

/** Adds `opendepin device onboard`. */
export function addDeviceOnboard(device: Command, context: CliContext): void {
  const command = device
    .command("onboard")
    .description("onboard devices with the consents of device, owner and maker; anybody may send and pay")
    .argument("[papers...]", "files of consents and attestations, or directories of them")
    .option("--key <file>", "sign as the device here and now, instead of a consent of it")
    .option("--kind <id>", "with --key: what the device is", catalogueId)
    .option("--owner <address>", "with --key: who is to own it; the sender unless given", account)
    .option(
      "--validity <seconds>",
      "with --key: how long the signature is valid",
      positiveInteger,
      DEFAULT_VALIDITY_SECONDS,
    )
    .option("--batch <dir>", "batch of the maker that attests the devices, instead of attestations")
    .option("--json", "print the results as JSON");
  addKeyHelp(addVerifierOption(addRegistryOptions(command))).action((papers: string[], flags: OnboardFlags) =>
    onboard(papers, flags, context),
  );
}

async function onboard(paths: string[], flags: OnboardFlags, context: CliContext): Promise<void> {
  if (paths.length === 0 && flags.key === undefined) throw nobodyConsents();
  if (flags.key !== undefined && flags.kind === undefined)
    throw new OpenDepinError("USAGE", "--key signs for a kind: give --kind");
  const json = flags.json === true;
  const results = await withProgress(context, { json }, async (progress) => {
    const papers = await readPapers(paths);
    if (papers.consents.length === 0 && flags.key === undefined) throw nobodyConsents();
    const batch = flags.batch === undefined ? undefined : await readBatchDirectory(flags.batch, progress);
    return send(papers, batch, flags, progress);
  });
  const refused = results.filter((result) => result.refused !== undefined).length;
  context.exitCode = refused === 0 ? EXIT.ok : EXIT.no;
  if (json) printJson(context.stdout, results.map(toJson));
  else print(results, refused, context);
}

function nobodyConsents(): OpenDepinError {
  return new OpenDepinError("USAGE", "give the devices' consents, or --key of a device");
}

function send(
  papers: Papers,
  batch: Batch | undefined,
  flags: OnboardFlags,
  progress: Progress,
): Promise<OnboardingResult[]> {
  return withRegistrySender(flags, async (chain, registry, sender) => {
    const makerOf = (device: bigint) => attestationOf(device, papers, batch)?.maker ?? 0;
    const signed = await signHere(chain, registry, flags, sender.address.toLowerCase() as Address, makerOf);
    const sets = consentSets("onboard", [...signed, ...papers.consents]);
    requireSamePlace(sets, registry);
    const devices = sets.map((set) => ({
      device: set.device,
      onboarding: chain.onboardingOf(set, attestationOf(set.device, papers, batch)),
    }));
    return chain.registerDevices(registry.contract, devices, sender, (share) => {
      progress("onboarding", share);
    });
  });
}

async function signHere(
  chain: Chain,
  registry: OpenRegistry,
  flags: OnboardFlags,
  sender: Address,
  makerOf: (device: bigint) => number,
): Promise<FoundConsent[]> {
  if (flags.key === undefined) return [];
  const place = await chain.consentPlace(registry);
  const key = await openKey(flags.key, flags, place.chainId);
  const device = await place.deviceOf(key.signer);
  const terms = {
    type: "DeviceOnboarding",
    chainId: place.chainId,
    registry: place.registry,
    device,
    owner: flags.owner ?? sender,
    subject: BigInt(flags.kind ?? 0),
    maker: makerOf(device),
    nonce: await place.nonceOf(device),
    deadline: place.now + flags.validity,
  } as const;
  return [{ consent: await signConsent(terms, key), path: undefined }];
}

/** A batch vouches only for what it holds; the others may have papers of their own, or be of an open kind. */
function attestationOf(device: bigint, { attestations }: Papers, batch: Batch | undefined) {
  return attestations.get(device) ?? (batch?.tree.has(device) ? attestFromBatch(batch, device) : undefined);
}

function toJson({ device, refused, transaction }: OnboardingResult): object {
  return { device: wordToHex(device), onboarded: refused === undefined, refused, transaction };
}

function print(results: readonly OnboardingResult[], refused: number, context: CliContext): void {
  printTable(
    context,
    ["device", "result"],
    results.map(({ device, refused, transaction }) => [
      wordToHex(device),
      refused ?? `onboarded in ${transaction ?? ""}`,
    ]),
  );
  printFigures(context, [
    ["onboarded", `${results.length - refused} of ${results.length}`],
    ["refused", refused],
  ]);
}
