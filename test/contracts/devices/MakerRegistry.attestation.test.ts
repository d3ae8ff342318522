import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import { type Attestation, attest, batchOf, NO_ATTESTATION } from "../../helpers/attestations";
import { register } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, keyHash, p256Key, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, HOTSPOT, MAKER, SENSOR, Status } from "../../helpers/devices";
import { LATEST_DEADLINE } from "../../helpers/report";

const KEY = secp256k1Key("device");
const DEVICE = deviceId(KEY);
const ROW = { device: DEVICE, kind: HOTSPOT };
/** Of the wallet's mock, from the second on: the first is honest. */
const WALLET_BEHAVIOURS = ["Reverting", "Garbage", "Short", "Bomb", "Empty"];

describe("MakerRegistry", () => {
  async function givenAnAttestation() {
    const devices = await deployDevices();
    const attestation = await attest(devices.makers, ROW, devices.makerKey);
    return { ...devices, attestation };
  }

  async function givenABatch() {
    const devices = await deployDevices();
    const batch = batchOf([ROW, ...[1n, 2n, 3n, 4n].map((device) => ({ device, kind: HOTSPOT }))]);
    const expiry = BigInt(await time.latest()) + 1_000n;
    await devices.makers.connect(devices.manufacturer).provisionBatch(MAKER, batch.root, expiry, "");
    return { ...devices, batch, expiry, attestation: batch.attestationOf(DEVICE) };
  }

  describe("requireAttested", () => {
    context("when the kind", () => {
      it("does not exist: reverts", async () => {
        const { makers } = await loadFixture(deployDevices);
        for (const kind of [0n, 4n]) {
          await expect(makers.requireAttested(DEVICE, kind, NO_ATTESTATION))
            .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKind")
            .withArgs(kind);
        }
      });

      it("is stopped: reverts, whoever attests, and passes once it is resumed", async () => {
        const { makers, makersManager, attestation } = await loadFixture(givenAnAttestation);
        await makers.connect(makersManager).setKindActive(HOTSPOT, false);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
          .to.be.revertedWithCustomError(makers, "MakerRegistryKindInactive")
          .withArgs(HOTSPOT);
        await makers.connect(makersManager).setKindActive(HOTSPOT, true);
        await makers.requireAttested(DEVICE, HOTSPOT, attestation);
      });

      it("is not open: reverts without a maker", async () => {
        const { makers } = await loadFixture(deployDevices);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, NO_ATTESTATION))
          .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationMissing")
          .withArgs(HOTSPOT);
      });

      it("is open: passes without a maker, and still checks a maker who is named", async () => {
        const { makers } = await loadFixture(deployDevices);
        await makers.requireAttested(DEVICE, APP, NO_ATTESTATION);
        await expect(makers.requireAttested(DEVICE, APP, { ...NO_ATTESTATION, maker: MAKER }))
          .to.be.revertedWithCustomError(makers, "MakerRegistryMakerNotAllowed")
          .withArgs(MAKER, APP);
      });
    });

    const shapes = { "a signature": givenAnAttestation, "a batch": givenABatch };
    for (const [shape, fixture] of Object.entries<
      () => Promise<Awaited<ReturnType<typeof givenAnAttestation>>>
    >(shapes)) {
      context(`given ${shape} of a maker`, () => {
        it("passes, again and again: it is a statement and no command", async () => {
          const { makers, attestation } = await loadFixture(fixture);
          await makers.requireAttested(DEVICE, HOTSPOT, attestation);
          await makers.requireAttested(DEVICE, HOTSPOT, attestation);
        });

        it("reverts for a maker that does not exist", async () => {
          const { makers, attestation } = await loadFixture(fixture);
          await expect(makers.requireAttested(DEVICE, HOTSPOT, { ...attestation, maker: 2n }))
            .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownMaker")
            .withArgs(2);
        });

        it("reverts at once when the maker is revoked, and passes when it is reinstated", async () => {
          const { makers, makersManager, attestation } = await loadFixture(fixture);
          await makers.connect(makersManager).setMakerActive(MAKER, false);
          await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
            .to.be.revertedWithCustomError(makers, "MakerRegistryMakerInactive")
            .withArgs(MAKER);
          await makers.connect(makersManager).setMakerActive(MAKER, true);
          await makers.requireAttested(DEVICE, HOTSPOT, attestation);
        });

        it("reverts when the maker may not attest the kind any longer", async () => {
          const { makers, makersManager, attestation } = await loadFixture(fixture);
          await makers.connect(makersManager).setMakerKind(MAKER, HOTSPOT, false);
          await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
            .to.be.revertedWithCustomError(makers, "MakerRegistryMakerNotAllowed")
            .withArgs(MAKER, HOTSPOT);
        });
      });
    }

    context("given a signature of a maker", () => {
      async function givenOneThatExpires() {
        const devices = await deployDevices();
        const expiry = BigInt(await time.latest()) + 1_000n;
        return {
          ...devices,
          expiry,
          attestation: await attest(devices.makers, { ...ROW, expiry }, devices.makerKey),
        };
      }

      it("passes in the second of its expiry and reverts in the next", async () => {
        const { makers, attestation, expiry } = await loadFixture(givenOneThatExpires);
        await time.increaseTo(expiry);
        await makers.requireAttested(DEVICE, HOTSPOT, attestation);
        await time.increaseTo(expiry + 1n);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
          .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationExpired")
          .withArgs(expiry, expiry + 1n);
      });

      it("reverts for each field that was not signed: device, kind, expiry", async () => {
        const { makers, attestation } = await loadFixture(givenOneThatExpires);
        const mutations: [bigint, bigint, Attestation][] = [
          [DEVICE + 1n, HOTSPOT, attestation],
          [DEVICE, SENSOR, attestation],
          [DEVICE, HOTSPOT, { ...attestation, expiry: attestation.expiry + 1n }],
        ];
        for (const [device, kind, changed] of mutations) {
          await expect(makers.requireAttested(device, kind, changed))
            .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSignature")
            .withArgs(MAKER);
        }
      });

      it("reverts for the same key at another maker: a signature names its maker", async () => {
        const { makers, makersManager, makerKey, attestation, bob } = await loadFixture(givenAnAttestation);
        await makers.connect(makersManager).addMaker(bob, "");
        await makers.connect(makersManager).setMakerKind(2, HOTSPOT, true);
        await makers.connect(bob).addAttestationKey(2, makerKey.signer);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, { ...attestation, maker: 2n }))
          .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSignature")
          .withArgs(2);
      });

      it("reverts for a key that the maker never named", async () => {
        const { makers } = await loadFixture(deployDevices);
        const key = secp256k1Key("somebody else");
        await expect(makers.requireAttested(DEVICE, HOTSPOT, await attest(makers, ROW, key)))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKey")
          .withArgs(MAKER, keyHash(key));
      });

      it("reverts at once when the guardian has revoked its key; the maker's other keys go on", async () => {
        const { makers, guardian, manufacturer, makerKey, attestation } =
          await loadFixture(givenAnAttestation);
        const other = secp256k1Key("the maker's other key");
        await makers.connect(manufacturer).addAttestationKey(MAKER, other.signer);
        await makers.connect(guardian).revokeAttestationKey(MAKER, keyHash(makerKey));
        await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownKey")
          .withArgs(MAKER, keyHash(makerKey));
        await makers.requireAttested(DEVICE, HOTSPOT, await attest(makers, ROW, other));
      });
    });

    context("given a maker's key of a verifier", () => {
      async function givenAP256Maker() {
        const devices = await deployDevices();
        const key = p256Key("maker", await devices.verifiers.p256.getAddress());
        await devices.makers.connect(devices.manufacturer).addAttestationKey(MAKER, key.signer);
        return { ...devices, attestation: await attest(devices.makers, ROW, key) };
      }

      it("passes", async () => {
        const { makers, attestation } = await loadFixture(givenAP256Maker);
        await makers.requireAttested(DEVICE, HOTSPOT, attestation);
      });

      it("reverts at once when the verifier is taken off the list", async () => {
        const { makers, makersManager, verifiers, attestation } = await loadFixture(givenAP256Maker);
        await makers.connect(makersManager).setVerifier(verifiers.p256, false);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
          .to.be.revertedWithCustomError(makers, "MakerRegistryVerifierNotAllowed")
          .withArgs(await verifiers.p256.getAddress());
      });
    });

    context("given a maker's key that is a contract", () => {
      async function givenAWalletMaker() {
        const devices = await deployDevices();
        const owner = offlineKey("owner of the wallet");
        const wallet = await ethers.deployContract("ReporterWalletMock", [owner]);
        const signer = (await wallet.getAddress()).toLowerCase();
        const key: DeviceKey = { signer, sign: (digest) => owner.signingKey.sign(digest).serialized };
        await devices.makers.connect(devices.manufacturer).addAttestationKey(MAKER, signer);
        return { ...devices, wallet, attestation: await attest(devices.makers, ROW, key) };
      }

      it("passes as the contract says (ERC-1271)", async () => {
        const { makers, attestation } = await loadFixture(givenAWalletMaker);
        await makers.requireAttested(DEVICE, HOTSPOT, attestation);
      });

      WALLET_BEHAVIOURS.forEach((behaviour, index) => {
        it(`reverts for a contract that answers by ${behaviour}`, async () => {
          const { makers, wallet, attestation } = await loadFixture(givenAWalletMaker);
          await wallet.setBehaviour(index + 1);
          await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
            .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSignature")
            .withArgs(MAKER);
        });
      });
    });

    context("given a batch of a maker", () => {
      it("passes in the second of its expiry and reverts in the next, until it is extended", async () => {
        const { makers, manufacturer, batch, attestation, expiry } = await loadFixture(givenABatch);
        await time.increaseTo(expiry);
        await makers.requireAttested(DEVICE, HOTSPOT, attestation);
        await time.increaseTo(expiry + 1n);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
          .to.be.revertedWithCustomError(makers, "MakerRegistryAttestationExpired")
          .withArgs(expiry, expiry + 1n);
        await makers.connect(manufacturer).provisionBatch(MAKER, batch.root, LATEST_DEADLINE, "");
        await makers.requireAttested(DEVICE, HOTSPOT, attestation);
      });

      it("reverts at once when the guardian has revoked it", async () => {
        const { makers, guardian, batch, attestation } = await loadFixture(givenABatch);
        await makers.connect(guardian).revokeBatch(MAKER, batch.root);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, attestation))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownBatch")
          .withArgs(MAKER, batch.root);
      });

      it("reverts for another device, another kind, and a proof that is cut or extended", async () => {
        const { makers, attestation } = await loadFixture(givenABatch);
        const { proof } = attestation;
        const attempts: [bigint, bigint, string[]][] = [
          [DEVICE + 1n, HOTSPOT, proof],
          [DEVICE, SENSOR, proof],
          [DEVICE, HOTSPOT, proof.slice(1)],
          [DEVICE, HOTSPOT, proof.slice(0, -1)],
          [DEVICE, HOTSPOT, [...proof, ethers.ZeroHash]],
          [DEVICE, HOTSPOT, []],
        ];
        for (const [device, kind, changed] of attempts) {
          await expect(
            makers.requireAttested(device, kind, { ...attestation, proof: changed }),
          ).to.be.revertedWithCustomError(makers, "MakerRegistryUnknownBatch");
        }
      });

      it("a batch of one device is its own proof", async () => {
        const { makers, manufacturer } = await loadFixture(deployDevices);
        const batch = batchOf([ROW]);
        await makers.connect(manufacturer).provisionBatch(MAKER, batch.root, LATEST_DEADLINE, "");
        await makers.requireAttested(DEVICE, HOTSPOT, batch.attestationOf(DEVICE));
      });

      it("serves its own maker only", async () => {
        const { makers, makersManager, batch, bob } = await loadFixture(givenABatch);
        await makers.connect(makersManager).addMaker(bob, "");
        await makers.connect(makersManager).setMakerKind(2, HOTSPOT, true);
        await expect(makers.requireAttested(DEVICE, HOTSPOT, batch.attestationOf(DEVICE, 2n)))
          .to.be.revertedWithCustomError(makers, "MakerRegistryUnknownBatch")
          .withArgs(2, batch.root);
      });
    });
  });

  describe("revocation", () => {
    it("of kind, maker, its kind, key and batch touches no device that is onboarded", async () => {
      const { makers, registry, makersManager, guardian, makerKey, batch, attestation, alice } =
        await loadFixture(givenABatch);
      await register(registry, alice, { key: KEY, kind: HOTSPOT, attestation });
      const epoch = await registry.currentEpoch();
      const before = await registry.stateAt(DEVICE, epoch);
      expect(before.status).to.equal(Status.Active);

      await makers.connect(guardian).revokeAttestationKey(MAKER, keyHash(makerKey));
      await makers.connect(guardian).revokeBatch(MAKER, batch.root);
      await makers.connect(makersManager).setMakerKind(MAKER, HOTSPOT, false);
      await makers.connect(makersManager).setMakerActive(MAKER, false);
      await makers.connect(makersManager).setKindActive(HOTSPOT, false);

      expect(await registry.stateAt(DEVICE, epoch)).to.deep.equal(before);
      await registry.connect(alice).setMetadata(DEVICE, "ipfs://mine", ethers.ZeroHash);
      await registry.connect(alice).transferFrom(alice, guardian, DEVICE);
    });
  });

  describe("hashAttestation", () => {
    it("is the EIP-712 digest that a wallet signs", async () => {
      const { makers, makerKey, attestation } = await loadFixture(givenAnAttestation);
      const digest = await makers.hashAttestation(MAKER, DEVICE, HOTSPOT, LATEST_DEADLINE);
      expect(makerKey.sign(digest)).to.equal(attestation.signature);
    });
  });
});
