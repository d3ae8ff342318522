import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, ZeroAddress, ZeroHash } from "ethers";

import { attest } from "../../helpers/attestations";
import { location, onboarding, register, rotation } from "../../helpers/device-actions";
import { deviceId, keyHash, secp256k1Key } from "../../helpers/device-keys";
import {
  APP,
  deployDevices,
  deployHotspot,
  HOTSPOT,
  MAKER,
  registerHotspot,
  START_EPOCH,
  Status,
} from "../../helpers/devices";

const CELL = 0x8928308280fffffn;
const NEW_KEY = secp256k1Key("new key");
const UNKNOWN = deviceId(secp256k1Key("never onboarded"));

describe("DeviceRegistry", () => {
  /** A device with everything that an owner can set, and an approval. */
  async function givenAFurnishedDevice() {
    const devices = await deployHotspot();
    const { registry, alice, bob, carol, device, key } = devices;
    const asAlice = registry.connect(alice);
    await asAlice.assertLocation(await location(registry, { device, cell: CELL, key }));
    await asAlice.setMetadata(device, "ipfs://mine", id("metadata"));
    await asAlice.setPayee(device, carol);
    await asAlice.approve(bob, device);
    const attestation = await attest(
      devices.makers,
      { device: deviceId(NEW_KEY), kind: HOTSPOT },
      devices.makerKey,
    );
    await asAlice.rotateKey(await rotation(registry, { device, newKey: NEW_KEY, attestation }));
    return devices;
  }

  describe("what only a device's owner may do", () => {
    async function givenTwoOwners() {
      const devices = await deployHotspot();
      const second = await registerHotspot(devices, devices.bob, secp256k1Key("second"));
      await devices.registry.connect(devices.alice).approve(devices.carol, devices.device);
      return { ...devices, second };
    }

    type Call = (
      registry: Awaited<ReturnType<typeof deployHotspot>>["registry"],
      device: bigint,
    ) => Promise<unknown>;
    const calls: Record<string, Call> = {
      release: (registry, device) => registry.release(device),
      cancelRotation: (registry, device) => registry.cancelRotation(device),
      setPayee: (registry, device) => registry.setPayee(device, ZeroAddress),
      setMetadata: (registry, device) => registry.setMetadata(device, "", ZeroHash),
      appeal: (registry, device) => registry.appeal(device, ZeroHash, ""),
    };
    for (const [name, call] of Object.entries(calls)) {
      it(`${name} reverts for an approved account, the owner of another device, and an unknown device`, async () => {
        const { registry, device, second, alice, bob, carol } = await loadFixture(givenTwoOwners);
        const attempts = [
          [carol, device],
          [bob, device],
          [alice, second],
          [alice, UNKNOWN],
        ] as const;
        for (const [caller, target] of attempts) {
          await expect(call(registry.connect(caller), target))
            .to.be.revertedWithCustomError(registry, "DeviceRegistryNotOwner")
            .withArgs(target, caller.address);
        }
      });
    }
  });

  describe("setPayee and setDefaultPayee", () => {
    it("a device's payee comes first, then its owner's default, then the owner", async () => {
      const { registry, device, alice, bob, carol } = await loadFixture(deployHotspot);
      const asAlice = registry.connect(alice);
      expect(await registry.payeeOf(device)).to.equal(alice.address);

      await expect(asAlice.setDefaultPayee(bob))
        .to.emit(registry, "DefaultPayeeSet")
        .withArgs(alice.address, bob.address);
      expect(await registry.defaultPayeeOf(alice)).to.equal(bob.address);
      expect(await registry.payeeOf(device)).to.equal(bob.address);

      await expect(asAlice.setPayee(device, carol))
        .to.emit(registry, "PayeeSet")
        .withArgs(device, alice.address, carol.address);
      expect(await registry.payeeOf(device)).to.equal(carol.address);
      expect((await registry.stateAt(device, START_EPOCH)).payee).to.equal(carol.address);

      await asAlice.setPayee(device, ZeroAddress);
      expect(await registry.payeeOf(device)).to.equal(bob.address);
      await asAlice.setDefaultPayee(ZeroAddress);
      expect(await registry.payeeOf(device)).to.equal(alice.address);
    });

    it("an owner's default is of no one else's devices", async () => {
      const { registry, alice, bob, carol, ...devices } = await loadFixture(deployHotspot);
      await registry.connect(alice).setDefaultPayee(carol);
      const second = await registerHotspot({ registry, ...devices }, bob, secp256k1Key("second"));
      expect(await registry.payeeOf(second)).to.equal(bob.address);
    });
  });

  describe("setMetadata", () => {
    const refused: Record<string, string> = {
      "2,049 characters": "x".repeat(2_049),
      "a line break": "ipfs://a\nb",
      "the byte below the printable ones": "ipfs://\x1f",
      "the byte above the printable ones": "ipfs://\x7f",
      "text that is not ASCII": "ipfs://ü",
    };
    for (const [what, uri] of Object.entries(refused)) {
      it(`reverts for ${what}`, async () => {
        const { registry, device, alice } = await loadFixture(deployHotspot);
        await expect(registry.connect(alice).setMetadata(device, uri, ZeroHash))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidURI")
          .withArgs();
      });
    }

    it("sets up to 2,048 printable characters with a hash, and clears both", async () => {
      const { registry, device, alice } = await loadFixture(deployHotspot);
      const uri = ` ~${"x".repeat(2_046)}`;
      for (const [each, hash] of [
        [uri, id("metadata")],
        ["", ZeroHash],
      ] as const) {
        await expect(registry.connect(alice).setMetadata(device, each, hash))
          .to.emit(registry, "DeviceMetadataSet")
          .withArgs(device, alice.address, each, hash)
          .and.to.emit(registry, "MetadataUpdate")
          .withArgs(device);
        expect(await registry.metadataOf(device)).to.deep.equal([each, hash]);
      }
    });
  });

  describe("transfer", () => {
    it("clears payee, approval and pending rotation; kind, place and metadata are the device's", async () => {
      const { registry, device, key, alice, bob } = await loadFixture(givenAFurnishedDevice);
      await registry.connect(bob).transferFrom(alice, bob, device);

      expect(await registry.ownerOf(device)).to.equal(bob.address);
      expect(await registry.payeeOf(device)).to.equal(bob.address);
      expect(await registry.getApproved(device)).to.equal(ZeroAddress);
      expect(await registry.pendingRotationOf(device)).to.deep.equal([ZeroHash, 0n]);
      expect(await registry.keyOf(device)).to.equal(keyHash(key));
      expect(await registry.locationOf(device)).to.deep.equal([CELL, 1n]);
      expect(await registry.metadataOf(device)).to.deep.equal(["ipfs://mine", id("metadata")]);
      expect((await registry.stateAt(device, START_EPOCH)).kind).to.equal(HOTSPOT);
    });

    it("no earlier grant is valid: consents that name the owner before are refused", async () => {
      const { registry, device, key, alice, bob } = await loadFixture(deployHotspot);
      const nonce = 2n;
      const byAlice = await location(registry, { device, cell: CELL, key, consentBy: alice, nonce });
      const rotated = await rotation(registry, {
        device,
        newKey: NEW_KEY,
        oldKey: key,
        consentBy: alice,
        nonce,
      });
      await registry.connect(alice).transferFrom(alice, bob, device);
      await expect(registry.assertLocation(byAlice))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
        .withArgs(keyHash(key));
      await expect(registry.rotateKey(rotated))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
        .withArgs(keyHash(NEW_KEY));
    });

    it("the new owner's default payee counts", async () => {
      const { registry, device, alice, bob, carol } = await loadFixture(deployHotspot);
      await registry.connect(bob).setDefaultPayee(carol);
      await registry.connect(alice).transferFrom(alice, bob, device);
      expect(await registry.payeeOf(device)).to.equal(carol.address);
    });

    it("to oneself is a transfer as well", async () => {
      const { registry, device, alice } = await loadFixture(givenAFurnishedDevice);
      await registry.connect(alice).transferFrom(alice, alice, device);
      expect(await registry.payeeOf(device)).to.equal(alice.address);
      expect(await registry.pendingRotationOf(device)).to.deep.equal([ZeroHash, 0n]);
    });

    it("possession of the device alone moves nothing: its key can neither transfer nor onboard", async () => {
      const { registry, device, key, alice, stranger } = await loadFixture(deployHotspot);
      const item = await onboarding(registry, { key, owner: stranger, kind: APP });
      await expect(registry.connect(stranger).register(item))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryAlreadyRegistered")
        .withArgs(device, alice.address);
      await expect(registry.connect(stranger).transferFrom(alice, stranger, device))
        .to.be.revertedWithCustomError(registry, "ERC721InsufficientApproval")
        .withArgs(stranger.address, device);
    });
  });

  describe("release", () => {
    it("forgets payee, approval, pending rotation, location and metadata, and counts the nonce on", async () => {
      const { registry, device, key, alice } = await loadFixture(givenAFurnishedDevice);
      const nonce = await registry.nonceOf(device);
      await expect(registry.connect(alice).release(device))
        .to.emit(registry, "DeviceReleased")
        .withArgs(device, alice.address)
        .and.to.emit(registry, "Transfer")
        .withArgs(alice.address, ZeroAddress, device);

      expect(await registry.balanceOf(alice)).to.equal(0);
      expect(await registry.nonceOf(device)).to.equal(nonce + 1n);
      expect(await registry.keyOf(device)).to.equal(keyHash(key));
      expect(await registry.pendingRotationOf(device)).to.deep.equal([ZeroHash, 0n]);
      expect(await registry.locationOf(device)).to.deep.equal([0n, 0n]);
      expect(await registry.metadataOf(device)).to.deep.equal(["", ZeroHash]);
      for (const view of [registry.ownerOf, registry.payeeOf, registry.getApproved, registry.tokenURI]) {
        await expect(view(device))
          .to.be.revertedWithCustomError(registry, "ERC721NonexistentToken")
          .withArgs(device);
      }
      expect(await registry.stateAt(device, START_EPOCH)).to.deep.equal([
        ZeroAddress,
        ZeroAddress,
        HOTSPOT,
        1n,
        MAKER,
        BigInt(Status.Released),
      ]);
    });

    it("nothing of it comes back when the device is onboarded anew", async () => {
      const { registry, device, key, alice, bob } = await loadFixture(givenAFurnishedDevice);
      await registry.connect(alice).release(device);
      await register(registry, bob, { key, kind: APP });
      expect(await registry.payeeOf(device)).to.equal(bob.address);
      expect(await registry.getApproved(device)).to.equal(ZeroAddress);
      await expect(registry.completeRotation(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNoRotation")
        .withArgs(device);
      expect(await registry.locationOf(device)).to.deep.equal([0n, 0n]);
      expect(await registry.metadataOf(device)).to.deep.equal(["", ZeroHash]);
    });

    it("reverts a second time", async () => {
      const { registry, device, alice } = await loadFixture(deployHotspot);
      await registry.connect(alice).release(device);
      await expect(registry.connect(alice).release(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotOwner")
        .withArgs(device, alice.address);
    });
  });

  describe("multicall", () => {
    it("does several things of the same caller in one transaction", async () => {
      const { registry, alice, carol } = await loadFixture(deployDevices);
      const keys = ["one", "two"].map(secp256k1Key);
      const calls: string[] = [];
      for (const key of keys) {
        const item = await onboarding(registry, { key, owner: alice, kind: APP });
        calls.push(registry.interface.encodeFunctionData("register", [item]));
        calls.push(registry.interface.encodeFunctionData("setPayee", [deviceId(key), carol.address]));
      }
      await registry.connect(alice).multicall(calls);
      for (const key of keys) expect(await registry.payeeOf(deviceId(key))).to.equal(carol.address);
    });
  });
});
