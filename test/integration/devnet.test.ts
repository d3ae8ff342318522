import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect } from "chai";
import {
  concat,
  getCreate2Address,
  JsonRpcProvider,
  keccak256,
  solidityPackedKeccak256,
  ZeroAddress,
  zeroPadValue,
} from "ethers";
import hre from "hardhat";
import { isValidCell } from "h3-js";

import { CREATE_X } from "../../deploy/create-x";
import { roleDifferences } from "../../deploy/role-table/differences";
import type { RoleTargets } from "../../deploy/role-table/targets";
import { saltOf } from "../../deploy/salt";
import { namedAccounts } from "../../scripts/devnet/accounts";
import { devnetParameters } from "../../scripts/devnet/parameters";
import { LOOPBACK } from "../../src/devnet/hosts";
import type { DevnetManifest } from "../../src/devnet/manifest";
import { freePort } from "../../src/devnet/ports";
import { readKeyFile } from "../../src/files/device-key";
import type { EpochReport } from "../../src/rewards/epoch/report";
import {
  AccessManager__factory,
  DeviceRegistry__factory,
  DisputeManager__factory,
  OperatorStaking__factory,
  ReporterCommittee__factory,
  RewardDistributor__factory,
  RewardToken__factory,
} from "../../typechain-types";
import { commandBundle } from "../helpers/command-bundle";
import type { Ran } from "./cli-process";
import { proposeOnDevnet } from "./propose-on-devnet";

const ROOT = resolve(__dirname, "../..");
const EXAMPLE = join(ROOT, "examples/epoch");
/** Contributions that name their payees themselves. */
const OFFLINE = join(ROOT, "test/fixtures/contributions.csv");

/** `keccak256` of the devices' ids, one after another. */
const DEVICE_IDS_HASH = "0x605513ad514408234c55f975a5c4851131d1785f685564509c970058a7b9693a";

/** The contract's `Status`. */
const [ACTIVE, SUSPENDED, RELEASED] = [1, 2, 3];

