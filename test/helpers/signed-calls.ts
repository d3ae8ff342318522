import { type ContractTransactionResponse } from "ethers";

import { attest, NO_ATTESTATION } from "./attestations";
import { NO_CONSENT } from "./device-actions";
import { keyHash } from "./device-keys";
import { HOTSPOT } from "./devices";
import { type Refusal } from "./refusal";
import { LATEST_DEADLINE } from "./report";
import { type ActionName, BY_OWNER, keyFor, ONBOARDING, ROTATION, sign, type Terms } from "./signed-actions";
import { type World } from "./signed-world";

/** An action's call: what it does, and the action's own signature. */
interface Call {
  world: World;
  action: ActionName;
  terms: Terms;
  signature: string;
}

/** Sends the call that does what `terms` say: every consent is in order, except that the action's is `signature`. */
export async function send(
  world: World,
  action: ActionName,
  terms: Terms,
  signature: string,
): Promise<ContractTransactionResponse> {
  const registry = world.registry.connect(world.sponsor);
  const call = { world, action, terms, signature };
  if (ONBOARDING.includes(action)) return registry.register(await onboardingOf(call));
  if (ROTATION.includes(action)) return registry.rotateKey(await rotationOf(call));
  return registry.assertLocation(await locationOf(call));
}

async function onboardingOf(call: Call) {
  const { world, terms } = call;
  const attested = await signed(call, "DeviceAttestation");
  return {
    owner: terms.owner,
    kind: terms.subject,
    nonce: terms.nonce,
    signer: keyFor(world, "DeviceOnboarding", terms).signer,
    ...(await signed(call, "DeviceOnboarding")),
    consent: await signed(call, "OwnerAcceptance"),
    attestation: {
      maker: terms.maker,
      expiry: attested.deadline,
      signer: world.makerKey.signer,
      signature: attested.signature,
      proof: [],
    },
  };
}

async function rotationOf(call: Call) {
  const { world, terms } = call;
  const accepted = await signed(call, "KeyAcceptance");
  return {
    device: terms.device,
    nonce: terms.nonce,
    deadline: accepted.deadline,
    newSigner: keyFor(world, "KeyAcceptance", terms).signer,
    newSignature: accepted.signature,
    ...(await rotationConsentsOf(call)),
  };
}

/** Of old key and owner together, unless the action is what one of them signs alone. */
async function rotationConsentsOf(call: Call) {
  const { world, action, terms } = call;
  if (action === "RotationApproval") {
    const { makers, makerKey } = world;
    const attestation = await attest(makers, { device: terms.subject, kind: HOTSPOT }, makerKey);
    return { oldSigner: "0x", oldSignature: "0x", consent: await signed(call, action), attestation };
  }
  const byKey = action === "KeyRotation" ? "KeyRotation" : "KeyHandover";
  return {
    oldSigner: keyFor(world, byKey, terms).signer,
    oldSignature: (await signed(call, byKey)).signature,
    consent: action === "KeyRotation" ? NO_CONSENT : await signed(call, "HandoverApproval"),
    attestation: NO_ATTESTATION,
  };
}

async function locationOf(call: Call) {
  const { world, terms } = call;
  const by = call.action === "LocationAttestation" ? "LocationAttestation" : "LocationAssertion";
  return {
    device: terms.device,
    cell: terms.subject,
    nonce: terms.nonce,
    signer: keyFor(world, by, terms).signer,
    ...(await signed(call, by)),
    consent: await signed(call, "LocationApproval"),
  };
}

/** One of a call's signatures with its deadline, which is the action's own only where they share a field. */
async function signed({ world, action, terms, signature }: Call, part: ActionName) {
  const deadline = deadlineFieldOf(part) === deadlineFieldOf(action) ? terms.deadline : LATEST_DEADLINE;
  if (part === action) return { deadline, signature };
  return { deadline, signature: await sign(world, part, { ...terms, deadline }) };
}

function deadlineFieldOf(action: ActionName): "expiry" | "consent" | "deadline" {
  if (action === "DeviceAttestation") return "expiry";
  return BY_OWNER.includes(action) ? "consent" : "deadline";
}

/** What a call is refused with if the action's signature is not its signer's over `terms`. */
export function invalidSignature(world: World, action: ActionName, terms: Terms): Refusal {
  const { registry, makers } = world;
  if (BY_OWNER.includes(action)) {
    return { contract: registry, name: "DeviceRegistryInvalidOwnerSignature", args: [terms.owner] };
  }
  if (action === "DeviceAttestation" || action === "LocationAttestation") {
    return { contract: makers, name: "MakerRegistryInvalidSignature", args: [terms.maker] };
  }
  const key = keyHash(keyFor(world, action, terms));
  return { contract: registry, name: "DeviceRegistryInvalidSignature", args: [key] };
}

/** What a call is refused with a second after the action's deadline. */
export function expired(world: World, action: ActionName, deadline: bigint): Refusal {
  const { registry, makers } = world;
  const args = [deadline, deadline + 1n];
  switch (deadlineFieldOf(action)) {
    case "expiry":
      return { contract: makers, name: "MakerRegistryAttestationExpired", args };
    case "consent":
      return { contract: registry, name: "DeviceRegistryConsentExpired", args };
    case "deadline":
      return { contract: registry, name: "DeviceRegistrySignatureExpired", args };
  }
}

/** What a call is refused with whose nonce is not the device's. */
export function wrongNonce({ registry }: World, { device, nonce }: Terms, expected: bigint): Refusal {
  return { contract: registry, name: "DeviceRegistryInvalidNonce", args: [device, nonce, expected] };
}
