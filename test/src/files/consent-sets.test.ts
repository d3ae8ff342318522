import { expect } from "chai";

import { OpenDepinError } from "../../../src/errors";
import type { ConsentType, SignedConsent } from "../../../src/files/consent-file";
import { consentSets } from "../../../src/files/consent-sets";

const A = "0x00000000000000000000000000000000000000aa";
const B = "0x00000000000000000000000000000000000000bb";

function consent(type: ConsentType, changes: Partial<SignedConsent> = {}): SignedConsent {
  const place = {
    chainId: 4242,
    registry: A,
    device: 5n,
    owner: A,
    subject: 3n,
    maker: 2,
    nonce: 7,
  } as const;
  return { type, ...place, deadline: 1_900_000_000, signer: A, signature: "0x00", ...changes };
}

function refusal(...consents: SignedConsent[]): OpenDepinError {
  try {
    consentSets(
      "onboard",
      consents.map((each, index) => ({ consent: each, path: `${index}.json` })),
    );
  } catch (error) {
    if (error instanceof OpenDepinError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("consentSets", () => {
  it("sorts consents by device, in the order of the first of each", () => {
    const found = [
      consent("DeviceOnboarding", { device: 9n }),
      consent("OwnerAcceptance"),
      consent("OwnerAcceptance", { device: 9n }),
      consent("DeviceOnboarding"),
    ].map((each) => ({ consent: each, path: undefined }));
    const sets = consentSets("onboard", found);
    expect(sets.map(({ device, by }) => [device, Object.keys(by).sort()])).to.deep.equal([
      [9n, ["device", "owner"]],
      [5n, ["device", "owner"]],
    ]);
  });

  it("names the file of a consent to something else", () => {
    const { code, message } = refusal(consent("DeviceOnboarding"), consent("KeyRotation"));
    expect(code).to.equal("CONSENT_OTHER_ACTION");
    expect(message).to.match(/^1\.json: a KeyRotation is a consent to rotate, not to onboard; /);
  });

  it("names the file of a second consent of the same party", () => {
    const { code, message } = refusal(consent("DeviceOnboarding"), consent("DeviceOnboarding"));
    expect(code).to.equal("CONSENT_TWICE");
    expect(message).to.match(/^1\.json: a second DeviceOnboarding of device 0x0+5; /);
  });

  const differences: [keyof SignedConsent, Partial<SignedConsent>, RegExp][] = [
    ["chainId", { chainId: 1 }, /has chainId 1, but the DeviceOnboarding has chainId 4242/],
    ["registry", { registry: B }, /has registry 0x\w+bb, but the DeviceOnboarding has registry 0x\w+aa/],
    ["owner", { owner: B }, /has owner 0x\w+bb, but the DeviceOnboarding has owner 0x\w+aa/],
    ["subject", { subject: 4n }, /has kind 4, but the DeviceOnboarding has kind 3/],
    ["maker", { maker: 0 }, /has maker 0, but the DeviceOnboarding has maker 2/],
    ["nonce", { nonce: 8 }, /has nonce 8, but the DeviceOnboarding has nonce 7/],
  ];
  for (const [field, changes, message] of differences) {
    it(`says which ${field} each of two consents has that do not fit together`, () => {
      const error = refusal(consent("DeviceOnboarding"), consent("OwnerAcceptance", changes));
      expect(error.code).to.equal("CONSENTS_DIFFER");
      expect(error.message)
        .to.match(/^1\.json: the OwnerAcceptance /)
        .and.to.match(message);
    });
  }
});
