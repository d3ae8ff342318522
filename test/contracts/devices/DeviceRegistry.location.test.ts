import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { location, register } from "../../helpers/device-actions";
import { keyHash, p256Key, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, deployHotspot, HOTSPOT, MAKER } from "../../helpers/devices";

const CELL = 0x8928308280fffffn;
const PENTAGON = 0x8009fffffffffffn;

describe("DeviceRegistry", () => {
  describe("assertLocation", () => {
    async function givenAnAppOfAlice() {
      const devices = await deployDevices();
      const key = p256Key("phone", await devices.verifiers.p256.getAddress());
      const device = await register(devices.registry, devices.alice, { key, kind: APP });
      return { ...devices, key, device };
    }

    it("reverts for a device without an owner", async () => {
      const { registry, device, key, alice } = await loadFixture(deployHotspot);
      const item = await location(registry, { device, cell: CELL, key });
      await registry.connect(alice).release(device);
      await expect(registry.connect(alice).assertLocation(item))
        .to.be.revertedWithCustomError(registry, "ERC721NonexistentToken")
        .withArgs(device);
    });

    for (const [what, cell] of [
      ["zero", 0n],
      ["an index of another mode", CELL | (1n << 60n)],
      ["a base cell that does not exist", CELL | (0x7fn << 45n)],
    ] as const) {
      it(`reverts for ${what}`, async () => {
        const { registry, device, key, alice } = await loadFixture(deployHotspot);
        const item = await location(registry, { device, cell, key });
        await expect(registry.connect(alice).assertLocation(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidCell")
          .withArgs(cell);
      });
    }

    it("reverts for a wrong nonce and one second after the deadline", async () => {
      const { registry, device, key, alice } = await loadFixture(deployHotspot);
      const deadline = BigInt(await time.latest()) + 1_000n;
      const ahead = await location(registry, { device, cell: CELL, key, nonce: 2n });
      await expect(registry.connect(alice).assertLocation(ahead))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
        .withArgs(device, 2, 1);
      const late = await location(registry, { device, cell: CELL, key, deadline });
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(registry.connect(alice).assertLocation(late))
        .to.be.revertedWithCustomError(registry, "DeviceRegistrySignatureExpired")
        .withArgs(deadline, deadline + 1n);
    });

    it("reverts without the owner's consent, and without the device's or the maker's", async () => {
      const { registry, makers, device, key, alice, stranger } = await loadFixture(deployHotspot);
      const byStranger = await location(registry, { device, cell: CELL, key, consentBy: stranger });
      await expect(registry.connect(stranger).assertLocation(byStranger))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
        .withArgs(alice.address);

      const forged = await location(registry, {
        device,
        cell: CELL,
        key: { ...key, sign: secp256k1Key("x").sign },
      });
      await expect(registry.connect(alice).assertLocation(forged))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
        .withArgs(keyHash(key));

      const other = secp256k1Key("no key of the maker");
      const byOther = await location(registry, { device, cell: CELL, key: other, byMaker: true });
      await expect(registry.connect(alice).assertLocation(byOther))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKey")
        .withArgs(MAKER, keyHash(other));
    });

    it("a maker does not sign as a device, nor a device as a maker", async () => {
      const { registry, makers, device, key, makerKey, alice } = await loadFixture(deployHotspot);
      const asDevice = await location(registry, { device, cell: CELL, key: makerKey, byMaker: false });
      await expect(registry.connect(alice).assertLocation(asDevice))
        .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSignature")
        .withArgs(MAKER);
      const asMaker = await location(registry, { device, cell: CELL, key, byMaker: true });
      await expect(registry.connect(alice).assertLocation(asMaker))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
        .withArgs(keyHash(key));
    });

    it("no maker speaks for a device that none has attested", async () => {
      const { registry, device, key, makerKey, alice } = await loadFixture(givenAnAppOfAlice);
      const item = await location(registry, { device, cell: CELL, key: makerKey, byMaker: true });
      await expect(registry.connect(alice).assertLocation(item))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryWrongKey")
        .withArgs(device, keyHash(makerKey), keyHash(key));
    });

    it("a maker that was revoked, or may not attest the kind any longer, states nothing more", async () => {
      const { registry, makers, makersManager, device, makerKey, alice } = await loadFixture(deployHotspot);
      const item = await location(registry, { device, cell: CELL, key: makerKey, byMaker: true });
      await makers.connect(makersManager).setMakerKind(MAKER, HOTSPOT, false);
      await expect(registry.connect(alice).assertLocation(item))
        .to.be.revertedWithCustomError(makers, "MakerRegistryMakerNotAllowed")
        .withArgs(MAKER, HOTSPOT);
      await makers.connect(makersManager).setMakerActive(MAKER, false);
      await expect(registry.connect(alice).assertLocation(item))
        .to.be.revertedWithCustomError(makers, "MakerRegistryMakerInactive")
        .withArgs(MAKER);
    });

    it("by the device, sent by its owner or paid by anybody: counts each, and each works once", async () => {
      const { registry, device, key, alice, sponsor } = await loadFixture(givenAnAppOfAlice);
      const first = await location(registry, { device, cell: CELL, key });
      await expect(registry.connect(alice).assertLocation(first))
        .to.emit(registry, "LocationAsserted")
        .withArgs(device, alice.address, CELL, 1, false)
        .and.to.emit(registry, "MetadataUpdate")
        .withArgs(device);
      const second = await location(registry, { device, cell: PENTAGON, key, consentBy: alice });
      await expect(registry.connect(sponsor).assertLocation(second))
        .to.emit(registry, "LocationAsserted")
        .withArgs(device, alice.address, PENTAGON, 2, false);
      expect(await registry.locationOf(device)).to.deep.equal([PENTAGON, 2n]);
      expect(await registry.nonceOf(device)).to.equal(3);

      await expect(registry.connect(sponsor).assertLocation(second))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
        .withArgs(device, 2, 3);
    });

    it("by the maker's key, with the owner's consent: the device is not asked", async () => {
      const { registry, device, makerKey, alice, sponsor } = await loadFixture(deployHotspot);
      const item = await location(registry, {
        device,
        cell: CELL,
        key: makerKey,
        byMaker: true,
        consentBy: alice,
      });
      await expect(registry.connect(sponsor).assertLocation(item))
        .to.emit(registry, "LocationAsserted")
        .withArgs(device, alice.address, CELL, 1, true);
      expect(await registry.locationOf(device)).to.deep.equal([CELL, 1n]);
    });

    it("keeps the device's other fields: stating a place wipes no metadata", async () => {
      const { registry, device, key, alice, bob } = await loadFixture(deployHotspot);
      const asAlice = registry.connect(alice);
      await asAlice.setMetadata(device, "ipfs://mine", keyHash(key));
      await asAlice.setPayee(device, bob);
      await asAlice.assertLocation(await location(registry, { device, cell: CELL, key }));
      expect(await registry.metadataOf(device)).to.deep.equal(["ipfs://mine", keyHash(key)]);
      expect(await registry.payeeOf(device)).to.equal(bob.address);
    });
  });
});
