import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import {
  CONSENT_SUBJECTS,
  consentDigest,
  consentTypes,
  type ConsentName,
  hashByRegistry,
} from "../../helpers/device-consents";
import { register } from "../../helpers/device-actions";
import { deviceId, keyHash, secp256k1Key } from "../../helpers/device-keys";
import {
  APP,
  deployDevices,
  deployEmptyRegistries,
  deployHotspot,
  ROTATION_DELAY,
  START_EPOCH,
  Status,
} from "../../helpers/devices";
import { EPOCH_LENGTH } from "../../helpers/suite";

const HOUR = 3_600;
const DAYS = 86_400;
const MAX_TIME = 2 ** 40 - 1;

const TYPE_HASHES = {
  DeviceOnboarding: "DEVICE_ONBOARDING_TYPEHASH",
  OwnerAcceptance: "OWNER_ACCEPTANCE_TYPEHASH",
  KeyHandover: "KEY_HANDOVER_TYPEHASH",
  HandoverApproval: "HANDOVER_APPROVAL_TYPEHASH",
  KeyRotation: "KEY_ROTATION_TYPEHASH",
  KeyAcceptance: "KEY_ACCEPTANCE_TYPEHASH",
  RotationApproval: "ROTATION_APPROVAL_TYPEHASH",
  LocationAssertion: "LOCATION_ASSERTION_TYPEHASH",
  LocationAttestation: "LOCATION_ATTESTATION_TYPEHASH",
  LocationApproval: "LOCATION_APPROVAL_TYPEHASH",
} as const satisfies Record<ConsentName, string>;

describe("DeviceRegistry", () => {
  describe("construction", () => {
    async function givenAFactory() {
      const { makers, authority, genesis } = await deployEmptyRegistries();
      const deploy = (epochLength: number, rotationDelay: number, start = genesis) =>
        ethers.deployContract("DeviceRegistry", [
          "Devices",
          "DEV",
          makers,
          start,
          epochLength,
          rotationDelay,
          authority,
        ]);
      const factory = await ethers.getContractFactory("DeviceRegistry");
      return { deploy, factory, makers, authority, genesis };
    }

    it("reverts for an epoch of no length or over 366 days, and accepts both limits", async () => {
      const { deploy, factory } = await loadFixture(givenAFactory);
      for (const length of [0, 366 * DAYS + 1]) {
        await expect(deploy(length, HOUR))
          .to.be.revertedWithCustomError(factory, "DeviceRegistryEpochLengthOutOfRange")
          .withArgs(length, 1, 366 * DAYS);
      }
      for (const length of [1, 366 * DAYS]) {
        expect(await (await deploy(length, HOUR)).epochLength()).to.equal(length);
      }
    });

    it("reverts for a rotation delay under an hour or over 30 days, and accepts both limits", async () => {
      const { deploy, factory } = await loadFixture(givenAFactory);
      for (const delay of [HOUR - 1, 30 * DAYS + 1]) {
        await expect(deploy(EPOCH_LENGTH, delay))
          .to.be.revertedWithCustomError(factory, "DeviceRegistryRotationDelayOutOfRange")
          .withArgs(delay, HOUR, 30 * DAYS);
      }
      for (const delay of [HOUR, 30 * DAYS]) {
        expect(await (await deploy(EPOCH_LENGTH, delay)).rotationDelay()).to.equal(delay);
      }
    });

    it("keeps what it is given", async () => {
      const { registry, makers, authority, genesis } = await loadFixture(deployEmptyRegistries);
      expect(await registry.makers()).to.equal(await makers.getAddress());
      expect(await registry.genesis()).to.equal(genesis);
      expect(await registry.epochLength()).to.equal(EPOCH_LENGTH);
      expect(await registry.rotationDelay()).to.equal(ROTATION_DELAY);
      expect(await registry.authority()).to.equal(await authority.getAddress());
    });

    it("before genesis the epoch is 0, and so it is until its end", async () => {
      const { deploy } = await loadFixture(givenAFactory);
      const start = (await time.latest()) + 1_000;
      const registry = await deploy(EPOCH_LENGTH, HOUR, start);
      for (const [at, epoch] of [
        [start - 1, 0],
        [start, 0],
        [start + EPOCH_LENGTH - 1, 0],
        [start + EPOCH_LENGTH, 1],
      ] as const) {
        await time.increaseTo(at);
        expect(await registry.currentEpoch()).to.equal(epoch);
      }
      expect(await (await deploy(EPOCH_LENGTH, HOUR, MAX_TIME)).currentEpoch()).to.equal(0);
    });
  });

  describe("hashConsent and hashOnboarding", () => {
    for (const name of Object.keys(CONSENT_SUBJECTS) as ConsentName[]) {
      it(`${name}: type hash and digest are those of the type that wallets show`, async () => {
        const { registry } = await loadFixture(deployDevices);
        const encoder = ethers.TypedDataEncoder.from(consentTypes(name));
        const typeHash = await registry[TYPE_HASHES[name]]();
        expect(typeHash).to.equal(ethers.id(encoder.encodeType(name)));

        const consent = { device: 1n, owner: ZeroAddress, subject: 2n, maker: 5n, nonce: 3n, deadline: 4n };
        expect(await hashByRegistry(registry, name, consent)).to.equal(
          await consentDigest(registry, name, consent),
        );
      });
    }
  });

  describe("views of a device", () => {
    it("that was never onboarded are empty, and its key is what it would be", async () => {
      const { registry } = await loadFixture(deployDevices);
      const key = secp256k1Key("unknown");
      const device = deviceId(key);
      expect(await registry.deviceOf(key.signer)).to.equal(device);
      expect(await registry.keyOf(device)).to.equal(keyHash(key));
      expect(await registry.nonceOf(device)).to.equal(0);
      expect(await registry.suspensionOf(device)).to.deep.equal([0n, 0n, 0n]);
      const state = [ZeroAddress, ZeroAddress, 0n, 0n, 0n, BigInt(Status.Unknown)];
      expect(await registry.stateAt(device, START_EPOCH)).to.deep.equal(state);
      await expect(registry.payeeOf(device))
        .to.be.revertedWithCustomError(registry, "ERC721NonexistentToken")
        .withArgs(device);
    });

    it("it is unknown in the epochs before its onboarding, and active from that epoch on", async () => {
      const { registry, device } = await loadFixture(deployHotspot);
      const statuses = await Promise.all(
        [0, START_EPOCH - 1, START_EPOCH, START_EPOCH + 1, 2 ** 32 - 1].map(
          async (epoch) => (await registry.stateAt(device, epoch)).status,
        ),
      );
      expect(statuses).to.deep.equal(
        [Status.Unknown, Status.Unknown, Status.Active, Status.Active, Status.Active].map(BigInt),
      );
    });

    it("statesAt answers for many, in their order, repeated ones included", async () => {
      const { registry, device, bob } = await loadFixture(deployHotspot);
      const key = secp256k1Key("app");
      await register(registry, bob, { key, kind: APP });
      const devices = [deviceId(key), 1n, device, deviceId(key)];
      const each = await Promise.all(devices.map((one) => registry.stateAt(one, START_EPOCH)));
      expect(await registry.statesAt(devices, START_EPOCH)).to.deep.equal(each);
      expect(await registry.statesAt([], START_EPOCH)).to.deep.equal([]);
    });
  });
});
