import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { claimRewards, unclaimed } from "../../src/chain/claim-rewards";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import { readEpochDirectory, type ReportedEpoch } from "../../src/files/epoch-directory";
import { deployOneProgram } from "./network";
import { hasRealData, payoutsDirectory, readTable } from "./real-data";

/** A third of the accounts claims every epoch, a third every fifth, a third only at the end. */
function isDue(account: string, epoch: number, last: number): boolean {
  const habit = Number(BigInt(account) % 3n);
  if (epoch === last || habit === 0) return true;
  return habit === 1 && epoch % 5 === 4;
}

describe("Reward loop on real payouts", () => {
  it("pays 26 consecutive intervals to the unit, however late an account claims", async function () {
    if (!hasRealData()) this.skip();
    const totals = readTable(join(payoutsDirectory, "totals.csv"));
    expect(totals).to.have.length(26);
    const { token, distributor, stranger, report } = await deployOneProgram(10n ** 24n);
    const workspace = await mkdtemp(join(tmpdir(), "opendepin-"));

    async function buildAndReport(epoch: number): Promise<ReportedEpoch> {
      const file = `interval-${epoch.toString().padStart(2, "0")}.csv`;
      const out = join(workspace, `epoch-${epoch}`);
      const built = await buildEpochDirectory({
        epoch: BigInt(epoch),
        out,
        inputs: { payouts: join(payoutsDirectory, file) },
        budget: null,
        previous: epoch === 0 ? undefined : join(workspace, `epoch-${epoch - 1}`),
      });
      expect(built.increase, file).to.equal(BigInt(totals[epoch]?.["published_total"] ?? -1));
      await report(built);
      return readEpochDirectory(out);
    }

    try {
      const published = new Map<string, bigint>();
      const last = totals.length - 1;
      for (const epoch of totals.keys()) {
        const directory = await buildAndReport(epoch);
        const rows = readTable(join(payoutsDirectory, `interval-${epoch.toString().padStart(2, "0")}.csv`));
        for (const { account = "", amount = "" } of rows) {
          published.set(account, (published.get(account) ?? 0n) + BigInt(amount));
        }
        const owed = await unclaimed(distributor, directory);
        const due = owed.filter((index) => isDue(directory.claims.at(index).account, epoch, last));
        if (epoch === last) await expectLateClaimAsCheap(distributor, directory, due, stranger);
        await claimRewards(distributor, directory, due, stranger);
      }

      let total = 0n;
      for (const [account, amount] of published) {
        expect(await token.balanceOf(account), account).to.equal(amount);
        total += amount;
      }
      const publishedTotal = totals.reduce((sum, row) => sum + BigInt(row["published_total"] ?? -1), 0n);
      expect(total, "accounts' balances").to.equal(publishedTotal);
      expect(await token.totalSupply(), "minted").to.equal(publishedTotal);
      expect(await token.balanceOf(distributor), "left over").to.equal(0n);
    } finally {
      await rm(workspace, { recursive: true });
    }
  });

  /** First claims, of an account that missed one epoch and of one that missed them all, may differ by calldata only. */
  async function expectLateClaimAsCheap(
    distributor: Parameters<typeof claimRewards>[0],
    directory: ReportedEpoch,
    due: number[],
    stranger: Parameters<typeof claimRewards>[3],
  ): Promise<void> {
    const account = (index: number) => directory.claims.at(index).account;
    const paidBefore = await Promise.all(due.map((index) => distributor.claimed(account(index))));
    const lastOf = (habit: bigint, paid: boolean) =>
      due
        .filter((index, at) => BigInt(account(index)) % 3n === habit && (paidBefore[at] ?? 0n) > 0n === paid)
        .at(-1);
    const timely = lastOf(0n, true);
    const late = lastOf(1n, true);
    if (timely === undefined || late === undefined) throw new Error("the data has no such accounts");
    const [paidTimely] = await claimRewards(distributor, directory, [timely], stranger);
    const [paidLate] = await claimRewards(distributor, directory, [late], stranger);
    const difference = Number((paidLate?.gasUsed ?? 0n) - (paidTimely?.gasUsed ?? 0n));
    console.log(
      `      timely claim ${paidTimely?.gasUsed ?? 0n} gas, five epochs late ${paidLate?.gasUsed ?? 0n} gas`,
    );
    expect(Math.abs(difference), "gas of a late claim").to.be.below(500);
  }
});
