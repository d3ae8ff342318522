import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";

import { claimRewards, unclaimed } from "../../src/chain/claim-rewards";
import { buildEpochDirectory } from "../../src/files/build-epoch";
import { readEpochDirectory } from "../../src/files/epoch-directory";
import { deployOneProgram } from "./network";
import { contributionsDirectory, hasRealData, readTable } from "./real-data";

describe("Reward loop on real contributions", () => {
  it("pays 24 intervals to the wei, and leaves nothing but the named remainders", async function () {
    if (!hasRealData()) this.skip();
    const budgets = readTable(join(contributionsDirectory, "budgets.csv"));
    expect(budgets).to.have.length(24);
    const { token, distributor, stranger, report } = await deployOneProgram(10n ** 18n);
    const workspace = await mkdtemp(join(tmpdir(), "opendepin-"));
    try {
      const published = new Map<string, bigint>();
      let unallocated = 0n;
      let previous: string | undefined;
      for (const [epoch, { interval = "", budget = "" }] of budgets.entries()) {
        const file = join(contributionsDirectory, `interval-${interval.padStart(3, "0")}.csv`);
        const out = join(workspace, `epoch-${epoch}`);
        const built = await buildEpochDirectory({
          epoch: BigInt(epoch),
          out,
          inputs: { contributions: file },
          budget: BigInt(budget),
          previous,
        });
        unallocated += built.unallocated ?? 0n;
        for (const { device = "", reward = "" } of readTable(file)) {
          published.set(device, (published.get(device) ?? 0n) + BigInt(reward));
        }

        await report(built);
        const directory = await readEpochDirectory(out);
        await claimRewards(distributor, directory, await unclaimed(distributor, directory), stranger);
        previous = out;
      }

      let total = 0n;
      for (const [payee, amount] of published) {
        expect(await token.balanceOf(payee), payee).to.equal(amount);
        total += amount;
      }
      const budgetTotal = budgets.reduce((sum, { budget = "" }) => sum + BigInt(budget), 0n);
      expect(await token.totalSupply(), "minted").to.equal(total);
      expect(await token.balanceOf(distributor), "left over").to.equal(0n);
      expect(budgetTotal - total, "named remainders").to.equal(unallocated);
    } finally {
      await rm(workspace, { recursive: true });
    }
  });
});
