import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";

import { keccak256 } from "../../../src/merkle/keccak256";
import { verifyProof } from "../../../src/merkle/verify-proof";
import { claimLeaf } from "../../../src/rewards/tree/claim-tree";
import { deviceLeaf } from "../../../src/rewards/tree/device-tree";
import { bytesToHex, type Hex } from "../../../src/hex";
import { commandBundle } from "../../helpers/command-bundle";
import { runCli, Workspace } from "./support";

const ROOT = resolve(__dirname, "../../..");
const EXAMPLE = join(ROOT, "test/fixtures/contributions.csv");
const BUDGET = "1000000000000000000000";
const EXAMPLE_ROOT = "0x3d76e4d04238aa3034cd367cfc56abe466363bed6929da973cb8e97d8fdbedef";
const PAYEE = "0x90f79bf6eb2c4f870365e785982e1f101e93b906";
const DEVICE = "0xde00000000000000000000000000000000000002";
const A = "0x00000000000000000000000000000000000000aa";
const B = "0x00000000000000000000000000000000000000bb";

interface ReportJson {
  epoch: number;
  root: Hex;
  total: string;
  increase: string;
  dataHash: Hex;
  counts: Record<string, number>;
  budget: string | null;
  unallocated: string | null;
  files: { file: string; keccak256: string }[];
  previous: Record<string, unknown> | null;
}

