import { type AddressLike, resolveAddress, type Signer } from "ethers";

import { type DeviceRegistry } from "../../typechain-types";
import { type Attestation, NO_ATTESTATION } from "./attestations";
import {
  type Consent,
  consentDigest,
  type ConsentName,
  signConsent,
  type TypedDataSigner,
} from "./device-consents";
import { type DeviceKey, keyHash } from "./device-keys";
import { LATEST_DEADLINE } from "./report";

export interface OwnerConsent {
  deadline: bigint;
  signature: string;
}

export const NO_CONSENT: OwnerConsent = { deadline: 0n, signature: "0x" };

export interface Onboarding {
  owner: string;
  kind: bigint;
  nonce: bigint;
  deadline: bigint;
  signer: string;
  signature: string;
  consent: OwnerConsent;
  attestation: Attestation;
}

export interface OnboardingPlan {
  key: DeviceKey;
  owner: AddressLike;
  kind: bigint;
  /** Who signs for the owner; nobody if the owner is to be the caller. */
  consentBy?: TypedDataSigner;
  attestation?: Attestation;
  nonce?: bigint;
  deadline?: bigint;
}

/** An onboarding as the registry takes it, signed by the device and, if asked for, by its owner. */
export async function onboarding(registry: DeviceRegistry, plan: OnboardingPlan): Promise<Onboarding> {
  const { key, kind, consentBy, attestation = NO_ATTESTATION, deadline = LATEST_DEADLINE } = plan;
  const owner = await resolveAddress(plan.owner);
  const device = await registry.deviceOf(key.signer);
  const nonce = plan.nonce ?? (await registry.nonceOf(device));
  const consent = { device, owner, subject: kind, maker: attestation.maker, nonce, deadline };
  return {
    owner,
    kind,
    nonce,
    deadline,
    signer: key.signer,
    signature: key.sign(await consentDigest(registry, "DeviceOnboarding", consent)),
    consent: await ownerConsent(registry, "OwnerAcceptance", consent, consentBy),
    attestation,
  };
}

export interface Rotation {
  device: bigint;
  nonce: bigint;
  deadline: bigint;
  newSigner: string;
  newSignature: string;
  oldSigner: string;
  oldSignature: string;
  consent: OwnerConsent;
  attestation: Attestation;
}

export interface RotationPlan {
  device: bigint;
  newKey: DeviceKey;
  /** The key to go, if it consents. */
  oldKey?: DeviceKey;
  /** Whether the old key consents to go without the owner, after the delay. */
  alone?: boolean;
  /** Who signs for the owner; nobody if the owner calls or does not consent. */
  consentBy?: TypedDataSigner;
  attestation?: Attestation;
  nonce?: bigint;
  deadline?: bigint;
}

/** A rotation as the registry takes it, signed by the new key and by whoever else is asked. */
export async function rotation(registry: DeviceRegistry, plan: RotationPlan): Promise<Rotation> {
  const {
    device,
    newKey,
    oldKey,
    alone = false,
    consentBy,
    attestation = NO_ATTESTATION,
    deadline = LATEST_DEADLINE,
  } = plan;
  const nonce = plan.nonce ?? (await registry.nonceOf(device));
  const owner = await registry.ownerOf(device);
  const consent = { device, owner, subject: BigInt(keyHash(newKey)), nonce, deadline };
  const byKey = alone ? "KeyRotation" : "KeyHandover";
  const byOwner = oldKey === undefined ? "RotationApproval" : "HandoverApproval";
  return {
    device,
    nonce,
    deadline,
    newSigner: newKey.signer,
    newSignature: newKey.sign(await consentDigest(registry, "KeyAcceptance", consent)),
    oldSigner: oldKey?.signer ?? "0x",
    oldSignature: oldKey?.sign(await consentDigest(registry, byKey, consent)) ?? "0x",
    consent: await ownerConsent(registry, byOwner, consent, consentBy),
    attestation,
  };
}

export interface Location {
  device: bigint;
  cell: bigint;
  nonce: bigint;
  deadline: bigint;
  signer: string;
  signature: string;
  consent: OwnerConsent;
}

export interface LocationPlan {
  device: bigint;
  cell: bigint;
  key: DeviceKey;
  /** Whether `key` is the maker's, not the device's. */
  byMaker?: boolean;
  consentBy?: TypedDataSigner;
  nonce?: bigint;
  deadline?: bigint;
}

/** A location as the registry takes it, signed by the device or its maker and, if asked for, by the owner. */
export async function location(registry: DeviceRegistry, plan: LocationPlan): Promise<Location> {
  const { device, cell, key, byMaker = false, consentBy, deadline = LATEST_DEADLINE } = plan;
  const nonce = plan.nonce ?? (await registry.nonceOf(device));
  const owner = await registry.ownerOf(device);
  const consent = { device, owner, subject: cell, nonce, deadline };
  const name = byMaker ? "LocationAttestation" : "LocationAssertion";
  return {
    device,
    cell,
    nonce,
    deadline,
    signer: key.signer,
    signature: key.sign(await consentDigest(registry, name, consent)),
    consent: await ownerConsent(registry, "LocationApproval", consent, consentBy),
  };
}

/** Onboards the device of `key` from the owner's own account, and returns its id. */
export async function register(
  registry: DeviceRegistry,
  owner: Signer,
  plan: Omit<OnboardingPlan, "owner" | "consentBy">,
): Promise<bigint> {
  await registry.connect(owner).register(await onboarding(registry, { ...plan, owner }));
  return registry.deviceOf(plan.key.signer);
}

async function ownerConsent(
  registry: DeviceRegistry,
  name: ConsentName,
  consent: Consent,
  signer: TypedDataSigner | undefined,
): Promise<OwnerConsent> {
  if (signer === undefined) return NO_CONSENT;
  return { deadline: consent.deadline, signature: await signConsent(registry, name, consent, signer) };
}
