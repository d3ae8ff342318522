import { mkdirSync, writeFileSync } from "node:fs";

import { expect } from "chai";

import type { InputName } from "../../../src/files/epoch-inputs";
import { compareOwnInputs } from "../../../src/files/own-inputs";
import { noProgress } from "../../../src/files/progress";
import type { Finding } from "../../../src/watch/verdict";
import { rejection } from "../chain/support";
import { Workspace } from "../cli/support";

const A = `0x${"aa".repeat(20)}`;
const B = `0x${"bb".repeat(20)}`;
const C = `0x${"cc".repeat(20)}`;

describe("compareOwnInputs", () => {
  const work = new Workspace();

  beforeEach(() => {
    mkdirSync(work.path("published", "inputs"), { recursive: true });
    mkdirSync(work.path("own"));
  });

  const publish = (name: InputName, csv: string): void => {
    writeFileSync(work.path("published", "inputs", `${name}.csv`), csv);
  };
  const own = (file: string, csv: string): void => {
    writeFileSync(work.path("own", file), csv);
  };
  const compare = (...names: InputName[]): Promise<Finding | undefined> =>
    compareOwnInputs(work.path("published"), names, { directory: work.path("own"), epoch: 7 }, noProgress);

  it("agrees on the same rows in another order, with other columns", async () => {
    publish("contributions", `device,units\n${A},1\n${B},2\n`);
    own("epoch-7.csv", `note,units,device\nx,2,${B}\ny,1,${A.toUpperCase().replace("X", "x")}\n`);
    expect(await compare("contributions")).to.equal(undefined);
  });

  it("names the published line, the device and both values", async () => {
    publish("contributions", `device,units\n${A},1\n${B},900\n`);
    own("epoch-7.csv", `device,units\n${B},2\n${A},1\n`);
    expect(await compare("contributions")).to.deep.equal({
      file: "inputs/contributions.csv",
      line: 3,
      subject: `device ${B}`,
      figure: "units",
      expected: "2",
      found: "900",
    });
  });

  it("names a device that is made up, one that is there twice, and one that is left out", async () => {
    own("epoch-7.csv", `device,units\n${A},1\n${B},2\n`);
    publish("contributions", `device,units\n${A},1\n${C},5\n${B},2\n`);
    expect(await compare("contributions")).to.deep.include({
      line: 3,
      subject: `device ${C}`,
      expected: "no row",
      found: "5",
    });
    publish("contributions", `device,units\n${A},1\n${A},1\n`);
    expect(await compare("contributions")).to.deep.include({
      line: 3,
      expected: "one row",
      found: "a second one",
    });
    publish("contributions", `device,units\n${A},1\n`);
    const finding = await compare("contributions");
    expect(finding).to.deep.include({ line: undefined, expected: "2", found: "no row" });
    expect(finding?.subject).to.match(/^device 0x0+b+$/);
  });

  it("compares payees when one of the two names them", async () => {
    publish("contributions", `device,units,payee\n${A},1,${C}\n`);
    own("epoch-7.csv", `device,units,payee\n${A},1,${B}\n`);
    expect(await compare("contributions")).to.deep.include({ figure: "payee", expected: B, found: C });
    own("epoch-7.csv", `device,units\n${A},1\n`);
    expect(await compare("contributions")).to.deep.include({ figure: "payee", expected: "", found: C });
  });

  it("compares corrections with their signs, payees and payouts", async () => {
    publish("corrections", `account,delta\n${A},5\n`);
    own("epoch-7.corrections.csv", `account,delta\n${A},-5\n`);
    expect(await compare("corrections")).to.deep.include({
      file: "inputs/corrections.csv",
      line: 2,
      subject: `account ${A}`,
      figure: "delta",
      expected: "-5",
      found: "5",
    });
    own("epoch-7.corrections.csv", `account,delta\n${A},5\n`);
    publish("payees", `device,payee\n7,${A}\n`);
    own("epoch-7.payees.csv", `device,payee\n7,${B}\n`);
    expect(await compare("corrections", "payees")).to.deep.include({
      file: "inputs/payees.csv",
      expected: B,
      found: A,
    });
    own("epoch-7.payees.csv", `device,payee\n7,${A}\n`);
    publish("payouts", `account,amount\n${A},5\n`);
    own("epoch-7.payouts.csv", `account,amount\n${A},6\n`);
    expect(await compare("corrections", "payees", "payouts")).to.deep.include({
      figure: "amount",
      expected: "6",
    });
  });

  it("does not pass over an input that it cannot compare", async () => {
    own("epoch-7.csv", `device,units\n${A},1\n`);
    publish("contributions", `device,units\n${A},1\n`);
    publish("corrections", `account,delta\n${A},5\n`);
    const missing = await rejection(compare("contributions", "corrections"));
    expect(missing).to.include({
      code: "OWN_INPUT_MISSING",
      file: work.path("own", "epoch-7.corrections.csv"),
    });
  });

  it("names an input of its own that was not published", async () => {
    own("epoch-7.csv", `device,units\n${A},1\n`);
    expect(await compare("payouts").catch((error: unknown) => error)).to.deep.include({
      file: "inputs/contributions.csv",
      found: "no such file",
    });
  });

  it("leaves what the registry says to the registry", async () => {
    own("epoch-7.csv", `device,units\n7,1\n`);
    publish("contributions", `device,units\n7,1\n`);
    expect(await compare("contributions", "devices")).to.equal(undefined);
  });

  it("refuses an own file with a row twice, which says nothing", async () => {
    own("epoch-7.csv", `device,units\n7,1\n7,2\n`);
    publish("contributions", `device,units\n7,1\n`);
    expect(await rejection(compare("contributions"))).to.include({ code: "ROW_DUPLICATE", line: 3 });
  });
});
