import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { type ContractTransactionResponse, ZeroAddress, ZeroHash } from "ethers";
import fc from "fast-check";

import { type DeviceRegistry } from "../../../typechain-types";
import { onboarding, rotation } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, keyHash, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, ROTATION_DELAY, START_EPOCH } from "../../helpers/devices";
import { KeyModel, type RotationMode } from "../../helpers/key-model";

const SEED = 20261122;
const RUNS = 100;
const STEPS = 40;
const KEYS = Array.from({ length: 5 }, (_, index) => secp256k1Key(`key ${index}`));
const OWNERS = 3;

type Step =
  | { do: "register"; key: number; owner: number }
  | { do: "rotate"; device: number; newKey: number; oldKey: number | "present"; mode: RotationMode }
  | { do: "complete"; device: number; afterDelay: boolean }
  | { do: "cancel" | "release"; device: number }
  | { do: "transfer"; device: number; owner: number };

const anyKey = fc.nat({ max: KEYS.length - 1 });
const anyOwner = fc.nat({ max: OWNERS - 1 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("register" as const), key: anyKey, owner: anyOwner }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("rotate" as const),
      device: anyKey,
      newKey: anyKey,
      oldKey: fc.oneof({ weight: 4, arbitrary: fc.constant("present" as const) }, anyKey),
      mode: fc.constantFrom<RotationMode>("both", "old key", "owner"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("complete" as const), device: anyKey, afterDelay: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cancel" as const), device: anyKey }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const), device: anyKey }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("transfer" as const), device: anyKey, owner: anyOwner }),
  },
);

/** The registry and the model, which take the same steps. */
class Campaign {
  readonly #model = new KeyModel();

  constructor(
    readonly registry: DeviceRegistry,
    readonly owners: readonly HardhatEthersSigner[],
    /** How often each kind of step ended in what. */
    readonly outcomes: Map<string, number>,
  ) {}

