import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroHash } from "ethers";

import { attest } from "../../helpers/attestations";
import {
  location,
  NO_CONSENT,
  onboarding,
  register,
  rotation,
  type RotationPlan,
} from "../../helpers/device-actions";
import { type DeviceKey, deviceId, keyHash, p256Key, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployHotspot, HOTSPOT, MAKER, ROTATION_DELAY } from "../../helpers/devices";

const NOTHING_PENDING = [ZeroHash, 0n];
const CELL = 0x881f1d4887fffffn;

const newKey = secp256k1Key("new key");
const newHash = keyHash(newKey);

type Fixture = Awaited<ReturnType<typeof deployHotspot>>;

/** A rotation of alice's hotspot to the new key. */
async function rotationOf(fixture: Fixture, plan: Partial<RotationPlan>) {
  return rotation(fixture.registry, { device: fixture.device, newKey, ...plan });
}

async function attested({ makers, makerKey }: Fixture, key: DeviceKey) {
  return attest(makers, { device: deviceId(key), kind: HOTSPOT }, makerKey);
}

/** The old key asked for the new one; alice has not agreed. */
async function givenARequestOfTheOldKey() {
  const fixture = await deployHotspot();
  const requested = await rotationOf(fixture, { oldKey: fixture.key, alone: true });
  await fixture.registry.connect(fixture.stranger).rotateKey(requested);
  const effectiveAt = BigInt((await time.latest()) + ROTATION_DELAY);
  return { ...fixture, effectiveAt };
}

async function givenARotatedHotspot() {
  const fixture = await deployHotspot();
  const both = await rotationOf(fixture, { oldKey: fixture.key });
  await fixture.registry.connect(fixture.alice).rotateKey(both);
  return fixture;
}

/** A device that no maker knows. */
async function givenARotatedOpenDevice() {
  const fixture = await deployHotspot();
  const { registry, alice } = fixture;
  const key = secp256k1Key("phone");
  const device = await register(registry, alice, { key, kind: APP });
  await registry.connect(alice).rotateKey(await rotation(registry, { device, newKey, oldKey: key }));
  return { ...fixture, key, device };
}

