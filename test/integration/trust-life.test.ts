import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { Wallet } from "ethers";

import { forgeClaim } from "../../scripts/devnet/trust/forge-claim";
import { secp256k1Key } from "../../src/chain/secp256k1-key";
import { approvalToJson } from "../../src/files/approval-file";
import { requestFromJson, requestToJson } from "../../src/files/request-file";
import type { Address, Hex } from "../../src/hex";
import { approveRequest } from "../../src/rewards/report/approve-request";
import { reportRequest } from "../../src/rewards/report/report-request";
import { OperatorStaking__factory, RewardToken__factory } from "../../typechain-types";
import type { Ran } from "./cli-process";
import { DevnetSession } from "./devnet-session";
import { contributionsDirectory, hasRealData, readTable } from "./real-data";

const REPORTERS = ["reporter1", "reporter2", "reporter3", "reporter4", "reporter5"] as const;
const HONEST = ["reporter1", "reporter2", "reporter3"] as const;
const COLLUDERS = ["reporter3", "reporter4", "reporter5"] as const;
/** Two intervals of a live network, and the epochs of the devnet that they become. */
const FIRST = { interval: "22", epoch: 2 };
const SECOND = { interval: "23", epoch: 3 };
const STOLEN = 10n ** 18n;
const PENALTY = 500n * 10n ** 18n;
const EPOCH = "65m";
const WINDOW = "61m";
const DAY = ["--validity", "86400"];

interface Reward {
  device: string;
  reward: bigint;
}

