import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther } from "ethers";
import { ethers, network } from "hardhat";

import { serveChain } from "../../scripts/bench/rpc-server";
import { formatTime } from "../../src/format-time";
import { offlineKey } from "../helpers/accounts";
import { deployBondedDevices, deployCommitteeOf } from "../helpers/bonded-devices";
import { secp256k1Key } from "../helpers/device-keys";
import { HOTSPOT_BOND, registerHotspot, ROTATION_DELAY, START_EPOCH } from "../helpers/devices";
import { deployDistributor, EPOCH_LENGTH } from "../helpers/suite";
import { THAW_PERIOD } from "../helpers/trust";
import { type Ran, runOpendepin } from "./cli-process";

const TOKENS = 2_000n;
const BONDED = 3n * HOTSPOT_BOND;
const PLEDGED = 600n;
const THAWED = 700n;
const CREDIT = 30n;

interface Shown {
  bonded: string;
  free: string;
  pledges: { duty: string; pledge: string; stands: string; isOnDuty: boolean | null }[];
  thaws: { amount: string; availableAt: number }[];
  credit: string;
  votes: string;
  delegate: string;
  devices: { devices: number; required: string; uncovered: string[] } | null;
}

/** An operator with three hotspots and tokens for their bonds, who is the only member of a committee. */
async function deployOperator() {
  const devices = await deployBondedDevices();
  const { token, treasury, authority, reporter } = { ...devices, reporter: offlineKey("reporter") };
  const operator = offlineKey("operator").connect(ethers.provider);
  await setBalance(operator.address, parseEther("10"));
  await token.connect(treasury).transfer(operator, TOKENS);
  const hotspots: bigint[] = [];
  for (const name of ["first", "second", "third"])
    hotspots.push(await registerHotspot(devices, operator, secp256k1Key(name)));
  const committee = await deployCommitteeOf(operator.address, devices);
  const source = await ethers.deployContract("RewardSourceMock", [token, devices.genesis, EPOCH_LENGTH]);
  const distributor = await deployDistributor(source, 1, reporter, authority);
  return { ...devices, operator, hotspots, committee, distributor };
}