describe("opendepin epoch", () => {
  const work = new Workspace();

  async function build(out: string, epoch: number, ...flags: string[]): Promise<ReportJson> {
    const argv = ["epoch", "build", ...flags, "--epoch", `${epoch}`, "--out", work.path(out), "--json"];
    const { exitCode, stdout, stderr } = await runCli(...argv);
    expect([exitCode, stderr]).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as ReportJson;
  }

  const buildExample = (out: string): Promise<ReportJson> =>
    build(out, 1, "--contributions", EXAMPLE, "--budget", BUDGET);

  const buildPayouts = (out: string, epoch: number, csv: string, ...flags: string[]): Promise<ReportJson> =>
    build(out, epoch, "--payouts", work.write(`payouts-${epoch}.csv`, csv), ...flags);

  function edit(path: string, from: string | RegExp, to: string): void {
    const text = work.read(path);
    const edited = text.replace(from, to);
    expect(edited, "the edit changes something").to.not.equal(text);
    work.write(path, edited);
  }

  describe("build", () => {
    it("builds the bundled example, always the same", async () => {
      const report = await buildExample("one");
      expect(report).to.deep.include({
        epoch: 1,
        root: EXAMPLE_ROOT,
        budget: BUDGET,
        unallocated: "3",
        previous: null,
      });
      expect(report.counts).to.deep.equal({ devices: 12, payees: 5, accounts: 5 });
      expect(BigInt(report.total) + 3n).to.equal(BigInt(BUDGET));
      expect(await buildExample("two")).to.deep.equal(report);
      expect(readdirSync(work.path("one")).sort()).to.deep.equal([
        "claims.csv",
        "inputs",
        "report.json",
        "rewards.csv",
      ]);
      expect(JSON.parse(work.read("one", "report.json"))).to.deep.include(report);
    });

    it("states hashes that any tool reproduces", async () => {
      const report = await buildExample("out");
      const hashOf = (text: string): string => bytesToHex(keccak256(Buffer.from(text)));
      for (const { file, keccak256: hash } of report.files)
        expect(hashOf(work.read("out", file))).to.equal(hash);
      expect(report.files.map(({ file }) => file)).to.deep.equal([
        "claims.csv",
        "inputs/contributions.csv",
        "rewards.csv",
      ]);
      expect(hashOf(report.files.map(({ file, keccak256: hash }) => `${hash}  ${file}\n`).join(""))).to.equal(
        report.dataHash,
      );
    });

    it("reads a byte order mark, CRLF, quotes, further columns and columns in another order alike", async () => {
      const plain = await build(
        "a",
        1,
        "--contributions",
        work.write("a.csv", `device,units\n${A},1\n${B},2\n`),
        "--budget",
        "9",
      );
      const csv = `\ufeffunits,note,"device"\r\n1,"a ""quoted"", note",${A}\r\n"2",é,${B}\r\n`;
      const fancy = await build("b", 1, "--contributions", work.write("b.csv", csv), "--budget", "9");
      expect(fancy.root).to.equal(plain.root);
      expect(work.read("b", "inputs", "contributions.csv")).to.equal(csv);
    });

    it("takes payees from a column or from a file", async () => {
      const column = work.write("column.csv", `device,units,payee\n${A},1,${B}\n7,2,${A}\n${B},4,\n`);
      const plain = work.write("plain.csv", `device,units\n${A},1\n7,2\n${B},4\n`);
      const payees = work.write("payees.csv", `device,payee\n7,${A}\n${A},${B}\n99,${A}\n`);
      const one = await build("a", 1, "--contributions", column, "--budget", "7");
      const two = await build("b", 1, "--contributions", plain, "--payees", payees, "--budget", "7");
      expect(two.root).to.equal(one.root);
      expect(work.read("b", "claims.csv")).to.match(new RegExp(`^account.*\n${A},2,0x.*\n${B},5,0x.*\n$`));
    });

    it("adds to the epoch before, with corrections", async () => {
      await buildPayouts("one", 3, `account,amount\n${A},5\n${B},7\n`);
      const corrections = work.write("corrections.csv", `account,delta\n${B},-6\n`);
      const csv = `account,amount\n${A},1\n`;
      const report = await buildPayouts(
        "two",
        5,
        csv,
        "--previous",
        work.path("one"),
        "--corrections",
        corrections,
        "--take-back",
      );
      expect(report).to.deep.include({ total: "7", increase: "-5", budget: null, unallocated: null });
      expect(report.previous).to.include({ path: "../one", epoch: 3, total: "12" });
      const zero = `0x${"0".repeat(64)}`;
      expect(work.read("two", "claims.csv")).to.equal(
        `account,cumulative,devicesRoot\n${A},6,${zero}\n${B},1,${zero}\n`,
      );
    });

    it("sets a correction off against what the account earns", async () => {
      await buildPayouts("one", 3, `account,amount\n${A},5\n${B},7\n`);
      const corrections = work.write("corrections.csv", `account,delta\n${B},-4\n`);
      const csv = `account,amount\n${B},4\n`;
      const flags = ["--previous", work.path("one"), "--corrections", corrections];
      const report = await buildPayouts("two", 4, csv, ...flags);
      expect(report).to.deep.include({ total: "12", increase: "0" });
    });

    it("refuses a correction below what an account may have claimed, and writes nothing", async () => {
      await buildPayouts("one", 3, `account,amount\n${A},5\n${B},7\n`);
      const corrections = work.write("corrections.csv", `account,delta\n${A},1\n${B},-6\n`);
      const payouts = work.write("earned.csv", `account,amount\n${B},5\n`);
      const flags = ["--previous", work.path("one"), "--corrections", corrections, "--epoch", "4"];
      const { exitCode, stderr } = await runCli(
        ...["epoch", "build", "--payouts", payouts, ...flags, "--out", work.path("two")],
      );
      expect(exitCode).to.equal(2);
      expect(stderr).to.match(
        /corrections\.csv:3: -6 takes account 0x.* below the 7 .*take back at most the 5 /,
      );
      expect(existsSync(work.path("two"))).to.equal(false);
    });

    it("fills an empty directory", async () => {
      const payouts = work.write("payouts.csv", `account,amount\n${A},5\n`);
      execFileSync("mkdir", [work.path("out")]);
      await build("out", 1, "--payouts", payouts);
      expect(existsSync(work.path("out", "report.json"))).to.equal(true);
    });

    it("prints figures for people", async () => {
      const argv = [
        "--contributions",
        EXAMPLE,
        "--budget",
        BUDGET,
        "--epoch",
        "1",
        "--out",
        work.path("out"),
      ];
      const { stdout } = await runCli("epoch", "build", ...argv);
      expect(stdout)
        .to.match(/^epoch {8}1\n/)
        .and.to.contain(`root         ${EXAMPLE_ROOT}\n`);
      expect(stdout).to.contain("counts       12 devices, 5 payees, 5 accounts\n");
    });

    context("given a wrong previous ledger", () => {
      const refuse = async (code: string, message: RegExp, epoch = 2): Promise<void> => {
        const payouts = work.write("next.csv", `account,amount\n${A},1\n`);
        const argv = [
          "--payouts",
          payouts,
          "--previous",
          work.path("one"),
          "--epoch",
          `${epoch}`,
          "--out",
          work.path("two"),
        ];
        const { exitCode, stderr } = await runCli("epoch", "build", ...argv, "--json");
        const { error } = JSON.parse(stderr) as { error: { code: string; message: string } };
        expect([exitCode, error.code]).to.deep.equal([2, code]);
        expect(error.message).to.match(message);
        expect(existsSync(work.path("two"))).to.equal(false);
      };

      beforeEach(async () => {
        await buildPayouts("one", 1, `account,amount\n${A},5\n${B},7\n`);
      });

      it("refuses an epoch that is not above it", () => refuse("EPOCH_ORDER", /epoch 1, not below 1/, 1));

      it("refuses claims that were changed", async () => {
        edit("one/claims.csv", `${A},5`, `${A},6`);
        await refuse("EPOCH_INCONSISTENT", /^keccak256 of claims.csv is 0x/);
      });

      it("refuses another total", async () => {
        edit("one/report.json", '"total": "12"', '"total": "13"');
        await refuse("EPOCH_INCONSISTENT", /^total is 13, but the files beside it give 12/);
      });

      it("refuses another root", async () => {
        edit("one/report.json", /"root": "0x.{64}"/, `"root": "0x${"1".repeat(64)}"`);
        await refuse("EPOCH_INCONSISTENT", /^root is 0x1111/);
      });

      it("refuses another data hash", async () => {
        edit("one/report.json", /"dataHash": "0x.{64}"/, `"dataHash": "0x${"1".repeat(64)}"`);
        await refuse("EPOCH_INCONSISTENT", /^dataHash is 0x1111/);
      });

      it("refuses claims out of order", async () => {
        edit("one/claims.csv", new RegExp(`(${A}.*\n)(${B}.*\n)`), "$2$1");
        await refuse("CLAIMS_UNSORTED", /is not above the one before/);
      });

      it("refuses a directory without a report", async () => {
        execFileSync("rm", [work.path("one", "report.json")]);
        await refuse("FILE_UNREADABLE", /there is no such file/);
      });

      it("refuses a report that is not one", async () => {
        work.write("one/report.json", "[]");
        await refuse("REPORT_MALFORMED", /not a report of an epoch/);
      });
    });
  });

  describe("verify", () => {
    beforeEach(async () => {
      await buildExample("one");
      await build("two", 2, "--contributions", EXAMPLE, "--budget", "77", "--previous", work.path("one"));
    });

    interface Verified {
      ok: boolean;
      differences: { file: string; line?: number; expected: string; found: string }[];
    }

    async function verify(
      directory: string,
      ...flags: string[]
    ): Promise<{ exitCode: number; result: Verified }> {
      const { exitCode, stdout } = await runCli("epoch", "verify", work.path(directory), "--json", ...flags);
      return { exitCode, result: JSON.parse(stdout) as Verified };
    }

    it("confirms what was built", async () => {
      const { exitCode, result } = await verify("two");
      expect([exitCode, result.ok, result.differences]).to.deep.equal([0, true, []]);
    });

    it("confirms directories that moved together", async () => {
      cpSync(work.path("one"), work.path("moved/one"), { recursive: true });
      cpSync(work.path("two"), work.path("moved/two"), { recursive: true });
      expect((await verify("moved/two")).exitCode).to.equal(0);
    });

    it("confirms a directory that moved alone when the previous one is named", async () => {
      cpSync(work.path("two"), work.path("elsewhere/deep/two"), { recursive: true });
      expect((await verify("elsewhere/deep/two", "--previous", work.path("one"))).exitCode).to.equal(0);
      expect((await runCli("epoch", "verify", work.path("elsewhere/deep/two"))).exitCode).to.equal(2);
    });

    it("names file, line, expected and found of a changed reward", async () => {
      const lines = work.read("two/rewards.csv").split("\n");
      const expected = lines[4] ?? "";
      lines[4] = expected.replace(/\d+$/, "999");
      work.write("two/rewards.csv", lines.join("\n"));
      const { exitCode, result } = await verify("two");
      expect(exitCode).to.equal(1);
      expect(result.differences).to.deep.equal([{ file: "rewards.csv", line: 5, expected, found: lines[4] }]);
      const { stdout } = await runCli("epoch", "verify", work.path("two"));
      expect(stdout).to.contain(
        `${work.path("two")}/rewards.csv:5: differs\n  expected  ${expected}\n  found     ${lines[4]}\n`,
      );
    });

    it("names the first difference of each file", async () => {
      edit("two/claims.csv", /,\d+,/, ",1,");
      edit("two/report.json", /"unallocated": "\d+"/, '"unallocated": "999"');
      const { exitCode, result } = await verify("two");
      expect(exitCode).to.equal(1);
      expect(result.differences.map(({ file, line }) => [file, line])).to.deep.equal([
        ["claims.csv", 2],
        ["report.json", 15],
      ]);
    });

    it("names rows that are missing or too many", async () => {
      const text = work.read("two/claims.csv");
      work.write("two/claims.csv", text.split("\n").slice(0, -2).join("\n") + "\n");
      work.write("two/rewards.csv", `${work.read("two/rewards.csv")}more\n`);
      const { result } = await verify("two");
      expect(result.differences.map(({ file, line, found }) => [file, line, found])).to.deep.equal([
        ["claims.csv", 6, "end of file"],
        ["rewards.csv", 14, "more"],
      ]);
    });

    it("names an input that was changed first, then what follows from it", async () => {
      edit("two/inputs/contributions.csv", ",718,", ",719,");
      const { exitCode, result } = await verify("two");
      expect(exitCode).to.equal(1);
      expect(result.differences.map(({ file }) => file)).to.deep.equal([
        "inputs/contributions.csv",
        "claims.csv",
        "rewards.csv",
        "report.json",
      ]);
    });

    it("shows control characters of a file escaped to people, and unchanged in JSON", async () => {
      const row = "\x1b]0;x\x07\t\x7f\x9b2J\u00e9";
      work.write("two/rewards.csv", `${work.read("two/rewards.csv")}${row}\n`);
      work.write("two/inputs/\x1b[2J.csv", "x\n");
      const { stdout } = await runCli("epoch", "verify", work.path("two"));
      expect(stdout).to.contain("  found     \\x1b]0;x\\x07\\x09\\x7f\\x9b2J\u00e9\n");
      expect(stdout).to.contain("/inputs/\\x1b[2J.csv: differs\n");
      expect(stdout.replaceAll("\n", "")).not.to.match(/\p{Cc}/u);
      const { result } = await verify("two");
      expect(result.differences.map(({ found }) => found)).to.include(row);
    });

    it("names an input that the report does not know", async () => {
      work.write("two/inputs/notes.csv", "x\n");
      const { exitCode, result } = await verify("two");
      expect([exitCode, result.differences.map(({ file }) => file)]).to.deep.equal([1, ["inputs/notes.csv"]]);
    });

    it("says with exit code 2 that a directory cannot be read", async () => {
      const { exitCode, stderr } = await runCli("epoch", "verify", work.path("nothing"));
      expect([exitCode, stderr]).to.deep.equal([
        2,
        `error: ${work.path("nothing/report.json")}: there is no such file\n`,
      ]);
    });
  });

  describe("proof", () => {
    beforeEach(() => buildExample("out"));

    interface Proven {
      epoch: number;
      root: Hex;
      account: Hex;
      cumulative: string;
      devicesRoot: Hex;
      proof: Hex[];
      device?: { device: string; units: string; reward: string; proof: Hex[] };
    }

    const prove = async (...flags: string[]): Promise<Proven> => {
      const { stdout } = await runCli("epoch", "proof", work.path("out"), "--json", ...flags);
      return JSON.parse(stdout) as Proven;
    };

    it("proves a claim, and a device within it", async () => {
      const { root, account, cumulative, devicesRoot, proof, device, epoch } = await prove(
        "--account",
        PAYEE,
        "--device",
        DEVICE,
      );
      const claim = { account, cumulative: BigInt(cumulative), devicesRoot };
      expect([epoch, root, account]).to.deep.equal([1, EXAMPLE_ROOT, PAYEE]);
      expect(verifyProof({ root, leaf: claimLeaf(claim), proof })).to.equal(true);
      expect(device?.units).to.equal("718");
      const row = { device: BigInt(device?.device ?? 0), units: 718n, reward: BigInt(device?.reward ?? 0) };
      expect(row.device).to.equal(BigInt(DEVICE));
      expect(verifyProof({ root: devicesRoot, leaf: deviceLeaf(row), proof: device?.proof ?? [] })).to.equal(
        true,
      );
    });

    it("finds a device by its number too", async () => {
      expect((await prove("--account", PAYEE, "--device", BigInt(DEVICE).toString())).device?.units).to.equal(
        "718",
      );
    });

    it("prints the arguments of a claim for people", async () => {
      const { stdout } = await runCli("epoch", "proof", work.path("out"), "--account", PAYEE);
      expect(stdout)
        .to.match(/^account +0x90f79bf6eb2c4f870365e785982e1f101e93b906$/m)
        .and.to.match(/^cumulative +\d+$/m)
        .and.to.match(/^proof +0x/m);
    });

    it("answers no for an account or a device that is not there", async () => {
      const account = await runCli("epoch", "proof", work.path("out"), "--account", A);
      expect([account.exitCode, account.stderr]).to.deep.equal([
        1,
        `error: epoch 1 has no claim of account ${A}\n`,
      ]);
      const device = await runCli("epoch", "proof", work.path("out"), "--account", PAYEE, "--device", "5");
      expect([device.exitCode, device.stdout]).to.deep.equal([1, ""]);
    });

    it("refuses rewards that do not give the devices root", async () => {
      edit("out/rewards.csv", ",718,", ",719,");
      const { exitCode, stderr } = await runCli(
        "epoch",
        "proof",
        work.path("out"),
        "--account",
        PAYEE,
        "--device",
        DEVICE,
      );
      expect([exitCode, stderr]).to.satisfy(
        ([code, text]: [number, string]) => code === 2 && text.includes("devicesRoot"),
      );
    });
  });

  describe("dump", () => {
    beforeEach(() => buildExample("out"));

    it("prints a tree that OpenZeppelin's library loads", async () => {
      const { stdout } = await runCli("epoch", "dump", work.path("out"));
      const tree = StandardMerkleTree.load(
        JSON.parse(stdout) as Parameters<typeof StandardMerkleTree.load>[0],
      );
      tree.validate();
      expect(tree.root).to.equal(EXAMPLE_ROOT);
    });

    it("writes a new file, and no other", async () => {
      const argv = ["epoch", "dump", work.path("out"), "--out", work.path("dump.json")];
      expect((await runCli(...argv)).exitCode).to.equal(0);
      expect(JSON.parse(work.read("dump.json"))).to.have.property("format", "standard-v1");
      expect((await runCli(...argv)).exitCode).to.equal(2);
    });
  });
});

describe("opendepin as a process", () => {
  const work = new Workspace();
  const spawn = (...argv: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [commandBundle(), ...argv], {
      cwd: ROOT,
      encoding: "utf8",
    });

  it("builds and ends with 0", () => {
    const { status, stdout } = spawn(
      "epoch",
      "build",
      "--contributions",
      EXAMPLE,
      "--budget",
      BUDGET,
      "--epoch",
      "1",
      "--out",
      work.path("out"),
    );
    expect(status).to.equal(0);
    expect(stdout).to.contain(EXAMPLE_ROOT);
  });

  it("ends with 2 for bad input and says why on stderr only", () => {
    const { status, stdout, stderr } = spawn("epoch", "verify", work.path("nothing"));
    expect([status, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.match(/^error: .*report\.json: there is no such file\n$/);
  });

  it("shows help and version with 0, and help with 2 when no command is named", () => {
    expect(spawn("--help")).to.deep.include({ status: 0, stderr: "" });
    expect(spawn("--version").stdout).to.match(/^\d+\.\d+\.\d+\n$/);
    expect(spawn("epoch")).to.deep.include({ status: 2, stdout: "" });
  });
});
