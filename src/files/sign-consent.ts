import type { DeviceKey } from "../devices/device-key";
import { consentTypedData } from "../devices/typed-data/consent";
import { digestOf } from "../eip712/digest-of";
import type { Hex } from "../hex";
import { CONSENT_TYPES, type SignedConsent } from "./consent-file";
import { wordToHex } from "./word-hex";

/** All of a consent but its signature. */
export type ConsentTerms = Omit<SignedConsent, "signer" | "signature">;

/** Signs a consent. */
export async function signConsent(terms: ConsentTerms, key: DeviceKey): Promise<SignedConsent> {
  return { ...terms, signer: key.signer, signature: await key.sign(consentDigest(terms)) };
}

/** What the party to a consent signs: EIP-712 in the registry's domain. */
function consentDigest(terms: ConsentTerms): Hex {
  const { type, chainId, registry, device, owner, subject, maker = 0, nonce, deadline } = terms;
  const common = { device, owner, nonce, deadline };
  const domain = { chainId, registry };
  switch (CONSENT_TYPES[type].subject) {
    case "kind":
      return digestOf(consentTypedData(type, "kind", { ...common, kind: Number(subject), maker }, domain));
    case "key":
      return digestOf(consentTypedData(type, "key", { ...common, key: wordToHex(subject) }, domain));
    case "cell":
      return digestOf(consentTypedData(type, "cell", { ...common, cell: subject }, domain));
  }
}
