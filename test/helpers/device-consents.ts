import {
  id,
  type Signer,
  toBeHex,
  TypedDataEncoder,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";
import { ethers } from "hardhat";

import { type DeviceRegistry } from "../../typechain-types";

const KIND: TypedDataField = { name: "kind", type: "uint32" };
const MAKER: TypedDataField = { name: "maker", type: "uint32" };
const KEY: TypedDataField = { name: "key", type: "bytes32" };
const CELL: TypedDataField = { name: "cell", type: "uint64" };

/** The registry's EIP-712 types, and what each is about: the field in which they differ; a kind has its maker after it. */
export const CONSENT_SUBJECTS = {
  DeviceOnboarding: KIND,
  OwnerAcceptance: KIND,
  KeyHandover: KEY,
  HandoverApproval: KEY,
  KeyRotation: KEY,
  KeyAcceptance: KEY,
  RotationApproval: KEY,
  LocationAssertion: CELL,
  LocationAttestation: CELL,
  LocationApproval: CELL,
} as const satisfies Record<string, TypedDataField>;

export type ConsentName = keyof typeof CONSENT_SUBJECTS;

export interface Consent {
  device: bigint;
  owner: string;
  /** The kind, the hash of a key, or the cell. */
  subject: bigint;
  /** Of a kind: who attests it; nobody if left out. */
  maker?: bigint;
  nonce: bigint;
  deadline: bigint;
}

export type TypedDataSigner = Pick<Signer, "signTypedData">;

export function isOnboarding(name: ConsentName): boolean {
  return CONSENT_SUBJECTS[name] === KIND;
}

export function consentTypes(name: ConsentName): Record<string, TypedDataField[]> {
  return {
    [name]: [
      { name: "device", type: "uint256" },
      { name: "owner", type: "address" },
      CONSENT_SUBJECTS[name],
      ...(isOnboarding(name) ? [MAKER] : []),
      { name: "nonce", type: "uint32" },
      { name: "deadline", type: "uint40" },
    ],
  };
}

export async function registryDomain(registry: DeviceRegistry): Promise<TypedDataDomain> {
  return domainOf("OpenDePIN DeviceRegistry", await registry.getAddress());
}

/** What a device, its new key or its maker signs. */
export async function consentDigest(
  registry: DeviceRegistry,
  name: ConsentName,
  consent: Consent,
  domain: TypedDataDomain = {},
): Promise<string> {
  return TypedDataEncoder.hash(
    { ...(await registryDomain(registry)), ...domain },
    consentTypes(name),
    consentValue(name, consent),
  );
}

/** {consentDigest} as the registry computes it, which takes a subject of any size for a key and a cell. */
export async function hashByRegistry(
  registry: DeviceRegistry,
  name: ConsentName,
  { device, owner, subject, maker = 0n, nonce, deadline }: Consent,
): Promise<string> {
  const typeHash = id(TypedDataEncoder.from(consentTypes(name)).encodeType(name));
  if (!isOnboarding(name)) return registry.hashConsent(typeHash, device, owner, subject, nonce, deadline);
  const kind = BigInt.asUintN(32, subject);
  return registry.hashOnboarding(typeHash, device, owner, kind, maker, nonce, deadline);
}

/** What an owner signs, with its wallet. */
export async function signConsent(
  registry: DeviceRegistry,
  name: ConsentName,
  consent: Consent,
  owner: TypedDataSigner,
  domain: TypedDataDomain = {},
): Promise<string> {
  return owner.signTypedData(
    { ...(await registryDomain(registry)), ...domain },
    consentTypes(name),
    consentValue(name, consent),
  );
}

function consentValue(name: ConsentName, consent: Consent) {
  const { device, owner, subject, maker = 0n, nonce, deadline } = consent;
  const field = CONSENT_SUBJECTS[name];
  const about = field.type === "bytes32" ? toBeHex(subject, 32) : subject;
  return { device, owner, [field.name]: about, ...(isOnboarding(name) && { maker }), nonce, deadline };
}

/** The EIP-712 domain of a contract of the suite. */
export async function domainOf(name: string, verifyingContract: string): Promise<TypedDataDomain> {
  const { chainId } = await ethers.provider.getNetwork();
  return { name, version: "1", chainId, verifyingContract };
}
