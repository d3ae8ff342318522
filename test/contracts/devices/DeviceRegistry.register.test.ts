import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import { attest, batchOf, NO_ATTESTATION } from "../../helpers/attestations";
import { onboarding, register, rotation } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, keyHash, secp256k1Key } from "../../helpers/device-keys";
import {
  APP,
  deployDevices,
  deployHotspot,
  HOTSPOT,
  MAKER,
  SENSOR,
  START_EPOCH,
  Status,
} from "../../helpers/devices";
import { LATEST_DEADLINE } from "../../helpers/report";

const KEY = secp256k1Key("device");
const DEVICE = deviceId(KEY);
/** Of the mocks of verifiers and wallets alike, from the second on: the first is to do what is asked. */
const BEHAVIOURS = ["Reverting", "Garbage", "Short", "Bomb", "Empty"];

describe("DeviceRegistry", () => {
  describe("register", () => {
    context("when it may not be", () => {
      it("reverts for a zero owner", async () => {
        const { registry } = await loadFixture(deployDevices);
        const item = await onboarding(registry, { key: KEY, owner: ZeroAddress, kind: APP });
        await expect(registry.register(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryZeroOwner")
          .withArgs();
      });

      it("reverts for a device that has an owner, with every consent anew", async () => {
        const { registry, device, key, alice, bob } = await loadFixture(deployHotspot);
        const item = await onboarding(registry, { key, owner: bob, kind: APP });
        await expect(registry.connect(bob).register(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryAlreadyRegistered")
          .withArgs(device, alice.address);
      });

      it("nobody can squat on a device: reverts without its key's signature", async () => {
        const { registry, stranger } = await loadFixture(deployDevices);
        const thief: DeviceKey = { signer: KEY.signer, sign: secp256k1Key("thief").sign };
        const item = await onboarding(registry, { key: thief, owner: stranger, kind: APP });
        await expect(registry.connect(stranger).register(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(KEY));
      });

      it("nobody can put a device into another's hands: reverts without the owner's consent", async () => {
        const { registry, alice, stranger } = await loadFixture(deployDevices);
        const unsigned = await onboarding(registry, { key: KEY, owner: alice, kind: APP });
        await expect(registry.connect(stranger).register(unsigned)).to.be.revertedWithCustomError(
          registry,
          "DeviceRegistryConsentExpired",
        );
        const forged = await onboarding(registry, {
          key: KEY,
          owner: alice,
          kind: APP,
          consentBy: stranger,
        });
        await expect(registry.connect(stranger).register(forged))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
          .withArgs(alice.address);
      });

      it("reverts for a signer that is no key", async () => {
        const { registry, makers, alice } = await loadFixture(deployDevices);
        const item = await onboarding(registry, {
          key: { ...KEY, signer: "0x1234" },
          owner: alice,
          kind: APP,
        });
        await expect(registry.connect(alice).register(item))
          .to.be.revertedWithCustomError(makers, "MakerRegistryInvalidSigner")
          .withArgs("0x1234");
      });

      it("reverts for the nonce before and after the device's own", async () => {
        const { registry, device, key, alice } = await loadFixture(deployHotspot);
        await registry.connect(alice).release(device);
        for (const nonce of [1n, 3n]) {
          const item = await onboarding(registry, { key, owner: alice, kind: APP, nonce });
          await expect(registry.connect(alice).register(item))
            .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
            .withArgs(device, nonce, 2);
        }
      });

      it("reverts one second after the device's deadline and the owner's, and passes in that second", async () => {
        const { registry, alice, sponsor } = await loadFixture(deployDevices);
        const deadline = BigInt(await time.latest()) + 1_000n;
        const plan = { key: KEY, owner: alice, kind: APP, consentBy: alice };
        const item = await onboarding(registry, { ...plan, deadline });
        const lasting = await onboarding(registry, plan);
        const late = registry.connect(sponsor);
        await time.setNextBlockTimestamp(deadline + 1n);
        await expect(late.register(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistrySignatureExpired")
          .withArgs(deadline, deadline + 1n);
        await time.setNextBlockTimestamp(deadline + 2n);
        await expect(late.register({ ...lasting, consent: item.consent }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryConsentExpired")
          .withArgs(deadline, deadline + 2n);

        const boundary = await onboarding(registry, { ...plan, deadline: deadline + 3n });
        await time.setNextBlockTimestamp(deadline + 3n);
        await expect(late.register(boundary)).to.emit(registry, "DeviceRegistered");
      });

      it("reverts when the maker does not consent, by the makers' own error", async () => {
        const { registry, makers, makerKey, alice } = await loadFixture(deployDevices);
        const attempts = {
          MakerRegistryAttestationMissing: NO_ATTESTATION,
          MakerRegistryInvalidSignature: await attest(
            makers,
            { device: DEVICE + 1n, kind: HOTSPOT },
            makerKey,
          ),
          MakerRegistryUnknownBatch: { ...NO_ATTESTATION, maker: MAKER },
        };
        for (const [error, attestation] of Object.entries(attempts)) {
          const item = await onboarding(registry, { key: KEY, owner: alice, kind: HOTSPOT, attestation });
          await expect(registry.connect(alice).register(item)).to.be.revertedWithCustomError(makers, error);
        }
        expect(await registry.nonceOf(DEVICE)).to.equal(0);
      });
    });

    context("when everything holds", () => {
      it("the owner itself onboards a device of an open kind", async () => {
        const { registry, alice } = await loadFixture(deployDevices);
        const item = await onboarding(registry, { key: KEY, owner: alice, kind: APP });
        expect(await registry.connect(alice).register.staticCall(item)).to.equal(DEVICE);
        await expect(registry.connect(alice).register(item))
          .to.emit(registry, "DeviceRegistered")
          .withArgs(DEVICE, alice.address, APP, 0, START_EPOCH, KEY.signer)
          .and.to.emit(registry, "Transfer")
          .withArgs(ZeroAddress, alice.address, DEVICE);

        expect(await registry.ownerOf(DEVICE)).to.equal(alice.address);
        expect(await registry.balanceOf(alice)).to.equal(1);
        expect(await registry.nonceOf(DEVICE)).to.equal(1);
        expect(await registry.keyOf(DEVICE)).to.equal(keyHash(KEY));
        expect(await registry.deviceOf(KEY.signer)).to.equal(DEVICE);
        expect(await registry.payeeOf(DEVICE)).to.equal(alice.address);
        expect(await registry.stateAt(DEVICE, START_EPOCH)).to.deep.equal([
          alice.address,
          alice.address,
          APP,
          2n,
          0n,
          BigInt(Status.Active),
        ]);
      });

      it("anybody pays for a device whose owner has nothing but a key", async () => {
        const { registry, makers, makerKey, sponsor } = await loadFixture(deployDevices);
        const owner = offlineKey("owner without money");
        const attestation = await attest(makers, { device: DEVICE, kind: HOTSPOT }, makerKey);
        const item = await onboarding(registry, {
          key: KEY,
          owner,
          kind: HOTSPOT,
          consentBy: owner,
          attestation,
        });
        await expect(registry.connect(sponsor).register(item))
          .to.emit(registry, "DeviceRegistered")
          .withArgs(DEVICE, owner.address, HOTSPOT, MAKER, START_EPOCH, KEY.signer);
        expect(await registry.ownerOf(DEVICE)).to.equal(owner.address);
        expect(await ethers.provider.getBalance(owner)).to.equal(0);
      });

      it("onboards every device of a batch with its own proof", async () => {
        const { registry, makers, manufacturer, alice } = await loadFixture(deployDevices);
        const keys = ["one", "two", "three"].map(secp256k1Key);
        const kinds = [HOTSPOT, SENSOR, HOTSPOT];
        const rows = keys.map((key, i) => ({ device: deviceId(key), kind: kinds[i] ?? HOTSPOT }));
        const batch = batchOf(rows);
        await makers.connect(manufacturer).provisionBatch(MAKER, batch.root, LATEST_DEADLINE, "");
        for (const [i, key] of keys.entries()) {
          const kind = kinds[i] ?? HOTSPOT;
          const attestation = batch.attestationOf(deviceId(key));
          await register(registry, alice, { key, kind, attestation });
          const { maker, kind: registered } = await registry.stateAt(deviceId(key), START_EPOCH);
          expect([maker, registered]).to.deep.equal([MAKER, kind]);
        }
      });
    });

    context("given an open kind that makers may attest as well", () => {
      const OTHER_MAKER = 2n;

      async function givenTwoMakers() {
        const devices = await deployDevices();
        const { registry, makers, makersManager, manufacturer, makerKey, alice } = devices;
        const asManager = makers.connect(makersManager);
        await asManager.addMaker(manufacturer, "");
        await makers.connect(manufacturer).addAttestationKey(OTHER_MAKER, makerKey.signer);
        for (const maker of [MAKER, OTHER_MAKER]) await asManager.setMakerKind(maker, APP, true);
        const attestedBy = (maker: bigint) => attest(makers, { maker, device: DEVICE, kind: APP }, makerKey);
        const attestation = await attestedBy(MAKER);
        const plan = { key: KEY, owner: alice, kind: APP, consentBy: alice };
        const item = await onboarding(registry, { ...plan, attestation });
        const unattested = await onboarding(registry, plan);
        return { ...devices, item, unattested, attestation, another: await attestedBy(OTHER_MAKER) };
      }

      it("nobody leaves out the maker that was signed for, or puts another in: reverts, and nothing is used", async () => {
        const { registry, item, another, alice, stranger } = await loadFixture(givenTwoMakers);
        for (const attestation of [NO_ATTESTATION, another]) {
          for (const sender of [stranger, alice]) {
            await expect(registry.connect(sender).register({ ...item, attestation }))
              .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
              .withArgs(keyHash(KEY));
          }
        }
        await registry.connect(stranger).register(item);
        expect((await registry.stateAt(DEVICE, START_EPOCH)).maker).to.equal(MAKER);
      });

      it("nobody puts a maker in that was not signed for: its key could say where the device is", async () => {
        const { registry, unattested, attestation, stranger } = await loadFixture(givenTwoMakers);
        await expect(registry.connect(stranger).register({ ...unattested, attestation }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(KEY));
        await registry.connect(stranger).register(unattested);
        expect((await registry.stateAt(DEVICE, START_EPOCH)).maker).to.equal(0);
      });

      it("the device does not choose a maker without the owner, who signs it too", async () => {
        const { registry, item, unattested, alice, stranger } = await loadFixture(givenTwoMakers);
        await expect(registry.connect(stranger).register({ ...item, consent: unattested.consent }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
          .withArgs(alice.address);
      });

      it("another attestation of the same maker serves as well: a batch instead of a signature", async () => {
        const { registry, makers, manufacturer, item, stranger } = await loadFixture(givenTwoMakers);
        const batch = batchOf([{ device: DEVICE, kind: APP }]);
        await makers.connect(manufacturer).provisionBatch(MAKER, batch.root, LATEST_DEADLINE, "");
        const attestation = batch.attestationOf(DEVICE);
        await registry.connect(stranger).register({ ...item, attestation });
        expect((await registry.stateAt(DEVICE, START_EPOCH)).maker).to.equal(MAKER);
      });
    });

    context("given an owner that is a contract", () => {
      async function givenAWallet() {
        const devices = await deployDevices();
        const holder = offlineKey("owner of the wallet");
        const wallet = await ethers.deployContract("ReporterWalletMock", [holder]);
        const item = await onboarding(devices.registry, {
          key: KEY,
          owner: wallet,
          kind: APP,
          consentBy: holder,
        });
        return { ...devices, wallet, item };
      }

      it("onboards if it says so (ERC-1271), without a call to a receiver's hook, which it lacks", async () => {
        const { registry, wallet, item, sponsor } = await loadFixture(givenAWallet);
        await registry.connect(sponsor).register(item);
        expect(await registry.ownerOf(DEVICE)).to.equal(await wallet.getAddress());
      });

      BEHAVIOURS.forEach((behaviour, index) => {
        it(`reverts if it answers by ${behaviour}`, async () => {
          const { registry, wallet, item, sponsor } = await loadFixture(givenAWallet);
          await wallet.setBehaviour(index + 1);
          await expect(registry.connect(sponsor).register(item))
            .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
            .withArgs(await wallet.getAddress());
        });
      });
    });

    context("given a key of 20 bytes that is a contract", () => {
      it("reverts: what signs for a device must not be able to change its mind", async () => {
        const { registry, alice } = await loadFixture(deployDevices);
        const holder = offlineKey("owner of the wallet");
        const wallet = await ethers.deployContract("ReporterWalletMock", [holder]);
        const key: DeviceKey = {
          signer: (await wallet.getAddress()).toLowerCase(),
          sign: (digest) => holder.signingKey.sign(digest).serialized,
        };
        const item = await onboarding(registry, { key, owner: alice, kind: APP });
        await expect(registry.connect(alice).register(item))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(key));
      });
    });

    context("given a key of a verifier", () => {
      async function givenAVerifier() {
        const devices = await deployDevices();
        const verifier = await ethers.deployContract("VerifierMock");
        const key: DeviceKey = {
          signer: concat([await verifier.getAddress(), "0x0123"]),
          sign: () => "0x00",
        };
        const item = await onboarding(devices.registry, { key, owner: devices.alice, kind: APP });
        return { ...devices, verifier, key, item };
      }

      async function givenAnAllowedVerifier() {
        const fixture = await givenAVerifier();
        await fixture.makers.connect(fixture.makersManager).setVerifier(fixture.verifier, true);
        return fixture;
      }

      it("reverts for one that says yes to anything, unless it is on the list", async () => {
        const { registry, makers, verifier, item, alice } = await loadFixture(givenAVerifier);
        await expect(registry.connect(alice).register(item))
          .to.be.revertedWithCustomError(makers, "MakerRegistryVerifierNotAllowed")
          .withArgs(await verifier.getAddress());
      });

      BEHAVIOURS.forEach((behaviour, index) => {
        it(`reverts for one on the list that answers by ${behaviour}`, async () => {
          const { registry, verifier, key, item, alice } = await loadFixture(givenAnAllowedVerifier);
          await verifier.setBehaviour(index + 1);
          await expect(registry.connect(alice).register(item))
            .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
            .withArgs(keyHash(key));
        });
      });

      it("taking it off the list stops its devices' signatures; their owners rotate to other keys", async () => {
        const { registry, makers, makersManager, verifier, key, item, alice } =
          await loadFixture(givenAnAllowedVerifier);
        const device = deviceId(key);
        await registry.connect(alice).register(item);
        await makers.connect(makersManager).setVerifier(verifier, false);

        expect((await registry.stateAt(device, START_EPOCH)).status).to.equal(Status.Active);
        const byOldKey = await rotation(registry, { device, newKey: KEY, oldKey: key, alone: true });
        await expect(registry.rotateKey(byOldKey))
          .to.be.revertedWithCustomError(makers, "MakerRegistryVerifierNotAllowed")
          .withArgs(await verifier.getAddress());
        await registry.connect(alice).rotateKey(await rotation(registry, { device, newKey: KEY }));
        expect((await registry.pendingRotationOf(device)).key).to.equal(keyHash(KEY));
      });
    });

    context("given a device that was released", () => {
      it("the rightful holder of its key onboards it anew, as another kind if its maker says so", async () => {
        const { registry, makers, makerKey, device, key, alice, bob } = await loadFixture(deployHotspot);
        await registry.connect(alice).release(device);
        const attestation = await attest(makers, { device, kind: SENSOR }, makerKey);
        await register(registry, bob, { key, kind: SENSOR, attestation });
        expect(await registry.ownerOf(device)).to.equal(bob.address);
        expect(await registry.nonceOf(device)).to.equal(3);
        const { kind, program, maker } = await registry.stateAt(device, START_EPOCH);
        expect([kind, program, maker]).to.deep.equal([SENSOR, 2n, MAKER]);
      });

      it("the maker is forgotten if it comes back as an open kind without one", async () => {
        const { registry, device, key, alice } = await loadFixture(deployHotspot);
        await registry.connect(alice).release(device);
        await register(registry, alice, { key, kind: APP });
        expect((await registry.stateAt(device, START_EPOCH)).maker).to.equal(0);
      });

      it("the consents that it was onboarded with never work again", async () => {
        const { registry, alice, sponsor } = await loadFixture(deployDevices);
        const plan = { key: KEY, owner: alice, kind: APP, consentBy: alice };
        const used = await onboarding(registry, plan);
        await registry.connect(sponsor).register(used);
        await registry.connect(alice).release(DEVICE);

        await expect(registry.connect(sponsor).register(used))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
          .withArgs(DEVICE, 0, 2);
        const fresh = await onboarding(registry, plan);
        await expect(registry.connect(sponsor).register({ ...fresh, consent: used.consent }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidOwnerSignature")
          .withArgs(alice.address);
        await expect(registry.connect(sponsor).register({ ...fresh, signature: used.signature }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
          .withArgs(keyHash(KEY));
        await registry.connect(sponsor).register(fresh);
      });
    });
  });
});