  async take(step: Step): Promise<void> {
    if (step.do === "register") return this.#register(step.key, step.owner);
    if (step.do === "complete") return this.#complete(step.device, step.afterDelay);
    const owner = this.#model.devices.get(step.device)?.owner;
    // none of the rest has a subject then
    if (owner === undefined) return;
    const registry = this.registry.connect(this.#owner(owner));
    const device = idOf(step.device);
    switch (step.do) {
      case "rotate":
        return this.#rotate(registry, step);
      case "cancel":
        return this.#expect("cancel", registry.cancelRotation(device), this.#model.cancel(step.device));
      case "release":
        this.#model.pass(step.device, undefined);
        return this.#expect("release", registry.release(device), undefined);
      case "transfer": {
        this.#model.pass(step.device, step.owner);
        const [from, to] = [this.#owner(owner), this.#owner(step.owner)];
        return this.#expect("transfer", registry.transferFrom(from, to, device), undefined);
      }
    }
  }

  /** Every device has one key, every key one device, for good, and the chain agrees with the model about both. */
  async check(): Promise<void> {
    const { devices, holders } = this.#model;
    for (const [id, { key, owner, pending }] of devices) {
      expect(await this.registry.keyOf(idOf(id))).to.equal(hashOf(key));
      const state = await this.registry.stateAt(idOf(id), START_EPOCH);
      expect(state.owner).to.equal(owner === undefined ? ZeroAddress : this.#owner(owner).address);
      const [pendingKey] = await this.registry.pendingRotationOf(idOf(id));
      expect(pendingKey).to.equal(pending === undefined ? ZeroHash : hashOf(pending.key));
    }
    for (const [key, { signer }] of KEYS.entries()) {
      expect(await this.registry.deviceOf(signer)).to.equal(idOf(holders.get(key) ?? key));
    }
    const present = await Promise.all([...devices.keys()].map((id) => this.registry.keyOf(idOf(id))));
    expect(new Set(present)).to.have.lengthOf(devices.size);
  }

  async #register(key: number, owner: number): Promise<void> {
    const registry = this.registry.connect(this.#owner(owner));
    const item = await onboarding(this.registry, { key: keyAt(key), owner: this.#owner(owner), kind: APP });
    const isAnew = this.#model.holders.has(key);
    const error = this.#model.register(key, owner);
    return this.#expect(isAnew ? "register anew" : "register", registry.register(item), error);
  }

  async #rotate(registry: DeviceRegistry, step: Step & { do: "rotate" }): Promise<void> {
    const { device, newKey, mode } = step;
    const oldKey = step.oldKey === "present" ? (this.#model.devices.get(device)?.key ?? device) : step.oldKey;
    const plan = { device: idOf(device), newKey: keyAt(newKey) };
    const item = await rotation(this.registry, {
      ...plan,
      ...(mode !== "owner" && { oldKey: keyAt(oldKey), alone: mode === "old key" }),
    });
    const sender = mode === "old key" ? this.registry : registry;
    const now = await nextSecond();
    const error = this.#model.rotate(device, { newKey, oldKey, mode, delay: ROTATION_DELAY }, now);
    return this.#expect(`rotate by ${mode}`, sender.rotateKey(item), error);
  }

  async #complete(device: number, afterDelay: boolean): Promise<void> {
    if (afterDelay) await time.increase(ROTATION_DELAY);
    const error = this.#model.complete(device, await nextSecond());
    return this.#expect("complete", this.registry.completeRotation(idOf(device)), error);
  }

  async #expect(
    what: string,
    sending: Promise<ContractTransactionResponse>,
    error: string | undefined,
  ): Promise<void> {
    const outcome = `${what}: ${error ?? "done"}`;
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
    if (error === undefined) await sending;
    else await expect(sending, outcome).to.be.revertedWithCustomError(this.registry, error);
  }

  #owner(index: number): HardhatEthersSigner {
    const owner = this.owners[index];
    if (owner === undefined) throw new RangeError(`there is no owner ${index}`);
    return owner;
  }
}

/** Fixes the second of the next block, and returns it. */
async function nextSecond(): Promise<number> {
  const next = (await time.latest()) + 1;
  await time.setNextBlockTimestamp(next);
  return next;
}

function keyAt(index: number): DeviceKey {
  const key = KEYS[index];
  if (key === undefined) throw new RangeError(`there is no key ${index}`);
  return key;
}

function hashOf(key: number): string {
  return keyHash(keyAt(key));
}

function idOf(device: number): bigint {
  return deviceId(keyAt(device));
}

/** What must have happened for the property to have been tried. */
const OUTCOMES = [
  "register: done",
  "register anew: done",
  "register anew: DeviceRegistryAlreadyRegistered",
  "register anew: DeviceRegistryWrongKey",
  "rotate by both: done",
  "rotate by both: DeviceRegistryKeyTaken",
  "rotate by both: DeviceRegistryWrongKey",
  "rotate by old key: done",
  "rotate by old key: DeviceRegistryRotationPending",
  "rotate by owner: done",
  "complete: done",
  "complete: DeviceRegistryKeyTaken",
  "complete: DeviceRegistryRotationDelayed",
  "cancel: done",
  "release: done",
  "transfer: done",
];

describe("DeviceRegistry keys and devices @exhaustive", () => {
  it(`stay in bijection over any sequence of steps (seed ${SEED})`, async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: STEPS / 2, maxLength: STEPS }), async (steps) => {
        const { registry, alice, bob, carol, stranger } = await loadFixture(deployDevices);
        const campaign = new Campaign(registry.connect(stranger), [alice, bob, carol], outcomes);
        for (const step of steps) await campaign.take(step);
        await campaign.check();
      }),
      { seed: SEED, numRuns: RUNS },
    );
    expect([...outcomes.keys()]).to.include.members(OUTCOMES);
  });
});
