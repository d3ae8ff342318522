import { expect } from "chai";

import { rotationOf } from "../../../src/chain";
import { OpenDepinError } from "../../../src/errors";
import { CONSENT_TYPES, type ConsentType, type SignedConsent } from "../../../src/files/consent-file";
import { consentSets } from "../../../src/files/consent-sets";
import type { Address } from "../../../src/hex";

const OWNER = "0x00000000000000000000000000000000000000Aa";
const STRANGER = "0x00000000000000000000000000000000000000bb";

function consent(type: ConsentType): SignedConsent {
  const place = {
    chainId: 4242,
    registry: STRANGER,
    device: 5n,
    owner: OWNER,
    subject: 3n,
    nonce: 7,
  } as const;
  const signature = `0x${Object.keys(CONSENT_TYPES).indexOf(type).toString(16).padStart(2, "0")}` as const;
  return { type, ...place, deadline: 1_900_000_000, signer: OWNER, signature };
}

function message(sender: Address, ...types: ConsentType[]) {
  const found = ["KeyAcceptance" as const, ...types].map((type) => ({
    consent: consent(type),
    path: undefined,
  }));
  const [set] = consentSets("rotate", found);
  if (set === undefined) throw new Error("no set");
  return rotationOf(set, sender);
}

function refusal(sender: Address, ...types: ConsentType[]): string {
  try {
    message(sender, ...types);
  } catch (error) {
    if (error instanceof OpenDepinError && error.code === "CONSENTS_DIFFER") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("rotationOf", () => {
  const accepted: [string, Address, ConsentType[]][] = [
    ["of old key and owner", STRANGER, ["KeyHandover", "HandoverApproval"]],
    ["of the old key, sent by the owner", OWNER.toLowerCase() as Address, ["KeyHandover"]],
    ["of the old key alone", STRANGER, ["KeyRotation"]],
    ["of the owner alone", STRANGER, ["RotationApproval"]],
    ["of nobody, sent by the owner", OWNER, []],
  ];
  for (const [whose, sender, types] of accepted) {
    it(`takes the consents ${whose}`, () => {
      const { oldSignature, consent: approval } = message(sender, ...types);
      const signatureOf = (role: string) => {
        const type = types.find((each) => CONSENT_TYPES[each].role === role);
        return type === undefined ? "0x" : consent(type).signature;
      };
      expect([oldSignature, approval.signature]).to.deep.equal([signatureOf("device"), signatureOf("owner")]);
    });
  }

  const lacking: [string, ConsentType[], RegExp][] = [
    ["the owner's", ["KeyHandover"], /^the KeyHandover is to a rotation that old key and owner agree to; /],
    ["the old key's", ["HandoverApproval"], /^the HandoverApproval is to a rotation that old key and owner/],
  ];
  for (const [what, types, reason] of lacking) {
    it(`says that a consent counts only together with ${what}`, () => {
      expect(refusal(STRANGER, ...types)).to.match(reason);
    });
  }

  const crowded: [string, Address, ConsentType[], RegExp][] = [
    ["the owner sends it", OWNER, ["KeyRotation"], /^the KeyRotation is to a rotation without the other/],
    ["both are", STRANGER, ["KeyRotation", "RotationApproval"], /^the KeyRotation is to a rotation without/],
    ["the old key's is", STRANGER, ["KeyRotation", "HandoverApproval"], /^the KeyRotation is/],
    ["the owner's is", STRANGER, ["KeyHandover", "RotationApproval"], /^the RotationApproval is/],
  ];
  for (const [when, sender, types, reason] of crowded) {
    it(`says that a consent was given without the other party: ${when}`, () => {
      expect(refusal(sender, ...types)).to.match(reason);
    });
  }
});
