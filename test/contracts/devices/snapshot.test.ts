import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { readDeviceSnapshot } from "../../../src/chain/registry/read-device-snapshot";
import { DEVICE_STATUSES, type DeviceSnapshot, type DeviceState } from "../../../src/devices/snapshot";
import { newWord, writeWord } from "../../../src/flat/word";
import type { DeviceRegistry } from "../../../typechain-types";
import { register } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, HOTSPOT, registerHotspot, Status } from "../../helpers/devices";
import { Random } from "../../helpers/random";
import { EPOCH_LENGTH } from "../../helpers/suite";

const SEED = 20_261_201;
const ACTIONS = 600;
const REMEMBER_EVERY = 10;
const DEVICES = 12;

describe("readDeviceSnapshot", () => {
  it("gives the state that the registry gives", async () => {
    const devices = await loadFixture(deployDevices);
    const { registry, alice } = devices;
    const hotspot = await registerHotspot(devices, alice, secp256k1Key("hotspot"));
    const snapshot = await readDeviceSnapshot(ethers.provider, await registry.getAddress());
    const epoch = Number(await registry.currentEpoch());

    const payee = alice.address.toLowerCase();
    const expected = { owner: payee, payee, kind: Number(HOTSPOT), program: 1, maker: 1, status: "active" };
    expect(stateOf(snapshot, hotspot, epoch)).to.deep.equal(expected);
    expect(stateOf(snapshot, hotspot, epoch - 1).status).to.equal("unknown");
    expect(stateOf(snapshot, 1n, epoch).status).to.equal("unknown");
    expect(snapshot).to.deep.include({
      chainId: 31_337n,
      registry: (await registry.getAddress()).toLowerCase(),
    });
    expect(snapshot.block.hash).to.equal((await ethers.provider.getBlock(snapshot.block.number))?.hash);
  });

  it("refuses to start after the registries' deployment", async () => {
    const { registry, makers } = await loadFixture(deployDevices);
    const address = await registry.getAddress();
    const deployed = (await makers.deploymentTransaction()?.wait())?.blockNumber ?? 0;
    const refusal = await readDeviceSnapshot(ethers.provider, address, { fromBlock: deployed + 1 }).catch(
      (error: unknown) => error,
    );
    expect(refusal).to.have.property("code", "FROM_BLOCK_LATE");
    const { devices } = await readDeviceSnapshot(ethers.provider, address, { fromBlock: deployed });
    expect(devices.length).to.equal(0);
  });

  it("agrees with the registry after any sequence of actions, for every epoch that it was right about @exhaustive", async () => {
    const network = await loadFixture(deployDevices);
    const { registry } = network;
    const life = new RandomLife(network, new Random(SEED));
    const remembered: { block: number; epoch: number; states: DeviceState[] }[] = [];
    for (let action = 0; action < ACTIONS; action++) {
      await life.step();
      if (action % REMEMBER_EVERY !== 0) continue;
      const epoch = Number(await registry.currentEpoch());
      const block = await ethers.provider.getBlockNumber();
      remembered.push({ block, epoch, states: await statesAt(life.devices, epoch) });
    }

    const address = await registry.getAddress();
    for (const { block, epoch, states } of remembered) {
      const snapshot = await readDeviceSnapshot(ethers.provider, address, { block });
      const read = life.devices.map((device) => stateOf(snapshot, device, epoch));
      expect(read, `block ${block}, seed ${SEED}`).to.deep.equal(states);
    }
    await expectHistoryKept(remembered, registry, life.devices);
    expect(life.done, `seed ${SEED} reaches every action`).to.have.all.keys(...Object.keys(life.actions));

    async function statesAt(devices: readonly bigint[], epoch: number): Promise<DeviceState[]> {
      const states = await registry.statesAt([...devices], epoch);
      return states.map(({ owner, payee, kind, program, maker, status }) => ({
        owner: owner.toLowerCase() as DeviceState["owner"],
        payee: payee.toLowerCase() as DeviceState["payee"],
        kind: Number(kind),
        program: Number(program),
        maker: Number(maker),
        status: DEVICE_STATUSES[Number(status)] ?? "unknown",
      }));
    }
  });

  /** What was decided about an ended epoch stays, also where the chain's state has forgotten it. */
  async function expectHistoryKept(
    remembered: readonly { epoch: number; states: DeviceState[] }[],
    registry: DeviceRegistry,
    devices: readonly bigint[],
  ): Promise<void> {
    const last = await readDeviceSnapshot(ethers.provider, await registry.getAddress());
    let forgotten = 0;
    for (const { epoch, states } of remembered) {
      const later = remembered.filter((other) => other.epoch === epoch).at(-1)?.states ?? states;
      const onChain = await registry.statesAt([...devices], epoch);
      devices.forEach((device, index) => {
        if (later[index]?.status !== "suspended") return;
        const { status } = stateOf(last, device, epoch);
        expect(status, `epoch ${epoch}, seed ${SEED}`).to.be.oneOf(["suspended", "released", "unknown"]);
        forgotten += Number(status === "suspended" && onChain[index]?.status === BigInt(Status.Active));
      });
    }
    expect(forgotten, `suspensions that only events remember, seed ${SEED}`).to.be.greaterThan(0);
  }
});