/** Five reporters, a theft, a challenge and a ruling: every step that has a command by the command. */
describe("The life of a network's trust, through the command line", function () {
  this.bail(true);
  const session = new DevnetSession();
  let dispute: number;

  function keyOf(name: string): Hex {
    const account = session.manifest.accounts[name];
    if (account === undefined) throw new Error(`the devnet has no account ${name}`);
    return account.privateKey;
  }

  function addressOf(name: string): Address {
    return new Wallet(keyOf(name)).address as Address;
  }

  function run(args: readonly string[], key?: Hex): Ran {
    const ran = session.opendepin(args, key);
    expect(ran.status, `${args.join(" ")}\n${ran.stdout}${ran.stderr}`).to.equal(0);
    return ran;
  }

  function onChain(args: readonly string[], key?: Hex): Ran {
    return run([...args, "--rpc", session.manifest.rpc], key);
  }

  function watch(...flags: string[]): Ran {
    const args = ["watch", "--data", ".devnet", "--once", "--json", "--rpc", session.manifest.rpc, ...flags];
    return session.opendepin(args, keyOf("challenger"));
  }

  function token() {
    return RewardToken__factory.connect(session.manifest.contracts.rewardToken, session.provider);
  }

  function staking() {
    return OperatorStaking__factory.connect(session.manifest.contracts.operatorStaking, session.provider);
  }

  function contributionsOf(interval: string): string {
    return join(contributionsDirectory, `interval-${interval.padStart(3, "0")}.csv`);
  }

  /** What the network published as each device's reward. */
  function rewardsOf(interval: string): Reward[] {
    return readTable(contributionsOf(interval)).map(({ device = "", reward = "" }) => ({
      device,
      reward: BigInt(reward),
    }));
  }

  function budgetOf(interval: string): string {
    const budgets = readTable(join(contributionsDirectory, "budgets.csv"));
    return budgets.find((row) => row["interval"] === interval)?.["budget"] ?? "";
  }

  function build(
    { interval, epoch }: { interval: string; epoch: number },
    out: string,
    contributions = contributionsOf(interval),
  ): void {
    const previous = ["--previous", `.devnet/epoch-${epoch - 1}`];
    const inputs = ["--contributions", contributions, "--budget", budgetOf(interval)];
    run(["epoch", "build", ...inputs, ...previous, "--epoch", epoch.toString(), "--out", out]);
  }

  /** What a reporter has who has built the epoch by itself. */
  function ownDirectory(reporter: string, epoch: number): string {
    return reporter === "reporter1" ? `.devnet/epoch-${epoch}` : `${reporter}-epoch-${epoch}`;
  }

  /** Members sign what they have built themselves, and somebody who is no member submits it. */
  function agree(
    directory: string,
    signers: readonly { reporter: string; own: string }[],
    name: string,
  ): void {
    onChain(["report", "request", directory, ...DAY, "--out", `${name}.json`]);
    for (const { reporter, own } of signers) {
      const args = ["report", "sign", `${name}.json`, "--epoch", own, "--out", `${name}-${reporter}.json`];
      run(args, keyOf(reporter));
    }
    const signatures = signers.map(({ reporter }) => `${name}-${reporter}.json`).reverse();
    onChain(["report", "collect", `${name}.json`, ...signatures], keyOf("bob"));
  }

  /** Claims all of an epoch, and returns what each account received. */
  async function claimAll(directory: string, accounts: readonly string[]): Promise<Map<string, bigint>> {
    const balances = () => Promise.all(accounts.map((account) => token().balanceOf(account)));
    const before = await balances();
    onChain(["claim", directory, "--all"], keyOf("bob"));
    const after = await balances();
    return new Map(accounts.map((account, i) => [account, (after[i] ?? 0n) - (before[i] ?? 0n)]));
  }

  async function stakes(names: readonly string[]): Promise<bigint[]> {
    return Promise.all(names.map((name) => staking().atStake(addressOf(name))));
  }

  before(async function () {
    if (!hasRealData()) this.skip();
    await session.start();
  });

  after(function () {
    if (this.currentTest?.state === "failed") console.log(session.transcript());
    session.stop();
  });

  describe("an honest epoch", () => {
    it("five reporters build a real interval, each by itself, and four come to one root", () => {
      session.warp("2h");
      for (const reporter of REPORTERS.slice(0, 4)) build(FIRST, ownDirectory(reporter, FIRST.epoch));
      const roots = REPORTERS.slice(0, 4).map((reporter) => {
        const report = session.read(`${ownDirectory(reporter, FIRST.epoch)}/report.json`);
        return (JSON.parse(report) as { root: string }).root;
      });
      expect(new Set(roots)).to.have.property("size", 1);
    });

    it("the dishonest one's altered file is refused by the others, who say where it differs", () => {
      const [header = "", first = "", ...others] = session
        .read(`.devnet/epoch-${FIRST.epoch}/inputs/contributions.csv`)
        .split("\n");
      const [device = "", units = "", ...rest] = first.split(",");
      const altered = [device, (BigInt(units) * 2n).toString(), ...rest].join(",");
      session.write("altered.csv", [header, altered, ...others].join("\n"));
      build(FIRST, ownDirectory("reporter5", FIRST.epoch), "altered.csv");
      const published = ownDirectory("reporter5", FIRST.epoch);
      onChain(["report", "request", published, ...DAY, "--out", "altered.json"]);

      for (const reporter of HONEST) {
        const args = ["report", "sign", "altered.json", "--epoch", ownDirectory(reporter, FIRST.epoch)];
        const out = `altered-${reporter}.json`;
        const ran = session.opendepin([...args, "--published", published, "--out", out], keyOf(reporter));
        expect(ran.status).to.equal(1);
        expect(ran.stderr).to.contain("contributions.csv").and.to.contain(device);
        expect(() => session.read(out)).to.throw("ENOENT");
      }
    });

    it("three sign, anybody submits, the watcher agrees", () => {
      const signers = HONEST.map((reporter) => ({ reporter, own: ownDirectory(reporter, FIRST.epoch) }));
      agree(`.devnet/epoch-${FIRST.epoch}`, signers, "honest");
      const watched = watch();
      expect(watched.status, watched.stdout + watched.stderr).to.equal(0);
      expect(watched.stdout).to.contain(`"epoch":${FIRST.epoch}`);
    });

    it("all claims pay to the wei", async () => {
      session.warp(WINDOW);
      onChain(["epoch", "finalize", `.devnet/epoch-${FIRST.epoch}`], keyOf("bob"));
      const rewards = rewardsOf(FIRST.interval);
      const paid = await claimAll(
        `.devnet/epoch-${FIRST.epoch}`,
        rewards.map(({ device }) => device),
      );
      for (const { device, reward } of rewards) expect(paid.get(device), device).to.equal(reward);
    });
  });

  describe("a theft", () => {
    it("a colluding quorum signs a root that overpays one account, and it is accepted", async () => {
      session.warp(EPOCH);
      build(SECOND, ".devnet/honest");
      const thief = rewardsOf(SECOND.interval)[0]?.device as Address;
      const forged = await forgeClaim(
        join(session.folder, ".devnet/honest"),
        join(session.folder, `.devnet/epoch-${SECOND.epoch}`),
        thief,
        STOLEN,
      );

      // no command signs what does not follow from its inputs: thieves have their own tools
      onChain(["report", "request", ".devnet/honest", ...DAY, "--out", "asked.json"]);
      const asked = requestFromJson(JSON.parse(session.read("asked.json")));
      const { root, total, dataHash } = forged;
      const request = reportRequest({ ...asked, report: { ...asked.report, root, total, dataHash } });
      session.write("theft.json", JSON.stringify(requestToJson(request)));
      for (const name of COLLUDERS) {
        const approval = await approveRequest(request, secp256k1Key(keyOf(name)));
        writeFileSync(join(session.folder, `theft-${name}.json`), JSON.stringify(approvalToJson(approval)));
      }
      onChain(
        ["report", "collect", "theft.json", ...COLLUDERS.map((name) => `theft-${name}.json`)],
        keyOf("bob"),
      );
    });

    it("the watcher finds the line and challenges inside the window", () => {
      const watched = watch("--challenge");
      expect(watched.status, watched.stdout + watched.stderr).to.equal(1);
      const thief = rewardsOf(SECOND.interval)[0]?.device ?? "";
      expect(watched.stdout).to.contain("claims.csv").and.to.contain(thief);
      const listed = onChain(["dispute", "list", "--open", "--json"]).stdout;
      const open = JSON.parse(listed) as {
        dispute: number;
        subject: { program: number; epoch: number };
      }[];
      const ours = open.find(({ subject }) => subject.program === 1 && subject.epoch === SECOND.epoch);
      dispute = ours?.dispute ?? 0;
      expect(dispute, listed).to.be.above(0);
    });

    it("the disputed report does not become final, however long nobody rules", () => {
      session.warp("2h");
      const args = ["epoch", "finalize", `.devnet/epoch-${SECOND.epoch}`, "--rpc", session.manifest.rpc];
      const ran = session.opendepin(args, keyOf("bob"));
      expect(ran.status).to.equal(1);
    });

    it("the arbiter rules, the report is void, the signers' bonds are slashed, the challenger is paid", async () => {
      const challenger = addressOf("challenger");
      const stakesBefore = await stakes(REPORTERS);
      const [{ reportBond, shareBps }, balanceBefore] = [
        termsOfDevnet(),
        await token().balanceOf(challenger),
      ];

      onChain(
        ["dispute", "rule", dispute.toString(), "--upheld", "--penalty", PENALTY.toString()],
        keyOf("arbiter"),
      );
      onChain(["dispute", "punish", dispute.toString()], keyOf("carol"));
      onChain(["dispute", "withdraw", "--account", challenger], keyOf("carol"));

      const lost = (await stakes(REPORTERS)).map((stake, i) => (stakesBefore[i] ?? 0n) - stake);
      expect(lost).to.deep.equal([0n, 0n, PENALTY, PENALTY, PENALTY]);
      const share = (PENALTY * shareBps) / 10_000n;
      const gained = (await token().balanceOf(challenger)) - balanceBefore;
      expect(gained).to.equal(reportBond + share * BigInt(COLLUDERS.length));
    });

    it("the corrected epoch becomes final, and no honest payee has lost anything", async () => {
      // one of the colluders has had enough
      const signers = [
        { reporter: "reporter1", own: ".devnet/honest" },
        { reporter: "reporter2", own: "reporter2-epoch-3" },
        { reporter: "reporter3", own: "reporter3-epoch-3" },
      ];
      for (const { reporter, own } of signers.slice(1)) {
        expect(reporter).to.not.equal("reporter1");
        build(SECOND, own);
      }
      agree(".devnet/honest", signers, "corrected");
      session.warp(WINDOW);
      onChain(["epoch", "finalize", ".devnet/honest"], keyOf("bob"));
      const rewards = rewardsOf(SECOND.interval);
      const paid = await claimAll(
        ".devnet/honest",
        rewards.map(({ device }) => device),
      );
      for (const { device, reward } of rewards) expect(paid.get(device), device).to.equal(reward);
    });
  });

  function termsOfDevnet(): { reportBond: bigint; shareBps: bigint } {
    const shown = onChain(["dispute", "show", dispute.toString(), "--json"]).stdout;
    const { bond, shareBps } = JSON.parse(shown) as { bond: string; shareBps: number };
    return { reportBond: BigInt(bond), shareBps: BigInt(shareBps) };
  }
});
