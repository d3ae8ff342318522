import { OpenDepinError } from "../errors";
import type { Address, Hex } from "../hex";
import { quote } from "../rewards/epoch/parse";
import { JsonFields, MAX_UINT32, MAX_UINT40 } from "./json-fields";
import { wordToHex } from "./word-hex";

export const CONSENT_FORMAT = "opendepin-consent";
const CONSENT_VERSION = 1;

/** What a consent lets happen; named as the command that does it. */
export const CONSENT_ACTIONS = ["onboard", "rotate", "location"] as const;

export type ConsentAction = (typeof CONSENT_ACTIONS)[number];

/** Whose key gives it. */
export const CONSENT_ROLES = ["device", "owner", "new-key", "maker"] as const;

export type ConsentRole = (typeof CONSENT_ROLES)[number];

/** The registry's EIP-712 types: what each is for, who signs it, and the field that it is about. */
export const CONSENT_TYPES = {
  DeviceOnboarding: { action: "onboard", role: "device", subject: "kind" },
  OwnerAcceptance: { action: "onboard", role: "owner", subject: "kind" },
  KeyHandover: { action: "rotate", role: "device", subject: "key" },
  HandoverApproval: { action: "rotate", role: "owner", subject: "key" },
  KeyRotation: { action: "rotate", role: "device", subject: "key" },
  KeyAcceptance: { action: "rotate", role: "new-key", subject: "key" },
  RotationApproval: { action: "rotate", role: "owner", subject: "key" },
  LocationAssertion: { action: "location", role: "device", subject: "cell" },
  LocationAttestation: { action: "location", role: "maker", subject: "cell" },
  LocationApproval: { action: "location", role: "owner", subject: "cell" },
} as const satisfies Record<
  string,
  { action: ConsentAction; role: ConsentRole; subject: "kind" | "key" | "cell" }
>;

export type ConsentType = keyof typeof CONSENT_TYPES;

/** What old key and owner sign of a rotation that the other has no part in, which waits. */
const LONE_TYPES: readonly ConsentType[] = ["KeyRotation", "RotationApproval"];

/** One party's signed consent: what a file of it carries from the machine that signs to the one that sends. */
export interface SignedConsent {
  type: ConsentType;
  chainId: number;
  /** The DeviceRegistry. */
  registry: Address;
  device: bigint;
  /** The device's owner, or who is to be. */
  owner: Address;
  /** The kind, the hash of a key, or an H3 cell: what the type is about. */
  subject: bigint;
  /** Of a kind: who attests it, zero for nobody. Of a key or a cell: undefined. */
  maker?: number | undefined;
  /** The device's nonce. */
  nonce: number;
  /** Last second of the signature's validity, since 1970. */
  deadline: number;
  /** Key that signed, in its ERC-7913 form. */
  signer: Hex;
  signature: Hex;
}

/**
 * The type that a role signs for an action; undefined if it has no say in it.
 *
 * @param alone Whether it agrees to a rotation without the other of old key and owner.
 */
export function consentTypeOf(
  action: ConsentAction,
  role: ConsentRole,
  alone = false,
): ConsentType | undefined {
  const types = Object.keys(CONSENT_TYPES) as ConsentType[];
  return types.find(
    (type) =>
      CONSENT_TYPES[type].action === action &&
      CONSENT_TYPES[type].role === role &&
      isLoneConsent(type) === alone,
  );
}

/** Whether its signer agrees to a rotation without the other of old key and owner. */
export function isLoneConsent(type: ConsentType): boolean {
  return LONE_TYPES.includes(type);
}

/** A consent as its file has it. */
export function consentToJson(consent: SignedConsent): object {
  const { type, chainId, registry, device, owner, nonce, deadline, signer, signature } = consent;
  return {
    format: CONSENT_FORMAT,
    version: CONSENT_VERSION,
    type,
    chainId,
    registry,
    device: wordToHex(device),
    owner,
    ...subjectToJson(consent),
    nonce,
    deadline,
    signer,
    signature,
  };
}

/**
 * Reads a consent's JSON; checks its form, not its signature.
 *
 * @throws OpenDepinError `DOCUMENT_MALFORMED`, `DOCUMENT_VERSION`.
 */
export function consentFromJson(content: unknown): SignedConsent {
  const fields = new JsonFields(content, "a consent");
  fields.requireFormat(CONSENT_FORMAT, CONSENT_VERSION);
  const type = fields.string("type");
  if (!isConsentType(type))
    throw new OpenDepinError("DOCUMENT_MALFORMED", `not a consent: unknown type ${quote(type)}`);
  return {
    type,
    chainId: fields.count("chainId"),
    registry: fields.address("registry"),
    device: BigInt(fields.hex("device", 32)),
    owner: fields.address("owner"),
    subject: subjectFromJson(type, fields),
    maker: CONSENT_TYPES[type].subject === "kind" ? fields.count("maker", MAX_UINT32) : undefined,
    nonce: fields.count("nonce", MAX_UINT32),
    deadline: fields.count("deadline", MAX_UINT40),
    signer: fields.hex("signer"),
    signature: fields.hex("signature"),
  };
}

function isConsentType(text: string): text is ConsentType {
  return Object.hasOwn(CONSENT_TYPES, text);
}

function subjectToJson({ type, subject, maker = 0 }: SignedConsent): object {
  switch (CONSENT_TYPES[type].subject) {
    case "kind":
      return { kind: Number(subject), maker };
    case "key":
      return { key: wordToHex(subject) };
    case "cell":
      return { cell: `0x${subject.toString(16).padStart(16, "0")}` };
  }
}

function subjectFromJson(type: ConsentType, fields: JsonFields): bigint {
  switch (CONSENT_TYPES[type].subject) {
    case "kind":
      return BigInt(fields.count("kind", MAX_UINT32));
    case "key":
      return BigInt(fields.hex("key", 32));
    case "cell":
      return BigInt(fields.hex("cell", 8));
  }
}
