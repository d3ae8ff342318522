import { readdirSync, readFileSync } from "node:fs";

import { expect } from "chai";
import { keccak256 } from "ethers";

import type { Hex } from "../../../src/hex";
import { dataHash, sortedByName } from "../../../src/rewards/epoch/data-hash";
import { noneExcluded } from "../../../src/rewards/epoch/excluded-contributions";
import { type EpochReport, parseReport, renderReport } from "../../../src/rewards/epoch/report";
import { runCli, Workspace } from "./support";

const A = "0x00000000000000000000000000000000000000aa";
const B = "0x00000000000000000000000000000000000000bb";
const id = (digit: string): Hex => `0x${digit.repeat(64)}`;

const CONTRIBUTIONS = `device,units
${id("1")},30
${id("2")},10
${id("3")},7
${id("4")},8
${id("5")},9
17,11
${id("6")},20
`;

/** Device 17 is in no row: unknown as well. */
const EXTRACT = `device,epoch,status,program,payee,owner,kind,maker
${id("1")},4,active,1,${A},${A},1,1
${id("2")},4,active,1,${B},${A},1,1
${id("3")},4,suspended,1,${A},${A},1,1
${id("4")},4,released,1,,,1,1
${id("5")},4,unknown,0,,,0,0
${id("6")},4,active,2,${B},${B},2,0
`;

const REPORT: EpochReport = {
  epoch: 4n,
  root: id("a"),
  total: 1n,
  increase: 1n,
  dataHash: id("b"),
  counts: { devices: 1, payees: 1, accounts: 1 },
  budget: 1n,
  unallocated: 0n,
  files: [],
  previous: null,
};

interface RegistryReport {
  counts: { devices: number; payees: number };
  unallocated: string;
  registry: unknown;
  files: { file: string }[];
}