function stateOf({ devices }: DeviceSnapshot, device: bigint, epoch: number): DeviceState {
  const key = newWord();
  writeWord(key.view, 0, device);
  return devices.stateOf(key, epoch);
}

/** Devices and owners that do at random whatever the registry lets them do. */
class RandomLife {
  readonly done = new Set<string>();
  readonly #keys: DeviceKey[] = Array.from({ length: DEVICES }, (_, index) =>
    secp256k1Key(`device ${index}`),
  );
  readonly #owners: HardhatEthersSigner[];

  constructor(
    private readonly network: Awaited<ReturnType<typeof deployDevices>>,
    private readonly random: Random,
  ) {
    const { alice, bob, stranger } = network;
    this.#owners = [alice, bob, stranger];
  }

  get devices(): bigint[] {
    return this.#keys.map((key) => deviceId(key));
  }

  readonly actions: Record<string, () => Promise<unknown>> = {
    register: async () => {
      const key = this.random.pick(this.#keys);
      const owner = this.random.pick(this.#owners);
      if (this.random.below(2) === 0) return registerHotspot(this.network, owner, key);
      return register(this.network.registry, owner, { key, kind: APP });
    },
    transfer: () =>
      this.#asOwner((registry, device, owner) =>
        registry.transferFrom(owner, this.random.pick(this.#owners), device),
      ),
    release: () => this.#asOwner((registry, device) => registry.release(device)),
    setPayee: () => this.#asOwner((registry, device) => registry.setPayee(device, this.#payee())),
    setDefaultPayee: () =>
      this.network.registry.connect(this.random.pick(this.#owners)).setDefaultPayee(this.#payee()),
    suspend: async () => {
      const { registry, suspender } = this.network;
      const from = Number(await registry.currentEpoch()) + this.random.below(2);
      const until = from + 1 + this.random.below(3);
      return registry.connect(suspender).suspend(this.#device(), from, until, 7, ethers.ZeroHash);
    },
    lift: () => this.network.registry.connect(this.network.suspender).lift(this.#device()),
    wait: () => time.increase(EPOCH_LENGTH / 3),
  };

  /** One action; one that the registry refuses changes nothing. */
  async step(): Promise<void> {
    // Half of the actions onboard: otherwise most devices are released most of the time.
    const name = this.random.below(2) === 0 ? "register" : this.random.pick(Object.keys(this.actions));
    const sent = await this.actions[name]?.().catch((error: unknown) => {
      if (error instanceof Error && error.message.includes("revert")) return undefined;
      throw error;
    });
    if (sent !== undefined) this.done.add(name);
  }

  async #asOwner(
    call: (
      registry: Awaited<ReturnType<typeof deployDevices>>["registry"],
      device: bigint,
      owner: HardhatEthersSigner,
    ) => Promise<unknown>,
  ): Promise<unknown> {
    const { registry } = this.network;
    const device = this.#device();
    const [{ owner: address } = { owner: ZeroAddress }] = await registry.statesAt([device], 0);
    const owner = this.#owners.find((each) => each.address === address);
    return owner === undefined ? undefined : call(registry.connect(owner), device, owner);
  }

  #device(): bigint {
    return this.random.pick(this.devices);
  }

  #payee(): string {
    return this.random.pick([ZeroAddress, ...this.#owners.map(({ address }) => address)]);
  }
}
