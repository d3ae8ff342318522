import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { register } from "../../helpers/device-actions";
import { deviceId, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployHotspot, ROTATION_DELAY, START_EPOCH, Status } from "../../helpers/devices";
import { EPOCH_LENGTH } from "../../helpers/suite";
import { wireRoles } from "../../helpers/wire-roles";

const NOW = BigInt(START_EPOCH);
const MAX = 366n;
const REASON = 7;
const EVIDENCE = id("evidence");
const UNKNOWN = deviceId(secp256k1Key("never onboarded"));

type Fixture = Awaited<ReturnType<typeof deployHotspot>>;

async function startEpoch({ genesis }: Fixture, epoch: bigint): Promise<void> {
  await time.setNextBlockTimestamp(BigInt(genesis) + epoch * BigInt(EPOCH_LENGTH));
}

async function statusesOf({ registry, device }: Fixture, epochs: readonly bigint[]): Promise<bigint[]> {
  const states = await Promise.all(epochs.map((epoch) => registry.stateAt(device, epoch)));
  return states.map(({ status }) => status);
}

describe("DeviceRegistry", () => {
  async function givenASuspension() {
    const devices = await deployHotspot();
    await devices.registry
      .connect(devices.suspender)
      .suspend(devices.device, NOW + 1n, NOW + 3n, REASON, EVIDENCE);
    return devices;
  }

  describe("suspend", () => {
    it("reverts for anybody but the suspender: makers manager, guardian, maker and owner included", async () => {
      const fixture = await loadFixture(deployHotspot);
      const { registry, device, makersManager, guardian, manufacturer, alice } = fixture;
      for (const caller of [makersManager, guardian, manufacturer, alice]) {
        await expect(registry.connect(caller).suspend(device, NOW, NOW + 1n, REASON, EVIDENCE))
          .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for a device that was never onboarded", async () => {
      const { registry, suspender } = await loadFixture(deployHotspot);
      await expect(registry.connect(suspender).suspend(UNKNOWN, NOW, NOW + 1n, REASON, EVIDENCE))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryUnknownDevice")
        .withArgs(UNKNOWN);
    });

    for (const [what, from, until] of [
      ["an epoch that has ended: what was earned is not erased", NOW - 1n, NOW + 1n],
      ["no epoch at all", NOW, NOW],
      ["an end before the start", NOW + 2n, NOW + 1n],
      ["one epoch more than 366 days", NOW, NOW + MAX + 1n],
    ] as const) {
      it(`reverts for ${what}`, async () => {
        const { registry, suspender, device } = await loadFixture(deployHotspot);
        await expect(registry.connect(suspender).suspend(device, from, until, REASON, EVIDENCE))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSuspension")
          .withArgs(from, until, NOW, MAX);
      });
    }

    for (const [what, from, until] of [
      ["the current epoch alone", NOW, NOW + 1n],
      ["366 days from the current epoch", NOW, NOW + MAX],
      ["366 days far ahead", 2n ** 32n - 1n - MAX, 2n ** 32n - 1n],
    ] as const) {
      it(`suspends for ${what}`, async () => {
        const fixture = await loadFixture(deployHotspot);
        const { registry, suspender, device, alice } = fixture;
        await expect(registry.connect(suspender).suspend(device, from, until, REASON, EVIDENCE))
          .to.emit(registry, "DeviceSuspended")
          .withArgs(device, alice.address, REASON, from, until, EVIDENCE, suspender.address);
        expect(await registry.suspensionOf(device)).to.deep.equal([from, until, BigInt(REASON)]);
        const epochs = [from - 1n, from, until - 1n, until];
        expect(await statusesOf(fixture, epochs)).to.deep.equal(
          [
            from - 1n < NOW ? Status.Unknown : Status.Active,
            Status.Suspended,
            Status.Suspended,
            Status.Active,
          ].map(BigInt),
        );
      });
    }

    it("takes nothing but the epochs: owner, payee and kind stay", async () => {
      const fixture = await loadFixture(givenASuspension);
      const { registry, device, alice } = fixture;
      const { owner, payee, kind } = await registry.stateAt(device, NOW + 1n);
      expect([owner, payee, kind]).to.deep.equal([alice.address, alice.address, 1n]);
      await registry.connect(alice).setPayee(device, fixture.bob);
    });

    it("reverts while one stands, also before it starts and in its last epoch; not in the epoch that counts again", async () => {
      const fixture = await loadFixture(givenASuspension);
      const { registry, suspender, device } = fixture;
      const again = (from: bigint) =>
        registry.connect(suspender).suspend(device, from, from + 1n, REASON, EVIDENCE);
      await expect(again(NOW + 3n))
        .to.be.revertedWithCustomError(registry, "DeviceRegistrySuspensionStands")
        .withArgs(device, NOW + 3n);
      await time.setNextBlockTimestamp(BigInt(fixture.genesis) + (NOW + 3n) * BigInt(EPOCH_LENGTH) - 1n);
      await expect(again(NOW + 3n))
        .to.be.revertedWithCustomError(registry, "DeviceRegistrySuspensionStands")
        .withArgs(device, NOW + 3n);
      await startEpoch(fixture, NOW + 3n);
      await expect(again(NOW + 3n)).to.emit(registry, "DeviceSuspended");
    });

    it("a device that is released is suspended like any other, and its event names no owner", async () => {
      const { registry, suspender, device, alice } = await loadFixture(deployHotspot);
      await registry.connect(alice).release(device);
      await expect(registry.connect(suspender).suspend(device, NOW, NOW + 1n, REASON, EVIDENCE))
        .to.emit(registry, "DeviceSuspended")
        .withArgs(device, ZeroAddress, REASON, NOW, NOW + 1n, EVIDENCE, suspender.address);
    });

    for (const [days, most] of [
      [7, 52],
      [366, 1],
    ] as const) {
      it(`the most epochs follow from their length: of ${days} days ${most}`, async () => {
        const { makers, authority, genesis, suspender } = await loadFixture(deployHotspot);
        const length = days * 86_400;
        const registry = await ethers.deployContract("DeviceRegistry", [
          "Devices",
          "DEV",
          makers,
          genesis,
          length,
          ROTATION_DELAY,
          authority,
        ]);
        await wireRoles(authority, registry, "DeviceRegistry");
        const key = secp256k1Key("phone");
        await register(registry, suspender, { key, kind: APP });
        const asSuspender = registry.connect(suspender);
        await expect(asSuspender.suspend(deviceId(key), 0, most + 1, REASON, EVIDENCE))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSuspension")
          .withArgs(0, most + 1, 0, most);
        await asSuspender.suspend(deviceId(key), 0, most, REASON, EVIDENCE);
      });
    }
  });

  describe("lift", () => {
    it("reverts for anybody but the suspender", async () => {
      const { registry, device, alice, guardian } = await loadFixture(givenASuspension);
      for (const caller of [alice, guardian]) {
        await expect(registry.connect(caller).lift(device))
          .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts if none stands: never suspended, unknown, over, or lifted already", async () => {
      const fixture = await loadFixture(givenASuspension);
      const { registry, suspender, device } = fixture;
      const lift = (target: bigint) => registry.connect(suspender).lift(target);
      await expect(lift(UNKNOWN))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotSuspended")
        .withArgs(UNKNOWN);
      await startEpoch(fixture, NOW + 3n);
      await expect(lift(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotSuspended")
        .withArgs(device);
    });

    it("before it starts: no epoch is excluded", async () => {
      const fixture = await loadFixture(givenASuspension);
      const { registry, suspender, device, alice } = fixture;
      await expect(registry.connect(suspender).lift(device))
        .to.emit(registry, "SuspensionLifted")
        .withArgs(device, alice.address, NOW, suspender.address);
      const statuses = await statusesOf(fixture, [NOW, NOW + 1n, NOW + 2n]);
      expect(statuses).to.deep.equal([Status.Active, Status.Active, Status.Active].map(BigInt));
      await expect(registry.connect(suspender).lift(device))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotSuspended")
        .withArgs(device);
    });

    it("while it runs: the current epoch counts again, the ones before stay excluded", async () => {
      const fixture = await loadFixture(givenASuspension);
      const { registry, suspender, device } = fixture;
      await startEpoch(fixture, NOW + 2n);
      await registry.connect(suspender).lift(device);
      expect(await registry.suspensionOf(device)).to.deep.equal([NOW + 1n, NOW + 2n, BigInt(REASON)]);
      const statuses = await statusesOf(fixture, [NOW, NOW + 1n, NOW + 2n]);
      expect(statuses).to.deep.equal([Status.Active, Status.Suspended, Status.Active].map(BigInt));
    });

    it("makes room for another one at once", async () => {
      const { registry, suspender, device } = await loadFixture(givenASuspension);
      await registry.connect(suspender).lift(device);
      await registry.connect(suspender).suspend(device, NOW, NOW + 1n, 8, EVIDENCE);
      expect(await registry.suspensionOf(device)).to.deep.equal([NOW, NOW + 1n, 8n]);
    });
  });

  describe("appeal", () => {
    it("reverts if no suspension stands, and from the epoch on that counts again", async () => {
      const fixture = await loadFixture(deployHotspot);
      const { registry, suspender, device, alice } = fixture;
      const appeal = () => registry.connect(alice).appeal(device, EVIDENCE, "ipfs://appeal");
      await expect(appeal())
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotSuspended")
        .withArgs(device);
      await registry.connect(suspender).suspend(device, NOW, NOW + 1n, REASON, EVIDENCE);
      await time.setNextBlockTimestamp(BigInt(fixture.genesis) + (NOW + 1n) * BigInt(EPOCH_LENGTH) - 1n);
      await appeal();
      await startEpoch(fixture, NOW + 1n);
      await expect(appeal())
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotSuspended")
        .withArgs(device);
    });

    it("is on record, also that of a later owner", async () => {
      const { registry, device, alice, bob } = await loadFixture(givenASuspension);
      await registry.connect(alice).transferFrom(alice, bob, device);
      await expect(registry.connect(bob).appeal(device, EVIDENCE, "ipfs://appeal"))
        .to.emit(registry, "SuspensionAppealed")
        .withArgs(device, bob.address, EVIDENCE, "ipfs://appeal");
      await expect(registry.connect(alice).appeal(device, EVIDENCE, "ipfs://appeal"))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryNotOwner")
        .withArgs(device, alice.address);
    });
  });

  describe("a suspension", () => {
    it("stays with the device over transfer, release and onboarding anew, until it ends", async () => {
      const fixture = await loadFixture(givenASuspension);
      const { registry, device, key, alice, bob } = fixture;
      const epochs = [NOW, NOW + 1n, NOW + 2n, NOW + 3n];
      const expected = [Status.Active, Status.Suspended, Status.Suspended, Status.Active].map(BigInt);
      await registry.connect(alice).transferFrom(alice, bob, device);
      expect(await statusesOf(fixture, epochs)).to.deep.equal(expected);

      await registry.connect(bob).release(device);
      expect(await statusesOf(fixture, epochs)).to.deep.equal(epochs.map(() => BigInt(Status.Released)));

      await register(registry, alice, { key, kind: APP });
      expect(await statusesOf(fixture, epochs)).to.deep.equal(expected);
    });
  });
});
