import { type TypedDataDomain, TypedDataEncoder } from "ethers";

import { ATTESTATION_TYPES, makersDomain } from "./attestations";
import {
  type Consent,
  CONSENT_SUBJECTS,
  consentDigest,
  type ConsentName,
  hashByRegistry,
  isOnboarding,
  registryDomain,
} from "./device-consents";
import { type DeviceKey, deviceId } from "./device-keys";
import { HOTSPOT, MAKER, SENSOR } from "./devices";
import { LATEST_DEADLINE } from "./report";
import { OTHER_MAKER, type Owner, type World } from "./signed-world";

/** Everything that somebody signs about devices, by the name of its EIP-712 type. */
export type ActionName = ConsentName | "DeviceAttestation";
export const ACTIONS = [...Object.keys(CONSENT_SUBJECTS), "DeviceAttestation"] as ActionName[];

/** All that a signature can say; an attestation's subject is the kind, its deadline the expiry. */
export interface Terms extends Consent {
  maker: bigint;
}

const CONSENT_FIELDS = ["device", "owner", "subject", "nonce", "deadline"] as const;
const ONBOARDING_FIELDS = [...CONSENT_FIELDS, "maker"] as const;
const ATTESTATION_FIELDS = ["maker", "device", "subject", "deadline"] as const;
const CELLS = [0x881f1d4887fffffn, 0x881f1d4881fffffn] as const;
export const ONBOARDING: readonly ActionName[] = ["DeviceOnboarding", "OwnerAcceptance", "DeviceAttestation"];
export const ROTATION: readonly ActionName[] = [
  "KeyHandover",
  "HandoverApproval",
  "KeyRotation",
  "RotationApproval",
  "KeyAcceptance",
];
export const BY_OWNER: readonly ActionName[] = [
  "OwnerAcceptance",
  "HandoverApproval",
  "RotationApproval",
  "LocationApproval",
];

/** The fields that an action's signature covers. */
export function fieldsOf(action: ActionName): readonly (keyof Terms)[] {
  if (action === "DeviceAttestation") return ATTESTATION_FIELDS;
  return isOnboarding(action) ? ONBOARDING_FIELDS : CONSENT_FIELDS;
}

/** What the action's call does in this world. */
export function termsOf(world: World, action: ActionName): Terms {
  return allTerms(world, action)[0];
}

/** Another value of each field, which every rule but the signature's own accepts if a call has one of them. */
export function otherTermsOf(world: World, action: ActionName): Terms {
  return allTerms(world, action)[1];
}

function allTerms({ owners, fresh, registered, next }: World, action: ActionName): [Terms, Terms] {
  const isNew = ONBOARDING.includes(action);
  const keys = isNew ? fresh : registered;
  const nonce = isNew ? 0n : 1n;
  const [subject, other] = isNew
    ? [HOTSPOT, SENSOR]
    : ROTATION.includes(action)
      ? [deviceId(next[0]), deviceId(next[1])]
      : CELLS;
  const about = (index: 0 | 1) => ({ device: deviceId(keys[index]), owner: owners[index].address });
  return [
    { ...about(0), subject, nonce, deadline: LATEST_DEADLINE, maker: MAKER },
    { ...about(1), subject: other, nonce: nonce + 1n, deadline: LATEST_DEADLINE - 1n, maker: OTHER_MAKER },
  ];
}

export interface SigningOptions {
  /** Other terms, which the signature says instead. */
  over?: Terms;
  /** Another type, over the same words. */
  as?: ActionName;
  domain?: TypedDataDomain;
}

/** The signature of whoever must consent to the action, if its call does what `terms` say. */
export async function sign(
  world: World,
  action: ActionName,
  terms: Terms,
  { over = terms, as = action, domain = {} }: SigningOptions = {},
): Promise<string> {
  const digest =
    as === action ? await digestOf(world, action, over, domain) : await wordsDigest(world, as, over);
  if (BY_OWNER.includes(action)) return ownerAt(world, terms.owner).key.signingKey.sign(digest).serialized;
  return keyFor(world, action, terms).sign(digest);
}

async function digestOf(
  { registry, makers }: World,
  action: ActionName,
  terms: Terms,
  domain: TypedDataDomain,
) {
  if (action !== "DeviceAttestation") return consentDigest(registry, action, terms, domain);
  const { maker, device, subject, deadline } = terms;
  return TypedDataEncoder.hash({ ...(await makersDomain(makers)), ...domain }, ATTESTATION_TYPES, {
    maker,
    device,
    kind: subject,
    expiry: deadline,
  });
}

/** By the contracts, which hash a subject of any size. */
async function wordsDigest({ registry, makers }: World, action: ActionName, terms: Terms): Promise<string> {
  if (action !== "DeviceAttestation") return hashByRegistry(registry, action, terms);
  const { device, subject, deadline, maker } = terms;
  return makers.hashAttestation(maker, device, BigInt.asUintN(32, subject), deadline);
}

/** The domain that an action is signed in. */
export async function domainOfAction(
  { registry, makers }: World,
  action: ActionName,
): Promise<TypedDataDomain> {
  return action === "DeviceAttestation" ? makersDomain(makers) : registryDomain(registry);
}

/** The key of a device, of a device's maker, or to come, that must consent to the action. */
export function keyFor(world: World, action: ActionName, terms: Terms): DeviceKey {
  if (action === "LocationAttestation" || action === "DeviceAttestation") return world.makerKey;
  const hash = action === "KeyAcceptance" ? terms.subject : terms.device;
  const key = [...world.fresh, ...world.registered, ...world.next].find((each) => deviceId(each) === hash);
  if (key === undefined) throw new Error(`the world has no key for ${action}`);
  return key;
}

function ownerAt({ owners }: World, address: string): Owner {
  const owner = owners.find((each) => each.address === address);
  if (owner === undefined) throw new Error(`the world has no owner ${address}`);
  return owner;
}
