import { expect } from "chai";
import type { BrowserProvider } from "ethers";

import {
  deviceId,
  FATE,
  payeeOf,
  REGISTRY,
  STAKING,
  SyntheticRegistry,
} from "../../../scripts/bench/synthetic-registry";
import { openRegistry } from "../../../src/chain/registry/open-registry";
import { readDeviceSnapshot } from "../../../src/chain/registry/read-device-snapshot";
import { readEpochSnapshot } from "../../../src/chain/registry/read-epoch-snapshot";
import type { DeviceSnapshot } from "../../../src/devices/snapshot";
import { providerOf, rejection } from "./support";

const DEVICES = 1_000;

describe("reading a registry from events", () => {
  let chain: SyntheticRegistry;
  let provider: BrowserProvider;

  beforeEach(() => {
    chain = new SyntheticRegistry(DEVICES, { blocks: 15, logs: 400 });
    provider = providerOf(chain);
  });

  afterEach(() => {
    provider.destroy();
  });

  const facts = ({ devices }: DeviceSnapshot): unknown[] =>
    [...devices.states(0)].map(({ device, payee, program, status }) => [device, payee, program, status]);

  function expectedFacts(): unknown[] {
    return Array.from({ length: DEVICES }, (_, index) => {
      const isReleased = FATE.isReleased(index);
      const status = isReleased ? "released" : FATE.isSuspended(index) ? "suspended" : "active";
      const payee = isReleased ? `0x${"00".repeat(20)}` : payeeOf(index);
      return [deviceId(index), payee, FATE.isOfOtherProgram(index) ? 2 : 1, status];
    });
  }

  it("gives every device as it was after the epoch's last block, in pages that the node answers", async () => {
    const snapshot = await readEpochSnapshot(await openRegistry(provider, REGISTRY), 0n);
    expect(facts(snapshot)).to.deep.equal(expectedFacts());
    expect(snapshot.block.number).to.equal(chain.lastBlockOfEpoch);
    expect(chain.calls.get("eth_getLogs")).to.be.greaterThan(10);
  });

  it("knows in the same pass which of them a bond covers", async () => {
    const opened = await openRegistry(provider, REGISTRY);
    const { devices, bonding } = await readEpochSnapshot(opened, 0n, { staking: STAKING });
    expect(bonding?.staking).to.equal(STAKING);
    const found = Array.from({ length: devices.length }, (_, row) => bonding?.coverage.isCovered(row));
    expect(found).to.deep.equal(Array.from({ length: DEVICES }, (_, index) => !FATE.isUncovered(index)));
    const asked = await readEpochSnapshot(opened, 0n);
    expect(asked.bonding, "when no bonds are asked for").to.equal(undefined);
  });

  it("gives the newest state when no block is named", async () => {
    const { block, devices } = await readDeviceSnapshot(provider, REGISTRY);
    expect(block.number).to.equal(chain.newestBlock);
    const [, second] = [...devices.states(0)];
    expect(second?.payee).not.to.equal(payeeOf(1));
  });

  it("tells how far it is", async () => {
    const fractions: number[] = [];
    await readDeviceSnapshot(provider, REGISTRY, {
      progress: (phase, fraction) => {
        expect(phase).to.equal("reading the registry");
        fractions.push(fraction);
      },
    });
    expect(fractions).to.deep.equal([...fractions].sort((left, right) => left - right));
    expect(fractions.at(-1)).to.equal(1);
  });

  describe("when the chain is reorganised meanwhile", () => {
    function reorganise(times: number): void {
      const request = chain.request;
      let pages = 0;
      Object.assign(chain, {
        request: async (asked: { method: string; params?: unknown }) => {
          if (asked.method === "eth_getLogs" && chain.fork < times && ++pages % 3 === 0) chain.fork++;
          return request(asked);
        },
      });
    }

    it("reads anew", async () => {
      reorganise(1);
      const snapshot = await readEpochSnapshot(await openRegistry(provider, REGISTRY), 0n);
      expect(facts(snapshot)).to.deep.equal(expectedFacts());
      expect(chain.fork).to.equal(1);
      expect(snapshot.block.hash).to.equal((await provider.getBlock(chain.lastBlockOfEpoch))?.hash);
    });

    it("gives up after three times", async () => {
      reorganise(Infinity);
      expect(await rejection(readDeviceSnapshot(provider, REGISTRY))).to.have.property(
        "code",
        "CHAIN_REORGANISED",
      );
    });
  });

  describe("refuses", () => {
    const refusals: [code: string, what: string, read: () => Promise<unknown>][] = [
      [
        "FROM_BLOCK_LATE",
        "a first block after the deployment",
        () => readDeviceSnapshot(provider, REGISTRY, { fromBlock: 5 }),
      ],
      [
        "BLOCK_UNKNOWN",
        "a block that is not there yet",
        () => readDeviceSnapshot(provider, REGISTRY, { block: chain.newestBlock + 1 }),
      ],
      ["REGISTRY_INVALID", "what is no address", () => readDeviceSnapshot(provider, "0x12")],
      [
        "EPOCH_RUNNING",
        "an epoch that has not ended",
        async () => readEpochSnapshot(await openRegistry(provider, REGISTRY), 1n),
      ],
      [
        "BLOCK_BEFORE_END",
        "a block before the epoch's last",
        async () =>
          readEpochSnapshot(await openRegistry(provider, REGISTRY), 0n, {
            block: chain.lastBlockOfEpoch - 1,
          }),
      ],
    ];
    for (const [code, what, read] of refusals) {
      it(`${what}: ${code}`, async () => {
        expect(await rejection(read())).to.have.property("code", code);
      });
    }
  });

  it("takes the epoch's last block, and later ones, if they are named", async () => {
    const registry = await openRegistry(provider, REGISTRY);
    for (const block of [chain.lastBlockOfEpoch, chain.lastBlockOfEpoch + 1]) {
      expect((await readEpochSnapshot(registry, 0n, { block })).block.number).to.equal(block);
    }
  });
});
