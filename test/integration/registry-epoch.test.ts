import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { compareRegistry, type RegistryComparison } from "../../src/chain/registry/compare-registry";
import { openRegistry } from "../../src/chain/registry/open-registry";
import { readEpochSnapshot } from "../../src/chain/registry/read-epoch-snapshot";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import { verifyEpochDirectory } from "../../src/files/verify-epoch";
import type { EpochReport, RegistrySource } from "../../src/rewards/epoch/report";
import { register } from "../helpers/device-actions";
import { secp256k1Key } from "../helpers/device-keys";
import { APP, deployDevices, registerHotspot, ROTATION_DELAY, START_EPOCH } from "../helpers/devices";
import { EPOCH_LENGTH } from "../helpers/suite";

const BUDGET = 1_000n;

/** Hotspots of program 1: one to be sold after the epoch, one with a payee, one suspended, one released; and an app. */
async function deployFleet() {
  const devices = await deployDevices();
  const { registry, alice, bob, stranger, suspender, genesis } = devices;
  const hotspot = (name: string) => registerHotspot(devices, alice, secp256k1Key(name));
  const [sold, directed, suspended, released] = [
    await hotspot("sold"),
    await hotspot("directed"),
    await hotspot("suspended"),
    await hotspot("released"),
  ];
  const app = await register(registry, bob, { key: secp256k1Key("app"), kind: APP });
  await registry.connect(alice).setPayee(directed, stranger);
  await registry.connect(suspender).suspend(suspended, START_EPOCH, START_EPOCH + 1, 7, ethers.ZeroHash);
  await registry.connect(alice).release(released);

  await time.increaseTo(genesis + (START_EPOCH + 1) * EPOCH_LENGTH - 10);
  const lastBlock = await time.latestBlock();
  await time.increase(60);
  await registry.connect(alice).transferFrom(alice, bob, sold);
  await mine(3);
  return { ...devices, sold, directed, suspended, released, app, lastBlock };
}

type Fleet = Awaited<ReturnType<typeof deployFleet>>;

function sourceOf(report: EpochReport): RegistrySource {
  const source = report.registry?.source;
  if (!source) throw new Error("the report states no registry");
  return source;
}

