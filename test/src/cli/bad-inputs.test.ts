import { readdirSync } from "node:fs";

import { expect } from "chai";

import { runCli, Workspace } from "./support";

const A = "0x00000000000000000000000000000000000000aa";
const B = "0x00000000000000000000000000000000000000bb";
const ABOVE_MAX = (2n ** 256n).toString();

interface BadInput {
  name: string;
  /** Content of the input; a function of A and B would be harder to read than the text itself. */
  csv: string | Uint8Array;
  line: number;
  code: string;
}

const BAD_CONTRIBUTIONS: BadInput[] = [
  { name: "an empty file", csv: "", line: 1, code: "CSV_EMPTY" },
  { name: "a header without rows", csv: "device,units\n", line: 2, code: "CSV_EMPTY" },
  { name: "a missing column", csv: `device,score\n${A},1\n`, line: 1, code: "CSV_COLUMN_MISSING" },
  {
    name: "a column that is there twice",
    csv: `device,units,units\n${A},1,2\n`,
    line: 1,
    code: "CSV_COLUMN_DUPLICATE",
  },
  { name: "a negative number", csv: `device,units\n${A},1\n${B},-1\n`, line: 3, code: "NUMBER_MALFORMED" },
  { name: "a fractional number", csv: `device,units\n${A},1.5\n`, line: 2, code: "NUMBER_MALFORMED" },
  { name: "scientific notation", csv: `device,units\n${A},1e18\n`, line: 2, code: "NUMBER_MALFORMED" },
  { name: "a number in hex", csv: `device,units\n${A},0x10\n`, line: 2, code: "NUMBER_MALFORMED" },
  { name: "a number with a space", csv: `device,units\n${A}, 1\n`, line: 2, code: "NUMBER_MALFORMED" },
  { name: "no number", csv: `device,units\n${A},\n`, line: 2, code: "NUMBER_MALFORMED" },
  {
    name: "units above 2^256 - 1",
    csv: `device,units\n${A},${ABOVE_MAX}\n`,
    line: 2,
    code: "NUMBER_TOO_LARGE",
  },
  {
    name: "a device above 2^256 - 1",
    csv: `device,units,payee\n${ABOVE_MAX},1,${A}\n`,
    line: 2,
    code: "NUMBER_TOO_LARGE",
  },
  { name: "a malformed device", csv: `device,units\n0x12,1\n`, line: 2, code: "DEVICE_MALFORMED" },
  {
    name: "an address that is not hex",
    csv: `device,units\n0x${"g".repeat(40)},1\n`,
    line: 2,
    code: "ADDRESS_MALFORMED",
  },
  {
    name: "an address with a wrong checksum",
    csv: `device,units\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD,1\n`,
    line: 2,
    code: "ADDRESS_CHECKSUM",
  },
  {
    name: "a device twice",
    csv: `device,units\n${A},1\n${B},1\n${A},1\n`,
    line: 4,
    code: "DEVICE_DUPLICATE",
  },
  {
    name: "a device twice in two forms",
    csv: `device,units,payee\n${A},1,\n170,1,${B}\n`,
    line: 3,
    code: "DEVICE_DUPLICATE",
  },
  { name: "a malformed payee", csv: `device,units,payee\n${A},1,bob\n`, line: 2, code: "ADDRESS_MALFORMED" },
  {
    name: "the zero address as payee",
    csv: `device,units,payee\n${A},1,0x${"0".repeat(40)}\n`,
    line: 2,
    code: "ACCOUNT_ZERO",
  },
  {
    name: "the zero address as its own payee",
    csv: `device,units\n0x${"0".repeat(40)},1\n`,
    line: 2,
    code: "ACCOUNT_ZERO",
  },
  {
    name: "a numbered device without payee",
    csv: `device,units,payee\n7,1,\n`,
    line: 2,
    code: "PAYEE_MISSING",
  },
  {
    name: "units that sum to zero",
    csv: `device,units\n${A},0\n${B},0\n`,
    line: 2,
    code: "ALLOCATE_NO_UNITS",
  },
  {
    name: "a last line without line end",
    csv: `device,units\n${A},1\n${B},12`,
    line: 3,
    code: "CSV_TRUNCATED",
  },
  { name: "a short row", csv: `device,units\n${A},1\n${B}\n`, line: 3, code: "CSV_ROW_WIDTH" },
  { name: "a long row", csv: `device,units\n${A},1,000\n`, line: 2, code: "CSV_ROW_WIDTH" },
  { name: "a blank line", csv: `device,units\n${A},1\n\n${B},1\n`, line: 3, code: "CSV_ROW_WIDTH" },
  { name: "a quote that does not end", csv: `device,units\n"${A},1\n`, line: 2, code: "CSV_MALFORMED" },
  { name: "a quote within a field", csv: `device,units\n${A},1\n${B}"",2\n`, line: 3, code: "CSV_MALFORMED" },
  { name: "text after a quote", csv: `device,units\n"${A}"x,2\n`, line: 2, code: "CSV_MALFORMED" },
  {
    name: "a quoted line break",
    csv: `device,units,note\n${A},1,"one line"\n${B},1,"two\nlines"\n`,
    line: 3,
    code: "CSV_MALFORMED",
  },
  {
    name: "bytes that are not UTF-8",
    csv: Buffer.concat([Buffer.from(`device,units,note\n${A},1,x\n${B},1,`), Buffer.from([0xe9, 0x0a])]),
    line: 3,
    code: "CSV_ENCODING",
  },
  {
    name: "UTF-16",
    csv: Buffer.from(`\ufeffdevice,units\n${A},1\n`, "utf16le"),
    line: 1,
    code: "CSV_ENCODING",
  },
];

