import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { compareRegistry } from "../../src/chain/registry/compare-registry";
import { type OpenRegistry, openRegistry } from "../../src/chain/registry/open-registry";
import { readCoveredSnapshot } from "../../src/chain/registry/read-covered-snapshot";
import type { StakingChoice } from "../../src/chain/staking/staking-behind";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import { type FileDifference, verifyEpochDirectory } from "../../src/files/verify-epoch";
import type { Address } from "../../src/hex";
import type { EpochReport } from "../../src/rewards/epoch/report";
import { deployBondedDevices, deployCommitteeOf } from "../helpers/bonded-devices";
import { register } from "../helpers/device-actions";
import { secp256k1Key } from "../helpers/device-keys";
import { APP, HOTSPOT, HOTSPOT_BOND, registerHotspot, ROTATION_DELAY, START_EPOCH } from "../helpers/devices";
import { EPOCH_LENGTH } from "../helpers/suite";
import { BURN_BPS, bondFor, THAW_PERIOD } from "../helpers/trust";

const BUDGET = 1_000n;
const DAY = 86_400;

/** Alice's hotspots in the order in which she onboarded them, and an app, which needs no bond. */
async function deployFleet() {
  const devices = await deployBondedDevices();
  const { registry, alice } = devices;
  const hotspots: bigint[] = [];
  for (const name of ["first", "second", "third"])
    hotspots.push(await registerHotspot(devices, alice, secp256k1Key(name)));
  const [first = 0n, second = 0n, third = 0n] = hotspots;
  const app = await register(registry, alice, { key: secp256k1Key("app"), kind: APP });
  return { ...devices, first, second, third, app };
}

type Fleet = Awaited<ReturnType<typeof deployFleet>>;

interface BuildOptions {
  epoch?: number;
  staking?: StakingChoice;
  contributing?: readonly bigint[];
}

