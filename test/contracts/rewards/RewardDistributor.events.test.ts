import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { dataSlice, getAddress, id, ZeroHash } from "ethers";

import { offlineKey } from "../../helpers/accounts";
import { passEpoch } from "../../helpers/clock";
import { Random } from "../../helpers/random";
import { rebuildDistributor } from "../../helpers/rebuild-distributor";
import { NOTHING_PENDING, proposeEpoch } from "../../helpers/report";
import { deploySuite, EPOCH_LENGTH, PER_EPOCH } from "../../helpers/suite";
import { type ClaimTree, claimTree } from "../../helpers/tree";

const SEEDS = [1, 20_260, 4_294_967_295];
const ROUNDS = 25;
const ACCOUNTS = Array.from({ length: 9 }, (_, i) => getAddress(dataSlice(id(`account ${i}`), 12)));

describe("RewardDistributor", () => {
  describe("events", () => {
    /** A random history: reports, disputes, voids, corrections, pauses, claims by everybody or nobody, and changes of parameters. */
    async function randomRun(seed: number) {
      const random = new Random(seed);
      const suite = await loadFixture(deploySuite);
      const { distributor, genesis, guardian, disputes, programManager } = suite;
      let reporter = suite.reporter;
      let epoch = 0;
      let active: ClaimTree | undefined;
      const cumulative = new Map(ACCOUNTS.map((account) => [account, 0n]));

      for (let round = 0; round < ROUNDS; round += 1) {
        epoch += random.below(3);
        const tree = nextTree(random, cumulative);
        await passEpoch(genesis, epoch);
        await proposeEpoch({ distributor, reporter, genesis }, epoch, tree);
        if (random.below(3) === 0) await distributor.connect(disputes).freeze(epoch);
        if (random.below(4) === 0) {
          await distributor.connect(guardian).void(epoch, id(`reason ${round}`));
        } else if (round < ROUNDS - 1) {
          const { finalizableAt, frozen } = await distributor.pendingReport();
          await time.increaseTo(finalizableAt);
          if (frozen) await distributor.connect(disputes).unfreeze(epoch);
          await distributor.finalize();
          active = tree;
          for (const { account, amount } of tree.rows) cumulative.set(account, amount);
          epoch += 1;
        }
        if (active !== undefined) await claimSome(random, distributor, active);
        if (random.below(5) === 0) {
          reporter = offlineKey(`reporter of round ${round}`);
          await distributor.connect(programManager).setReporter(reporter);
          await distributor.connect(disputes).setChallengeWindow(600 + random.below(10_000));
        }
        if (random.below(5) === 0) {
          const until = (await time.latest()) + random.below(2 * EPOCH_LENGTH);
          await distributor.connect(guardian).pauseProposals(until);
          await time.increaseTo(until + 1);
        }
      }
      return { ...suite, epoch };
    }

    function nextTree(random: Random, cumulative: ReadonlyMap<string, bigint>) {
      const share = Number(PER_EPOCH / BigInt(ACCOUNTS.length) / 10n ** 12n);
      const rows = ACCOUNTS.map((account) => {
        const before = cumulative.get(account) ?? 0n;
        const change = BigInt(random.below(share)) * 10n ** 12n;
        const isCorrection = random.below(6) === 0;
        return {
          account,
          amount: isCorrection ? before - (change < before ? change : before) : before + change,
        };
      });
      const tree = claimTree(rows.map(({ account, amount }) => ({ account, cumulative: amount })));
      return { ...tree, rows };
    }

    async function claimSome(
      random: Random,
      distributor: Awaited<ReturnType<typeof deploySuite>>["distributor"],
      tree: ClaimTree,
    ): Promise<void> {
      const size = random.below(ACCOUNTS.length);
      const batch = Array.from({ length: size }, () => tree.claimOf(random.pick(ACCOUNTS)));
      await distributor.claimMany(batch);
    }

    for (const seed of SEEDS) {
      it(`RD-17: events alone rebuild the whole state after a random run (seed ${seed}) @exhaustive`, async () => {
        const { distributor, token, epoch } = await randomRun(seed);
        const rebuilt = await rebuildDistributor(distributor);

        expect(rebuilt.reporter).to.equal(await distributor.reporter());
        expect(rebuilt.challengeWindow).to.equal(await distributor.challengeWindow());
        expect(rebuilt.reportNonce).to.equal(await distributor.reportNonce());
        expect(rebuilt.nextEpoch).to.equal(await distributor.nextEpoch());
        expect(rebuilt.funded).to.equal(await distributor.funded());
        expect(rebuilt.activeRoot).to.equal(await distributor.activeRoot());
        expect(rebuilt.proposalsPausedUntil).to.equal(await distributor.proposalsPausedUntil());
        const pending = rebuilt.pending === undefined ? NOTHING_PENDING : Object.values(rebuilt.pending);
        expect(await distributor.pendingReport()).to.deep.equal(pending);
        for (let each = 0; each <= epoch + 1; each += 1) {
          expect(await distributor.rootOf(each)).to.equal(rebuilt.roots.get(BigInt(each)) ?? ZeroHash);
        }
        let paid = 0n;
        for (const account of ACCOUNTS) {
          const claimed = await distributor.claimed(account);
          expect(rebuilt.claimed.get(account) ?? 0n).to.equal(claimed);
          expect(await token.balanceOf(account)).to.equal(claimed);
          paid += claimed;
        }
        expect(rebuilt.roots.size).to.be.above(5);
        expect(await token.balanceOf(distributor)).to.equal(rebuilt.funded - paid);
      });
    }
  });
});