/** The devnet and the command line as a person uses them: as programs, in a folder of their own. */
describe("Devnet and command line", () => {
  const folder = mkdtempSync(join(tmpdir(), "opendepin-devnet-"));
  let devnet: ChildProcess;
  let port: number;
  let httpPort: number;
  let manifest: DevnetManifest;

  function run(args: string[], key?: string): Ran {
    const env = { ...process.env, ...(key === undefined ? {} : { OPENDEPIN_PRIVATE_KEY: key }) };
    return spawnSync(process.execPath, [commandBundle(), ...args], {
      cwd: folder,
      encoding: "utf8",
      env,
    });
  }

  function opendepin(...args: string[]): Ran {
    return run(args, manifest.accounts["reporter1"]?.privateKey);
  }

  function connect(): JsonRpcProvider {
    return new JsonRpcProvider(manifest.rpc, undefined, { staticNetwork: true, cacheTimeout: -1 });
  }

  /** What an epoch's directory says that an account is owed. */
  function claimOf(directory: string, account: string): bigint {
    const rows = readFileSync(join(folder, directory, "claims.csv"), "utf8").split("\n");
    const [, cumulative] = rows.find((row) => row.startsWith(account))?.split(",") ?? [];
    return BigInt(cumulative ?? 0);
  }

  /** Ids of a program's devices. */
  function devicesOf(program: number): string[] {
    const kinds = manifest.kinds.filter((kind) => kind.program === program).map(({ kind }) => kind);
    return manifest.devices.filter(({ kind }) => kinds.includes(kind)).map(({ device }) => device);
  }

  function onChain(...args: string[]): Ran {
    return opendepin(...args, "--rpc", manifest.rpc);
  }

  before(async () => {
    port = await freePort(LOOPBACK);
    httpPort = await freePort(LOOPBACK);
    devnet = spawn(
      process.execPath,
      [commandBundle(), "devnet", "--port", port.toString(), "--http-port", httpPort.toString()],
      {
        cwd: folder,
        stdio: "ignore",
      },
    );
    const ready = run(["devnet", "wait", "--timeout", "180"]);
    expect(ready.status, ready.stderr).to.equal(0);
    manifest = JSON.parse(readFileSync(join(folder, "devnet.json"), "utf8")) as DevnetManifest;
  });

  after(() => {
    devnet.kill("SIGTERM");
    rmSync(folder, { recursive: true });
  });

  it("stands where the deployer and the parameters say, every time and on any chain", () => {
    const { accounts, contracts } = manifest;
    const deployer = accounts["deployer"]?.address ?? "";
    const salt = saltOf(deployer, devnetParameters(namedAccounts(hre)));
    const guarded = solidityPackedKeccak256(["uint256", "bytes32"], [deployer, salt]);
    const initCode = concat([AccessManager__factory.bytecode, zeroPadValue(deployer, 32)]);
    expect(contracts.accessManager).to.equal(getCreate2Address(CREATE_X, guarded, keccak256(initCode)));
  });

  it("is handed over: its permissions are the role table, and nobody holds anything else", async () => {
    const { contracts, programs, accounts } = manifest;
    const targets = {
      ...Object.fromEntries(
        Object.entries(contracts).map(([name, address]) => [
          `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`,
          address,
        ]),
      ),
      RewardDistributor: programs.map(({ distributor }) => distributor),
      ReporterCommittee: [contracts.reporterCommittee],
    } as unknown as RoleTargets;
    const holders = {
      guardian: accounts["guardian"]?.address ?? "",
      arbiter: accounts["arbiter"]?.address ?? "",
    };
    expect(await roleDifferences(targets, holders, connect())).to.deep.equal([]);
  });

  it("has one epoch to claim from and one that is pending", () => {
    const epochs = manifest.programs[0]?.epochs ?? [];
    expect(epochs.map(({ epoch, status }) => [epoch, status])).to.deep.equal([
      [0, "claimable"],
      [1, "pending"],
    ]);
  });

  it("has a report in dispute, frozen, with what it should have been beside it", async () => {
    const [disputed] = manifest.programs[1]?.epochs ?? [];
    const [dispute] = manifest.disputes;
    if (disputed === undefined || dispute === undefined) throw new Error("the devnet has no dispute");
    expect([disputed.status, manifest.disputes.length]).to.deep.equal(["disputed", 1]);
    const provider = connect();
    const distributor = RewardDistributor__factory.connect(manifest.programs[1]?.distributor ?? "", provider);
    const pending = await distributor.pendingReport();
    expect([pending.frozen, pending.root, Number(pending.nonce)]).to.deep.equal([
      true,
      disputed.root,
      dispute.nonce,
    ]);
    const manager = DisputeManager__factory.connect(manifest.contracts.disputeManager, provider);
    const onChain = await manager.disputeAt(dispute.dispute);
    expect({
      challenger: onChain.challenger,
      bond: onChain.bond.toString(),
      penalty: onChain.penalty.toString(),
      rulingDeadline: Number(onChain.rulingDeadline),
      program: Number(onChain.program),
      epoch: Number(onChain.epoch),
    }).to.deep.equal({
      challenger: manifest.accounts["challenger"]?.address,
      bond: dispute.bond,
      penalty: dispute.penalty,
      rulingDeadline: dispute.rulingDeadline,
      program: 2,
      epoch: 0,
    });
    provider.destroy();

    const [honest, forged] = [dispute.directory, disputed.directory].map((directory) =>
      run(["epoch", "verify", directory, "--json"]),
    );
    const { differences } = JSON.parse(forged?.stdout ?? "") as { differences: { file: string }[] };
    expect([honest?.status, forged?.status]).to.deep.equal([0, 1]);
    expect(differences.map(({ file }) => file)).to.deep.equal(["claims.csv", "report.json"]);
    const reporter5 = manifest.accounts["reporter5"]?.address.toLowerCase() ?? "";
    const owed = [dispute.directory, disputed.directory].map((directory) => claimOf(directory, reporter5));
    expect((owed[1] ?? 0n) - (owed[0] ?? 0n), "reporter5 has helped itself").to.equal(50n * 10n ** 18n);
  });

  it("has reporters who sign together, each with a bond that is pledged to their committee", async () => {
    const provider = connect();
    const { contracts, programs, accounts } = manifest;
    const committee = ReporterCommittee__factory.connect(contracts.reporterCommittee, provider);
    const staking = OperatorStaking__factory.connect(contracts.operatorStaking, provider);
    for (const program of programs) {
      const distributor = RewardDistributor__factory.connect(program.distributor, provider);
      expect(await distributor.reporter()).to.equal(contracts.reporterCommittee);
      expect([program.reporter, program.committee?.address]).to.deep.equal([
        contracts.reporterCommittee,
        contracts.reporterCommittee,
      ]);
    }
    const { quorum, members } = programs[0]?.committee ?? { quorum: 0, members: [] };
    expect([await committee.quorum(), await committee.totalWeight()]).to.deep.equal([BigInt(quorum), 5n]);
    expect(members.map(({ name, honest }) => [name, honest])).to.deep.equal(
      [1, 2, 3, 4, 5].map((number) => [`reporter${number}`, number !== 5]),
    );
    for (const { name, account, signer, weight } of members) {
      expect(account, name).to.equal(accounts[name]?.address);
      const member = await committee.memberOf(keccak256(signer));
      expect([member.account, member.weight], name).to.deep.equal([account, BigInt(weight)]);
      expect(await staking.pledged(account, committee), name).to.equal(10n ** 21n);
    }
    provider.destroy();
  });

  it("has operators whose bonds cover their devices, but for dave's", async () => {
    const provider = connect();
    const staking = OperatorStaking__factory.connect(manifest.contracts.operatorStaking, provider);
    const token = RewardToken__factory.connect(manifest.contracts.rewardToken, provider);
    const covered: Record<string, boolean> = {};
    for (const name of ["alice", "bob", "carol", "dave"]) {
      const operator = manifest.accounts[name]?.address ?? "";
      const owned = manifest.devices.filter(({ owner }) => owner === operator).map(({ device }) => device);
      const { required, bonded } = await staking.coverage(operator, owned.sort());
      covered[name] = required <= bonded;
      expect((await token.balanceOf(operator)) > 0n, name).to.equal(true);
    }
    provider.destroy();
    expect(covered).to.deep.equal({ alice: true, bob: true, carol: true, dave: false });
  });

  it("has forty-six devices of six kinds and three makers, each device at its own cell", () => {
    const { kinds, makers, devices } = manifest;
    expect(kinds.map(({ kind, category, open }) => [kind, category, open])).to.deep.equal([
      [1, "Physical", false],
      [2, "Physical", false],
      [3, "Digital", false],
      [4, "Digital", true],
      [5, "Digital", true],
      [6, "Physical", true],
    ]);
    expect(makers.map(({ maker, name }) => [maker, name])).to.deep.equal([
      [1, "northmast"],
      [2, "roadlens"],
      [3, "vaultworks"],
    ]);
    expect(new Set(devices.map(({ device }) => device)).size).to.equal(46);
    const cells = devices.flatMap(({ cell }) => cell ?? []);
    expect([cells.length, new Set(cells).size, cells.every(isValidCell)]).to.deep.equal([45, 45, true]);
    expect(new Set(devices.map(({ curve }) => curve))).to.deep.equal(new Set(["P-256", "secp256k1"]));
  });

  it("has the same devices every time", () => {
    const ids = manifest.devices.map(({ device }) => device);
    expect(solidityPackedKeccak256(["bytes32[]"], [ids])).to.equal(DEVICE_IDS_HASH);
  });

  it("names each device's owner, payee, maker, cell and suspension as the chain has them", async () => {
    const provider = new JsonRpcProvider(manifest.rpc, undefined, { staticNetwork: true });
    const registry = DeviceRegistry__factory.connect(manifest.contracts.deviceRegistry, provider);
    const onChain = await Promise.all(
      manifest.devices.map(async ({ device, name, suspension }) => {
        const [state, location] = await Promise.all([
          registry.stateAt(device, 1),
          registry.locationOf(device),
        ]);
        const [fromEpoch, untilEpoch, reason] = (await registry.suspensionOf(device)).map(Number);
        return {
          name,
          kind: Number(state.kind),
          maker: Number(state.maker),
          owner: state.owner === ZeroAddress ? null : state.owner,
          payee: state.payee === ZeroAddress ? null : state.payee,
          cell: location.cell === 0n ? null : location.cell.toString(16),
          suspension: suspension === null ? null : { fromEpoch, untilEpoch, reason },
          status: Number(state.status),
        };
      }),
    );
    provider.destroy();
    expect(onChain).to.deep.equal(
      manifest.devices.map(({ name, kind, maker, owner, payee, cell, suspension }) => {
        const status = owner === null ? RELEASED : suspension === null ? ACTIVE : SUSPENDED;
        return { name, kind, maker, owner, payee, cell, suspension, status };
      }),
    );
    expect(onChain.filter(({ status }) => status === SUSPENDED)).to.have.length(3);
    expect(onChain.filter(({ status }) => status === RELEASED)).to.have.length(1);
    expect(onChain.filter(({ owner, payee }) => owner !== payee)).to.have.length(5);
  });

  it("leaves each device's key, readable by its owner alone, from which its id follows", async () => {
    for (const { device, keyFile, signer } of manifest.devices) {
      const file = join(folder, keyFile);
      expect(statSync(file).mode & 0o777, keyFile).to.equal(0o600);
      const key = await readKeyFile(file, () => Promise.resolve(manifest.contracts.p256Verifier));
      expect(key.signer, keyFile).to.equal(signer);
      expect(BigInt(keccak256(key.signer)), keyFile).to.equal(BigInt(device));
    }
  });

  it("builds its epochs from the registry, of what the example's devices did", () => {
    const [first, second] = [0, 1].map((epoch) => {
      const path = join(folder, `.devnet/epoch-${epoch}/report.json`);
      const { counts, registry } = JSON.parse(readFileSync(path, "utf8")) as EpochReport;
      return { devices: counts.devices, excluded: registry?.excluded };
    });
    // Three of dave's: his bond covers what he onboarded before them.
    const excluded = { unknown: 1, released: 1, suspended: 2, "other-program": 0, uncovered: 3 };
    expect(first).to.deep.equal({ devices: 34, excluded });
    expect(second).to.deep.equal({ devices: 33, excluded: { ...excluded, suspended: 3 } });
  });

  it("is what the example speaks of: its devices, and what the registry says of them", () => {
    const [, ...rows] = readFileSync(join(EXAMPLE, "contributions.csv"), "utf8").trimEnd().split("\n");
    const named = rows.map((row) => row.split(",")[0]);
    expect(named).to.have.length(41).and.to.include.members(devicesOf(1));
    const mapped = readFileSync(join(ROOT, "examples/mapping/contributions.csv"), "utf8");
    const [, ...cameras] = mapped.trimEnd().split("\n");
    expect(cameras.map((row) => row.split(",")[0])).to.deep.equal(devicesOf(2));
    const extract = readFileSync(join(folder, ".devnet/epoch-1/inputs/devices.csv"), "utf8");
    expect(readFileSync(join(EXAMPLE, "devices.csv"), "utf8")).to.equal(extract);
  });

  it("names in one line a port that is taken, and how to take another", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "opendepin-second-"));
    const second = spawnSync(process.execPath, [commandBundle(), "devnet", "--port", port.toString()], {
      cwd: elsewhere,
      encoding: "utf8",
    });
    expect(second.status).to.equal(2);
    expect(second.stderr).to.equal(
      `error: port ${port} of 127.0.0.1 is taken; stop what listens there, or choose another with --port\n`,
    );
    expect(readdirSync(elsewhere), "nothing is left").to.deep.equal([]);
    rmSync(elsewhere, { recursive: true });
  });

  it("verifies the pending epoch against the chain, and says where another epoch differs", () => {
    const agrees = onChain("epoch", "verify", ".devnet/epoch-1", "--json");
    expect(agrees.status, agrees.stderr).to.equal(0);
    expect(JSON.parse(agrees.stdout)).to.deep.include({ ok: true });

    opendepin(
      "epoch",
      "build",
      "--contributions",
      OFFLINE,
      "--budget",
      "7",
      "--epoch",
      "1",
      "--out",
      "forged",
    );
    const differs = onChain("epoch", "verify", "forged");
    expect(differs.status).to.equal(1);
    expect(differs.stdout)
      .to.match(/chain\s+pending.*it DIFFERS/)
      .and.match(/ {2}root\s+0x/);
  });

  it("names an account that cannot pay for gas", () => {
    const args = ["claim", ".devnet/epoch-0", "--all", "--rpc", manifest.rpc];
    const poor = run(args, `0x${"11".repeat(32)}`);
    expect(poor.status, poor.stderr).to.equal(1);
    expect(poor.stderr).to.equal("error: the sending account cannot pay for gas; fund it\n");
  });

  it("pays a claim once, and refuses one on an epoch that is not final", () => {
    const [account, cumulative] = readFileSync(join(folder, ".devnet/epoch-0/claims.csv"), "utf8")
      .split("\n")[1]
      ?.split(",") ?? ["", ""];
    const paid = onChain("claim", ".devnet/epoch-0", "--account", account ?? "", "--json");
    expect(paid.status, paid.stderr).to.equal(0);
    expect(JSON.parse(paid.stdout)).to.have.nested.property("[0].amount", cumulative);
    const again = onChain("claim", ".devnet/epoch-0", "--account", account ?? "", "--json");
    expect([again.status, again.stdout], "nothing is sent for nothing").to.deep.equal([0, "[]\n"]);

    const early = onChain("claim", ".devnet/epoch-1", "--all");
    expect(early.status).to.equal(1);
    expect(early.stderr).to.match(/^error: the distributor pays from root 0x/);
  });

  it("carries an epoch from contributions to claims", async () => {
    const terms = ["--budget", "1000000000000000000000", "--previous", ".devnet/epoch-1", "--epoch", "2"];
    opendepin("epoch", "build", "--contributions", OFFLINE, ...terms, "--out", "offline");
    const blocked = onChain("epoch", "propose", "offline");
    expect(blocked.status).to.equal(1);
    expect(blocked.stderr).to.equal(
      "error: epoch 1 is pending; finalise it first, once its window has passed\n",
    );
    const early = onChain("epoch", "finalize", ".devnet/epoch-1");
    expect(early.status).to.equal(1);
    expect(early.stderr).to.match(/^error: epoch 1 is in its challenge window until /);

    expect(opendepin("devnet", "warp", "2h").status).to.equal(0);
    const contributions = join(EXAMPLE, "contributions.csv");
    const built = onChain("epoch", "build", "--contributions", contributions, ...terms, "--out", "epoch-2");
    expect(built.status, built.stderr).to.equal(0);
    expect(built.stdout)
      .to.match(/^counts +33 devices, 5 payees, 5 accounts$/m)
      .and.match(/^left out +1 unknown, 1 released, 3 suspended, 3 uncovered$/m);
    await proposeOnDevnet(manifest, folder, "epoch-2");
    expect(opendepin("devnet", "warp", "1h").status).to.equal(0);
    expect(onChain("epoch", "finalize", "epoch-2").status).to.equal(0);

    const claimed = onChain("claim", "epoch-2", "--all");
    expect(claimed.status, claimed.stderr).to.equal(0);
    expect(claimed.stdout).to.match(/^accounts {6}5 of 5\n/);
    expect(onChain("claim", "epoch-2", "--all").stdout).to.match(/^accounts {2}0 of 5\n/);
  });

  it("refuses a report that was not built on the chain's last finalised epoch, or not by the committee", async () => {
    opendepin(
      "epoch",
      "build",
      "--contributions",
      OFFLINE,
      "--budget",
      "9",
      "--epoch",
      "3",
      "--out",
      "orphan",
    );
    const orphan = onChain("epoch", "propose", "orphan");
    expect(orphan.status).to.equal(1);
    expect(orphan.stderr).to.match(
      /^error: the epoch was built on root 0x0+, but the chain's last finalised root is 0x/,
    );

    const sound = ["--budget", "9", "--previous", "epoch-2", "--epoch", "9", "--out", "epoch-9"];
    opendepin("epoch", "build", "--contributions", OFFLINE, ...sound);
    const args = ["epoch", "propose", "epoch-9", "--rpc", manifest.rpc];
    const imposter = run(args, manifest.accounts["alice"]?.privateKey);
    expect(imposter.status).to.equal(1);
    expect(imposter.stderr).to.match(/^error: the program's reporter is a committee/);
    // the committee agrees, but the epoch has not ended
    const early = await proposeOnDevnet(manifest, folder, "epoch-9").catch((error: unknown) => error);
    expect(early)
      .to.be.an.instanceOf(Error)
      .with.property("message")
      .that.matches(/^epoch 9 goes on until /);
  });

  it("sends nothing when it refuses to propose", () => {
    const before = onChain("epoch", "verify", "epoch-2", "--json").stdout;
    expect(onChain("epoch", "propose", "epoch-2").stderr).to.match(/^error: epoch 2 is closed; /);
    expect(onChain("epoch", "verify", "epoch-2", "--json").stdout).to.equal(before);
  });

  it("signs nothing that does not follow from the inputs", () => {
    appendFileSync(join(folder, "epoch-9/rewards.csv"), "0x00,0x00,1,1\n");
    const forged = onChain("epoch", "propose", "epoch-9");
    expect(forged.status).to.equal(1);
    expect(forged.stderr).to.match(/^error: rewards.csv does not follow from the epoch's inputs; /);
  });

  it("says no when the chain has no report of the epoch", () => {
    opendepin(
      "epoch",
      "build",
      "--contributions",
      OFFLINE,
      "--budget",
      "9",
      "--epoch",
      "30",
      "--out",
      "absent",
    );
    const absent = onChain("epoch", "verify", "absent");
    expect(absent.status).to.equal(1);
    expect(absent.stdout).to.match(/chain +has no report of the epoch\n/);
  });

  it("knows a contract that is no distributor", () => {
    const other = onChain("epoch", "verify", "epoch-2", "--distributor", manifest.contracts.rewardToken);
    expect([other.status, other.stderr.split("\n").length], other.stderr).to.deep.equal([2, 2]);
  });

  it("keeps a second devnet out of the folder of the first", () => {
    const second = run(["devnet", "--port", "0x"]);
    expect(second.status).to.equal(2);
    const other = run(["devnet", "--port", (port + 1).toString()]);
    expect(other.status).to.equal(2);
    expect(other.stderr).to.match(/^error: the devnet of this folder runs already, at http/);
  });

  it("says in one line what is wrong with an endpoint or a key, and repeats no key", () => {
    const dead = opendepin("claim", "epoch-2", "--all", "--rpc", `http://127.0.0.1:${port + 1}`);
    expect([dead.status, dead.stderr.split("\n").length]).to.deep.equal([3, 2]);
    const args = ["claim", "epoch-2", "--all", "--rpc", manifest.rpc];
    const bad = run(args, "0xsecret");
    expect([bad.status, bad.stderr.includes("0xsecret")]).to.deep.equal([2, false]);
    const none = spawnSync(process.execPath, [commandBundle(), ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"] },
    });
    expect(none.status).to.equal(2);
    expect(none.stderr).to.match(/^error: no key to sign with\. Keys: OPENDEPIN_PRIVATE_KEY/);
  });

  it("ends cleanly on Ctrl-C and takes its manifest away", async () => {
    const ended = new Promise<number | null>((resolve) => devnet.once("exit", resolve));
    devnet.kill("SIGINT");
    expect(await ended).to.equal(0);
    expect(existsSync(join(folder, "devnet.json"))).to.equal(false);
    expect(existsSync(join(folder, ".devnet"))).to.equal(false);
    const answer = await fetch(manifest.rpc, { method: "POST" }).catch(() => "gone");
    expect(answer, "the chain has ended too").to.equal("gone");
    expect(run(["devnet", "wait", "--timeout", "1"]).status).to.equal(1);
  });
});
