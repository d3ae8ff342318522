import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { ethers } from "hardhat";

import { readDeviceSnapshot } from "../../../src/chain/registry/read-device-snapshot";
import { type DeviceSnapshot, needsOf } from "../../../src/devices/snapshot";
import type { Address } from "../../../src/hex";
import { deployBondedDevices } from "../../helpers/bonded-devices";
import { register } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, secp256k1Key } from "../../helpers/device-keys";
import { APP, HOTSPOT, HOTSPOT_BOND, registerHotspot } from "../../helpers/devices";
import { Random } from "../../helpers/random";

const SEED = 20_261_130;
const ACTIONS = 500;
const REMEMBER_EVERY = 10;
const DEVICES = 10;
const DAY = 86_400;
const KINDS = [HOTSPOT, APP];

type Network = Awaited<ReturnType<typeof deployBondedDevices>>;

/** What the contracts say at one block. */
interface Remembered {
  block: number;
  required: bigint[];
  operators: { operator: Address; bonded: bigint; needed: bigint; devices: number }[];
}

describe("readDeviceSnapshot with a staking", () => {
  it("agrees with stakeOf, requiredBondOf and coverage after any sequence of actions @exhaustive", async () => {
    const network = await loadFixture(deployBondedDevices);
    const life = new RandomLife(network, new Random(SEED));
    await life.prepare();
    const remembered: Remembered[] = [];
    for (let action = 0; action < ACTIONS; action++) {
      await life.step();
      if (action % REMEMBER_EVERY === 0) remembered.push(await remember(network, life));
    }

    const staking = (await network.staking.getAddress()).toLowerCase() as Address;
    const reached = { covered: 0, uncovered: 0 };
    for (const { block, required, operators } of remembered) {
      const options = { block, staking };
      const snapshot = await readDeviceSnapshot(
        ethers.provider,
        await network.registry.getAddress(),
        options,
      );
      const context = `block ${block}, seed ${SEED}`;
      expect(requiredBonds(snapshot), context).to.deep.equal(presentKinds(snapshot, required));
      for (const { operator, bonded, needed, devices } of operators) {
        const needs = needsOf(snapshot, operator);
        expect(snapshot.bonding?.bonds.bondedOf(operator), context).to.equal(bonded);
        expect([needs.devices, needs.required], context).to.deep.equal([devices, needed]);
        expect(needs.uncovered.length === 0, context).to.equal(needed <= bonded);
        if (needed > 0n) reached[needed <= bonded ? "covered" : "uncovered"]++;
      }
    }
    expect(Math.min(reached.covered, reached.uncovered), `seed ${SEED} reaches both`).to.be.greaterThan(15);
    expect(life.done, `seed ${SEED} reaches every action`).to.have.all.keys(...Object.keys(life.actions));
  });
});

async function remember({ registry, makers, staking }: Network, life: RandomLife): Promise<Remembered> {
  const block = await ethers.provider.getBlockNumber();
  const at = { blockTag: block };
  const states = await registry.statesAt(life.devices, 0, at);
  const operators = life.operators.map(async ({ address }) => {
    const devices = life.devices.filter((_, index) => states[index]?.owner === address);
    devices.sort((left, right) => (left < right ? -1 : 1));
    const [needed, bonded] = await staking.coverage(address, devices, at);
    return { operator: address.toLowerCase() as Address, bonded, needed, devices: devices.length };
  });
  const required = await Promise.all(KINDS.map((kind) => makers.requiredBondOf(kind, at)));
  return { block, required, operators: await Promise.all(operators) };
}

/** What devices of each kind need, by a device of it; of kinds that no device is of, nothing. */
function requiredBonds({ devices, block }: DeviceSnapshot): (bigint | undefined)[] {
  const found = new Map<number, bigint>();
  for (let row = 0; row < devices.length; row++) {
    found.set(devices.stateAt(row, 0).kind, devices.requiredBondAt(row, block.timestamp));
  }
  return KINDS.map((kind) => found.get(Number(kind)));
}

function presentKinds(snapshot: DeviceSnapshot, required: readonly bigint[]): (bigint | undefined)[] {
  const present = requiredBonds(snapshot);
  return required.map((bond, index) => (present[index] === undefined ? undefined : bond));
}

/** Operators that do at random what changes their bonds, their devices, and what these need. */
class RandomLife {
  readonly done = new Set<string>();
  readonly operators: readonly HardhatEthersSigner[];
  readonly #keys: DeviceKey[] = Array.from({ length: DEVICES }, (_, index) =>
    secp256k1Key(`device ${index}`),
  );

  constructor(
    private readonly network: Network,
    private readonly random: Random,
  ) {
    this.operators = [network.alice, network.bob, network.carol];
  }

  get devices(): bigint[] {
    return this.#keys.map((key) => deviceId(key));
  }

  async prepare(): Promise<void> {
    const { token, treasury, staking } = this.network;
    await token.connect(treasury).approve(staking, MaxUint256);
  }

  readonly actions: Record<string, () => Promise<unknown>> = {
    bond: () => this.network.staking.connect(this.network.treasury).bond(this.#operator(), this.#amount(2n)),
    thaw: () => this.network.staking.connect(this.#operator()).thaw(this.#amount(2n)),
    withdraw: () => this.network.staking.withdraw(this.#operator()),
    slash: () => {
      const { staking, disputes, stranger } = this.network;
      return staking.connect(disputes).slash(this.#operator(), this.#amount(1n), stranger, 0);
    },
    delegate: () => this.network.staking.connect(this.#operator()).delegate(this.#operator()),
    register: async () => {
      const key = this.random.pick(this.#keys);
      if (this.random.below(3) > 0) return registerHotspot(this.network, this.#operator(), key);
      return register(this.network.registry, this.#operator(), { key, kind: APP });
    },
    transfer: () =>
      this.#asOwner((registry, device, owner) => registry.transferFrom(owner, this.#operator(), device)),
    release: () => this.#asOwner((registry, device) => registry.release(device)),
    require: () => {
      const { makers, makersManager } = this.network;
      return makers.connect(makersManager).setRequiredBond(this.random.pick(KINDS), this.#amount(1n));
    },
    wait: () => time.increase(this.random.below(5) * DAY + 1),
  };

  /** One action; one that a contract refuses changes nothing. */
  async step(): Promise<void> {
    // More come in than go out: otherwise nobody has bonds or devices for long.
    const name = this.random.pick([...Object.keys(this.actions), "bond", "register", "register"]);
    const sent = await this.actions[name]?.().catch((error: unknown) => {
      if (error instanceof Error && error.message.includes("revert")) return undefined;
      throw error;
    });
    if (sent !== undefined) this.done.add(name);
  }

  async #asOwner(
    call: (registry: Network["registry"], device: bigint, owner: HardhatEthersSigner) => Promise<unknown>,
  ): Promise<unknown> {
    const { registry } = this.network;
    const device = deviceId(this.random.pick(this.#keys));
    const [state] = await registry.statesAt([device], 0);
    const owner = this.operators.find(({ address }) => address === state?.owner);
    return owner === undefined ? undefined : call(registry.connect(owner), device, owner);
  }

  #operator(): HardhatEthersSigner {
    return this.random.pick(this.operators);
  }

  /** Up to so many times what a hotspot needs at first. */
  #amount(times: bigint): bigint {
    return BigInt(this.random.below(Number(times * HOTSPOT_BOND))) + 1n;
  }
}
