import { generateKeyPairSync, sign } from "node:crypto";

import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { type BigNumberish, getBytes, id } from "ethers";
import { ethers } from "hardhat";

import { secp256k1Key } from "../../../src/chain";
import {
  batchTree,
  deviceAttestationTypedData,
  type DeviceKey,
  deviceIdOf,
  deviceOnboardingTypedData,
  type DeviceRegistryDomain,
  digestOf,
  generateP256,
  handoverApprovalTypedData,
  keyAcceptanceTypedData,
  keyHandoverTypedData,
  keyHashOf,
  keyRotationTypedData,
  locationApprovalTypedData,
  locationAssertionTypedData,
  locationAttestationTypedData,
  ownerAcceptanceTypedData,
  p256KeyFromPem,
  parseSigner,
  rotationApprovalTypedData,
  rsaSigner,
} from "../../../src/devices";
import type { Hex } from "../../../src/hex";
import { APP, deployDevices, HOTSPOT, MAKER } from "../../helpers/devices";

const CONSENT = {
  device: BigInt(id("device")),
  owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  nonce: 2 ** 32 - 1,
  deadline: 2 ** 40 - 1,
} as const;
const KIND = { kind: 2 ** 32 - 1, maker: 2 ** 32 - 2 };
const KEY = id("key") as Hex;
const CELL = 0x8928308280fffffn;
const NO_ATTESTATION = { maker: 0, expiry: 0, signer: "0x", signature: "0x", proof: [] };

/** The consents to an onboarding, by what the contract calls their types. */
const onboardings: Record<string, (domain: DeviceRegistryDomain) => Hex> = {
  DEVICE_ONBOARDING: (domain) => digestOf(deviceOnboardingTypedData({ ...CONSENT, ...KIND }, domain)),
  OWNER_ACCEPTANCE: (domain) => digestOf(ownerAcceptanceTypedData({ ...CONSENT, ...KIND }, domain)),
};

/** Every other consent of the library, and what the contract calls its type and its subject. */
const consents: Record<string, [(domain: DeviceRegistryDomain) => Hex, BigNumberish]> = {
  KEY_HANDOVER: [(domain) => digestOf(keyHandoverTypedData({ ...CONSENT, key: KEY }, domain)), KEY],
  HANDOVER_APPROVAL: [(domain) => digestOf(handoverApprovalTypedData({ ...CONSENT, key: KEY }, domain)), KEY],
  KEY_ROTATION: [(domain) => digestOf(keyRotationTypedData({ ...CONSENT, key: KEY }, domain)), KEY],
  KEY_ACCEPTANCE: [(domain) => digestOf(keyAcceptanceTypedData({ ...CONSENT, key: KEY }, domain)), KEY],
  ROTATION_APPROVAL: [(domain) => digestOf(rotationApprovalTypedData({ ...CONSENT, key: KEY }, domain)), KEY],
  LOCATION_ASSERTION: [
    (domain) => digestOf(locationAssertionTypedData({ ...CONSENT, cell: CELL }, domain)),
    CELL,
  ],
  LOCATION_ATTESTATION: [
    (domain) => digestOf(locationAttestationTypedData({ ...CONSENT, cell: CELL }, domain)),
    CELL,
  ],
  LOCATION_APPROVAL: [
    (domain) => digestOf(locationApprovalTypedData({ ...CONSENT, cell: CELL }, domain)),
    CELL,
  ],
};

async function deployWithDomain() {
  const devices = await deployDevices();
  const { chainId } = await ethers.provider.getNetwork();
  return {
    ...devices,
    domain: { chainId, registry: (await devices.registry.getAddress()) as Hex },
    makersDomain: { chainId, makers: (await devices.makers.getAddress()) as Hex },
    verifier: (await devices.verifiers.p256.getAddress()) as Hex,
  };
}

