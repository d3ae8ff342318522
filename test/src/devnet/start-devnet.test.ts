import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { JsonRpcProvider } from "ethers";

import { type Devnet, type DevnetManifest, startDevnet } from "../../../src/devnet";
import { JsonRpc, latestBlock } from "../../../src/devnet/json-rpc";
import {
  EmissionController__factory,
  RewardDistributor__factory,
  RewardToken__factory,
} from "../../../typechain-types";
import { type Ran, runOpendepin } from "../../integration/cli-process";

const ACCOUNT = `0x${"a1".repeat(20)}` as const;
const ETHER = 10n ** 18n;

/** What is done with a running devnet, as a library and as commands in its folder. */
describe("Devnet in use", () => {
  let devnet: Devnet;

  before(async () => {
    devnet = await startDevnet();
  });

  after(() => devnet.close());

  afterEach(() => devnet.reset());

  async function opendepin(...args: string[]): Promise<Ran> {
    return runOpendepin(devnet.directory, ["devnet", ...args]);
  }

  async function succeed(...args: string[]): Promise<string> {
    const ran = await opendepin(...args);
    expect(ran.status, ran.stderr).to.equal(0);
    return ran.stdout;
  }

  async function manifestOverHttp(): Promise<DevnetManifest> {
    return (await (await fetch(`${devnet.manifest.http}/manifest`)).json()) as DevnetManifest;
  }

  function balances(): Promise<[ether: bigint, tokens: bigint]> {
    return onChain(devnet, async (provider) => {
      const token = RewardToken__factory.connect(devnet.manifest.contracts.rewardToken, provider);
      return [await provider.getBalance(ACCOUNT), await token.balanceOf(ACCOUNT)];
    });
  }

  it("moves the clock forward, which then goes on from there", async () => {
    const before = await timeOf(devnet);
    expect(await devnet.warp("1d")).to.be.at.least(before + 86_400);
    const { timestamp } = JSON.parse(await succeed("warp", "1w", "--json")) as { timestamp: number };
    expect(timestamp)
      .to.be.at.least(before + 86_400 + 604_800)
      .and.at.most(before + 86_400 + 604_800 + 600);
    expect(await timeOf(devnet)).to.equal(timestamp);
  });

  it("carries an epoch on, to where it is claimable, again and again", async () => {
    const second = await devnet.nextEpoch();
    expect([second.epoch, second.status]).to.deep.equal([2, "claimable"]);
    expect(await rootOf(devnet, 2)).to.equal(second.root);
    const table = await succeed("epoch", "next");
    expect(table).to.match(/^coverage +3 +claimable +\d{4}(\.\d+)? +\.devnet\/epoch-3$/m);
    expect(table)
      .to.match(/^coverage +2 +superseded /m)
      .and.match(/^mapping +0 +disputed /m);
    const { programs } = await manifestOverHttp();
    expect(programs[0]?.epochs.map(({ status }) => status)).to.deep.equal([
      "superseded",
      "superseded",
      "superseded",
      "claimable",
    ]);
    const verified = await runOpendepin(devnet.directory, [
      "epoch",
      "verify",
      ".devnet/epoch-3",
      "--rpc",
      devnet.rpc,
    ]);
    expect(verified.status, verified.stderr + verified.stdout).to.equal(0);
  });

  it("refuses to go on from an epoch that it has no data of", async () => {
    await devnet.snapshot();
    const { directory } = await devnet.nextEpoch();
    const { manifest } = devnet;
    await devnet.restore();
    expect(existsSync(join(devnet.directory, directory)), "a restored devnet has no later data").to.equal(
      false,
    );
    expect(devnet.manifest).to.not.deep.equal(manifest);

    await reportElsewhere(devnet);
    const ran = await opendepin("epoch", "next");
    expect(ran).to.include({ status: 1, stdout: "" });
    expect(ran.stderr).to.match(
      /^error: an epoch was reported that coverage has no data of in the manifest; .*\n$/,
    );
  });

  it("gives ether and reward tokens, to the same account again too", async () => {
    const gift = await devnet.faucet(ACCOUNT, "2.5");
    expect(gift.amount).to.equal((5n * ETHER) / 2n);
    expect(await balances()).to.deep.equal([gift.amount, gift.amount]);
    await succeed("faucet", ACCOUNT, "100");
    expect(await balances()).to.deep.equal([gift.amount + 100n * ETHER, gift.amount + 100n * ETHER]);
  });

  it("gives no more than the faucet has, and then nothing at all", async () => {
    const refused = await opendepin("faucet", ACCOUNT, "1000001");
    expect(refused).to.include({ status: 1, stdout: "" });
    expect(refused.stderr).to.match(/^error: the faucet cannot give so much, or not there: [^\n]+\n$/);
    expect(await balances()).to.deep.equal([0n, 0n]);
  });

  it("goes back to snapshots, as often as wanted, and forgets what was taken after", async () => {
    await devnet.faucet(ACCOUNT, 1n);
    await devnet.snapshot("one");
    await devnet.faucet(ACCOUNT, 2n);
    await succeed("snapshot", "two");
    await devnet.faucet(ACCOUNT, 4n);
    await devnet.restore("two");
    expect(await balances()).to.deep.equal([3n, 3n]);
    for (let times = 0; times < 2; times++) {
      await succeed("restore", "one");
      expect(await balances()).to.deep.equal([1n, 1n]);
      await devnet.faucet(ACCOUNT, 8n);
    }
    const forgotten = await opendepin("restore", "two");
    expect(forgotten).to.include({ status: 1, stderr: 'error: no snapshot "two"; there are: one\n' });
    expect(await balances()).to.deep.equal([9n, 9n]);
  });

  it("restores the clock, the manifest and the data with the chain", async () => {
    const [before, time] = [devnet.manifest, await timeOf(devnet)];
    await devnet.snapshot();
    await devnet.nextEpoch();
    await devnet.restore();
    expect(devnet.manifest).to.deep.equal(before);
    expect(await timeOf(devnet)).to.equal(time);
    expect(await devnet.nextEpoch()).to.include({ epoch: 2 });
  });

  it("starts anew, at the very same block", async () => {
    const [before, head] = [devnet.manifest, await latestBlock(new JsonRpc(devnet.rpc))];
    await devnet.nextEpoch();
    const printed = await succeed("reset", "--json");
    expect(JSON.parse(printed)).to.deep.equal(before);
    expect(await latestBlock(new JsonRpc(devnet.rpc))).to.deep.equal(head);
    expect(existsSync(join(devnet.directory, ".devnet/epoch-2"))).to.equal(false);
    expect((await opendepin("restore")).stderr).to.equal('error: no snapshot "default"; none was taken\n');
  });

  it("has a decision of the voters, which can be executed when its delay is over", async () => {
    const [decision] = devnet.manifest.proposals;
    const gov = (command: string, ...args: string[]) =>
      runOpendepin(
        devnet.directory,
        ["gov", command, ...args, "--rpc", devnet.rpc],
        devnet.manifest.accounts["bob"]?.privateKey,
      );

    const listed = JSON.parse((await gov("list", "--json")).stdout) as object[];
    expect(listed).to.have.length(1);
    expect(listed[0]).to.deep.include({ ...decision, proposer: decision?.proposer.toLowerCase() });
    const early = await gov("execute", "1");
    expect(early.status).to.equal(1);
    expect(early.stderr).to.match(/^error: [^\n]*2026-01-03[^\n]*\n$/);

    await devnet.warp("3d");
    expect((await gov("execute", "1")).status).to.equal(0);
    const weights = await onChain(devnet, (provider) => {
      const { emissionController } = devnet.manifest.contracts;
      const controller = EmissionController__factory.connect(emissionController, provider);
      return controller.queryFilter(controller.filters.WeightsSet());
    });
    expect(weights.at(-1)?.args.weightsBps).to.deep.equal([7000n, 3000n]);
  });

  it("says over HTTP how it is, and gives", async () => {
    const { http } = devnet.manifest;
    const health = await fetch(`${http}/health`);
    const { number, timestamp } = await latestBlock(new JsonRpc(devnet.rpc));
    expect([health.status, await health.json()]).to.deep.equal([200, { ok: true, block: number, timestamp }]);
    const given = await post(`${http}/faucet`, { address: ACCOUNT, amount: "3" });
    expect([given.status, await given.json()]).to.have.nested.property("[1].amount", "3000000000000000000");
    expect(await balances()).to.deep.equal([3n * ETHER, 3n * ETHER]);
    for (const body of [{}, { address: "alice", amount: "1" }, { address: ACCOUNT, amount: "-1" }, [1]]) {
      expect((await post(`${http}/faucet`, body)).status, JSON.stringify(body)).to.equal(400);
    }
  });

  for (const [what, args] of [
    ["a duration", ["warp", "1y"]],
    ["an account", ["faucet", "alice", "1"]],
    ["an amount", ["faucet", ACCOUNT, "0"]],
    ["a name", ["snapshot", "../x"]],
    ["a port", ["--port", "0"]],
  ] as const) {
    it(`refuses bad input in one line: ${what}`, async () => {
      const ran = await opendepin(...args);
      expect(ran).to.include({ status: 2, stdout: "" });
      expect(ran.stderr).to.match(/^error: [^\n]+\n$/);
    });
  }
});

