import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { expect } from "chai";

import { runCli, Workspace } from "./support";

const DATA = resolve(__dirname, "../../../../shared/data");
const CONTRIBUTION_INTERVALS = 24;
const PAYOUT_INTERVALS = 26;

/** Rows of a CSV file of plain fields, by column name. */
function rowsOf(path: string): Record<string, string>[] {
  const [header = [], ...rows] = readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));
  return rows.map((fields) => Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ""])));
}

const describeWithData = existsSync(DATA) ? describe : describe.skip;

describeWithData("opendepin epoch on the published data of a live network (skipped without it)", () => {
  const work = new Workspace();

  async function build(
    out: string,
    epoch: string,
    ...flags: string[]
  ): Promise<{ total: string; increase: string }> {
    const argv = ["epoch", "build", ...flags, "--epoch", epoch, "--out", work.path(out), "--json"];
    const { exitCode, stdout, stderr } = await runCli(...argv);
    expect([exitCode, stderr]).to.deep.equal([0, ""]);
    return JSON.parse(stdout) as { total: string; increase: string };
  }

  it(`gives every device of ${CONTRIBUTION_INTERVALS} intervals the published reward, to the wei`, async () => {
    const intervals = rowsOf(join(DATA, "contributions/budgets.csv"));
    expect(intervals).to.have.lengthOf(CONTRIBUTION_INTERVALS);
    for (const { interval = "", budget = "" } of intervals) {
      const csv = join(DATA, `contributions/interval-${interval.padStart(3, "0")}.csv`);
      await build(interval, interval, "--contributions", csv, "--budget", budget);
      const computed = rowsOf(work.path(interval, "rewards.csv")).map(({ device, reward }) => ({
        device,
        reward,
      }));
      const published = rowsOf(csv).map(({ device, reward }) => ({ device, reward }));
      expect(computed, `interval ${interval}`).to.deep.equal(published);
    }
  });

  it(`gives ${PAYOUT_INTERVALS} consecutive intervals the published totals, to the unit`, async () => {
    const intervals = rowsOf(join(DATA, "payouts/totals.csv"));
    expect(intervals).to.have.lengthOf(PAYOUT_INTERVALS);
    let total = 0n;
    let previous: string[] = [];
    for (const { interval = "", published_total: published = "" } of intervals) {
      const csv = join(DATA, `payouts/interval-${interval.padStart(2, "0")}.csv`);
      const report = await build(interval, interval, "--payouts", csv, ...previous);
      total += BigInt(published);
      expect(report, `interval ${interval}`).to.deep.include({
        increase: published,
        total: total.toString(),
      });
      previous = ["--previous", work.path(interval)];
    }
    const last = intervals.at(-1)?.["interval"] ?? "";
    expect((await runCli("epoch", "verify", work.path(last))).exitCode).to.equal(0);
  });
});
