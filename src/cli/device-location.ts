import type { Command } from "commander";

import type { OpenRegistry } from "../chain/registry/open-registry";
import { OpenDepinError } from "../errors";
import { consentSets, type FoundConsent } from "../files/consent-sets";
import { readPapers } from "../files/papers";
import { signConsent } from "../files/sign-consent";
import { wordToHex } from "../files/word-hex";
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
import { cell } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp, addRegistryOptions, type RegistryFlags, withRegistrySender } from "./registry-options";

const DEFAULT_VALIDITY_SECONDS = 3600;

interface LocationFlags extends RegistryFlags, VerifierFlags {
  key?: string;
  cell?: bigint;
  validity: number;
  json?: true;
}

/** Adds `opendepin device location`. */
export function addDeviceLocation(device: Command, context: CliContext): void {
  const command = device
    .command("location")
    .description("state where a device is, with the consents of its owner and of the device or its maker")
    .argument("[papers...]", "files of the consents")
    .option("--key <file>", "sign as the device here and now, instead of a consent of it")
    .option("--cell <index>", "with --key: the H3 cell", cell)
    .option(
      "--validity <seconds>",
      "with --key: how long the signature is valid",
      positiveInteger,
      DEFAULT_VALIDITY_SECONDS,
    )
    .option("--json", "print the result as JSON");
  addKeyHelp(addVerifierOption(addRegistryOptions(command))).action(
    (papers: string[], flags: LocationFlags) => locate(papers, flags, context),
  );
}

async function locate(paths: string[], flags: LocationFlags, context: CliContext): Promise<void> {
  if (paths.length === 0 && flags.key === undefined)
    throw new OpenDepinError("USAGE", "give the consents, or --key of the device");
  if ((flags.key === undefined) !== (flags.cell === undefined))
    throw new OpenDepinError("USAGE", "--key and --cell belong together");
  const { location, count, ...sent } = await withRegistrySender(flags, async (chain, registry, sender) => {
    const location = await locationFrom(chain, registry, paths, flags);
    return { location, ...(await chain.assertLocation(registry.contract, location, sender)) };
  });
  const device = wordToHex(location.device);
  const cellText = location.cell.toString(16);
  if (flags.json) printJson(context.stdout, { device, cell: cellText, count, ...sent });
  else
    printFigures(context, [
      ["device", device],
      ["cell", cellText],
      ["asserted", `${count} times`],
      ["transaction", sent.transaction],
      ["gas", sent.gasUsed],
    ]);
}

async function locationFrom(chain: Chain, registry: OpenRegistry, paths: string[], flags: LocationFlags) {
  const { consents } = await readPapers(paths);
  const sets = consentSets("location", [...(await signHere(chain, registry, flags)), ...consents]);
  requireSamePlace(sets, registry);
  return chain.locationOf(onlySet(sets, "location"));
}

async function signHere(chain: Chain, registry: OpenRegistry, flags: LocationFlags): Promise<FoundConsent[]> {
  if (flags.key === undefined || flags.cell === undefined) return [];
  const place = await chain.consentPlace(registry);
  const key = await openKey(flags.key, flags, place.chainId);
  const device = await place.deviceOf(key.signer);
  const owner = await presentOwner(place, device);
  const terms = {
    type: "LocationAssertion",
    chainId: place.chainId,
    registry: place.registry,
    device,
    owner,
    subject: flags.cell,
    nonce: await place.nonceOf(device),
    deadline: place.now + flags.validity,
  } as const;
  return [{ consent: await signConsent(terms, key), path: undefined }];
}