describe("opendepin epoch build, given bad input", () => {
  const work = new Workspace();

  async function refuses(file: string, { line, code }: BadInput, ...flags: string[]): Promise<void> {
    const before = readdirSync(work.directory);
    const argv = ["epoch", "build", ...flags, "--epoch", "1", "--out", work.path("new", "out")];
    const plain = await runCli(...argv);
    expect(plain.stderr).to.match(/^error: [^\n]+\n$/);
    expect(plain.stderr).to.contain(`${file}:${line}: `);
    expect([plain.exitCode, plain.stdout]).to.deep.equal([2, ""]);

    const json = await runCli(...argv, "--json");
    const { error } = JSON.parse(json.stderr) as { error: Record<string, unknown> };
    expect([error["code"], error["file"], error["line"]]).to.deep.equal([code, file, line]);
    expect([json.exitCode, json.stdout]).to.deep.equal([2, ""]);
    expect(readdirSync(work.directory), "nothing is written").to.deep.equal(before);
  }

  context("in the contributions", () => {
    for (const bad of BAD_CONTRIBUTIONS) {
      it(`names the line of ${bad.name}`, async () => {
        const file = work.write("contributions.csv", bad.csv);
        await refuses(file, bad, "--contributions", file, "--budget", "100");
      });
    }

    it("names both lines of a duplicate", async () => {
      const file = work.write("contributions.csv", `device,units\n${B},1\n${A},1\n${A},2\n`);
      const { stderr } = await runCli(
        "epoch",
        "build",
        "--contributions",
        file,
        "--budget",
        "1",
        "--epoch",
        "1",
        "--out",
        work.path("out"),
      );
      expect(stderr).to.equal(
        `error: ${file}:4: device "${A}" is also on line 3; give every device one row\n`,
      );
    });

    it("names a file that is not there", async () => {
      const file = work.path("missing.csv");
      const result = await runCli(
        "epoch",
        "build",
        "--contributions",
        file,
        "--budget",
        "1",
        "--epoch",
        "1",
        "--out",
        work.path("out"),
      );
      expect(result).to.deep.equal({
        exitCode: 2,
        stdout: "",
        stderr: `error: ${file}: there is no such file\n`,
      });
    });
  });

  context("in the payees", () => {
    const bad: BadInput[] = [
      { name: "a missing column", csv: `device,owner\n${A},${B}\n`, line: 1, code: "CSV_COLUMN_MISSING" },
      {
        name: "a device twice",
        csv: `device,payee\n${A},${B}\n${A},${B}\n`,
        line: 3,
        code: "DEVICE_DUPLICATE",
      },
      { name: "a malformed payee", csv: `device,payee\n${A},0x12\n`, line: 2, code: "ADDRESS_MALFORMED" },
    ];
    for (const input of bad) {
      it(`names the line of ${input.name}`, async () => {
        const contributions = work.write("contributions.csv", `device,units\n${A},1\n`);
        const file = work.write("payees.csv", input.csv);
        await refuses(file, input, "--contributions", contributions, "--budget", "1", "--payees", file);
      });
    }

    it("names the header of contributions that have payees too", async () => {
      const contributions = work.write("contributions.csv", `device,units,payee\n${A},1,${B}\n`);
      const file = work.write("payees.csv", `device,payee\n${A},${B}\n`);
      const expected = { name: "", csv: "", line: 1, code: "PAYEES_TWICE" };
      await refuses(
        contributions,
        expected,
        "--contributions",
        contributions,
        "--budget",
        "1",
        "--payees",
        file,
      );
    });
  });

  context("in payouts or corrections", () => {
    const bad: BadInput[] = [
      {
        name: "an account twice",
        csv: `account,amount\n${A},1\n${A},1\n`,
        line: 3,
        code: "ACCOUNT_DUPLICATE",
      },
      { name: "a negative amount", csv: `account,amount\n${A},-1\n`, line: 2, code: "NUMBER_MALFORMED" },
      {
        name: "the zero address",
        csv: `account,amount\n0x${"0".repeat(40)},1\n`,
        line: 2,
        code: "ACCOUNT_ZERO",
      },
      {
        name: "a total above 2^256 - 1",
        csv: `account,amount\n${A},${2n ** 256n - 1n}\n${B},1\n`,
        line: 3,
        code: "LEDGER_OVERFLOW",
      },
    ];
    for (const input of bad) {
      it(`names the line of ${input.name} in payouts`, async () => {
        const file = work.write("payouts.csv", input.csv);
        await refuses(file, input, "--payouts", file);
      });
    }

    it("names the line of a correction below zero", async () => {
      const payouts = work.write("payouts.csv", `account,amount\n${A},5\n`);
      const file = work.write("corrections.csv", `account,delta\n${B},1\n${A},-6\n`);
      const expected = { name: "", csv: "", line: 3, code: "LEDGER_NEGATIVE" };
      await refuses(file, expected, "--payouts", payouts, "--corrections", file);
    });
  });
});

