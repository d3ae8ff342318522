import type { Command } from "commander";

import type { ConsentPlace } from "../chain/devices/consent-place";
import type { DeviceKey } from "../devices/device-key";
import type { OpenRegistry } from "../chain/registry/open-registry";
import { OpenDepinError } from "../errors";
import type { ConsentSet } from "../files/consent-sets";
import { wordToHex } from "../files/word-hex";
import type { Address, Hex } from "../hex";
import { address } from "./device-values";
import { withRegistry } from "./registry-options";

export interface VerifierFlags {
  verifier?: Address;
}

/** Where a consent is for: a chain to ask, or what must be known of it. */
export interface PlaceFlags {
  rpc?: string;
  registry?: Address;
  chainId?: number;
  nonce?: number;
}

/** Adds the option that a P-256 key needs to be a signer of a network. */
export function addVerifierOption(command: Command): Command {
  return command.option(
    "--verifier <address>",
    "the network's P256Verifier, for a P-256 key; known for published networks and the devnet",
    address,
  );
}

/**
 * Reads a key file.
 *
 * @param chainId The chain whose P256Verifier a P-256 key is for, if none is given; the devnet's if left out.
 */
export async function openKey(
  path: string,
  { verifier }: VerifierFlags,
  chainId?: number,
): Promise<DeviceKey> {
  const { findVerifier } = await import("../chain/index.js");
  const { readKeyFile } = await import("../files/device-key.js");
  return readKeyFile(path, async () => verifier ?? (await findVerifier(chainId)));
}

/** The key of a file if one is named, else of the account that the environment names. */
export async function signingKey(
  { key, verifier }: VerifierFlags & { key?: string },
  chainId: number,
): Promise<DeviceKey> {
  if (key !== undefined) return openKey(key, { verifier }, chainId);
  const { secp256k1Key, walletFromEnvironment } = await import("../chain/index.js");
  return secp256k1Key((await walletFromEnvironment(null)).privateKey as Hex);
}

/** Calls with the place that a consent is for: the chain if it can be asked, else what the flags say of it. */
export async function withConsentPlace<Result>(
  flags: PlaceFlags,
  call: (place: ConsentPlace) => Promise<Result>,
): Promise<Result> {
  const { rpc, registry, chainId } = flags;
  if (rpc === undefined) return call(offlinePlace(flags));
  return withRegistry({ rpc, registry }, async (chain, opened) => {
    requireChain(opened, chainId);
    return call(await chain.consentPlace(opened));
  });
}

/**
 * Refuses to sign for another chain than the one that was named.
 *
 * @param named Undefined if whatever chain answers is meant.
 * @throws OpenDepinError `USAGE`.
 */
export function requireChain({ chainId }: Pick<OpenRegistry, "chainId">, named: number | undefined): void {
  if (named === undefined || BigInt(named) === chainId) return;
  throw new OpenDepinError("USAGE", `--rpc is chain ${chainId}, not ${named}`);
}

function offlinePlace({ registry, chainId, nonce }: PlaceFlags): ConsentPlace {
  if (registry === undefined || chainId === undefined || nonce === undefined) {
    throw new OpenDepinError(
      "USAGE",
      "give --rpc, or else --chain-id, --registry and --nonce: a consent is for one place only",
    );
  }
  return {
    chainId,
    registry,
    now: Math.floor(Date.now() / 1000),
    deviceOf: async (signer) => (await import("../devices/device-id-of.js")).deviceIdOf(signer),
    nonceOf: () => Promise.resolve(nonce),
    ownerOf: () => Promise.resolve(undefined),
  };
}

/**
 * Refuses consents that were signed for another registry or chain: the contract would only find the signatures wrong.
 *
 * @throws OpenDepinError `CONSENT_ELSEWHERE`.
 */
export function requireSamePlace(
  sets: readonly ConsentSet[],
  { chainId, address }: Pick<OpenRegistry, "chainId" | "address">,
): void {
  const other = sets.find(
    ({ terms }) => BigInt(terms.chainId) !== chainId || terms.registry.toLowerCase() !== address,
  );
  if (other === undefined) return;
  const { terms } = other;
  throw new OpenDepinError(
    "CONSENT_ELSEWHERE",
    `the consents about device ${wordToHex(other.device)} are for registry ${terms.registry} on chain ${terms.chainId}, not for ${address} on chain ${chainId}`,
  );
}

/**
 * The one device's consents among those that a command was given.
 *
 * @param action What is consented to, for the message of an error.
 * @throws OpenDepinError `USAGE` if there is none, or more than one.
 */
export function onlySet([set, another]: readonly ConsentSet[], action: string): ConsentSet {
  if (set === undefined) throw new OpenDepinError("USAGE", `the papers have no consent to a ${action}`);
  if (another === undefined) return set;
  throw new OpenDepinError("USAGE", "the consents are about more than one device; give them one by one");
}

/**
 * The owner that a consent about an onboarded device names.
 *
 * @throws OpenDepinError `DEVICE_RELEASED`.
 */
export async function presentOwner(place: ConsentPlace, device: bigint): Promise<Address> {
  const owner = await place.ownerOf(device);
  if (owner !== undefined) return owner;
  throw new OpenDepinError("DEVICE_RELEASED", `device ${wordToHex(device)} has no owner; onboard it first`);
}
