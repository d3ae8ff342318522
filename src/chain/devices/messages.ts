import type { Attestation, Location, Onboarding, OwnerConsent, Rotation } from "../../devices/messages";
import { OpenDepinError } from "../../errors";
import { type ConsentRole, isLoneConsent, type SignedConsent } from "../../files/consent-file";
import type { ConsentSet } from "../../files/consent-sets";
import { wordToHex } from "../../files/word-hex";
import type { Address } from "../../hex";

/** Where nobody attests: open kinds, and rotations that the old key consents to. */
const NO_ATTESTATION: Attestation = { maker: 0, expiry: 0, signer: "0x", signature: "0x", proof: [] };

/**
 * The registry's message that onboards a device.
 *
 * @throws OpenDepinError `CONSENT_MISSING` without the device's, `ATTESTATION_DIFFERS` if the parties have signed for
 *   another maker than attests the device.
 */
export function onboardingOf(set: ConsentSet, attestation: Attestation = NO_ATTESTATION): Onboarding {
  const { owner, subject, nonce, deadline, signer, signature } = consentBy("device", set);
  requireSameMaker(set, attestation);
  return {
    owner,
    kind: Number(subject),
    nonce,
    deadline,
    signer,
    signature,
    consent: ownerConsent(set),
    attestation: withoutSubject(attestation),
  };
}

/**
 * The registry's message that moves a device to another key.
 *
 * @param sender Who sends it: the owner that sends consents by that.
 * @throws OpenDepinError `CONSENT_MISSING` without the new key's, `CONSENTS_DIFFER` if the keys' deadlines do, or if
 *   old key or owner agreed to a rotation with the other one and it is without, or the reverse.
 */
export function rotationOf(
  set: ConsentSet,
  sender: Address,
  attestation: Attestation = NO_ATTESTATION,
): Rotation {
  const { device, nonce, deadline, signer, signature } = consentBy("new-key", set);
  requireSameCompany(set, sender);
  const old = set.by.device;
  if (old !== undefined && old.deadline !== deadline) {
    throw new OpenDepinError(
      "CONSENTS_DIFFER",
      `the old key signed for deadline ${old.deadline}, the new one for ${deadline}; sign both with the same --deadline`,
    );
  }
  return {
    device,
    nonce,
    deadline,
    newSigner: signer,
    newSignature: signature,
    oldSigner: old?.signer ?? "0x",
    oldSignature: old?.signature ?? "0x",
    consent: ownerConsent(set),
    attestation: withoutSubject(attestation),
  };
}

/**
 * The registry's message that states where a device is.
 *
 * @throws OpenDepinError `CONSENT_MISSING` without the device's or its maker's.
 */
export function locationOf(set: ConsentSet): Location {
  const role = set.by.maker === undefined ? "device" : "maker";
  const { device, subject, nonce, deadline, signer, signature } = consentBy(role, set);
  return { device, cell: subject, nonce, deadline, signer, signature, consent: ownerConsent(set) };
}

/** The contract would only find the signatures wrong. */
function requireSameMaker(
  { device, terms: { type, maker = 0 } }: ConsentSet,
  attestation: Attestation,
): void {
  if (maker === attestation.maker) return;
  const [signed, given] = [maker, attestation.maker].map((id) => (id === 0 ? "no maker" : `maker ${id}`));
  throw new OpenDepinError(
    "ATTESTATION_DIFFERS",
    `device ${wordToHex(device)}: the ${type} is for ${signed}, the attestation is of ${given}; sign anew with --maker, or give the attestation of the maker that was signed for`,
  );
}

/** What old key and owner sign says whether the other agrees: the contract would only find the signatures wrong. */
function requireSameCompany({ by: { device, owner }, terms }: ConsentSet, sender: Address): void {
  const isOwnerSending = terms.owner.toLowerCase() === sender.toLowerCase();
  const isTogether = device !== undefined && (owner !== undefined || isOwnerSending);
  const looked = isOwnerSending ? [device] : [device, owner];
  const wrong = looked.find((each) => each !== undefined && isLoneConsent(each.type) === isTogether);
  if (wrong === undefined) return;
  throw new OpenDepinError(
    "CONSENTS_DIFFER",
    isTogether
      ? `the ${wrong.type} is to a rotation without the other of old key and owner, who consents too; sign it anew without --alone`
      : `the ${wrong.type} is to a rotation that old key and owner agree to; bring the other's consent, or sign it anew with --alone`,
  );
}

function consentBy(role: ConsentRole, { by, device }: ConsentSet): SignedConsent {
  const consent = by[role];
  if (consent !== undefined) return consent;
  throw new OpenDepinError(
    "CONSENT_MISSING",
    `device ${wordToHex(device)} lacks the consent of its ${role === "new-key" ? "new key" : "key"}; sign it with: opendepin device consent --as ${role}`,
  );
}

function ownerConsent({ by: { owner } }: ConsentSet): OwnerConsent {
  return { deadline: owner?.deadline ?? 0, signature: owner?.signature ?? "0x" };
}

/** An attestation that was read from a file says of which device and kind it is; the message says it elsewhere. */
function withoutSubject({ maker, expiry, signer, signature, proof }: Attestation): Attestation {
  return { maker, expiry, signer, signature, proof };
}