describe("Several devnets", () => {
  it("run at once, each by itself, and leave nothing behind", async () => {
    const devnets = await Promise.all([startDevnet(), startDevnet()]);
    const [one, other] = devnets;
    expect(one.manifest).to.deep.equal({ ...other.manifest, rpc: one.rpc, http: one.manifest.http });
    const time = await timeOf(other);
    await one.warp("1d");
    expect(await timeOf(other)).to.equal(time);
    await Promise.all(devnets.map((devnet) => devnet.close()));
    for (const { directory, rpc, manifest } of devnets) {
      expect(existsSync(directory)).to.equal(false);
      for (const url of [rpc, manifest.http]) expect(await isGone(url), url).to.equal(true);
    }
  });

  it("go on from a state that was kept, with its epochs, its history and its clock", async () => {
    const state = join(mkdtempSync(join(tmpdir(), "opendepin-state-")), "kept");
    const first = await startDevnet({ state });
    const reported = await first.nextEpoch();
    await first.faucet(ACCOUNT, "7");
    await first.snapshot();
    const kept = await factsOf(first);
    await first.close();
    expect(readdirSync(state)).to.include.members(["chain.json", "manifest.json", "devices", "epoch-2"]);

    const second = await startDevnet({ state });
    expect(await factsOf(second)).to.deep.equal(kept);
    expect(second.manifest.programs[0]?.epochs.at(-1)).to.deep.include({ epoch: 2, root: reported.root });
    await second.restore().catch((error: unknown) => {
      expect(error).to.have.property("code", "SNAPSHOT_MISSING");
    });
    const later = await second.warp(60);
    expect(later).to.be.within(kept.time + 60, kept.time + 600);
    expect(await second.nextEpoch()).to.include({ epoch: 3, status: "claimable" });
    await second.reset();
    expect(await rootOf(second, 2)).to.match(/^0x0+$/);
    await second.close();
    rmSync(join(state, ".."), { recursive: true });
  });
});

