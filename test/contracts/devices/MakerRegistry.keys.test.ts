import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, dataSlice, ZeroAddress } from "ethers";

import { keyHash, p256Key, secp256k1Key } from "../../helpers/device-keys";
import { deployDevices, MAKER } from "../../helpers/devices";

describe("MakerRegistry", () => {
  describe("setVerifier", () => {
    it("reverts for an address without code, zero included", async () => {
      const { makers, makersManager, bob } = await loadFixture(deployDevices);
      for (const verifier of [bob.address, ZeroAddress]) {
        await expect(makers.connect(makersManager).setVerifier(verifier, true))
          .to.be.revertedWithCustomError(makers, "MakerRegistryVerifierWithoutCode")
          .withArgs(verifier);
      }
    });

    it("takes any address off the list, so that none is ever stuck on it", async () => {
      const { makers, makersManager, bob } = await loadFixture(deployDevices);
      await expect(makers.connect(makersManager).setVerifier(bob, false))
        .to.emit(makers, "VerifierSet")
        .withArgs(bob.address, false);
    });

    it("puts a contract on the list and takes it off", async () => {
      const { makers, makersManager, verifiers } = await loadFixture(deployDevices);
      for (const allowed of [false, true]) {
        await expect(makers.connect(makersManager).setVerifier(verifiers.p256, allowed))
          .to.emit(makers, "VerifierSet")
          .withArgs(await verifiers.p256.getAddress(), allowed);
        expect(await makers.isVerifierAllowed(verifiers.p256)).to.equal(allowed);
        expect(await makers.isVerifierAllowed(verifiers.rsa)).to.equal(true);
      }
    });
  });

  describe("requireSigner", () => {
    it("reverts for fewer bytes than an address has", async () => {
      const { makers, alice } = await loadFixture(deployDevices);
      for (const signer of ["0x", dataSlice(alice.address, 0, 19)]) {
        await expect(makers.requireSigner(signer))
          .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSigner")
          .withArgs(signer);
      }
    });

    it("reverts for a verifier that is not on the list, even for a key of one byte", async () => {
      const { makers, alice } = await loadFixture(deployDevices);
      await expect(makers.requireSigner(concat([alice.address, "0x00"])))
        .to.be.revertedWithCustomError(makers, "MakerRegistryVerifierNotAllowed")
        .withArgs(alice.address);
    });

    it("accepts any address, and any key of a verifier on the list", async () => {
      const { makers, alice, verifiers } = await loadFixture(deployDevices);
      await makers.requireSigner(alice.address);
      await makers.requireSigner(p256Key("device", await verifiers.p256.getAddress()).signer);
    });
  });

  describe("addAttestationKey", () => {
    it("reverts for anybody but the maker's account, and for a maker that does not exist", async () => {
      const { makers, guardian, manufacturer } = await loadFixture(deployDevices);
      const { signer } = secp256k1Key("second");
      await expect(makers.connect(guardian).addAttestationKey(MAKER, signer))
        .to.be.revertedWithCustomError(makers, "MakerRegistryNotMaker")
        .withArgs(MAKER, guardian.address);
      await expect(makers.connect(manufacturer).addAttestationKey(2, signer))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(2);
    });

    it("reverts for a revoked maker", async () => {
      const { makers, makersManager, manufacturer } = await loadFixture(deployDevices);
      await makers.connect(makersManager).setMakerActive(MAKER, false);
      await expect(makers.connect(manufacturer).addAttestationKey(MAKER, secp256k1Key("second").signer))
        .to.be.revertedWithCustomError(makers, "MakerRegistryMakerInactive")
        .withArgs(MAKER);
    });

    it("reverts for what is no key, for a verifier that is not allowed, and for a key that signs already", async () => {
      const { makers, manufacturer, makerKey, alice } = await loadFixture(deployDevices);
      const asMaker = makers.connect(manufacturer);
      await expect(asMaker.addAttestationKey(MAKER, "0x1234"))
        .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSigner")
        .withArgs("0x1234");
      await expect(asMaker.addAttestationKey(MAKER, concat([alice.address, "0x12"])))
        .to.be.revertedWithCustomError(makers, "MakerRegistryVerifierNotAllowed")
        .withArgs(alice.address);
      await expect(asMaker.addAttestationKey(MAKER, makerKey.signer))
        .to.be.revertedWithCustomError(makers, "MakerRegistryKnownKey")
        .withArgs(MAKER, keyHash(makerKey));
    });

    it("adds a key to one maker and to no other", async () => {
      const { makers, makersManager, manufacturer, verifiers, bob } = await loadFixture(deployDevices);
      await makers.connect(makersManager).addMaker(bob, "");
      const key = p256Key("maker", await verifiers.p256.getAddress());
      await expect(makers.connect(manufacturer).addAttestationKey(MAKER, key.signer))
        .to.emit(makers, "AttestationKeyAdded")
        .withArgs(MAKER, keyHash(key), key.signer);
      expect(await makers.isAttestationKey(MAKER, keyHash(key))).to.equal(true);
      expect(await makers.isAttestationKey(2, keyHash(key))).to.equal(false);
    });
  });

  describe("revokeAttestationKey", () => {
    it("reverts for anybody but the maker and the guardian: governance and other makers included", async () => {
      const { makers, makersManager, makerKey, bob, stranger } = await loadFixture(deployDevices);
      await makers.connect(makersManager).addMaker(bob, "");
      for (const caller of [makersManager, bob, stranger]) {
        await expect(makers.connect(caller).revokeAttestationKey(MAKER, keyHash(makerKey)))
          .to.be.revertedWithCustomError(makers, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for a key that does not sign for the maker, and for a maker that does not exist", async () => {
      const { makers, guardian, makerKey } = await loadFixture(deployDevices);
      const key = keyHash(secp256k1Key("second"));
      await expect(makers.connect(guardian).revokeAttestationKey(MAKER, key))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKey")
        .withArgs(MAKER, key);
      await expect(makers.connect(guardian).revokeAttestationKey(2, keyHash(makerKey)))
        .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
        .withArgs(2);
    });

    for (const by of ["manufacturer", "guardian"] as const) {
      it(`the ${by} revokes a key, also of a maker that is revoked; the maker can add it again`, async () => {
        const { makers, makerKey, makersManager, manufacturer, ...accounts } =
          await loadFixture(deployDevices);
        const caller = { manufacturer, guardian: accounts.guardian }[by];
        await makers.connect(makersManager).setMakerActive(MAKER, false);
        await expect(makers.connect(caller).revokeAttestationKey(MAKER, keyHash(makerKey)))
          .to.emit(makers, "AttestationKeyRevoked")
          .withArgs(MAKER, keyHash(makerKey), caller.address);
        expect(await makers.isAttestationKey(MAKER, keyHash(makerKey))).to.equal(false);

        await makers.connect(makersManager).setMakerActive(MAKER, true);
        await makers.connect(manufacturer).addAttestationKey(MAKER, makerKey.signer);
        expect(await makers.isAttestationKey(MAKER, keyHash(makerKey))).to.equal(true);
      });
    }
  });
});