describe("an epoch built from a registry", () => {
  let folder: string;
  let out: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "opendepin-"));
    out = join(folder, "epoch");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function build(
    { registry, sold, directed, suspended, released, app }: Fleet,
    block?: number,
  ): Promise<EpochReport> {
    const contributions = join(folder, "contributions.csv");
    const units = [sold, directed, suspended, released, app, 1n].map(
      (device, index) => `${device},${index + 1}`,
    );
    await writeFile(contributions, `device,units\n${units.join("\n")}\n`);
    const opened = await openRegistry(ethers.provider, await registry.getAddress());
    return buildEpochDirectory({
      epoch: BigInt(START_EPOCH),
      out,
      inputs: { contributions },
      budget: BUDGET,
      registry: { program: 1, read: () => readEpochSnapshot(opened, BigInt(START_EPOCH), { block }) },
    });
  }

  async function compare(
    { registry }: Pick<Fleet, "registry">,
    report: EpochReport,
    source: RegistrySource | null = sourceOf(report),
  ): Promise<RegistryComparison> {
    const opened = await openRegistry(ethers.provider, await registry.getAddress());
    return compareRegistry(opened, out, report, source, { staking: false });
  }

  it("credits whoever was payee at the epoch's end, and names who is left out", async () => {
    const fleet = await loadFixture(deployFleet);
    const { registry, alice, stranger, sold, directed, lastBlock } = fleet;
    const report = await build(fleet);
    const block = await ethers.provider.getBlock(lastBlock);
    expect(report.registry).to.deep.equal({
      program: 1,
      source: {
        chainId: 31_337n,
        address: (await registry.getAddress()).toLowerCase(),
        block: lastBlock,
        blockHash: block?.hash,
      },
      excluded: { unknown: 1, released: 1, suspended: 1, "other-program": 1, uncovered: 0 },
    });
    const rewards = await readFile(join(out, "rewards.csv"), "utf8");
    expect(rewards).to.equal(
      `device,payee,units,reward\n${sold},${alice.address.toLowerCase()},1,333\n` +
        `${directed},${stranger.address.toLowerCase()},2,666\n`,
    );
  });

  it("is recomputed offline, and compared with the registry's events where there is a chain", async () => {
    const fleet = await loadFixture(deployFleet);
    const report = await build(fleet);
    const { differences, stated } = await verifyEpochDirectory(out);
    expect(differences).to.deep.equal([]);
    expect(stated).to.deep.equal(report);
    const { lastBlock } = fleet;
    expect(await compare(fleet, report)).to.deep.equal({ block: lastBlock, lastBlock, differences: [] });
  });

  it("shows that it was read after the epoch's last block", async () => {
    const fleet = await loadFixture(deployFleet);
    const report = await build(fleet, fleet.lastBlock + 3);
    const rewards = await readFile(join(out, "rewards.csv"), "utf8");
    expect(rewards, "the buyer would be paid").to.include(fleet.bob.address.toLowerCase());
    const { lastBlock } = fleet;
    expect(await compare(fleet, report)).to.deep.equal({ block: lastBlock + 3, lastBlock, differences: [] });
  });

  it("finds a payee that the chain does not know, in an epoch that follows from its inputs", async () => {
    const fleet = await loadFixture(deployFleet);
    const report = await build(fleet);
    const file = join(out, "inputs", "devices.csv");
    const extract = await readFile(file, "utf8");
    const thief = fleet.bob.address.toLowerCase();
    await writeFile(file, extract.replace(fleet.stranger.address.toLowerCase(), thief));
    const { differences } = await compare(fleet, report);
    expect(differences).to.have.lengthOf(1);
    expect(differences[0]).to.deep.include({ file: "inputs/devices.csv", line: 3 });
    expect(differences[0]?.found).to.include(thief);
  });

  it("finds a block that is not of the chain", async () => {
    const fleet = await loadFixture(deployFleet);
    const report = await build(fleet);
    const source = sourceOf(report);
    const other = { ...source, blockHash: `0x${"ab".repeat(32)}` as const, chainId: 1n };
    const { differences } = await compare(fleet, report, other);
    expect(differences.map(({ file, expected }) => [file, expected])).to.deep.equal([
      ["report.json", "chain 31337"],
      ["report.json", `hash of block ${source.block} ${source.blockHash}`],
    ]);
  });

  it("finds a registry that somebody made up, in which all of the extract is true", async () => {
    const fleet = await loadFixture(deployFleet);
    const { makers, authority, bob: thief } = fleet;
    const genesis = (await time.latest()) - START_EPOCH * EPOCH_LENGTH;
    const forged = await ethers.deployContract("DeviceRegistry", [
      "Devices",
      "DEV",
      makers,
      genesis,
      EPOCH_LENGTH,
      ROTATION_DELAY,
      authority,
    ]);
    await registerHotspot({ ...fleet, registry: forged }, thief, secp256k1Key("sold"));
    await time.increase(EPOCH_LENGTH);
    await mine();
    const report = await build({ ...fleet, registry: forged });
    expect((await verifyEpochDirectory(out)).differences).to.deep.equal([]);
    const { differences } = await compare(fleet, report);
    expect(differences.map(({ found }) => found)).to.deep.equal([`registry ${sourceOf(report).address}`]);
  });

  it("takes no extract for the registry's that does not say when it was read", async () => {
    const fleet = await loadFixture(deployFleet);
    const report = await build(fleet);
    const { block, lastBlock, differences } = await compare(fleet, report, null);
    expect([block, lastBlock]).to.deep.equal([undefined, fleet.lastBlock]);
    expect(differences.map(({ found }) => found)).to.deep.equal(["registry an extract that was given"]);
  });
});
