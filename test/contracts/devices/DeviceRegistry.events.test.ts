import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { id, keccak256, ZeroAddress } from "ethers";

import { attest } from "../../helpers/attestations";
import { location, onboarding, rotation } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, registerHotspot, START_EPOCH, Status } from "../../helpers/devices";
import { Random } from "../../helpers/random";
import { payeeIn, type RebuiltDevice, rebuildDevices } from "../../helpers/rebuild-devices";
import { EPOCH_LENGTH } from "../../helpers/suite";

const SEEDS = [1, 20_260, 4_294_967_295];
const STEPS = 160;
const DEVICES = 9;
const CELLS = [0x8928308280fffffn, 0x8009fffffffffffn, 0x8f2830828052d25n];

type Fixture = Awaited<ReturnType<typeof deployDevices>>;

/** A device with the key that it has, and the one that it waits for. */
interface Unit {
  readonly device: bigint;
  key: DeviceKey;
  nextKey: DeviceKey;
}

/** A random history of nine devices and three owners, in which every action happens. */
class History {
  readonly units: Unit[];
  readonly #fixture: Fixture;
  readonly #random: Random;
  readonly #owners: HardhatEthersSigner[];
  #keys = 0;

  constructor(fixture: Fixture, random: Random) {
    this.#fixture = fixture;
    this.#random = random;
    this.#owners = [fixture.alice, fixture.bob, fixture.carol];
    this.units = Array.from({ length: DEVICES }, () => {
      const key = this.#newKey();
      return { device: deviceId(key), key, nextKey: key };
    });
  }

  get owners(): readonly string[] {
    return this.#owners.map(({ address }) => address);
  }