describe("The library's messages of devices, on chain", () => {
  for (const [name, digest] of Object.entries(onboardings)) {
    it(`${name}: digestOf is hashOnboarding`, async () => {
      const { registry, domain } = await loadFixture(deployWithDomain);
      const typeHash = String(await registry.getFunction(`${name}_TYPEHASH`).staticCall());
      const { device, owner, nonce, deadline } = CONSENT;
      expect(digest(domain)).to.equal(
        await registry.hashOnboarding(typeHash, device, owner, KIND.kind, KIND.maker, nonce, deadline),
      );
    });
  }

  for (const [name, [digest, subject]] of Object.entries(consents)) {
    it(`${name}: digestOf is hashConsent`, async () => {
      const { registry, domain } = await loadFixture(deployWithDomain);
      const typeHash = String(await registry.getFunction(`${name}_TYPEHASH`).staticCall());
      const { device, owner, nonce, deadline } = CONSENT;
      expect(digest(domain)).to.equal(
        await registry.hashConsent(typeHash, device, owner, subject, nonce, deadline),
      );
    });
  }

  it("DEVICE_ATTESTATION: digestOf is hashAttestation", async () => {
    const { makers, makersDomain } = await loadFixture(deployWithDomain);
    const attestation = { maker: 3, device: CONSENT.device, kind: 9, expiry: 2 ** 40 - 1 };
    expect(digestOf(deviceAttestationTypedData(attestation, makersDomain))).to.equal(
      await makers.hashAttestation(3, CONSENT.device, 9, attestation.expiry),
    );
  });

  const keys: Record<string, (verifier: Hex) => Promise<DeviceKey>> = {
    "a secp256k1 key": () => Promise.resolve(secp256k1Key(id("device's key") as Hex)),
    "a P-256 key from its PEM": async (verifier) => p256KeyFromPem((await generateP256()).pem, verifier),
  };
  for (const [name, makeKey] of Object.entries(keys)) {
    it(`onboards a device that ${name} signs for`, async () => {
      const { registry, domain, verifier, alice } = await loadFixture(deployWithDomain);
      const key = await makeKey(verifier);
      const device = deviceIdOf(key.signer);
      expect(await registry.deviceOf(key.signer)).to.equal(device);

      const [kind, nonce, deadline] = [Number(APP), 0, 2 ** 40 - 1];
      const message = { device, owner: alice.address as Hex, kind, maker: 0, nonce, deadline };
      await registry.connect(alice).register({
        ...message,
        signer: key.signer,
        signature: await key.sign(digestOf(deviceOnboardingTypedData(message, domain))),
        consent: { deadline: 0, signature: "0x" },
        attestation: NO_ATTESTATION,
      });
      expect(await registry.ownerOf(device)).to.equal(alice.address);
      expect(await registry.keyOf(device)).to.equal(keyHashOf(key.signer));
    });
  }

  it("provisions a batch whose proofs the registry accepts", async () => {
    const { makers, manufacturer } = await loadFixture(deployWithDomain);
    const rows = Array.from({ length: 33 }, (_, i) => ({
      device: BigInt(id(`device ${i}`)),
      kind: Number(HOTSPOT),
    }));
    const tree = batchTree(rows);
    await makers.connect(manufacturer).provisionBatch(MAKER, tree.root(), 2n ** 40n - 1n, "");
    for (const { device, kind } of rows) {
      const attestation = { ...NO_ATTESTATION, maker: MAKER, proof: tree.proof(device) };
      await makers.requireAttested(device, kind, attestation);
    }
  });

  it("writes RSA keys as their verifier reads them", async () => {
    const { verifiers } = await loadFixture(deployWithDomain);
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const { e = "", n = "" } = publicKey.export({ format: "jwk" });
    const rsa = (await verifiers.rsa.getAddress()) as Hex;
    const signer = parseSigner(rsaSigner(rsa, { exponent: numberOf(e), modulus: numberOf(n) }));
    const signature = sign("sha256", getBytes(KEY), privateKey);
    expect(signer).to.have.property("verifier", rsa.toLowerCase());
    const key = signer.kind === "verifier" ? signer.key : "0x";
    const accepted = verifiers.rsa.interface.getFunction("verify").selector;
    expect(await verifiers.rsa.verify(key, KEY, signature)).to.equal(accepted);
  });
});

function numberOf(base64url: string): bigint {
  return BigInt(`0x${Buffer.from(base64url, "base64url").toString("hex")}`);
}
