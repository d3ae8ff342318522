import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

import { loadFixture, takeSnapshot, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { keccak256, type Wallet } from "ethers";
import { ethers } from "hardhat";

import type { EpochReport } from "../../src/rewards/epoch/report";
import { CommandLine } from "../helpers/command-line";
import { CHALLENGE_WINDOW } from "../helpers/suite";
import { TERMS } from "../helpers/trust";
import {
  ALICE,
  BOB,
  BUDGET,
  byReporter,
  deployWatched,
  finalizePending,
  proposeStated,
  THIEF,
  WatchFolder,
  type Watched,
} from "../helpers/watched";

const UNITS = { [ALICE]: 3, [BOB]: 5, [THIEF]: 2 };
const PENALTY = TERMS.maxPenalty / 2n;

interface Ran {
  exitCode: number;
  lines: string[];
  stderr: string;
}

describe("opendepin watch", () => {
  const cli = new CommandLine();
  const folder = new WatchFolder();

  /** Runs the command once, with a key or without. */
  async function watch(
    { distributor, manager }: Watched,
    key: Wallet | undefined,
    ...flags: string[]
  ): Promise<Ran> {
    const argv = [
      ...["watch", "--once", "--rpc", cli.url, "--distributor", await distributor.getAddress()],
      ...["--disputes", await manager.getAddress()],
      ...["--data", folder.path("data"), "--state", folder.path("state.json"), ...flags],
    ];
    const { exitCode, stdout, stderr } = await cli.run(argv, key?.privateKey);
    return { exitCode, lines: stdout.split("\n").slice(0, -1), stderr };
  }

  const challenging = ["--challenge"];
  const json = ({ lines }: Ran) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  /** Builds the honest epoch 0, publishes it or a forged one, and proposes what was published. */
  async function givenHonest(watched: Watched): Promise<EpochReport> {
    const report = await folder.build("epoch-0", 0, UNITS);
    await proposeStated(watched, report, byReporter(watched));
    return report;
  }
  async function givenForged(watched: Watched): Promise<EpochReport> {
    await folder.build("honest", 0, UNITS);
    const report = await folder.forge("honest", "epoch-0");
    await proposeStated(watched, report, byReporter(watched));
    return report;
  }

  context("given a report that follows from the published data", () => {
    it("agrees, in every epoch, and remembers", async () => {
      const watched = await loadFixture(deployWatched);
      const first = await givenHonest(watched);
      const ran = await watch(watched, undefined);
      expect([ran.exitCode, ran.stderr]).to.deep.equal([0, ""]);
      expect(ran.lines).to.have.length(1);
      expect(ran.lines[0]).to.match(new RegExp(`^epoch 0, nonce 1: agrees, root ${first.root}; final from `));

      await finalizePending(watched.distributor);
      const second = await folder.build("epoch-1", 1, { ...UNITS, [BOB]: 9 }, "epoch-0");
      await proposeStated(watched, second, byReporter(watched), "epoch-1");
      const again = await watch(watched, undefined, "--json");
      expect(again.exitCode).to.equal(0);
      expect(json(again)).to.have.length(1);
      expect(json(again)[0]).to.deep.include({
        epoch: 1,
        nonce: 2,
        root: second.root,
        total: (2n * BUDGET - (first.unallocated ?? 0n) - (second.unallocated ?? 0n)).toString(),
        verdict: "agrees",
        status: "pending",
        finding: null,
        evidence: null,
        action: { kind: "none" },
      });
      expect((await watch(watched, undefined)).lines, "the pending one once a run").to.have.length(1);
    });

    it("says nothing when there is nothing, and skips what was final before it came", async () => {
      const watched = await loadFixture(deployWatched);
      expect(await watch(watched, undefined)).to.deep.equal({ exitCode: 0, lines: [], stderr: "" });
      await givenHonest(watched);
      await finalizePending(watched.distributor);
      const fresh = await watch(watched, undefined, "--state", folder.path("fresh-state.json"));
      expect([fresh.exitCode, fresh.lines]).to.deep.equal([0, []]);
    });

    it("tells of reports that became final while it was away", async () => {
      const watched = await loadFixture(deployWatched);
      await watch(watched, undefined);
      await givenForged(watched);
      await finalizePending(watched.distributor);
      const { exitCode, lines } = await watch(watched, watched.watcher, ...challenging);
      expect(exitCode).to.equal(1);
      expect(lines[0]).to.match(/DISAGREES: claims\.csv:\d, .*; final; too late to challenge$/);
      expect(await watch(watched, undefined)).to.deep.equal({ exitCode: 0, lines: [], stderr: "" });
    });
  });

  context("given a report that overpays an account", () => {
    it("names the line, the account and both values, and does no more unless told", async () => {
      const watched = await loadFixture(deployWatched);
      const forged = await givenForged(watched);
      const claims = readFileSync(folder.path("data", "epoch-0", "claims.csv"), "utf8").split("\n");
      const at = claims.findIndex((line) => line.startsWith(THIEF));
      const found = claims[at]?.split(",")[1] ?? "";
      const ran = await watch(watched, undefined, "--json");
      expect(ran.exitCode).to.equal(1);
      expect(json(ran)[0]).to.deep.include({
        verdict: "disagrees",
        root: forged.root,
        action: { kind: "left" },
        finding: {
          file: "claims.csv",
          line: at + 1,
          subject: `account ${THIEF}`,
          figure: "cumulative",
          expected: (BigInt(found) - 100n).toString(),
          found,
        },
      });
      expect(await watched.manager.disputeCount()).to.equal(0n);
    });

    it("challenges it inside the window, with its evidence, once", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { manager, watcher, distributor } = watched;
      const ran = await watch(watched, watcher, ...challenging, "--evidence-uri", "https://watch.example/");
      expect(ran.exitCode).to.equal(1);
      expect(ran.lines).to.have.length(1);
      expect(ran.lines[0]).to.match(
        /cumulative must be \d+, is \d+; final from .*; challenged: dispute 1, open$/,
      );

      const dispute = await manager.disputeAt(1);
      expect([dispute.challenger, dispute.penalty, dispute.bond]).to.deep.equal([
        watcher.address,
        TERMS.maxPenalty,
        TERMS.reportBond,
      ]);
      expect((await distributor.pendingReport()).frozen).to.equal(true);
      const [opened] = await manager.queryFilter(manager.filters.DisputeOpened(1));
      const name = opened?.args.evidenceURI.replace("https://watch.example/", "") ?? "";
      const evidence = readFileSync(folder.path(name));
      expect(opened?.args.evidence).to.equal(keccak256(evidence));
      expect(JSON.parse(evidence.toString())).to.deep.include({
        format: "opendepin-evidence",
        epoch: 0,
        nonce: 1,
      });

      const sent = await watcher.getNonce();
      const again = await watch(watched, watcher, ...challenging);
      expect(again.lines[0]).to.match(/challenged: dispute 1, open$/);
      expect([again.exitCode, await watcher.getNonce(), await manager.disputeCount()]).to.deep.equal([
        1,
        sent,
        1n,
      ]);
    });

    it("tells how it ended", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      await watch(watched, watched.watcher, ...challenging);
      await watched.manager.connect(watched.arbiter).rule(1, true, PENALTY, "");
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.exitCode).to.equal(0);
      expect(ran.lines[0]).to.match(/; void; challenged: dispute 1, upheld$/);
      expect((await watch(watched, watched.watcher, ...challenging)).lines).to.deep.equal([]);
    });

    it("goes on when a decoy has disputed it already: it is frozen anyway", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { distributor, manager, token, decoy, watcher } = watched;
      const { root } = await distributor.pendingReport();
      await token.connect(decoy).approve(manager, TERMS.reportBond);
      await manager.connect(decoy).challengeReport(1, 0, 1, root, ethers.id("nothing"), "");
      const ran = await watch(watched, watcher, ...challenging);
      expect(ran.exitCode).to.equal(1);
      expect(ran.lines[0]).to.contain(`; frozen by dispute 1 of ${decoy.address} already`);
      expect(await watcher.getNonce()).to.equal(0);
    });

    it("is too late when the window has passed", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      await time.increase(CHALLENGE_WINDOW);
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect([ran.exitCode, await watched.manager.disputeCount()]).to.deep.equal([1, 0n]);
      expect(ran.lines[0]).to.match(/; too late to challenge$/);
    });

    it("says why it could not challenge, and can in the next run", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { token, watcher, treasury, manager } = watched;
      const all = await token.balanceOf(watcher);
      await token.connect(watcher).transfer(treasury, all);
      const ran = await watch(watched, watcher, ...challenging);
      expect([ran.exitCode, await manager.disputeCount()]).to.deep.equal([1, 0n]);
      expect(ran.lines[0]).to.match(
        /; NOT CHALLENGED: a challenge takes a bond of \d+ base units, and 0x\w+ has 0; fund it$/,
      );
      await token.connect(treasury).transfer(watcher, all);
      expect((await watch(watched, watcher, ...challenging)).lines[0]).to.match(
        /challenged: dispute 1, open$/,
      );
    });

    it("finds a root that the honest data does not give", async () => {
      const watched = await loadFixture(deployWatched);
      await folder.build("epoch-0", 0, UNITS);
      const forged = await folder.forge("epoch-0", "hidden");
      await proposeStated(watched, forged, byReporter(watched), "ipfs://bafy");
      const ran = await watch(watched, undefined, "--json");
      expect(json(ran)[0]?.["finding"]).to.deep.include({
        file: "chain",
        figure: "root",
        found: forged.root,
      });
      expect(ran.exitCode).to.equal(1);
    });

    it("finds a ledger that somebody made up, by the accounts of the one that is final", async () => {
      const watched = await loadFixture(deployWatched);
      await givenHonest(watched);
      await finalizePending(watched.distributor);
      await folder.build("invented", 0, { [THIEF]: 1 });
      const stolen = await folder.build("epoch-1", 1, { [THIEF]: 1 }, "invented");
      await proposeStated(watched, stolen, byReporter(watched));
      const withLedger = json(await watch(watched, undefined, "--json"));
      expect(withLedger[0]?.["finding"]).to.deep.include({ file: "claims.csv", subject: `account ${ALICE}` });

      await folder.remove("epoch-0");
      const without = json(await watch(watched, undefined, "--json"));
      expect(without[0]?.["finding"]).to.deep.include({ file: "chain", figure: "previous root" });
    });
  });

  context("given a quorum that publishes false inputs", () => {
    beforeEach(() => {
      mkdirSync(folder.path("own"));
    });
    // written as people do, not as paths are joined
    const flags = () => ["--contributions", `${folder.directory}/./own/`];

    it("agrees without inputs of its own, and finds the row with them", async () => {
      const watched = await loadFixture(deployWatched);
      const report = await folder.build("epoch-0", 0, { ...UNITS, [THIEF]: 900 });
      await proposeStated(watched, report, byReporter(watched));
      expect((await watch(watched, undefined)).exitCode).to.equal(0);
      writeFileSync(
        folder.path("own", "epoch-0.csv"),
        `device,units\n${Object.entries(UNITS)
          .map(([device, units]) => `${device},${units}`)
          .join("\n")}\n`,
      );
      const state = ["--state", folder.path("other.json")];
      const ran = await watch(watched, watched.watcher, ...flags(), ...state, ...challenging, "--json");
      expect(ran.exitCode).to.equal(1);
      expect(json(ran)[0]?.["finding"]).to.deep.equal({
        file: "inputs/contributions.csv",
        line: 4,
        subject: `device ${THIEF}`,
        figure: "units",
        expected: "2",
        found: "900",
      });
      expect(await watched.manager.disputeCount()).to.equal(1n);
    });

    it("never challenges because its own inputs are missing", async () => {
      const watched = await loadFixture(deployWatched);
      await givenHonest(watched);
      const ran = await watch(watched, watched.watcher, ...flags(), ...challenging, "--challenge-missing");
      expect([ran.exitCode, await watched.manager.disputeCount()]).to.deep.equal([1, 0n]);
      expect(ran.lines[0]).to.match(
        /UNVERIFIABLE: .*epoch-0\.csv: there is no such file, .*; not challenged$/,
      );
      // and looks again, once they are there
      writeFileSync(folder.path("own", "epoch-0.csv"), readFileSync(folder.path("epoch-0.csv")));
      expect((await watch(watched, undefined, ...flags())).exitCode).to.equal(0);
    });

    it("finds a budget that is not the program's", async () => {
      const watched = await loadFixture(deployWatched);
      await givenHonest(watched);
      const ran = await watch(watched, undefined, "--budget", "7", "--json");
      expect(json(ran)[0]?.["finding"]).to.deep.include({
        figure: "budget",
        expected: "7",
        found: BUDGET.toString(),
      });
      const state = ["--state", folder.path("other.json")];
      expect((await watch(watched, undefined, "--budget", BUDGET.toString(), ...state)).exitCode).to.equal(0);
    });
  });

  context("given data that is missing or unreadable", () => {
    it("names it as that, and challenges it only when told to", async () => {
      const watched = await loadFixture(deployWatched);
      const report = await folder.build("elsewhere", 0, UNITS);
      await proposeStated(watched, report, byReporter(watched), "ipfs://bafy");
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect([ran.exitCode, await watched.manager.disputeCount()]).to.deep.equal([1, 0n]);
      expect(ran.lines[0]).to.match(
        /UNVERIFIABLE: there is no directory .*epoch-0: mirror "ipfs:\/\/bafy" there first; .*; not challenged$/,
      );
      const told = await watch(watched, watched.watcher, ...challenging, "--challenge-missing");
      expect(told.lines[0]).to.match(/UNVERIFIABLE: .*; challenged: dispute 1, open$/);
      expect(told.exitCode).to.equal(1);
    });

    it("agrees as soon as it is there", async () => {
      const watched = await loadFixture(deployWatched);
      const report = await folder.build("elsewhere", 0, UNITS);
      await proposeStated(watched, report, byReporter(watched));
      expect((await watch(watched, undefined)).exitCode).to.equal(1);
      await folder.copy("elsewhere", "epoch-0");
      expect((await watch(watched, undefined)).exitCode).to.equal(0);
    });

    it("does not take a damaged copy for a false report", async () => {
      const watched = await loadFixture(deployWatched);
      await givenHonest(watched);
      appendFileSync(
        folder.path("data", "epoch-0", "inputs", "contributions.csv"),
        `0x${"99".repeat(20)},1\n`,
      );
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect([ran.exitCode, await watched.manager.disputeCount()]).to.deep.equal([1, 0n]);
      expect(ran.lines[0]).to.match(
        /UNVERIFIABLE: .*contributions\.csv: it is not the file that the report commits to/,
      );
    });

    it("agrees on damaged tables when the inputs give what was signed", async () => {
      const watched = await loadFixture(deployWatched);
      await givenHonest(watched);
      appendFileSync(folder.path("data", "epoch-0", "claims.csv"), "garbage\n");
      expect((await watch(watched, undefined)).exitCode).to.equal(0);
    });

    it("does not take the data of a report that is void for that of the next", async () => {
      const watched = await loadFixture(deployWatched);
      await folder
        .build("epoch-0", 0, { ...UNITS, [ALICE]: 4 })
        .then((report) => proposeStated(watched, report, byReporter(watched)));
      await watched.distributor.connect(watched.guardian).void(0, ethers.ZeroHash);
      const corrected = await folder.build("corrected", 0, UNITS);
      await proposeStated(watched, corrected, byReporter(watched));
      const stale = await watch(watched, watched.watcher, ...challenging);
      expect([stale.exitCode, await watched.manager.disputeCount()]).to.deep.equal([1, 0n]);
      expect(stale.lines.join("\n")).to.match(
        /epoch 0, nonce 2: UNVERIFIABLE: .*it is of the report with nonce 1/,
      );
      await folder.copy("corrected", "epoch-0");
      expect((await watch(watched, undefined)).exitCode).to.equal(0);
    });

    it("finds the finalised epoch before in the mirror, wherever the report says that it is", async () => {
      const watched = await loadFixture(deployWatched);
      const first = await folder.build("reporters/own/layout", 0, UNITS);
      await proposeStated(watched, first, byReporter(watched), "reporters/own/layout");
      await finalizePending(watched.distributor);
      const second = await folder.build("epoch-1", 1, UNITS, "reporters/own/layout");
      await folder.copy("reporters/own/layout", "epoch-0");
      await folder.remove("reporters");
      await proposeStated(watched, second, byReporter(watched));
      const ran = await watch(watched, undefined);
      expect(ran.lines.join("\n")).to.match(/epoch 1, nonce 2: agrees/);
      expect(ran.exitCode).to.equal(0);
    });

    for (const [name, spoil] of [
      [
        "a report that is no JSON",
        () => {
          writeFileSync(folder.path("data", "epoch-0", "report.json"), "{");
        },
      ],
      [
        "a previous epoch that leads nowhere",
        () => {
          const path = folder.path("data", "epoch-0", "report.json");
          const report = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
          const previous = { path: "../../../../nowhere", epoch: 0, root: ethers.id("x"), total: "1" };
          writeFileSync(path, JSON.stringify({ ...report, previous }));
        },
      ],
    ] as const) {
      it(`survives ${name}`, async () => {
        const watched = await loadFixture(deployWatched);
        await givenHonest(watched);
        spoil();
        const ran = await watch(watched, undefined);
        expect([ran.exitCode, ran.stderr]).to.deep.equal([1, ""]);
        expect(ran.lines[0]).to.match(/UNVERIFIABLE/);
      });
    }
  });

  context("when it was stopped in between", () => {
    /** The state with the challenge signed, as it is written before the challenge is sent. */
    async function stoppedBeforeSending(watched: Watched): Promise<{ raw: string; before: string }> {
      await givenForged(watched);
      const snapshot = await takeSnapshot();
      await watch(watched, watched.watcher, ...challenging);
      const state = JSON.parse(readFileSync(folder.path("state.json"), "utf8")) as {
        records: { challenge: { raw: string }; shown: string }[];
        blocks: unknown[];
      };
      await snapshot.restore();
      const [record] = state.records;
      if (record === undefined) throw new Error("nothing was recorded");
      record.shown = "";
      const before = JSON.stringify(state);
      writeFileSync(folder.path("state.json"), before);
      // what was allowed before the challenge was signed
      await watched.token.connect(watched.watcher).approve(watched.manager, TERMS.reportBond);
      return { raw: record.challenge.raw, before };
    }

    it("before sending: sends the transaction that it had signed", async () => {
      const watched = await loadFixture(deployWatched);
      const { raw } = await stoppedBeforeSending(watched);
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.lines[0]).to.match(/challenged: dispute 1, open$/);
      expect(await watched.watcher.getNonce()).to.equal(2);
      expect(await ethers.provider.getTransactionReceipt(keccak256(raw))).to.have.property("status", 1);
    });

    it("after sending: knows its dispute from the chain, and sends nothing", async () => {
      const watched = await loadFixture(deployWatched);
      const { raw } = await stoppedBeforeSending(watched);
      await ethers.provider.broadcastTransaction(raw);
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.lines[0]).to.match(/challenged: dispute 1, open$/);
      expect([await watched.watcher.getNonce(), await watched.manager.disputeCount()]).to.deep.equal([2, 1n]);
    });

    it("and the account was used meanwhile: signs another one", async () => {
      const watched = await loadFixture(deployWatched);
      await stoppedBeforeSending(watched);
      await watched.watcher.sendTransaction({ to: watched.watcher.address });
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.lines[0]).to.match(/challenged: dispute 1, open$/);
      expect(await watched.watcher.getNonce()).to.equal(3);
    });

    it("and its transaction was refused in a block, because a decoy came first: says so", async () => {
      const watched = await loadFixture(deployWatched);
      const { raw } = await stoppedBeforeSending(watched);
      const { distributor, token, manager, decoy } = watched;
      const { root } = await distributor.pendingReport();
      await token.connect(decoy).approve(manager, TERMS.reportBond);
      await manager.connect(decoy).challengeReport(1, 0, 1, root, ethers.id("nothing"), "");
      await ethers.provider.broadcastTransaction(raw).catch(() => undefined);
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.lines[0]).to.contain("frozen by dispute 1 of");
      expect(await manager.disputeCount()).to.equal(1n);
    });

    it("with a state that is not its own: refuses it", async () => {
      const watched = await loadFixture(deployWatched);
      await watch(watched, undefined);
      const path = folder.path("state.json");
      writeFileSync(path, readFileSync(path, "utf8").replace(/"distributor": "0x../, '"distributor": "0x00'));
      const ran = await watch(watched, undefined);
      expect(ran.exitCode).to.equal(2);
      expect(ran.stderr).to.match(
        /^error: .*state\.json: it is of distributor .*; name another file with --state\n$/,
      );
    });
  });

  context("when the chain is reorganised", () => {
    it("looks again at a report that stands in another block", async () => {
      const watched = await loadFixture(deployWatched);
      const honest = await folder.build("honest", 0, UNITS);
      const forged = await folder.forge("honest", "forged");
      await watch(watched, undefined);
      const snapshot = await takeSnapshot();
      await proposeStated(watched, honest, byReporter(watched), "honest");
      expect((await watch(watched, undefined)).exitCode).to.equal(0);
      await snapshot.restore();
      await proposeStated(watched, forged, byReporter(watched), "forged");
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.exitCode).to.equal(1);
      expect(ran.lines[0]).to.match(
        /epoch 0, nonce 1: DISAGREES: claims\.csv:.*challenged: dispute 1, open$/,
      );
    });

    it("challenges again when its challenge is gone from the chain", async () => {
      const watched = await loadFixture(deployWatched);
      await folder.build("honest", 0, UNITS);
      const forged = await folder.forge("honest", "forged");
      await watch(watched, undefined);
      const snapshot = await takeSnapshot();
      await proposeStated(watched, forged, byReporter(watched), "forged");
      await watch(watched, watched.watcher, ...challenging);
      await snapshot.restore();
      await time.increase(7);
      await proposeStated(watched, forged, byReporter(watched), "forged");
      expect(await watched.manager.disputeCount()).to.equal(0n);
      const ran = await watch(watched, watched.watcher, ...challenging);
      expect(ran.lines[0]).to.match(/challenged: dispute 1, open$/);
      expect((await watched.manager.disputeAt(1)).challenger).to.equal(watched.watcher.address);
    });

    it("to one that is shorter, goes back with it", async () => {
      const watched = await loadFixture(deployWatched);
      const snapshot = await takeSnapshot();
      await givenHonest(watched);
      await finalizePending(watched.distributor);
      await watch(watched, undefined);
      await snapshot.restore();
      expect(await watch(watched, undefined)).to.deep.equal({ exitCode: 0, lines: [], stderr: "" });
      await folder.remove("epoch-0");
      await givenForged(watched);
      expect((await watch(watched, undefined)).exitCode).to.equal(1);
    });

    it("does not look before as many blocks follow as it was told", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const patient = ["--confirmations", "2"];
      expect(await watch(watched, undefined, ...patient)).to.deep.equal({
        exitCode: 0,
        lines: [],
        stderr: "",
      });
      await ethers.provider.send("hardhat_mine", ["0x2"]);
      expect((await watch(watched, undefined, ...patient)).exitCode).to.equal(1);
    });
  });

  it("follows until it is stopped, and finds what comes", async () => {
    const watched = await loadFixture(deployWatched);
    const argv = [
      ...["watch", "--rpc", cli.url, "--distributor", await watched.distributor.getAddress()],
      ...["--data", folder.path("data"), "--state", folder.path("state.json"), "--interval", "1"],
    ];
    const following = cli.follow(argv);
    await givenHonest(watched);
    expect(await following.nextLine()).to.match(/^epoch 0, nonce 1: agrees/);
    await finalizePending(watched.distributor);
    await folder.build("honest", 1, UNITS, "epoch-0");
    const forged = await folder.forge("honest", "epoch-1");
    await proposeStated(watched, forged, byReporter(watched));
    expect(await following.nextLine()).to.match(/^epoch 1, nonce 2: DISAGREES: claims\.csv:/);
    await following.stop();
    expect((await watch(watched, undefined)).exitCode, "goes on with the state of a killed process").to.equal(
      1,
    );
  });

  it("ends with 3 when the chain does not answer", async () => {
    const data = ["--data", folder.path("data"), "--state", folder.path("state.json")];
    const { exitCode, stderr } = await cli.run(["watch", "--once", "--rpc", "http://127.0.0.1:1", ...data]);
    expect(exitCode).to.equal(3);
    expect(stderr).to.match(/^error: no JSON-RPC endpoint answers [^\n]*\n$/);
  });
});