/** What must be the same after a restart: the newest block, an old one's state, all that was ever logged. */
async function factsOf(devnet: Devnet) {
  const rpc = new JsonRpc(devnet.rpc);
  const { contracts } = devnet.manifest;
  return {
    time: await timeOf(devnet),
    head: (await latestBlock(rpc)).hash,
    logs: (await rpc.send<unknown[]>("eth_getLogs", { fromBlock: "0x0" })).length,
    codeAtFirst: await rpc.send("eth_getCode", contracts.accessManager, "0x0"),
    codeLater: await rpc.send("eth_getCode", contracts.accessManager, "0x20"),
    balanceBefore: await rpc.send("eth_getBalance", ACCOUNT, "0x20"),
    balance: await rpc.send("eth_getBalance", ACCOUNT, "latest"),
  };
}

async function timeOf(devnet: Devnet): Promise<number> {
  return (await latestBlock(new JsonRpc(devnet.rpc))).timestamp;
}

function rootOf(devnet: Devnet, epoch: number): Promise<string> {
  return onChain(devnet, (provider) => {
    const distributor = devnet.manifest.programs[0]?.distributor ?? "";
    return RewardDistributor__factory.connect(distributor, provider).rootOf(epoch);
  });
}

async function onChain<Result>(
  { rpc }: Devnet,
  read: (provider: JsonRpcProvider) => Promise<Result>,
): Promise<Result> {
  const provider = new JsonRpcProvider(rpc, undefined, { staticNetwork: true, cacheTimeout: -1 });
  try {
    return await read(provider);
  } finally {
    provider.destroy();
  }
}

/** Reports an epoch from a copy of the folder, which the manifest does not know of. */
async function reportElsewhere(devnet: Devnet): Promise<void> {
  const { replaceFile } = await import("../../../src/files/replace-file.js");
  const before = `${JSON.stringify(devnet.manifest, undefined, 2)}\n`;
  await devnet.nextEpoch();
  await replaceFile(join(devnet.directory, "devnet.json"), before);
}

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function isGone(url: string): Promise<boolean> {
  return fetch(url).then(
    () => false,
    () => true,
  );
}
