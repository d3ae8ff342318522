import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { type OpenRegistry, openRegistry } from "../../src/chain/registry/open-registry";
import { readEpochSnapshot } from "../../src/chain/registry/read-epoch-snapshot";
import { judgeReport, type WatchSources } from "../../src/chain/watch/judge-report";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import { noProgress } from "../../src/files/progress";
import type { Address, Hex } from "../../src/hex";
import { type EpochReport, renderReport } from "../../src/rewards/epoch/report";
import type { ProposedReport } from "../../src/watch/report-event";
import type { Verdict } from "../../src/watch/verdict";
import { secp256k1Key } from "../helpers/device-keys";
import { deployDevices, registerHotspot, START_EPOCH } from "../helpers/devices";
import { EPOCH_LENGTH } from "../helpers/suite";

const THIEF: Address = `0x${"f0".repeat(20)}`;
const BUDGET = 1_000n;

/** Two hotspots, after the end of their epoch. */
async function deployHotspots() {
  const devices = await deployDevices();
  const ids = [
    await registerHotspot(devices, devices.alice, secp256k1Key("first")),
    await registerHotspot(devices, devices.bob, secp256k1Key("second")),
  ];
  await time.increaseTo(devices.genesis + (START_EPOCH + 1) * EPOCH_LENGTH);
  await mine(3);
  return { ...devices, ids };
}

describe("judgeReport, of an epoch built from a registry", () => {
  let data: string;
  let directory: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "opendepin-"));
    directory = join(data, `epoch-${START_EPOCH}`);
  });

  afterEach(async () => {
    await rm(data, { recursive: true });
  });

  async function givenEpoch(): Promise<{ registry: OpenRegistry; report: EpochReport }> {
    const { registry: contract, ids } = await loadFixture(deployHotspots);
    const registry = await openRegistry(ethers.provider, await contract.getAddress());
    const contributions = join(data, "contributions.csv");
    await writeFile(contributions, `device,units\n${ids.map((id, at) => `${id},${at + 1}\n`).join("")}`);
    const report = await buildEpochDirectory({
      epoch: BigInt(START_EPOCH),
      out: directory,
      inputs: { contributions },
      budget: BUDGET,
      registry: { program: 1, read: () => readEpochSnapshot(registry, BigInt(START_EPOCH)) },
    });
    return { registry, report };
  }

  /** An epoch from a file of devices that pays the thief, which may claim to come from a registry. */
  async function givenForged(
    source?: (registry: OpenRegistry) => NonNullable<EpochReport["registry"]>["source"],
  ): Promise<{ registry: OpenRegistry; report: EpochReport }> {
    const { registry, report } = await givenEpoch();
    const extract = await readFile(join(directory, "inputs/devices.csv"), "utf8");
    const [header = "", first = "", ...rest] = extract.split("\n");
    const columns = first.split(",");
    columns[4] = THIEF;
    const devices = join(data, "devices.csv");
    await writeFile(devices, [header, columns.join(","), ...rest].join("\n"));
    await rm(directory, { recursive: true });
    const inputs = { contributions: join(data, "contributions.csv"), devices };
    const forged = await buildEpochDirectory({
      epoch: report.epoch,
      out: directory,
      inputs,
      budget: BUDGET,
      registry: { program: 1 },
    });
    if (source === undefined || forged.registry === undefined) return { registry, report: forged };
    const stated = { ...forged, registry: { ...forged.registry, source: source(registry) } };
    await writeFile(join(directory, "report.json"), renderReport(stated));
    return { registry, report: stated };
  }

  /** Judges a report that says what the directory does. */
  async function judge(
    { root, total, dataHash }: EpochReport,
    sources: Partial<WatchSources>,
  ): Promise<Verdict> {
    const report: ProposedReport = {
      name: "proposed",
      block: 1,
      blockHash: root,
      index: 0,
      transaction: root,
      epoch: START_EPOCH,
      nonce: 1,
      root,
      total,
      dataHash,
      dataURI: "",
      reporter: THIEF,
      finalizableAt: 0,
    };
    const all = {
      data,
      own: undefined,
      budget: undefined,
      registry: undefined,
      isRegistryRequired: false,
      staking: false as const,
      program: 1,
    };
    const context = { previous: undefined, earlier: [] };
    return (await judgeReport(report, { ...all, ...sources }, context, noProgress)).verdict;
  }

  it("agrees when the registry gives the same devices", async () => {
    const { registry, report } = await givenEpoch();
    expect(await judge(report, { registry, isRegistryRequired: true })).to.deep.equal({ kind: "agrees" });
  });

  it("cannot verify it without a registry to ask, and says what it lacks", async () => {
    const { report } = await givenEpoch();
    const verdict = await judge(report, {});
    expect(verdict).to.deep.include({ kind: "unverifiable", cause: "own" });
    expect(verdict).to.have.property("reason").that.contains("--registry");
  });

  it("nor without the staking whose bonds its kinds require, and does not blame who published it", async () => {
    const { registry, report } = await givenEpoch();
    const verdict = await judge(report, { registry, staking: undefined });
    expect(verdict).to.deep.include({ kind: "unverifiable", cause: "own" });
    expect(verdict).to.have.property("reason").that.contains("--staking");
  });

  it("names the device whose payee is another", async () => {
    const block = await loadFixture(deployHotspots).then(() => ethers.provider.getBlock("latest"));
    const { registry, report } = await givenForged(({ chainId, address }) => ({
      chainId,
      address,
      block: block?.number ?? 0,
      blockHash: block?.hash as Hex,
    }));
    const verdict = await judge(report, { registry });
    if (verdict.kind !== "disagrees") throw new Error(verdict.kind);
    expect(verdict.finding).to.deep.include({
      file: "inputs/devices.csv",
      line: 2,
      figure: "payee",
      found: THIEF,
    });
    expect(verdict.finding.subject).to.match(/^device 0x[0-9a-f]{64}$/);
  });

  for (const block of [0, 10 ** 9]) {
    it(`does not take block ${block} for the end of the epoch, nor does it wait for it`, async () => {
      const { registry, report } = await givenForged(({ chainId, address }) => ({
        chainId,
        address,
        block,
        blockHash: `0x${"00".repeat(32)}`,
      }));
      const verdict = await judge(report, { registry });
      if (verdict.kind !== "disagrees") throw new Error(verdict.kind);
      expect(verdict.finding).to.deep.include({ figure: "registry block", found: block.toString() });
    });
  }

  it("finds an extract from nowhere, and an epoch without a registry when it must have one", async () => {
    const { registry, report } = await givenForged();
    const verdict = await judge(report, { registry });
    if (verdict.kind !== "disagrees") throw new Error(verdict.kind);
    expect(verdict.finding).to.deep.include({
      file: "report.json",
      found: "registry an extract that was given",
    });

    await rm(directory, { recursive: true });
    const payouts = join(data, "payouts.csv");
    await writeFile(payouts, `account,amount\n${THIEF},5\n`);
    const bare = await buildEpochDirectory({
      epoch: report.epoch,
      out: directory,
      inputs: { payouts },
      budget: null,
    });
    expect(await judge(bare, { registry })).to.deep.equal({ kind: "agrees" });
    const required = await judge(bare, { registry, isRegistryRequired: true });
    if (required.kind !== "disagrees") throw new Error(required.kind);
    expect(required.finding).to.deep.include({
      figure: "registry",
      expected: registry.address,
      found: "none",
    });
  });
});
