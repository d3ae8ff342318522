import { cpSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { compareEpochs, type EpochDifference } from "../../../src/files/compare-epochs";
import { buildEpochDirectory } from "../../../src/files/build-epoch";
import { noProgress } from "../../../src/files/progress";
import { Workspace } from "../cli/support";

const [A1, B2, C3] = ["a1", "b2", "c3"].map((byte) => `0x${byte.repeat(20)}`);
const CONTRIBUTIONS = `device,units,payee\n1,3,${A1}\n2,5,${B2}\n3,2,${A1}\n4,7,${C3}\n`;

describe("compareEpochs", () => {
  const work = new Workspace();

  async function build(name: string, contributions = CONTRIBUTIONS): Promise<void> {
    const inputs = { contributions: work.write(`${name}.csv`, contributions) };
    await buildEpochDirectory({ epoch: 0n, out: work.path(name), inputs, budget: 1_000n });
  }

  /** Of the directory of the same epoch in which one file was changed. */
  async function changed(
    file: string,
    change: (text: string) => string,
  ): Promise<EpochDifference | undefined> {
    await build("ours");
    cpSync(work.path("ours"), work.path("theirs"), { recursive: true });
    work.write(join("theirs", file), change(work.read("theirs", file)));
    return compare();
  }

  function compare(): Promise<EpochDifference | undefined> {
    return compareEpochs(work.path("ours"), work.path("theirs"), noProgress);
  }

  it("finds nothing between directories that are the same to the byte", async () => {
    expect(await changed("claims.csv", (text) => text)).to.equal(undefined);
  });

  it("names the account, the column and both values", async () => {
    const difference = await changed("claims.csv", (text) => text.replace(`${B2},294,`, `${B2},295,`));
    expect(difference).to.deep.equal({
      file: "claims.csv",
      line: 3,
      row: `account ${B2}`,
      column: "cumulative",
      ours: "294",
      theirs: "295",
    });
  });

  it("names the device whose units differ before all that follows from it", async () => {
    await build("ours");
    await build("theirs", CONTRIBUTIONS.replace("2,5,", "2,9,"));
    expect(await compare()).to.deep.include({
      file: "inputs/contributions.csv",
      line: 3,
      row: "device 2",
      column: "units",
      ours: "5",
      theirs: "9",
    });
  });

  it("names the row that is in one only by both accounts", async () => {
    const difference = await changed("claims.csv", (text) => text.replace(/\n0xb2.*\n/, "\n"));
    expect(difference).to.deep.include({ line: 3, row: undefined, column: "account", ours: B2, theirs: C3 });
  });

  it("says where one goes on and the other ends", async () => {
    const longer = await changed(
      "claims.csv",
      (text) => `${text}0x${"ff".repeat(20)},5,0x${"00".repeat(32)}\n`,
    );
    expect([longer?.line, longer?.column, longer?.ours]).to.deep.equal([5, undefined, "end of file"]);
    expect(longer?.theirs).to.match(/^0xff.*,5,0x0+$/);
  });

  it("shows lines as they are when they cannot be told apart by columns", async () => {
    const header = await changed("rewards.csv", (text) => text.replace("units", "UNITS"));
    expect(header).to.deep.include({
      file: "rewards.csv",
      line: 1,
      row: undefined,
      column: undefined,
      ours: "device,payee,units,reward",
      theirs: "device,payee,UNITS,reward",
    });
    cpSync(work.path("ours", "rewards.csv"), work.path("theirs", "rewards.csv"));
    work.write(join("theirs", "claims.csv"), `account,cumulative,devicesRoot\n"never ends\n`);
    expect(await compare()).to.deep.include({ file: "claims.csv", line: 2, theirs: '"never ends' });
  });

  it("takes a byte order mark and CRLF for what they are, a difference of bytes", async () => {
    await build("ours", `\ufeff${CONTRIBUTIONS.replaceAll("\n", "\r\n")}`);
    await build("theirs", `\ufeff${CONTRIBUTIONS.replaceAll("\n", "\r\n").replace("4,7,", "4,8,")}`);
    expect(await compare()).to.deep.include({
      line: 5,
      row: "device 4",
      column: "units",
      ours: "7",
      theirs: "8",
    });
  });

  it("names the file that only one of them has", async () => {
    await build("theirs");
    const inputs = {
      contributions: work.path("theirs.csv"),
      corrections: work.write("corrections.csv", `account,delta\n${A1},5\n`),
    };
    await buildEpochDirectory({ epoch: 0n, out: work.path("ours"), inputs, budget: 1_000n });
    const expected = {
      file: "inputs/corrections.csv",
      line: undefined,
      ours: "a file",
      theirs: "no such file",
    };
    expect(await compare()).to.deep.include(expected);
  });
});