  async step(): Promise<void> {
    const unit = this.#random.pick(this.units);
    const { owner } = await this.#fixture.registry.stateAt(unit.device, START_EPOCH);
    const signer = this.#owners.find(({ address }) => address === owner);
    if (signer === undefined) await this.#onboard(unit);
    else await this.#random.pick(ACTIONS)(this, unit, signer);
    if (this.#random.below(8) === 0) await time.increase(this.#random.below(EPOCH_LENGTH));
  }

  async #onboard({ key }: Unit): Promise<void> {
    const { registry, sponsor } = this.#fixture;
    const owner = this.#random.pick(this.#owners);
    if (this.#random.below(2) === 0) {
      await registerHotspot(this.#fixture, owner, key);
      return;
    }
    const item = await onboarding(registry, { key, owner, kind: APP, consentBy: owner });
    // the second is refused: the device has an owner by then
    await registry.connect(sponsor).registerMany([item, item]);
  }

  async release({ device }: Unit, owner: HardhatEthersSigner): Promise<void> {
    await this.#fixture.registry.connect(owner).release(device);
  }

  async transfer({ device }: Unit, owner: HardhatEthersSigner): Promise<void> {
    await this.#fixture.registry.connect(owner).transferFrom(owner, this.#random.pick(this.#owners), device);
  }

  async setPayees({ device }: Unit, owner: HardhatEthersSigner): Promise<void> {
    const asOwner = this.#fixture.registry.connect(owner);
    const accounts = [ZeroAddress, ...this.owners];
    await asOwner.setPayee(device, this.#random.pick(accounts));
    await asOwner.setDefaultPayee(this.#random.pick(accounts));
  }

  async describe({ device, key }: Unit, owner: HardhatEthersSigner): Promise<void> {
    const { registry } = this.#fixture;
    const cell = this.#random.pick(CELLS);
    await registry.connect(owner).assertLocation(await location(registry, { device, cell, key }));
    await registry.connect(owner).setMetadata(device, `ipfs://${this.#random.below(99)}`, id("metadata"));
  }

  async rotateAtOnce(unit: Unit, owner: HardhatEthersSigner): Promise<void> {
    const { registry } = this.#fixture;
    const newKey = this.#newKey();
    const plan = { device: unit.device, newKey, oldKey: unit.key };
    await registry.connect(owner).rotateKey(await rotation(registry, plan));
    unit.key = newKey;
  }

  async requestRotation(unit: Unit, owner: HardhatEthersSigner): Promise<void> {
    const { registry, makers, makerKey } = this.#fixture;
    const { device } = unit;
    const newKey = this.#newKey();
    const { kind, maker } = await registry.stateAt(device, START_EPOCH);
    const attestation =
      maker === 0n ? undefined : await attest(makers, { device: deviceId(newKey), kind }, makerKey);
    await registry.connect(owner).rotateKey(await rotation(registry, { device, newKey, attestation }));
    unit.nextKey = newKey;
  }

  async endRotation(unit: Unit, owner: HardhatEthersSigner): Promise<void> {
    const { registry } = this.#fixture;
    const { effectiveAt } = await registry.pendingRotationOf(unit.device);
    if (effectiveAt === 0n) return;
    if (this.#random.below(3) === 0) {
      await registry.connect(owner).cancelRotation(unit.device);
      return;
    }
    if (BigInt(await time.latest()) < effectiveAt) await time.increaseTo(effectiveAt);
    await registry.completeRotation(unit.device);
    unit.key = unit.nextKey;
  }

  async suspend({ device }: Unit): Promise<void> {
    const asSuspender = this.#fixture.registry.connect(this.#fixture.suspender);
    const epoch = await asSuspender.currentEpoch();
    const [, until] = await asSuspender.suspensionOf(device);
    if (until > epoch) {
      await asSuspender.lift(device);
      return;
    }
    const from = epoch + BigInt(this.#random.below(2));
    const length = BigInt(1 + this.#random.below(3));
    await asSuspender.suspend(device, from, from + length, this.#random.below(9), id("evidence"));
  }

  #newKey(): DeviceKey {
    this.#keys += 1;
    return secp256k1Key(`key ${this.#keys}`);
  }
}

type Action = (history: History, unit: Unit, owner: HardhatEthersSigner) => Promise<void>;

const ACTIONS: readonly Action[] = [
  (history, unit, owner) => history.release(unit, owner),
  (history, unit, owner) => history.transfer(unit, owner),
  (history, unit, owner) => history.setPayees(unit, owner),
  (history, unit, owner) => history.describe(unit, owner),
  (history, unit, owner) => history.rotateAtOnce(unit, owner),
  (history, unit, owner) => history.requestRotation(unit, owner),
  (history, unit, owner) => history.endRotation(unit, owner),
  (history, unit) => history.suspend(unit),
];

function statusIn({ owner, registeredEpoch, suspension }: RebuiltDevice, epoch: bigint): Status {
  const [from, until] = suspension;
  if (owner === ZeroAddress) return Status.Released;
  if (epoch < registeredEpoch) return Status.Unknown;
  return epoch >= from && epoch < until ? Status.Suspended : Status.Active;
}

describe("DeviceRegistry", () => {
  describe("events", () => {
    for (const seed of SEEDS) {
      it(`alone rebuild the whole state after a random history (seed ${seed}) @exhaustive`, async () => {
        const fixture = await loadFixture(deployDevices);
        const { registry, makers } = fixture;
        const history = new History(fixture, new Random(seed));
        for (let step = 0; step < STEPS; step += 1) await history.step();

        const rebuilt = await rebuildDevices(registry);
        for (const owner of history.owners) {
          expect(await registry.defaultPayeeOf(owner)).to.equal(
            rebuilt.defaultPayees.get(owner) ?? ZeroAddress,
          );
        }
        const epoch = await registry.currentEpoch();
        expect(rebuilt.devices.size).to.equal(DEVICES);
        for (const { device, key } of history.units) {
          const expected = rebuilt.devices.get(device);
          if (expected === undefined) throw new Error("a device without an event");
          expect(await registry.nonceOf(device)).to.equal(expected.nonce);
          expect(await registry.keyOf(device)).to.equal(expected.key);
          expect(rebuilt.signers.get(expected.key)).to.equal(key.signer);
          expect(keccak256(key.signer)).to.equal(expected.key);
          expect(await registry.pendingRotationOf(device)).to.deep.equal(expected.pending);
          expect(await registry.locationOf(device)).to.deep.equal(expected.location);
          expect(await registry.metadataOf(device)).to.deep.equal(expected.metadata);
          expect(await registry.suspensionOf(device)).to.deep.equal(expected.suspension);
          for (const each of [0n, epoch - 1n, epoch, epoch + 1n, epoch + 3n]) {
            expect(await registry.stateAt(device, each)).to.deep.equal([
              expected.owner,
              payeeIn(rebuilt, expected),
              expected.kind,
              await makers.programOf(expected.kind),
              expected.maker,
              BigInt(statusIn(expected, each)),
            ]);
          }
        }
      });
    }
  });
});