describe("opendepin epoch build --devices", () => {
  const work = new Workspace();

  async function build(...flags: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const inputs = ["--contributions", work.path("c.csv"), "--budget", "400", "--epoch", "4"];
    return runCli("epoch", "build", ...inputs, "--out", work.path("epoch"), "--json", ...flags);
  }

  beforeEach(() => {
    work.write("c.csv", CONTRIBUTIONS);
    work.write("d.csv", EXTRACT);
  });

  it("pays the payees of the devices that count, and leaves the others out by name", async () => {
    const { exitCode, stdout, stderr } = await build("--devices", work.path("d.csv"));
    expect([exitCode, stderr]).to.deep.equal([0, ""]);
    const report = JSON.parse(stdout) as RegistryReport;
    expect(report.counts).to.include({ devices: 2, payees: 2 });
    expect(report.registry).to.deep.equal({
      program: 1,
      source: null,
      excluded: { unknown: 2, released: 1, suspended: 1, "other-program": 1 },
    });
    expect(work.read("epoch", "rewards.csv")).to.equal(
      `device,payee,units,reward\n${id("1")},${A},30,300\n${id("2")},${B},10,100\n`,
    );
    expect(work.read("epoch", "excluded.csv")).to.equal(
      `device,units,reason\n${id("3")},7,suspended\n${id("4")},8,released\n${id("5")},9,unknown\n` +
        `17,11,unknown\n${id("6")},20,other-program\n`,
    );
    expect(report.files.map(({ file }) => file)).to.deep.equal([
      "claims.csv",
      "excluded.csv",
      "inputs/contributions.csv",
      "inputs/devices.csv",
      "rewards.csv",
    ]);
    expect(work.read("epoch", "inputs", "devices.csv")).to.equal(EXTRACT);
    expect((await runCli("epoch", "verify", work.path("epoch"))).exitCode).to.equal(0);
  });

  it("counts the devices of the program that is named", async () => {
    const { stdout } = await build("--devices", work.path("d.csv"), "--program", "2");
    const { counts, registry } = JSON.parse(stdout) as RegistryReport;
    expect(counts.devices).to.equal(1);
    expect(registry).to.deep.include({ program: 2 });
  });

  it("prints for people what was left out", async () => {
    const inputs = ["--contributions", work.path("c.csv"), "--budget", "400", "--epoch", "4"];
    const flags = [...inputs, "--devices", work.path("d.csv"), "--out", work.path("epoch")];
    const { stdout } = await runCli("epoch", "build", ...flags);
    expect(stdout).to.include("left out     2 unknown, 1 released, 1 suspended, 1 other-program");
  });

  describe("with devices that no bond covers", () => {
    const uncovered = (row: string): string => EXTRACT.replace(`${row},4,active`, `${row},4,uncovered`);
    const excludedOf = (stdout: string): unknown =>
      (JSON.parse(stdout) as { registry: { excluded: unknown } }).registry.excluded;

    it("leaves them out by name and count", async () => {
      work.write("d.csv", uncovered(id("2")));
      const { exitCode, stdout } = await build("--devices", work.path("d.csv"));
      expect(exitCode).to.equal(0);
      const excluded = { unknown: 2, released: 1, suspended: 1, "other-program": 1, uncovered: 1 };
      expect(excludedOf(stdout)).to.deep.equal(excluded);
      expect(work.read("epoch", "rewards.csv")).to.equal(
        `device,payee,units,reward\n${id("1")},${A},30,400\n`,
      );
      expect(work.read("epoch", "excluded.csv")).to.include(`${id("2")},10,uncovered\n`);
      const verified = await runCli("epoch", "verify", work.path("epoch"));
      expect(verified.exitCode).to.equal(0);
      expect(verified.stdout).to.include("1 other-program, 1 uncovered");
    });

    it("asks first whether they are of the program", async () => {
      work.write("d.csv", uncovered(id("6")));
      const { stdout } = await build("--devices", work.path("d.csv"));
      expect(excludedOf(stdout)).to.deep.equal({
        unknown: 2,
        released: 1,
        suspended: 1,
        "other-program": 1,
      });
    });

    it("verify finds one that somebody lets count", async () => {
      work.write("d.csv", uncovered(id("2")));
      await build("--devices", work.path("d.csv"));
      work.write("epoch/inputs/devices.csv", EXTRACT);
      const { exitCode, stdout } = await runCli("epoch", "verify", work.path("epoch"));
      expect(exitCode).to.equal(1);
      expect(stdout).to.include("rewards.csv");
    });

    it("keeps the staking that a report states, and reads reports from before there was one", () => {
      const source = { chainId: 1n, address: A, block: 7, blockHash: id("7") } as const;
      const excluded = noneExcluded();
      for (const stated of [source, { ...source, staking: B } as const]) {
        const registry = { program: 1, source: stated, excluded };
        const text = renderReport({ ...REPORT, registry });
        expect(parseReport(text).registry).to.deep.equal(registry);
        expect(text.includes("uncovered"), "only where bonds were asked").to.equal("staking" in stated);
      }
    });
  });

  it("verify finds a changed extract, a changed list of what was left out, and changed counts", async () => {
    const changes: [file: string, from: string, to: string][] = [
      ["inputs/devices.csv", "released", "suspended"],
      ["excluded.csv", "released", "unknown"],
      ["report.json", '"released": 1', '"released": 0'],
      ["report.json", '"program": 1', '"program": 2'],
    ];
    for (const [index, [file, from, to]] of changes.entries()) {
      const out = work.path(`epoch-${index}`);
      const inputs = ["--contributions", work.path("c.csv"), "--budget", "400", "--epoch", "4"];
      await runCli("epoch", "build", ...inputs, "--devices", work.path("d.csv"), "--out", out);
      work.write(`epoch-${index}/${file}`, work.read(`epoch-${index}`, file).replace(from, to));
      const { exitCode, stdout } = await runCli("epoch", "verify", out);
      expect(exitCode, file).to.equal(1);
      expect(stdout).to.include(file);
    }
  });

  it("verify refuses a report that boasts of a registry and pays whom another file names", async () => {
    work.write(
      "p.csv",
      `device,payee\n${["1", "2", "3", "4", "5", "6"].map((n) => `${id(n)},${A}`).join("\n")}\n17,${A}\n`,
    );
    const inputs = ["--contributions", work.path("c.csv"), "--budget", "400", "--epoch", "4"];
    await runCli("epoch", "build", ...inputs, "--payees", work.path("p.csv"), "--out", work.path("epoch"));
    const list = work.write("epoch/excluded.csv", "device,units,reason\n");
    const report = parseReport(work.read("epoch", "report.json"));
    const files = sortedByName([
      ...report.files,
      { file: "excluded.csv", keccak256: keccak256(readFileSync(list)) as Hex },
    ]);
    const source = { chainId: 1n, address: B, block: 7, blockHash: id("7") } as const;
    const excluded = noneExcluded();
    const registry = { program: 1, source, excluded };
    work.write("epoch/report.json", renderReport({ ...report, files, dataHash: dataHash(files), registry }));
    const { exitCode, stderr } = await runCli("epoch", "verify", work.path("epoch"));
    expect(exitCode).to.equal(2);
    expect(stderr).to.include("a registry needs inputs/devices.csv");
  });

  describe("refuses", () => {
    const extractOf = (row: string): string => `device,epoch,status,program,payee\n${row}\n`;
    const files: [code: string, name: string, content: string, line: number][] = [
      ["EXTRACT_EPOCH", "d.csv", extractOf(`${id("1")},5,active,1,${A}`), 2],
      ["STATUS_MALFORMED", "d.csv", extractOf(`${id("1")},4,fine,1,${A}`), 2],
      ["PROGRAM_MALFORMED", "d.csv", extractOf(`${id("1")},4,active,4294967296,${A}`), 2],
      ["ADDRESS_MALFORMED", "d.csv", extractOf(`${id("1")},4,active,1,`), 2],
      ["DEVICE_DUPLICATE", "d.csv", extractOf(`1,4,unknown,0,\n1,4,unknown,0,`), 3],
      ["DEVICE_DUPLICATE", "c.csv", `device,units\n${id("3")},1\n${id("3")},1\n`, 3],
      ["PAYEES_TWICE", "c.csv", `device,units,payee\n${id("1")},1,${A}\n`, 1],
    ];
    for (const [code, name, content, line] of files) {
      it(`${code} in ${name}`, async () => {
        work.write(name, content);
        const { exitCode, stderr } = await build("--devices", work.path("d.csv"));
        const { error } = JSON.parse(stderr) as { error: unknown };
        expect(exitCode).to.equal(2);
        expect(error).to.deep.include({ code, file: work.path(name), line });
        expect(readdirSync(work.directory).sort()).to.deep.equal(["c.csv", "d.csv"]);
      });
    }

    it("an epoch in which nobody counts: NO_DEVICE_COUNTS", async () => {
      const { exitCode, stderr } = await build("--devices", work.path("d.csv"), "--program", "9");
      expect(exitCode).to.equal(2);
      expect(stderr).to.include("NO_DEVICE_COUNTS");
      expect(stderr).to.include("2 unknown, 1 released, 1 suspended, 3 other-program");
    });

    const RPC = ["--rpc", "http://127.0.0.1:1"];
    const usages: [flags: string[], reason: string][] = [
      [["--registry", A], "need --rpc"],
      [["--staking", A], "need --rpc"],
      [["--no-staking"], "need --rpc"],
      [[...RPC, "--staking", "0x12"], "not an address"],
      [["--block", "7"], "need --rpc"],
      [["--from-block", "0"], "need --rpc"],
      [["--program", "1"], "--program needs a registry"],
      [[...RPC, "--devices", "d.csv"], "give it or --rpc"],
      [["--devices", "d.csv", "--payees", "p.csv"], "leave out --payees"],
      [[...RPC, "--payees", "p.csv"], "leave out --payees"],
      [[...RPC, "--block", "last"], "Expected the number of a block"],
    ];
    for (const [flags, reason] of usages) {
      it(flags.join(" "), async () => {
        const { exitCode, stderr } = await build(...flags);
        expect(exitCode).to.equal(2);
        expect(stderr).to.include("USAGE");
        expect(stderr).to.include(reason);
      });
    }

    it("payouts beside a registry", async () => {
      const flags = ["--payouts", "p.csv", "--epoch", "4", "--out", work.path("epoch"), ...RPC];
      const { exitCode, stderr } = await runCli("epoch", "build", ...flags);
      expect([exitCode, stderr]).to.deep.equal([
        2,
        "error: payouts name accounts; the registry is about devices\n",
      ]);
    });

    it("contributions with payees before it asks the chain", async () => {
      work.write("c.csv", `device,units,payee\n${id("1")},1,${A}\n`);
      const { exitCode, stderr } = await build(...RPC);
      expect(exitCode).to.equal(2);
      expect(stderr).to.include("PAYEES_TWICE");
    });
  });
});