/** From the first bond to the last token out: every step by a command, as its user types it. */
describe("The stake of an operator, through the command line", function () {
  this.bail(true);
  const folder = mkdtempSync(join(tmpdir(), "opendepin-stake-"));
  let world: Awaited<ReturnType<typeof deployOperator>>;
  let server: Awaited<ReturnType<typeof serveChain>>;
  let place: string[];

  before(async () => {
    world = await loadFixture(deployOperator);
    server = await serveChain(network.provider);
    place = ["--rpc", server.url, "--staking", await world.staking.getAddress()];
  });

  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const sends = (...args: string[]): Promise<Ran> =>
    runOpendepin(folder, [...args, ...place], world.operator.privateKey);

  async function stake<Result = Record<string, unknown>>(...args: string[]): Promise<Result> {
    const { status, stdout, stderr } = await sends("stake", ...args, "--json");
    expect([status, stderr], args.join(" ")).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as Result;
  }

  async function show(...args: string[]): Promise<Shown> {
    return stake<Shown>("show", ...args);
  }

  /** Runs a command that the chain, or the tool before it, refuses by a name. */
  async function refuses(args: string[], status: number, reason: RegExp): Promise<void> {
    const ran = await sends("stake", ...args);
    expect([ran.status, ran.stdout], args.join(" ")).to.deep.equal([status, ""]);
    expect(ran.stderr)
      .to.match(/^error: [^\n]+\n$/)
      .and.to.match(reason);
  }

  const own = (): string => world.operator.address.toLowerCase();

  it("is bonded in one transaction, and nothing is left allowed", async () => {
    const { operator, token, staking } = world;
    const sent = await operator.getNonce();
    const result = await stake("bond", BONDED.toString());
    expect(result).to.include({ account: own(), amount: BONDED.toString(), bonded: BONDED.toString() });
    expect(await operator.getNonce()).to.equal(sent + 1);
    expect(await staking.stakeOf(operator)).to.deep.equal([BONDED, 0n]);
    expect(await token.balanceOf(operator)).to.equal(TOKENS - BONDED);
    expect(await token.allowance(operator, staking)).to.equal(0n);
  });

  it("can be somebody else's", async () => {
    const { staking, stranger } = world;
    const result = await stake("bond", "7", "--for", stranger.address);
    expect(result).to.include({ account: stranger.address.toLowerCase(), bonded: "7" });
    expect((await staking.stakeOf(stranger)).bonded).to.equal(7n);
  });

  it("is not more than the sender has", async () => {
    await refuses(["bond", TOKENS.toString()], 1, /ERC20InsufficientBalance/);
  });

  it("covers the operator's devices, and votes", async () => {
    expect(await show("--registry")).to.deep.include({
      account: own(),
      bonded: BONDED.toString(),
      free: BONDED.toString(),
      pledges: [],
      thaws: [],
      credit: "0",
      votes: BONDED.toString(),
      delegate: own(),
      devices: { devices: 3, required: BONDED.toString(), uncovered: [] },
    });
    expect((await show()).devices, "unless they are asked for").to.equal(null);
    const { stdout } = await sends("stake", "show", "--registry");
    expect(stdout).to.match(/^devices +3, which need 1500: all covered$/m);
  });

  it("stands behind a duty, and only behind one", async () => {
    const { committee, token, treasury } = world;
    const duty = (await committee.getAddress()).toLowerCase();
    expect(await stake("pledge", PLEDGED.toString(), "--duty", duty)).to.include({
      duty,
      pledge: PLEDGED.toString(),
    });
    expect((await show()).pledges).to.deep.equal([
      { duty, pledge: PLEDGED.toString(), stands: PLEDGED.toString(), isOnDuty: true },
    ]);
    await refuses(["pledge", "1", "--duty", treasury.address], 3, /no contract at/);
    await refuses(["pledge", "1", "--duty", await token.getAddress()], 2, /is no duty/);
    await refuses(["pledge", "0", "--duty", duty], 1, /OperatorStakingOnDuty/);
  });

  it("thaws as far as it is free, and covers and votes for that much less at once", async () => {
    await refuses(["thaw", (BONDED - PLEDGED + 1n).toString()], 1, /OperatorStakingInsufficientBond/);
    const { availableAt } = await stake<{ availableAt: number }>("thaw", THAWED.toString());
    expect(availableAt).to.equal((await time.latest()) + THAW_PERIOD);
    const shown = await show("--registry");
    expect(shown.thaws).to.deep.equal([{ amount: THAWED.toString(), availableAt }]);
    expect([shown.bonded, shown.free, shown.votes]).to.deep.equal(["800", "200", "800"]);
    expect(shown.devices?.uncovered).to.have.lengthOf(2);
    const { stdout } = await sends("stake", "show", own(), "--registry");
    expect(stdout).to.include(`thawing       ${THAWED}, until ${formatTime(availableAt)}, in 7 days\n`);
    expect(stdout).to.match(/^pledged +600, behind 0x[0-9a-f]{40}, on duty$/m);
    expect(stdout).to.match(/^devices +3, which need 1500: 1 covered, 2 not$/m);
    expect(stdout).to.match(/^uncovered +0x[0-9a-f]{64}$/m);
  });

  it("names the registry that it stands behind, and no other", async () => {
    const { registry, token } = world;
    expect((await show("--registry", await registry.getAddress())).devices?.devices).to.equal(3);
    await refuses(
      ["show", "--registry", await token.getAddress()],
      2,
      /stands behind the devices of 0x[0-9a-f]{40}, not of/,
    );
  });

  it("leaves epochs to the devices that it still covers", async () => {
    const { registry, staking, hotspots, distributor } = world;
    await time.increaseTo(world.genesis + (START_EPOCH + 1) * EPOCH_LENGTH - 1);
    await time.increase(60);
    writeFileSync(
      join(folder, "c.csv"),
      `device,units\n${hotspots.map((device) => `${device},1\n`).join("")}`,
    );
    const inputs = ["--contributions", "c.csv", "--budget", "90", "--epoch", START_EPOCH.toString()];
    const chain = ["--rpc", server.url, "--registry", await registry.getAddress()];
    const build = (out: string, ...flags: string[]): Promise<Ran> =>
      runOpendepin(folder, ["epoch", "build", ...inputs, ...chain, "--out", out, ...flags]);
    const verify = async (out: string, ...flags: string[]): Promise<{ file: string }[]> => {
      const at = [...chain, "--distributor", await distributor.getAddress(), "--json"];
      const { stdout } = await runOpendepin(folder, ["epoch", "verify", out, ...at, ...flags]);
      const verified = JSON.parse(stdout) as { chain: { registry: { differences: { file: string }[] } } };
      return verified.chain.registry.differences;
    };

    const unsaid = await build("none");
    expect([unsaid.status, unsaid.stdout]).to.deep.equal([2, ""]);
    expect(unsaid.stderr).to.match(
      /^error: kinds of the registry .* name it with --staking.*--no-staking\n$/,
    );

    const staked = await build("staked", "--staking", await staking.getAddress());
    expect([staked.status, staked.stderr]).to.deep.equal([0, ""]);
    expect(staked.stdout).to.match(/^left out +2 uncovered$/m);
    expect(staked.stdout).to.include(`staking      ${(await staking.getAddress()).toLowerCase()}\n`);
    const excluded = hotspots.slice(1).map((device) => `${device},1,uncovered\n`);
    expect(readFileSync(join(folder, "staked", "excluded.csv"), "utf8")).to.equal(
      `device,units,reason\n${excluded.join("")}`,
    );
    expect(await verify("staked", "--staking", await staking.getAddress())).to.deep.equal([]);

    const waived = await build("waived", "--no-staking");
    expect(waived.stdout).to.match(/^left out +none$/m);
    expect(await verify("waived", "--no-staking")).to.deep.equal([]);
    const found = await verify("waived", "--staking", await staking.getAddress());
    expect(found.map(({ file }) => file)).to.deep.equal(["report.json", "inputs/devices.csv"]);
  });

  it("is found where the devnet wrote its manifest, for the registry that it stands behind alone", async () => {
    const { registry, staking, makers, genesis, authority } = world;
    const contracts = {
      operatorStaking: (await staking.getAddress()).toLowerCase(),
      deviceRegistry: (await registry.getAddress()).toLowerCase(),
    };
    writeFileSync(join(folder, "devnet.json"), JSON.stringify({ chainId: 31_337, contracts }));
    const shown = await runOpendepin(folder, ["stake", "show", own(), "--rpc", server.url, "--json"]);
    expect(JSON.parse(shown.stdout)).to.include({ account: own(), bonded: "800" });
    const inputs = ["--contributions", "c.csv", "--budget", "90", "--epoch", START_EPOCH.toString()];
    const build = (out: string, ...flags: string[]): Promise<Ran> =>
      runOpendepin(folder, ["epoch", "build", ...inputs, "--rpc", server.url, "--out", out, ...flags]);
    expect((await build("known")).stdout).to.match(/^left out +2 uncovered$/m);

    const args = ["Other", "OTH", makers, genesis, EPOCH_LENGTH, ROTATION_DELAY, authority] as const;
    const other = await ethers.deployContract("DeviceRegistry", [...args]);
    await time.increase(EPOCH_LENGTH);
    const flags = ["--registry", await other.getAddress(), "--block", (await time.latestBlock()).toString()];
    const refused = await build("other", ...flags);
    expect([refused.status, refused.stdout]).to.deep.equal([2, ""]);
    expect(refused.stderr).to.include("no OperatorStaking is known that has them");
    rmSync(join(folder, "devnet.json"));
  });

  it("is paid out when it has thawed, whoever asks for it", async () => {
    const { operator, token, stranger } = world;
    await refuses(["withdraw"], 1, /OperatorStakingNothingDue/);
    await time.increase(THAW_PERIOD);
    const { stdout } = await sends("stake", "show");
    expect(stdout).to.include(`thawing       ${THAWED}, can be withdrawn\n`);
    const asker = offlineKey("somebody");
    await setBalance(asker.address, parseEther("1"));
    const args = ["stake", "withdraw", "--account", operator.address, ...place, "--json"];
    const ran = await runOpendepin(folder, args, asker.privateKey);
    expect(JSON.parse(ran.stdout)).to.include({ account: own(), amount: THAWED.toString() });
    expect(await token.balanceOf(operator)).to.equal(TOKENS - BONDED - 7n + THAWED);
    expect(await token.balanceOf(stranger)).to.equal(0n);
    expect((await show()).thaws).to.deep.equal([]);
  });

  it("comes free of its duty when that ends", async () => {
    const { committee, operator } = world;
    const duty = await committee.getAddress();
    await committee.connect(operator).resign(ethers.keccak256(operator.address));
    const [pledge] = (await show()).pledges;
    expect(pledge?.isOnDuty).to.equal(false);
    await stake("pledge", "0", "--duty", duty);
    expect(await show()).to.deep.include({ pledges: [], free: "800" });
  });

  it("votes through whom its owner names, and again by itself", async () => {
    const { stranger, operator } = world;
    const delegate = stranger.address.toLowerCase();
    expect(await stake("delegate", delegate)).to.include({ account: own(), delegate });
    expect(await show()).to.deep.include({ votes: "0", delegate });
    expect((await show(delegate)).votes).to.equal("807");
    await stake("delegate", operator.address);
    expect(await show()).to.deep.include({ votes: "800", delegate: own() });
  });

  it("shows what a slash took, and pays the credits of one", async () => {
    const { staking, disputes, operator, token } = world;
    await refuses(["credits"], 1, /OperatorStakingNoCredit/);
    await staking.connect(disputes).slash(operator, 2n * CREDIT, operator, 5_000);
    expect(await show()).to.deep.include({ bonded: "740", credit: CREDIT.toString(), votes: "740" });
    const before = await token.balanceOf(operator);
    expect(await stake("credits")).to.include({ account: own(), amount: CREDIT.toString() });
    expect(await token.balanceOf(operator)).to.equal(before + CREDIT);
  });
});
