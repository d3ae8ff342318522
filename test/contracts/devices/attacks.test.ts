import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, dataSlice, ZeroHash } from "ethers";

import { attest } from "../../helpers/attestations";
import { NO_CONSENT, onboarding, register, rotation } from "../../helpers/device-actions";
import { deviceId, keyHash, p256Key, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, deployHotspot, HOTSPOT, START_EPOCH, Status } from "../../helpers/devices";

const newKey = secp256k1Key("new key");

describe("Attacks on devices", () => {
  it("a stranger cannot pass an owner's consent to a rotation off as one to another key", async () => {
    const { registry, device, key: oldKey, alice, stranger } = await loadFixture(deployHotspot);
    const agreed = await rotation(registry, { device, newKey, oldKey, consentBy: alice });
    const stolen = await rotation(registry, { device, newKey: secp256k1Key("thief's"), oldKey });
    const mixed = { ...stolen, consent: agreed.consent };
    await expect(registry.connect(stranger).rotateKey(mixed))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
      .withArgs(alice.address);
    await expect(
      registry.connect(stranger).rotateKey({ ...agreed, oldSignature: "0x", consent: NO_CONSENT }),
    ).to.be.revertedWithCustomError(registry, "DeviceRegistryConsentMissing");
  });

  it("an owner does not shake a suspension off by a new key, release, onboarding anew and sale", async () => {
    const { registry, suspender, alice } = await loadFixture(deployDevices);
    const oldKey = secp256k1Key("phone");
    const device = await register(registry, alice, { key: oldKey, kind: APP });
    await registry.connect(suspender).suspend(device, START_EPOCH, START_EPOCH + 9, 1, ZeroHash);
    const asAlice = registry.connect(alice);
    const { interface: abi } = registry;
    const rotated = await rotation(registry, { device, newKey, oldKey, consentBy: alice });
    await asAlice.multicall([
      abi.encodeFunctionData("rotateKey", [rotated]),
      abi.encodeFunctionData("release", [device]),
    ]);
    const fresh = await onboarding(registry, { key: newKey, owner: alice, kind: APP });
    await asAlice.multicall([
      abi.encodeFunctionData("register", [fresh]),
      abi.encodeFunctionData("transferFrom", [alice.address, suspender.address, device]),
    ]);
    expect((await registry.stateAt(device, START_EPOCH)).status).to.equal(Status.Suspended);
    expect((await registry.stateAt(deviceId(newKey), START_EPOCH)).status).to.equal(Status.Unknown);
  });

  it("a P-256 key is no second device under another verifier or encoding", async () => {
    const { registry, makers, verifiers, makerKey, alice } = await loadFixture(deployDevices);
    const p256 = await verifiers.p256.getAddress();
    const key = p256Key("hotspot", p256);
    const attestation = await attest(makers, { device: deviceId(key), kind: HOTSPOT }, makerKey);
    await register(registry, alice, { key, kind: HOTSPOT, attestation });

    const point = dataSlice(key.signer, 20);
    const others = {
      "another verifier": concat([await verifiers.webAuthn.getAddress(), point]),
      "a tail": concat([key.signer, "0x00"]),
      "the prefix of an uncompressed point": concat([p256, "0x04", point]),
      compressed: concat([p256, "0x02", dataSlice(point, 0, 32)]),
    };
    for (const [encoding, signer] of Object.entries(others)) {
      const again = await onboarding(registry, {
        key: { ...key, signer },
        owner: alice,
        kind: APP,
        attestation,
      });
      await expect(registry.connect(alice).register(again), encoding)
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
        .withArgs(keyHash({ signer }));
    }
  });
});