describe("DeviceRegistry rotation", () => {
  describe("rotateKey", () => {
    it("refuses a device without an owner", async () => {
      const fixture = await loadFixture(deployHotspot);
      const item = await rotationOf(fixture, { oldKey: fixture.key });
      await fixture.registry.connect(fixture.alice).release(fixture.device);
      await expect(fixture.registry.rotateKey(item))
        .to.be.revertedWithCustomError(fixture.registry, "ERC721NonexistentToken")
        .withArgs(fixture.device);
    });

    it("refuses if neither the owner nor the old key consents", async () => {
      const fixture = await loadFixture(deployHotspot);
      const item = await rotationOf(fixture, { attestation: await attested(fixture, newKey) });
      await expect(fixture.registry.connect(fixture.stranger).rotateKey(item))
        .to.be.revertedWithCustomError(fixture.registry, "DeviceRegistryConsentMissing")
        .withArgs(fixture.device);
    });

    it("refuses an old key that is not the device's", async () => {
      const fixture = await loadFixture(deployHotspot);
      const stolen = secp256k1Key("somebody else's key");
      const item = await rotationOf(fixture, { oldKey: stolen });
      await expect(fixture.registry.connect(fixture.alice).rotateKey(item))
        .to.be.revertedWithCustomError(fixture.registry, "DeviceRegistryWrongKey")
        .withArgs(fixture.device, keyHash(stolen), keyHash(fixture.key));
    });

    context("when the old key and the owner consent", () => {
      for (const by of ["calling", "signing"] as const) {
        it(`rotates at once, the owner ${by}`, async () => {
          const fixture = await loadFixture(deployHotspot);
          const { registry, device, key, alice, stranger } = fixture;
          const consentBy = by === "signing" ? alice : undefined;
          const item = await rotationOf(fixture, { oldKey: key, consentBy });
          await expect(registry.connect(consentBy ? stranger : alice).rotateKey(item))
            .to.emit(registry, "KeyRotated")
            .withArgs(device, alice.address, newHash, keyHash(key), newKey.signer);
          expect(await registry.keyOf(device)).to.equal(newHash);
          expect(await registry.deviceOf(newKey.signer)).to.equal(device);
          expect(await registry.deviceOf(key.signer)).to.equal(device);
          expect(await registry.nonceOf(device)).to.equal(2);
          expect(await registry.pendingRotationOf(device)).to.deep.equal(NOTHING_PENDING);
        });
      }

      it("rotates to a key of another sort", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, device, key, alice, verifiers } = fixture;
        const p256 = p256Key("new key", await verifiers.p256.getAddress());
        await registry.connect(alice).rotateKey(await rotationOf(fixture, { oldKey: key, newKey: p256 }));
        expect(await registry.keyOf(device)).to.equal(keyHash(p256));
      });

      it("calls off a rotation that waits", async () => {
        const fixture = await loadFixture(givenARequestOfTheOldKey);
        const { registry, device, key, alice } = fixture;
        const another = secp256k1Key("another key");
        await registry.connect(alice).rotateKey(await rotationOf(fixture, { oldKey: key, newKey: another }));
        expect(await registry.keyOf(device)).to.equal(keyHash(another));
        await time.increase(ROTATION_DELAY);
        await expect(registry.completeRotation(device))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryNoRotation")
          .withArgs(device);
      });
    });

    context("when only the old key consents", () => {
      it("waits, and the old key stays until then", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, device, key, alice, stranger } = fixture;
        const item = await rotationOf(fixture, { oldKey: key, alone: true });
        const now = (await time.latest()) + 10;
        await time.setNextBlockTimestamp(now);
        await expect(registry.connect(stranger).rotateKey(item))
          .to.emit(registry, "KeyRotationRequested")
          .withArgs(device, alice.address, newHash, newKey.signer, false, now + ROTATION_DELAY);
        expect(await registry.pendingRotationOf(device)).to.deep.equal([
          newHash,
          BigInt(now + ROTATION_DELAY),
        ]);
        expect(await registry.keyOf(device)).to.equal(keyHash(key));
        expect(await registry.nonceOf(device)).to.equal(2);
      });

      it("cannot replace a rotation that waits", async () => {
        const fixture = await loadFixture(givenARequestOfTheOldKey);
        const { registry, device, key, stranger, effectiveAt } = fixture;
        const another = secp256k1Key("another key");
        const item = await rotationOf(fixture, { oldKey: key, alone: true, newKey: another });
        await expect(registry.connect(stranger).rotateKey(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryRotationPending")
          .withArgs(device, effectiveAt);
      });
    });

    context("when only the owner consents", () => {
      it("waits, if the maker attests the new key", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, device, key, alice, stranger } = fixture;
        const attestation = await attested(fixture, newKey);
        const item = await rotationOf(fixture, { consentBy: alice, attestation });
        const now = (await time.latest()) + 10;
        await time.setNextBlockTimestamp(now);
        await expect(registry.connect(stranger).rotateKey(item))
          .to.emit(registry, "KeyRotationRequested")
          .withArgs(device, alice.address, newHash, newKey.signer, true, now + ROTATION_DELAY);
        expect(await registry.keyOf(device)).to.equal(keyHash(key));
      });

      it("refuses a key that the maker does not attest", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, makers, alice } = fixture;
        await expect(registry.connect(alice).rotateKey(await rotationOf(fixture, {})))
          .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationMissing")
          .withArgs(HOTSPOT);
      });

      it("refuses the attestation of the device's first key", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, makers, alice, key } = fixture;
        const attestation = await attested(fixture, key);
        await expect(registry.connect(alice).rotateKey(await rotationOf(fixture, { attestation })))
          .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSignature")
          .withArgs(MAKER);
      });

      it("waits without a maker, if the kind is open", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, alice } = fixture;
        const device = await register(registry, alice, { key: secp256k1Key("phone"), kind: APP });
        const item = await rotation(registry, { device, newKey });
        await expect(registry.connect(alice).rotateKey(item)).to.emit(registry, "KeyRotationRequested");
      });

      it("waits without a maker, if the kind is open, also once it takes no new devices", async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, makers, makersManager, alice, stranger } = fixture;
        const device = await register(registry, alice, { key: secp256k1Key("phone"), kind: APP });
        await makers.connect(makersManager).setKindActive(APP, false);
        const item = await rotation(registry, { device, newKey, consentBy: alice });
        const now = (await time.latest()) + 10;
        await time.setNextBlockTimestamp(now);
        await expect(registry.connect(stranger).rotateKey(item))
          .to.emit(registry, "KeyRotationRequested")
          .withArgs(device, alice.address, newHash, newKey.signer, true, now + ROTATION_DELAY);
        await time.increase(ROTATION_DELAY);
        await registry.completeRotation(device);
        expect(await registry.keyOf(device)).to.equal(newHash);
      });

      it("replaces a rotation that waits, whose delay starts anew", async () => {
        const fixture = await loadFixture(givenARequestOfTheOldKey);
        const { registry, device, alice } = fixture;
        const another = secp256k1Key("another key");
        const attestation = await attested(fixture, another);
        await time.increase(ROTATION_DELAY);
        await registry.connect(alice).rotateKey(await rotationOf(fixture, { newKey: another, attestation }));
        const effectiveAt = BigInt((await time.latest()) + ROTATION_DELAY);
        expect(await registry.pendingRotationOf(device)).to.deep.equal([keyHash(another), effectiveAt]);
      });
    });

    context("when somebody changes who consents", () => {
      async function givenConsents() {
        const fixture = await deployHotspot();
        const { key, alice } = fixture;
        const attestation = await attested(fixture, newKey);
        return {
          ...fixture,
          together: await rotationOf(fixture, { oldKey: key, consentBy: alice, attestation }),
          byKey: await rotationOf(fixture, { oldKey: key, alone: true, attestation }),
          byOwner: await rotationOf(fixture, { consentBy: alice, attestation }),
        };
      }

      it("refuses the old key's part of a common consent, which uses nothing up", async () => {
        const { registry, device, key, together, stranger } = await loadFixture(givenConsents);
        const stripped = { ...together, consent: NO_CONSENT };
        await expect(registry.connect(stranger).rotateKey(stripped))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(key));
        await registry.connect(stranger).rotateKey(together);
        expect(await registry.keyOf(device)).to.equal(newHash);
      });

      it("refuses the owner's part of a common consent, which uses nothing up", async () => {
        const { registry, device, together, alice, stranger } = await loadFixture(givenConsents);
        const stripped = { ...together, oldSigner: "0x", oldSignature: "0x" };
        await expect(registry.connect(stranger).rotateKey(stripped))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
          .withArgs(alice.address);
        await registry.connect(stranger).rotateKey(together);
        expect(await registry.keyOf(device)).to.equal(newHash);
      });

      it("refuses the old key's consent to go with the owner, taken from the owner's own call", async () => {
        const fixture = await loadFixture(givenConsents);
        const { registry, device, key, alice, stranger } = fixture;
        const underWay = await rotationOf(fixture, { oldKey: key });
        await expect(registry.connect(stranger).rotateKey(underWay))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(key));
        await registry.connect(alice).rotateKey(underWay);
        expect(await registry.keyOf(device)).to.equal(newHash);
      });

      it("refuses two consents that were given alone, put together to skip the delay", async () => {
        const { registry, device, key, byKey, byOwner, alice, stranger } = await loadFixture(givenConsents);
        const { consent } = byOwner;
        await expect(registry.connect(stranger).rotateKey({ ...byKey, consent }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
          .withArgs(alice.address);
        await expect(registry.connect(alice).rotateKey(byKey))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(key));
        await registry.connect(stranger).rotateKey(byOwner);
        expect((await registry.pendingRotationOf(device)).key).to.equal(newHash);
      });
    });

    context("when the new key is taken", () => {
      const cases = {
        "the device's own key": (fixture: Fixture) => Promise.resolve(fixture.key),
        "another device's first key": async ({ registry, bob }: Fixture) => {
          const key = secp256k1Key("phone");
          await register(registry, bob, { key, kind: APP });
          return key;
        },
        "the key of a released device": async ({ registry, bob }: Fixture) => {
          const key = secp256k1Key("phone");
          const device = await register(registry, bob, { key, kind: APP });
          await registry.connect(bob).release(device);
          return key;
        },
        "a key that another device has rotated to": async ({ registry, bob }: Fixture) => {
          const [oldKey, next] = [secp256k1Key("phone"), secp256k1Key("phone's next key")];
          const device = await register(registry, bob, { key: oldKey, kind: APP });
          await registry.connect(bob).rotateKey(await rotation(registry, { device, newKey: next, oldKey }));
          return next;
        },
        "a key that another device had between two rotations": async ({ registry, bob }: Fixture) => {
          const [first, second, third] = ["phone", "second", "third"].map(secp256k1Key) as [
            DeviceKey,
            DeviceKey,
            DeviceKey,
          ];
          const device = await register(registry, bob, { key: first, kind: APP });
          const asBob = registry.connect(bob);
          await asBob.rotateKey(await rotation(registry, { device, newKey: second, oldKey: first }));
          await asBob.rotateKey(await rotation(registry, { device, newKey: third, oldKey: second }));
          return second;
        },
      };
      for (const [whose, take] of Object.entries(cases)) {
        it(`refuses ${whose}`, async () => {
          const fixture = await loadFixture(deployHotspot);
          const { registry, key, alice } = fixture;
          const taken = await take(fixture);
          const holder = await registry.deviceOf(taken.signer);
          const item = await rotationOf(fixture, { oldKey: key, newKey: taken });
          await expect(registry.connect(alice).rotateKey(item))
            .to.be.revertedWithCustomError(registry, "DeviceRegistryKeyTaken")
            .withArgs(keyHash(taken), holder);
        });
      }
    });
  });

  describe("completeRotation", () => {
    it("refuses if nothing waits", async () => {
      const { registry, device } = await loadFixture(deployHotspot);
      await expect(registry.completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNoRotation")
        .withArgs(device);
    });

    it("refuses in the second before the delay is over, and completes in the next", async () => {
      const fixture = await loadFixture(givenARequestOfTheOldKey);
      const { registry, device, key, alice, stranger, effectiveAt } = fixture;
      await time.setNextBlockTimestamp(effectiveAt - 1n);
      await expect(registry.connect(stranger).completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryRotationDelayed")
        .withArgs(device, effectiveAt, effectiveAt - 1n);
      await time.setNextBlockTimestamp(effectiveAt);
      await expect(registry.connect(stranger).completeRotation(device))
        .to.emit(registry, "KeyRotated")
        .withArgs(device, alice.address, newHash, keyHash(key), "0x");
      expect(await registry.keyOf(device)).to.equal(newHash);
      expect(await registry.deviceOf(newKey.signer)).to.equal(device);
      expect(await registry.pendingRotationOf(device)).to.deep.equal(NOTHING_PENDING);
    });

    it("refuses a key that became a device while the rotation waited", async () => {
      const fixture = await loadFixture(givenARequestOfTheOldKey);
      const { registry, device, key, bob, effectiveAt } = fixture;
      await register(registry, bob, { key: newKey, kind: APP });
      await time.increaseTo(effectiveAt);
      await expect(registry.completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryKeyTaken")
        .withArgs(newHash, deviceId(newKey));
      expect(await registry.keyOf(device)).to.equal(keyHash(key));
    });

    it("refuses a key that another device rotated to while the rotation waited", async () => {
      const fixture = await loadFixture(givenARequestOfTheOldKey);
      const { registry, device, bob, effectiveAt } = fixture;
      const oldKey = secp256k1Key("phone");
      const phone = await register(registry, bob, { key: oldKey, kind: APP });
      await registry.connect(bob).rotateKey(await rotation(registry, { device: phone, newKey, oldKey }));
      await time.increaseTo(effectiveAt);
      await expect(registry.completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryKeyTaken")
        .withArgs(newHash, phone);
    });
  });

  describe("cancelRotation", () => {
    it("refuses anybody but the owner", async () => {
      const { registry, device, stranger } = await loadFixture(givenARequestOfTheOldKey);
      await expect(registry.connect(stranger).cancelRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotOwner")
        .withArgs(device, stranger.address);
    });

    it("refuses if nothing waits", async () => {
      const { registry, device, alice } = await loadFixture(deployHotspot);
      await expect(registry.connect(alice).cancelRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNoRotation")
        .withArgs(device);
    });

    it("is the owner's veto, also once the delay is over", async () => {
      const fixture = await loadFixture(givenARequestOfTheOldKey);
      const { registry, device, key, alice, effectiveAt } = fixture;
      await time.increaseTo(effectiveAt);
      await expect(registry.connect(alice).cancelRotation(device))
        .to.emit(registry, "KeyRotationCancelled")
        .withArgs(device, alice.address, newHash);
      expect(await registry.pendingRotationOf(device)).to.deep.equal(NOTHING_PENDING);
      expect(await registry.keyOf(device)).to.equal(keyHash(key));
      await expect(registry.completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNoRotation")
        .withArgs(device);
    });
  });

  context("given a rotation that waits, when its owner goes", () => {
    it("forgets it with a transfer", async () => {
      const { registry, device, alice, bob } = await loadFixture(givenARequestOfTheOldKey);
      await registry.connect(alice).transferFrom(alice, bob, device);
      expect(await registry.pendingRotationOf(device)).to.deep.equal(NOTHING_PENDING);
    });

    it("forgets it with a release, also for a later owner of the same device", async () => {
      const fixture = await loadFixture(givenARequestOfTheOldKey);
      const { registry, device, key, alice, bob, effectiveAt } = fixture;
      await registry.connect(alice).release(device);
      await register(registry, bob, { key, kind: APP });
      await time.increaseTo(effectiveAt);
      await expect(registry.completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNoRotation")
        .withArgs(device);
    });
  });

  context("given a device that has rotated", () => {
    it("the old key states no location", async () => {
      const { registry, device, key, alice } = await loadFixture(givenARotatedOpenDevice);
      const item = await location(registry, { device, cell: CELL, key });
      await expect(registry.connect(alice).assertLocation(item))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryWrongKey")
        .withArgs(device, keyHash(key), newHash);
      await registry
        .connect(alice)
        .assertLocation(await location(registry, { device, cell: CELL, key: newKey }));
    });

    it("of a maker, the old key is not even one of the maker's", async () => {
      const { registry, makers, device, key, alice } = await loadFixture(givenARotatedHotspot);
      const item = await location(registry, { device, cell: CELL, key });
      await expect(registry.connect(alice).assertLocation(item))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKey")
        .withArgs(MAKER, keyHash(key));
    });

    it("the old key rotates nothing", async () => {
      const fixture = await loadFixture(givenARotatedHotspot);
      const { registry, device, key, alice } = fixture;
      const item = await rotationOf(fixture, { oldKey: key, newKey: secp256k1Key("a third key") });
      await expect(registry.connect(alice).rotateKey(item))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryWrongKey")
        .withArgs(device, keyHash(key), newHash);
    });

    it("cannot rotate back", async () => {
      const fixture = await loadFixture(givenARotatedHotspot);
      const { registry, device, key, alice } = fixture;
      const item = await rotationOf(fixture, { oldKey: newKey, newKey: key });
      await expect(registry.connect(alice).rotateKey(item))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryKeyTaken")
        .withArgs(keyHash(key), device);
    });

    it("neither of its keys makes a second device", async () => {
      const { registry, device, key, alice, bob } = await loadFixture(givenARotatedHotspot);
      for (const each of [key, newKey]) {
        const item = await onboarding(registry, { key: each, owner: bob, kind: APP });
        await expect(registry.connect(bob).register(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryAlreadyRegistered")
          .withArgs(device, alice.address);
      }
    });

    it("is onboarded anew under its old id, with its present key and no other", async () => {
      const { registry, device, key, alice, bob } = await loadFixture(givenARotatedHotspot);
      await registry.connect(alice).release(device);
      const withOldKey = await onboarding(registry, { key, owner: bob, kind: APP });
      await expect(registry.connect(bob).register(withOldKey))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryWrongKey")
        .withArgs(device, keyHash(key), newHash);
      const item = await onboarding(registry, { key: newKey, owner: bob, kind: APP });
      expect(await registry.connect(bob).register.staticCall(item)).to.equal(device);
      await registry.connect(bob).register(item);
      expect(await registry.ownerOf(device)).to.equal(bob.address);
      expect(await registry.keyOf(device)).to.equal(newHash);
      expect(await registry.balanceOf(bob)).to.equal(1);
    });
  });
});