describe("an epoch of devices that need bonds", () => {
  let folder: string;
  let out: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "opendepin-"));
    out = join(folder, "epoch");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const open = async ({ registry }: Pick<Fleet, "registry">): Promise<OpenRegistry> =>
    openRegistry(ethers.provider, await registry.getAddress());
  const addressOf = async ({ staking }: Pick<Fleet, "staking">): Promise<Address> =>
    (await staking.getAddress()) as Address;
  const endOf = ({ genesis }: Fleet, epoch = START_EPOCH): number => genesis + (epoch + 1) * EPOCH_LENGTH;

  /** Goes past an epoch's end, with a block in its last seconds. */
  async function end(fleet: Fleet, epoch = START_EPOCH): Promise<void> {
    await time.increaseTo(endOf(fleet, epoch) - 2);
    await time.increaseTo(endOf(fleet, epoch));
  }

  async function build(
    fleet: Fleet,
    { epoch = START_EPOCH, staking, contributing }: BuildOptions = {},
  ): Promise<EpochReport> {
    const { first, second, third, app } = fleet;
    const contributions = join(folder, "contributions.csv");
    const rows = (contributing ?? [first, second, third, app]).map((device) => `${device},1\n`);
    await writeFile(contributions, `device,units\n${rows.join("")}`);
    const registry = await open(fleet);
    const choice = staking ?? (await addressOf(fleet));
    return buildEpochDirectory({
      epoch: BigInt(epoch),
      out,
      inputs: { contributions },
      budget: BUDGET,
      // The apps are of another program; here it is whose bonds count that matters.
      registry: {
        program: 1,
        read: () => readCoveredSnapshot(registry, BigInt(epoch), { staking: choice }),
      },
    });
  }

  /** Devices that the epoch leaves out because no bond covers them. */
  async function uncovered(): Promise<bigint[]> {
    const rows = (await readFile(join(out, "excluded.csv"), "utf8")).split("\n");
    return rows.filter((row) => row.endsWith(",uncovered")).map((row) => BigInt(row.split(",")[0] ?? ""));
  }

  async function compare(
    fleet: Fleet,
    report: EpochReport,
    staking?: StakingChoice,
  ): Promise<FileDifference[]> {
    const source = report.registry?.source ?? null;
    const options = { staking: staking ?? (await addressOf(fleet)) };
    return (await compareRegistry(await open(fleet), out, report, source, options)).differences;
  }

  it("leaves out by name and count what the bond does not cover, and is verified offline and on the chain", async () => {
    const fleet = await loadFixture(deployFleet);
    await bondFor(fleet, fleet.alice, 2n * HOTSPOT_BOND);
    await end(fleet);
    const report = await build(fleet);
    expect(await uncovered()).to.deep.equal([fleet.third]);
    expect(report.registry?.excluded).to.deep.equal({
      unknown: 0,
      released: 0,
      suspended: 0,
      "other-program": 1,
      uncovered: 1,
    });
    expect(report.registry?.source?.staking).to.equal((await addressOf(fleet)).toLowerCase());
    const payee = fleet.alice.address.toLowerCase();
    expect(await readFile(join(out, "rewards.csv"), "utf8")).to.equal(
      `device,payee,units,reward\n${fleet.first},${payee},1,500\n${fleet.second},${payee},1,500\n`,
    );
    const { differences, stated } = await verifyEpochDirectory(out);
    expect([differences, stated]).to.deep.equal([[], report]);
    expect(await compare(fleet, report)).to.deep.equal([]);
  });

  for (const [bond, left] of [
    [3n * HOTSPOT_BOND, 0],
    [3n * HOTSPOT_BOND - 1n, 1],
    [HOTSPOT_BOND, 2],
  ] as const) {
    it(`leaves out ${left} of three that need ${HOTSPOT_BOND} each with ${bond} bonded`, async () => {
      const fleet = await loadFixture(deployFleet);
      await bondFor(fleet, fleet.alice, bond);
      await end(fleet);
      await build(fleet);
      expect(await uncovered()).to.deep.equal([fleet.first, fleet.second, fleet.third].slice(3 - left));
    });
  }

  it("counts a bond that came in the epoch's last second, and none that came in the next", async () => {
    const fleet = await loadFixture(deployFleet);
    const { token, treasury, staking, alice } = fleet;
    await token.connect(treasury).approve(staking, 3n * HOTSPOT_BOND);
    await time.setNextBlockTimestamp(endOf(fleet) - 1);
    await staking.connect(treasury).bond(alice, 2n * HOTSPOT_BOND);
    await time.setNextBlockTimestamp(endOf(fleet));
    await staking.connect(treasury).bond(alice, HOTSPOT_BOND);
    await build(fleet);
    expect(await uncovered()).to.deep.equal([fleet.third]);
  });

  describe("thawing", () => {
    async function thawAt(fleet: Fleet, timestamp: number): Promise<void> {
      await bondFor(fleet, fleet.alice, 3n * HOTSPOT_BOND);
      await time.setNextBlockTimestamp(timestamp);
      await fleet.staking.connect(fleet.alice).thaw(1n);
    }

    it("takes the cover away in the epoch's last second", async () => {
      const fleet = await loadFixture(deployFleet);
      await thawAt(fleet, endOf(fleet) - 1);
      await time.increaseTo(endOf(fleet));
      await build(fleet);
      expect(await uncovered()).to.deep.equal([fleet.third]);
    });

    it("leaves it to the epoch that has just ended", async () => {
      const fleet = await loadFixture(deployFleet);
      await thawAt(fleet, endOf(fleet));
      await mine();
      await build(fleet);
      expect(await uncovered()).to.deep.equal([]);
    });
  });

  it("counts what a slash leaves of the bond, not what it took from thaws", async () => {
    const fleet = await loadFixture(deployFleet);
    const { staking, alice, disputes, stranger } = fleet;
    await bondFor(fleet, alice, 3n * HOTSPOT_BOND);
    await staking.connect(alice).thaw(HOTSPOT_BOND);
    await staking.connect(disputes).slash(alice, 1n, stranger, 0);
    await end(fleet);
    await build(fleet);
    expect(await uncovered(), "one less than two need is left").to.deep.equal([fleet.second, fleet.third]);

    await staking.connect(disputes).slash(alice, 2n * HOTSPOT_BOND, stranger, 0);
    await bondFor(fleet, alice, HOTSPOT_BOND);
    await end(fleet, START_EPOCH + 1);
    await rm(out, { recursive: true });
    await build(fleet, { epoch: START_EPOCH + 1 });
    expect(await uncovered(), "what was bonded after the slash counts in full").to.deep.equal([
      fleet.second,
      fleet.third,
    ]);
  });

  it("does not mind who votes with the bond, nor what is pledged of it", async () => {
    const fleet = await loadFixture(deployFleet);
    const { staking, alice, bob } = fleet;
    const duty = await deployCommitteeOf(alice.address, fleet);
    await bondFor(fleet, alice, 3n * HOTSPOT_BOND);
    await staking.connect(alice).delegate(bob);
    await staking.connect(alice).pledge(duty, 2n * HOTSPOT_BOND);
    await end(fleet);
    await build(fleet);
    expect(await uncovered()).to.deep.equal([]);
  });

  describe("changing hands", () => {
    it("puts a device that was sold and bought back behind those that stayed", async () => {
      const fleet = await loadFixture(deployFleet);
      const { registry, alice, bob, first } = fleet;
      await bondFor(fleet, alice, 2n * HOTSPOT_BOND);
      await registry.connect(alice).transferFrom(alice, bob, first);
      await registry.connect(bob).transferFrom(bob, alice, first);
      await end(fleet);
      await build(fleet);
      expect(await uncovered()).to.deep.equal([first]);
    });

    it("leaves a device in its place that its owner sends to itself", async () => {
      const fleet = await loadFixture(deployFleet);
      const { registry, alice, first, third } = fleet;
      await bondFor(fleet, alice, 2n * HOTSPOT_BOND);
      await registry.connect(alice).transferFrom(alice, alice, first);
      await end(fleet);
      await build(fleet);
      expect(await uncovered()).to.deep.equal([third]);
    });

    it("never lets a gift push out what the operator had before", async () => {
      const fleet = await loadFixture(deployFleet);
      const { registry, alice, bob, first, second, third } = fleet;
      await bondFor(fleet, alice, 3n * HOTSPOT_BOND);
      const gift = await registerHotspot(fleet, bob, secp256k1Key("gift"));
      await registry.connect(bob).transferFrom(bob, alice, gift);
      await end(fleet);
      await build(fleet, { contributing: [gift, third, second, first] });
      expect(await uncovered()).to.deep.equal([gift]);
    });

    it("takes the seller's bond from a device that is sold", async () => {
      const fleet = await loadFixture(deployFleet);
      const { registry, alice, bob, first } = fleet;
      await bondFor(fleet, alice, 3n * HOTSPOT_BOND);
      await registry.connect(alice).transferFrom(alice, bob, first);
      await end(fleet);
      await build(fleet);
      expect(await uncovered()).to.deep.equal([first]);
    });
  });

  it("gives operators seven days to bring what a kind requires anew", async () => {
    const fleet = await loadFixture(deployFleet);
    const { makers, makersManager, alice } = fleet;
    await bondFor(fleet, alice, 3n * HOTSPOT_BOND);
    await makers.connect(makersManager).setRequiredBond(HOTSPOT, HOTSPOT_BOND + 1n);
    const setAt = await time.latest();
    const lastBefore = START_EPOCH + 6;
    expect(endOf(fleet, lastBefore)).to.be.at.most(setAt + 7 * DAY);
    await end(fleet, lastBefore);
    await build(fleet, { epoch: lastBefore });
    expect(await uncovered(), "the old bond").to.deep.equal([]);

    await rm(out, { recursive: true });
    await end(fleet, lastBefore + 1);
    await build(fleet, { epoch: lastBefore + 1 });
    expect(await uncovered(), "the new one").to.deep.equal([fleet.third]);
  });

  describe("verified on the chain", () => {
    it("finds a device that somebody lets count, in an epoch that follows from its inputs", async () => {
      const fleet = await loadFixture(deployFleet);
      await bondFor(fleet, fleet.alice, 2n * HOTSPOT_BOND);
      await end(fleet);
      const report = await build(fleet);
      const file = join(out, "inputs", "devices.csv");
      await writeFile(file, (await readFile(file, "utf8")).replace("uncovered", "active"));
      const [difference, ...others] = await compare(fleet, report);
      expect(others).to.deep.equal([]);
      expect(difference).to.deep.include({ file: "inputs/devices.csv", line: 4 });
      expect(difference?.expected).to.include(",uncovered,");
    });

    it("finds an epoch whose reporter asked for no bonds", async () => {
      const fleet = await loadFixture(deployFleet);
      await bondFor(fleet, fleet.alice, 2n * HOTSPOT_BOND);
      await end(fleet);
      const report = await build(fleet, { staking: false });
      expect(await uncovered()).to.deep.equal([]);
      expect((await verifyEpochDirectory(out)).differences).to.deep.equal([]);
      const differences = await compare(fleet, report);
      const staking = (await addressOf(fleet)).toLowerCase();
      expect(differences.map(({ file, line }) => [file, line])).to.deep.equal([
        ["report.json", undefined],
        ["inputs/devices.csv", 4],
      ]);
      expect(differences[0]).to.include({ expected: `staking ${staking}`, found: "staking none" });
      expect(await compare(fleet, report, false), "where nobody wants bonds").to.deep.equal([]);
    });

    it("finds a staking that somebody made up, in which everything is bonded", async () => {
      const fleet = await loadFixture(deployFleet);
      const { token, registry, authority, treasury, alice } = fleet;
      const split = { treasury: treasury.address, burnBps: BURN_BPS };
      const args = [token, registry, THAW_PERIOD, split, authority] as const;
      const forged = await ethers.deployContract("OperatorStaking", [...args]);
      await bondFor({ ...fleet, staking: forged }, alice, 3n * HOTSPOT_BOND);
      await end(fleet);
      const report = await build(fleet, { staking: await addressOf({ staking: forged }) });
      expect(await uncovered()).to.deep.equal([]);
      const differences = await compare(fleet, report);
      expect(differences.map(({ file }) => file)).to.deep.equal(["report.json", "inputs/devices.csv"]);
      expect(differences[0]?.found).to.equal(`staking ${(await forged.getAddress()).toLowerCase()}`);
    });
  });

  it("needs no cover from a staking that was deployed after the epoch", async () => {
    const fleet = await loadFixture(deployFleet);
    await end(fleet);
    const { token, registry, authority, treasury } = fleet;
    const later = await ethers.deployContract("OperatorStaking", [
      token,
      registry,
      THAW_PERIOD,
      { treasury: treasury.address, burnBps: BURN_BPS },
      authority,
    ]);
    const staking = await addressOf({ staking: later });
    const report = await build(fleet, { staking });
    expect(report.registry?.source).to.not.have.property("staking");
    expect(await uncovered()).to.deep.equal([]);
    expect(await compare(fleet, report, staking)).to.deep.equal([]);
  });

  describe("refuses", () => {
    async function refusal(fleet: Fleet, staking: StakingChoice): Promise<unknown> {
      return readCoveredSnapshot(await open(fleet), BigInt(START_EPOCH), { staking }).catch(
        (error: unknown) => error,
      );
    }

    it("to guess when kinds require bonds and nobody says where they are: STAKING_UNKNOWN", async () => {
      const fleet = await loadFixture(deployFleet);
      await end(fleet);
      expect(await refusal(fleet, undefined)).to.include({ code: "STAKING_UNKNOWN", exitCode: 2 });
      expect(await refusal(fleet, false)).to.not.be.instanceOf(Error);
    });

    it("nothing when no kind requires any", async () => {
      const fleet = await loadFixture(deployFleet);
      await fleet.makers.connect(fleet.makersManager).setRequiredBond(HOTSPOT, 0n);
      const epoch = START_EPOCH + 8;
      await end(fleet, epoch);
      const snapshot = await readCoveredSnapshot(await open(fleet), BigInt(epoch));
      expect(snapshot.bonding).to.equal(undefined);
    });

    it("what is no staking, or stands behind other devices: STAKING_INVALID", async () => {
      const fleet = await loadFixture(deployFleet);
      const { token, makers, authority, treasury, genesis } = fleet;
      const other = await ethers.deployContract("DeviceRegistry", [
        "Devices",
        "DEV",
        makers,
        genesis,
        EPOCH_LENGTH,
        ROTATION_DELAY,
        authority,
      ]);
      const split = { treasury: treasury.address, burnBps: BURN_BPS };
      const args = [token, other, THAW_PERIOD, split, authority] as const;
      const foreign = await ethers.deployContract("OperatorStaking", [...args]);
      await end(fleet);
      for (const address of [foreign, token].map((contract) => contract.getAddress())) {
        expect(await refusal(fleet, (await address) as Address)).to.have.property("code", "STAKING_INVALID");
      }
      expect(await refusal(fleet, treasury.address as Address)).to.have.property("code", "STAKING_INVALID");
    });
  });
});
