import { expect } from "chai";

import { onboardingOf } from "../../../src/chain";
import type { Attestation } from "../../../src/devices";
import { OpenDepinError } from "../../../src/errors";
import type { SignedConsent } from "../../../src/files/consent-file";
import { consentSets } from "../../../src/files/consent-sets";

const OWNER = "0x00000000000000000000000000000000000000aa";

function setOf(maker: number | undefined) {
  const consent: SignedConsent = {
    type: "DeviceOnboarding",
    chainId: 4242,
    registry: OWNER,
    device: 5n,
    owner: OWNER,
    subject: 3n,
    maker,
    nonce: 7,
    deadline: 1_900_000_000,
    signer: OWNER,
    signature: "0x00",
  };
  const [set] = consentSets("onboard", [{ consent, path: undefined }]);
  if (set === undefined) throw new Error("no set");
  return set;
}

function attestationOf(maker: number): Attestation {
  return { maker, expiry: 0, signer: "0x", signature: "0x", proof: [] };
}

describe("onboardingOf", () => {
  it("takes the attestation of the maker that was signed for, and none if nobody was", () => {
    expect(onboardingOf(setOf(2), attestationOf(2)).attestation.maker).to.equal(2);
    expect(onboardingOf(setOf(0)).attestation.maker).to.equal(0);
  });

  const cases: [string, number, Attestation | undefined, RegExp][] = [
    [
      "another maker",
      2,
      attestationOf(3),
      /the DeviceOnboarding is for maker 2, the attestation is of maker 3;/,
    ],
    ["no maker", 2, undefined, /is for maker 2, the attestation is of no maker;/],
    [
      "a maker that nobody signed for",
      0,
      attestationOf(3),
      /is for no maker, the attestation is of maker 3;/,
    ],
  ];
  for (const [what, maker, attestation, reason] of cases) {
    it(`refuses the attestation of ${what}, and says which device it is about`, () => {
      expect(() => onboardingOf(setOf(maker), attestation))
        .to.throw(OpenDepinError, reason)
        .with.property("code", "ATTESTATION_DIFFERS");
      expect(() => onboardingOf(setOf(maker), attestation)).to.throw(/^device 0x0+5: /);
    });
  }
});