describe("opendepin epoch build, given a wrong command line", () => {
  const work = new Workspace();
  const cases: [string, string[], RegExp][] = [
    [
      "neither contributions nor payouts",
      ["--epoch", "1", "--out", "x"],
      /--contributions with --budget, or else --payouts/,
    ],
    ["both", ["--contributions", "a", "--payouts", "b", "--epoch", "1", "--out", "x"], /or else --payouts/],
    [
      "contributions without a budget",
      ["--contributions", "a", "--epoch", "1", "--out", "x"],
      /belong together/,
    ],
    [
      "payouts with a budget",
      ["--payouts", "a", "--budget", "1", "--epoch", "1", "--out", "x"],
      /belong together/,
    ],
    [
      "payouts with payees",
      ["--payouts", "a", "--payees", "b", "--epoch", "1", "--out", "x"],
      /payouts name accounts/,
    ],
    [
      "a fractional budget",
      ["--contributions", "a", "--budget", "1.5", "--epoch", "1", "--out", "x"],
      /base units/,
    ],
    ["a negative epoch", ["--payouts", "a", "--epoch", "-1", "--out", "x"], /whole number/],
    ["no epoch", ["--payouts", "a", "--out", "x"], /--epoch <number>/],
    ["an unknown option", ["--payout", "a", "--epoch", "1", "--out", "x"], /unknown option '--payout'/],
  ];
  for (const [name, flags, message] of cases) {
    it(`says in one line what is wrong with ${name}`, async () => {
      const { exitCode, stdout, stderr } = await runCli("epoch", "build", ...flags);
      expect([exitCode, stdout]).to.deep.equal([2, ""]);
      expect(stderr)
        .to.match(/^error: [^\n]+\n$/)
        .and.to.match(message);
    });
  }

  it("refuses a directory that is not empty, and leaves it alone", async () => {
    const payouts = work.write("payouts.csv", `account,amount\n${A},5\n`);
    const { exitCode, stderr } = await runCli(
      "epoch",
      "build",
      "--payouts",
      payouts,
      "--epoch",
      "1",
      "--out",
      work.directory,
    );
    expect([exitCode, stderr]).to.deep.equal([
      2,
      `error: ${work.directory}: the directory is not empty; name a new one\n`,
    ]);
    expect(readdirSync(work.directory)).to.deep.equal(["payouts.csv"]);
  });
});
