import { writeFileSync } from "node:fs";

import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, keccak256, toUtf8Bytes, type Wallet } from "ethers";
import { ethers } from "hardhat";

import { passEpoch } from "../helpers/clock";
import { CommandLine } from "../helpers/command-line";
import { register } from "../helpers/device-actions";
import { secp256k1Key } from "../helpers/device-keys";
import { CHALLENGE_WINDOW } from "../helpers/suite";
import { BURN_BPS, RULING_PERIOD, TERMS } from "../helpers/trust";
import {
  ALICE,
  BOB,
  byMembers,
  byReporter,
  deployCommittee,
  deployUnpledgedCommittee,
  deployWatched,
  finalizePending,
  MEMBER_BOND,
  proposeStated,
  THIEF,
  WatchFolder,
  type Watched,
} from "../helpers/watched";

const UNITS = { [ALICE]: 3, [BOB]: 5, [THIEF]: 2 };
const PENALTY = MEMBER_BOND / 5n;
const EVIDENCE = id("evidence");
const WHOLE_BPS = 10_000n;

type Json = Record<string, unknown>;

describe("opendepin dispute", () => {
  const cli = new CommandLine();
  const folder = new WatchFolder();

  /** Runs a command that must succeed, and reads what it prints as JSON. */
  async function dispute(
    { manager }: Pick<Watched, "manager">,
    key: Wallet | undefined,
    ...argv: string[]
  ): Promise<Json> {
    const flags = ["--rpc", cli.url, "--disputes", await manager.getAddress(), "--json"];
    const { exitCode, stdout, stderr } = await cli.run(["dispute", ...argv, ...flags], key?.privateKey);
    expect([exitCode, stderr]).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as Json;
  }

  /** Runs a command that must be refused in one line, and reads its error. */
  async function refusal({ manager }: Pick<Watched, "manager">, key: Wallet | undefined, ...argv: string[]) {
    const flags = ["--rpc", cli.url, "--disputes", await manager.getAddress()];
    const plain = await cli.run(["dispute", ...argv, ...flags], key?.privateKey);
    expect(plain.stdout).to.equal("");
    expect(plain.stderr).to.match(/^error: [^\n]+\n$/);
    const { exitCode, stderr } = await cli.run(["dispute", ...argv, ...flags, "--json"], key?.privateKey);
    const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
    return { exitCode, ...error };
  }

  async function challenge(watched: Watched, key: Wallet, ...flags: string[]): Promise<Json> {
    const distributor = ["--distributor", await watched.distributor.getAddress()];
    return dispute(watched, key, "report", ...distributor, "--evidence-hash", EVIDENCE, ...flags);
  }

  /** A forged epoch 0, proposed by the program's own key. */
  async function givenForged(watched: Watched): Promise<void> {
    await folder.build("honest", 0, UNITS);
    await proposeStated(watched, await folder.forge("honest", "forged"), byReporter(watched));
  }

  const ruleUpheld = (watched: Watched) =>
    dispute(watched, watched.judge, "rule", "1", "--upheld", "--penalty", PENALTY.toString());

  describe("report", () => {
    it("challenges the pending report, with exactly the bond, and the hash of the evidence", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { distributor, manager, token, watcher } = watched;
      writeFileSync(folder.path("evidence.txt"), "look at line 4\n");
      const before = await token.balanceOf(watcher);
      const opened = await dispute(
        watched,
        watcher,
        ...["report", "--distributor", await distributor.getAddress()],
        ...["--evidence", folder.path("evidence.txt"), "--evidence-uri", "ipfs://evidence"],
      );
      const evidence = keccak256(toUtf8Bytes("look at line 4\n"));
      expect(opened).to.deep.include({ dispute: 1, evidence, bond: TERMS.reportBond.toString() });
      expect(await token.balanceOf(watcher)).to.equal(before - TERMS.reportBond);
      expect(await token.allowance(watcher, manager)).to.equal(0n);
      expect((await distributor.pendingReport()).frozen).to.equal(true);
      const shown = await dispute(watched, undefined, "show", "1");
      const { root } = await distributor.pendingReport();
      expect(shown["history"]).to.deep.include({
        evidence,
        evidenceURI: "ipfs://evidence",
        root,
        punished: [],
      });
    });

    it("asks for no approval that is there already", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { manager, token, watcher } = watched;
      await token.connect(watcher).approve(manager, 3n * TERMS.reportBond);
      expect(await challenge(watched, watcher)).not.to.have.property("approved");
      expect(await token.allowance(watcher, manager)).to.equal(2n * TERMS.reportBond);
    });

    it("refuses when there is nothing to challenge, or no more, or again", async () => {
      const watched = await loadFixture(deployWatched);
      const { distributor, watcher, decoy } = watched;
      const argv = ["report", "--distributor", await distributor.getAddress(), "--evidence-hash", EVIDENCE];
      expect(await refusal(watched, watcher, ...argv)).to.include({ exitCode: 1, code: "NOTHING_PENDING" });
      await givenForged(watched);
      await challenge(watched, decoy);
      const again = await refusal(watched, watcher, ...argv);
      expect(again).to.include({ exitCode: 1, code: "ALREADY_DISPUTED" });
      expect(again.message).to.contain("opendepin dispute show 1");
      await dispute(watched, watched.judge, "rule", "1", "--rejected");
      await finalizePending(distributor);
      await folder
        .build("next", 1, UNITS, "honest")
        .then((report) => proposeStated(watched, report, byReporter(watched)));
      await time.increase(CHALLENGE_WINDOW);
      expect(await refusal(watched, watcher, ...argv)).to.include({ exitCode: 1, code: "WINDOW_CLOSED" });
    });

    it("refuses an account without the bond", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { distributor, judge } = watched;
      const argv = ["report", "--distributor", await distributor.getAddress(), "--evidence-hash", EVIDENCE];
      expect(await refusal(watched, judge, ...argv)).to.include({ exitCode: 1, code: "BOND_MISSING" });
    });

    it("refuses a manager that looks after another network's program", async () => {
      const [here, there] = [await deployWatched(), await deployWatched()];
      await givenForged(here);
      const argv = [
        "report",
        "--distributor",
        await here.distributor.getAddress(),
        "--evidence-hash",
        EVIDENCE,
      ];
      expect(await refusal(there, there.watcher, ...argv)).to.include({
        exitCode: 2,
        code: "DISPUTES_FOREIGN",
      });
      const address = await here.token.getAddress();
      const { exitCode, stderr } = await cli.run(
        ["dispute", ...argv, "--rpc", cli.url, "--disputes", address],
        here.watcher.privateKey,
      );
      expect([exitCode, stderr]).to.deep.equal([
        2,
        `error: the contract at ${address.toLowerCase()} is not a DisputeManager\n`,
      ]);
    });
  });

  describe("rule, punish and withdraw", () => {
    it("void the report, slash its single reporter, pay the challenger; the corrected epoch becomes final", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { distributor, staking, token, watcher, reporter, decoy } = watched;
      const before = await token.balanceOf(watcher);
      await challenge(watched, watcher);
      const ruled = await ruleUpheld(watched);
      expect(ruled["dispute"]).to.deep.include({ status: "upheld", penalty: PENALTY.toString() });
      expect((await distributor.pendingReport()).finalizableAt).to.equal(0n);

      const punished = await dispute(watched, decoy, "punish", "1");
      expect(punished).to.deep.include({
        punished: [{ account: reporter.address, amount: PENALTY.toString() }],
      });
      expect(punished).not.to.have.property("configuration");
      expect(await staking.atStake(reporter)).to.equal(MEMBER_BOND - PENALTY);
      expect(await refusal(watched, decoy, "punish", "1")).to.include({
        exitCode: 1,
        code: "ALREADY_PUNISHED",
      });

      const share = (PENALTY * BigInt(TERMS.shareBps)) / WHOLE_BPS;
      const paid = await dispute(watched, decoy, "withdraw", "--account", watcher.address);
      expect((paid["paid"] as Json[]).map(({ from, amount }) => [from, amount])).to.deep.equal([
        ["disputes", TERMS.reportBond.toString()],
        ["staking", share.toString()],
      ]);
      expect(await token.balanceOf(watcher)).to.equal(before + share);
      expect(await refusal(watched, watcher, "withdraw")).to.include({ exitCode: 1, code: "NO_CREDIT" });
      const burned = ((PENALTY - share) * BigInt(BURN_BPS)) / WHOLE_BPS;
      expect(await staking.creditOf(watched.treasury)).to.equal(PENALTY - share - burned);

      const honest = await folder.build("again", 0, UNITS);
      await proposeStated(watched, honest, byReporter(watched));
      await finalizePending(distributor);
      expect(await distributor.activeRoot()).to.equal(honest.root);
    });

    it("slash the members of a committee who signed, and nobody else", async () => {
      const watched = await loadFixture(deployCommittee);
      const { committee, members, staking, watcher } = watched;
      await folder.build("honest", 0, UNITS);
      const forged = await folder.forge("honest", "forged");
      const signers = [members[4], members[0], members[2]] as Wallet[];
      await proposeStated(watched, forged, byMembers(committee, signers));
      await challenge(watched, watcher);
      await ruleUpheld(watched);
      const punished = await dispute(watched, watcher, "punish", "1");
      expect(punished["configuration"]).to.equal(Number(await committee.configuration()));
      expect((punished["punished"] as Json[]).map(({ account }) => account)).to.have.members(
        signers.map(({ address }) => address),
      );
      for (const member of members) {
        const lost = signers.includes(member) ? PENALTY : 0n;
        expect(await staking.atStake(member)).to.equal(MEMBER_BOND - lost);
      }
    });

    it("say so when nobody who signed has ever pledged to the committee, and send nothing", async () => {
      const watched = await loadFixture(deployUnpledgedCommittee);
      const { committee, members, staking, watcher } = watched;
      await folder.build("honest", 0, UNITS);
      const forged = await folder.forge("honest", "forged");
      await proposeStated(watched, forged, byMembers(committee, members.slice(0, 3)));
      await challenge(watched, watcher);
      await ruleUpheld(watched);
      expect(await refusal(watched, watcher, "punish", "1")).to.include({
        exitCode: 1,
        code: "NOBODY_PLEDGED",
      });
      for (const member of members) expect(await staking.atStake(member)).to.equal(MEMBER_BOND);
    });

    it("slash members who resigned in the very block of their report", async () => {
      const watched = await loadFixture(deployCommittee);
      const { committee, members, staking, watcher } = watched;
      await folder.build("honest", 0, UNITS);
      const forged = await folder.forge("honest", "forged");
      const signers = members.slice(0, 3);
      await passEpoch(watched.genesis, 0);
      await ethers.provider.send("evm_setAutomine", [false]);
      const [first, second] = signers as [Wallet, Wallet];
      const key = ({ address }: Wallet) => keccak256(address);
      const sign = byMembers(committee, signers);
      await proposeStated(watched, forged, sign);
      await committee.connect(first).resign(key(first), { maxPriorityFeePerGas: 1, gasLimit: 200_000 });
      await committee.connect(second).resign(key(second), { maxPriorityFeePerGas: 1, gasLimit: 200_000 });
      await ethers.provider.send("hardhat_mine", ["0x1"]);
      await ethers.provider.send("evm_setAutomine", [true]);
      expect(await committee.memberCount()).to.equal(3n);
      const latest = await ethers.provider.getBlock("latest");
      expect(latest?.transactions.length).to.equal(3);

      await challenge(watched, watcher);
      await ruleUpheld(watched);
      const punished = await dispute(watched, watcher, "punish", "1");
      expect((punished["punished"] as Json[]).map(({ account }) => account)).to.have.members(
        signers.map(({ address }) => address),
      );
      for (const member of signers) expect(await staking.atStake(member)).to.equal(MEMBER_BOND - PENALTY);
    });

    it("need the report itself when another contract has proposed it", async () => {
      const watched = await loadFixture(deployCommittee);
      const { committee, members, distributor, authority, admin, watcher } = watched;
      await folder.build("honest", 0, UNITS);
      const forged = await folder.forge("honest", "forged");
      const snapshot = (await ethers.provider.send("evm_snapshot", [])) as string;
      const { report, signature } = await proposeStated(
        watched,
        forged,
        byMembers(committee, members.slice(0, 3)),
      );
      await ethers.provider.send("evm_revert", [snapshot]);
      await time.increaseTo(report.deadline - 100);
      const call = distributor.interface.encodeFunctionData("propose", [report, signature]);
      await authority.connect(admin).execute(distributor, call);
      await challenge(watched, watcher);
      await ruleUpheld(watched);

      const indirect = await refusal(watched, watcher, "punish", "1");
      expect(indirect).to.include({ exitCode: 1, code: "PROPOSED_INDIRECTLY" });
      expect(indirect.message).to.contain(await authority.getAddress());
      const request = {
        format: "opendepin-report-request",
        report: { ...report, total: report.total.toString() },
      };
      writeFileSync(folder.path("request.json"), JSON.stringify(request));
      const given = ["--report", folder.path("request.json"), "--signature", signature];
      expect((await dispute(watched, watcher, "punish", "1", ...given))["punished"]).to.have.length(3);
    });

    it("slash who signed, although the program's reporter was another one by the time of the challenge", async () => {
      const watched = await loadFixture(deployCommittee);
      const { committee, members, distributor, programManager, reporter, watcher } = watched;
      await folder.build("honest", 0, UNITS);
      await proposeStated(
        watched,
        await folder.forge("honest", "forged"),
        byMembers(committee, members.slice(0, 3)),
      );
      await distributor.connect(programManager).setReporter(reporter);
      await challenge(watched, watcher);
      await ruleUpheld(watched);
      const punished = await dispute(watched, watcher, "punish", "1");
      expect(punished["reporter"]).to.equal(await committee.getAddress());
      expect(punished["punished"]).to.have.length(3);
    });

    it("take nothing before a ruling, and give a wrong challenger's bond to the treasury", async () => {
      const watched = await loadFixture(deployWatched);
      const honest = await folder.build("honest", 0, UNITS);
      await proposeStated(watched, honest, byReporter(watched));
      const { manager, treasury, watcher, judge, distributor } = watched;
      await challenge(watched, watcher);
      expect(await refusal(watched, watcher, "punish", "1")).to.include({ exitCode: 1, code: "NOT_UPHELD" });
      const ruled = await dispute(
        watched,
        judge,
        "rule",
        "1",
        "--rejected",
        "--reason-uri",
        "https://why.example",
      );
      expect(ruled["dispute"]).to.deep.include({ status: "rejected", penalty: "0" });
      expect(await manager.creditOf(treasury)).to.equal(TERMS.reportBond);
      const shown = await dispute(watched, undefined, "show", "1");
      expect((shown["history"] as Json)["ruling"]).to.deep.include({
        upheld: false,
        reasonURI: "https://why.example",
      });
      await finalizePending(distributor);
      expect(await distributor.activeRoot()).to.equal(honest.root);
    });

    it("refuse a ruling by others, above the maximum, twice, or too late", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      const { watcher, judge } = watched;
      await challenge(watched, watcher);
      const rule = (penalty: bigint) => ["rule", "1", "--upheld", "--penalty", penalty.toString()];
      const unauthorized = await refusal(watched, watcher, ...rule(1n));
      expect(unauthorized).to.include({ exitCode: 1, code: "REVERTED" });
      expect(unauthorized.message).to.contain("AccessManagedUnauthorized");
      expect(await refusal(watched, judge, ...rule(TERMS.maxPenalty + 1n))).to.include({
        exitCode: 1,
        code: "PENALTY_ABOVE",
      });
      expect(await refusal(watched, judge, "expire", "1")).to.include({
        exitCode: 1,
        code: "RULING_AWAITED",
      });
      await time.increase(RULING_PERIOD + 1);
      expect(await refusal(watched, judge, ...rule(1n))).to.include({ exitCode: 1, code: "RULING_LATE" });
      const expired = await dispute(watched, watched.decoy, "expire", "1");
      expect(expired["dispute"]).to.deep.include({ status: "expired" });
      expect(await refusal(watched, judge, ...rule(1n))).to.include({ exitCode: 1, code: "DISPUTE_ENDED" });
      expect(await refusal(watched, judge, "expire", "2")).to.include({
        exitCode: 1,
        code: "DISPUTE_UNKNOWN",
      });
      const paid = await dispute(watched, watcher, "withdraw");
      expect((paid["paid"] as Json[])[0]).to.deep.include({
        from: "disputes",
        amount: TERMS.reportBond.toString(),
      });
    });
  });

  describe("device", () => {
    it("challenges an operator, whom a ruling slashes at once", async () => {
      const watched = await loadFixture(deployWatched);
      const { makers, authority, admin, registry, alice, staking, watcher } = watched;
      await authority.connect(admin).grantRole(5n, admin, 0);
      await makers.connect(admin).addKind(1, 1, true, 0, "App", "");
      await time.increaseTo(watched.genesis);
      const device = await register(registry, alice, { key: secp256k1Key("device"), kind: 1n });
      await watched.token.connect(watched.treasury).approve(staking, MEMBER_BOND);
      await staking.connect(watched.treasury).bond(alice, MEMBER_BOND);
      const argv = ["device", device.toString(), "--operator", alice.address];
      const accusation = ["--penalty", PENALTY.toString(), "--evidence-hash", EVIDENCE];
      const above = ["--penalty", (TERMS.maxPenalty + 1n).toString(), "--evidence-hash", EVIDENCE];
      const refused = await refusal(watched, watcher, ...argv, ...above);
      expect(refused).to.include({ exitCode: 1, code: "REVERTED" });
      expect(refused.message).to.contain("DisputeManagerPenaltyOutOfRange");
      const opened = await dispute(watched, watcher, ...argv, ...accusation);
      expect(opened).to.deep.include({ dispute: 1, bond: TERMS.deviceBond.toString() });
      const ruled = await ruleUpheld(watched);
      expect(ruled["punished"]).to.deep.equal([{ account: alice.address, amount: PENALTY.toString() }]);
      expect(await staking.atStake(alice)).to.equal(MEMBER_BOND - PENALTY);
      expect(await refusal(watched, watcher, "punish", "1")).to.include({
        exitCode: 1,
        code: "NOT_A_REPORT",
      });
    });
  });

  describe("list", () => {
    it("names all disputes, or those that wait", async () => {
      const watched = await loadFixture(deployWatched);
      await givenForged(watched);
      await challenge(watched, watched.watcher);
      await ruleUpheld(watched);
      await proposeStated(watched, await folder.forge("honest", "forged-again"), byReporter(watched));
      await challenge(watched, watched.watcher);
      const all = (await dispute(watched, undefined, "list")) as unknown as Json[];
      expect(
        all.map(({ dispute, status, subject }) => [dispute, status, (subject as Json)["nonce"]]),
      ).to.deep.equal([
        [1, "upheld", 1],
        [2, "open", 2],
      ]);
      const open = (await dispute(watched, undefined, "list", "--open")) as unknown as Json[];
      expect(open.map(({ dispute }) => dispute)).to.deep.equal([2]);
      const flags = ["--rpc", cli.url, "--disputes", await watched.manager.getAddress()];
      const plain = await cli.run(["dispute", "list", ...flags]);
      expect(plain.stdout.split("\n")[2]).to.match(
        /^2 +open +program 1, epoch 0, nonce 2 +0x\w{40} +\d+ +2\d{3}-/,
      );
      const shown = await cli.run(["dispute", "show", "1", ...flags]);
      expect(shown.stdout).to.match(/^dispute +1\nstatus +upheld\nprogram +1\nepoch +0\n/);
    });
  });
});
