import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { namedAccounts, offlineKey } from "../../helpers/accounts";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { gasUsed } from "../../helpers/gas";
import { proposeEpoch } from "../../helpers/report";
import { deployDistributor, deploySuite, EPOCH_LENGTH } from "../../helpers/suite";
import { claimArguments, claimTree } from "../../helpers/tree";

/** Order of the mock's enum. */
const TOKEN = { returningFalse: 1, reverting: 2, bomb: 3, reentering: 4 } as const;

const ALICE = parseEther("300");
const BOB = parseEther("200");

async function givenAFinalizedRoot() {
  const suite = await deploySuite();
  const tree = claimTree([
    { account: suite.alice.address, cumulative: ALICE, devicesRoot: id("alice's devices") },
    { account: suite.bob.address, cumulative: BOB },
  ]);
  await finalizeEpoch(suite, 0, tree);
  return { ...suite, tree };
}

async function givenASecondRoot() {
  const fixture = await givenAFinalizedRoot();
  const { distributor, tree, alice, bob, carol } = fixture;
  await distributor.claim(...claimArguments(tree.claimOf(alice)));
  const second = claimTree([
    { account: alice.address, cumulative: ALICE + 7n },
    { account: bob.address, cumulative: BOB + 11n },
    { account: carol.address, cumulative: 13n },
  ]);
  await finalizeEpoch(fixture, 1, second);
  return { ...fixture, second };
}

/** A correction: alice's cumulative total is now below what she was paid. */
async function givenACorrection() {
  const fixture = await givenAFinalizedRoot();
  const { distributor, tree, alice, bob } = fixture;
  await distributor.claim(...claimArguments(tree.claimOf(alice)));
  const corrected = claimTree([
    { account: alice.address, cumulative: ALICE - 1n },
    { account: bob.address, cumulative: BOB },
  ]);
  await finalizeEpoch(fixture, 1, corrected);
  return { ...fixture, corrected };
}

/** A funded distributor whose token can be told to refuse alice. */
async function givenATokenThatMayRefuse() {
  const { admin, alice, bob, stranger } = await namedAccounts();
  const authority = await ethers.deployContract("AccessManager", [admin]);
  const token = await ethers.deployContract("HostileTokenMock", [admin, parseEther("1000")]);
  const genesis = (await time.latest()) - EPOCH_LENGTH;
  const source = await ethers.deployContract("RewardSourceMock", [token, genesis, EPOCH_LENGTH]);
  await token.transfer(source, parseEther("1000"));
  const reporter = offlineKey("reporter");
  const distributor = await deployDistributor(source, 1, reporter, authority);
  const tree = claimTree([
    { account: alice.address, cumulative: ALICE },
    { account: bob.address, cumulative: BOB },
  ]);
  await finalizeEpoch({ distributor, genesis, reporter }, 0, tree);
  return { token, distributor, tree, alice, bob, stranger };
}

describe("RewardDistributor", () => {
  describe("claim", () => {
    context("given no report was finalised", () => {
      it("never-seen accounts are owed nothing: no proof leads to the zero root", async () => {
        const { distributor, alice } = await loadFixture(deploySuite);
        for (const [devicesRoot, proof] of [
          [ZeroHash, []],
          [id("devices"), [ZeroHash]],
        ] as const) {
          await expect(distributor.claim(alice, 1n, devicesRoot, [...proof]))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidProof")
            .withArgs(alice.address);
        }
      });

      it("a pending root is not claimable, neither inside its window nor after it, until it is finalised", async () => {
        const suite = await loadFixture(deploySuite);
        const { distributor, alice } = suite;
        const tree = claimTree([{ account: alice.address, cumulative: ALICE }]);
        await proposeEpoch(suite, 0, tree);
        const { finalizableAt } = await distributor.pendingReport();
        for (const moment of [await time.latest(), finalizableAt]) {
          await time.increaseTo(BigInt(moment) + 1n);
          await expect(distributor.claim(...claimArguments(tree.claimOf(alice))))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidProof")
            .withArgs(alice.address);
        }
      });
    });

    context("when the proof does not lead to the active root", () => {
      it("reverts for every field that is changed, and the account keeps what it is owed", async () => {
        const { distributor, tree, alice, bob, carol } = await loadFixture(givenAFinalizedRoot);
        const claim = tree.claimOf(alice);
        const mutations = [
          { account: carol.address },
          { cumulative: ALICE + 1n },
          { cumulative: ALICE - 1n },
          { devicesRoot: ZeroHash },
          { proof: [] },
          { proof: tree.claimOf(bob).proof },
          { proof: [...claim.proof, ZeroHash] },
        ];
        for (const mutation of mutations) {
          const mutated = { ...claim, ...mutation };
          await expect(distributor.claim(...claimArguments(mutated)))
            .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidProof")
            .withArgs(mutated.account);
        }
        expect(await distributor.claimable(...claimArguments(claim))).to.equal(ALICE);
      });

      it("reverts for the proof of an earlier root", async () => {
        const { distributor, tree, bob } = await loadFixture(givenASecondRoot);
        await expect(distributor.claim(...claimArguments(tree.claimOf(bob))))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidProof")
          .withArgs(bob.address);
      });
    });

    context("when nothing is owed", () => {
      it("claiming twice at the same block pays zero the second time, without reverting", async () => {
        const { distributor, token, tree, alice } = await loadFixture(givenAFinalizedRoot);
        const claim = claimArguments(tree.claimOf(alice));
        await distributor.claim(...claim);
        expect(await distributor.claim.staticCall(...claim)).to.equal(0);
        const second = distributor.claim(...claim);
        await expect(second).to.not.emit(distributor, "RewardsClaimed");
        await expect(second).to.changeTokenBalances(token, [distributor, alice], [0, 0]);
        expect(await distributor.claimed(alice)).to.equal(ALICE);
      });

      it("pays zero, without reverting, when a correction puts the total below what was claimed", async () => {
        const { distributor, token, corrected, alice } = await loadFixture(givenACorrection);
        const claim = claimArguments(corrected.claimOf(alice));
        expect(await distributor.claim.staticCall(...claim)).to.equal(0);
        await expect(distributor.claim(...claim)).to.changeTokenBalances(token, [distributor, alice], [0, 0]);
        expect(await distributor.claimed(alice)).to.equal(ALICE);
      });

      it("after a correction pays again only above what was claimed", async () => {
        const fixture = await loadFixture(givenACorrection);
        const { distributor, token, alice } = fixture;
        const restored = claimTree([{ account: alice.address, cumulative: ALICE + 2n }]);
        await finalizeEpoch(fixture, 2, restored);
        await expect(distributor.claim(...claimArguments(restored.claimOf(alice)))).to.changeTokenBalance(
          token,
          alice,
          2n,
        );
      });
    });

    context("given a root that promises more than its total", () => {
      it("claimed never exceeds funded: pays while the money lasts, and the loser keeps the claim", async () => {
        const suite = await loadFixture(deploySuite);
        const { distributor, token, alice, bob } = suite;
        const hostile = claimTree([
          { account: alice.address, cumulative: ALICE },
          { account: bob.address, cumulative: BOB },
        ]);
        await finalizeEpoch(suite, 0, { root: hostile.root, total: ALICE });
        await distributor.claim(...claimArguments(hostile.claimOf(alice)));

        await expect(distributor.claim(...claimArguments(hostile.claimOf(bob))))
          .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
          .withArgs(await distributor.getAddress(), 0, BOB);
        expect(await distributor.claimed(bob)).to.equal(0);
        expect(await distributor.claimed(alice)).to.equal(await distributor.funded());
      });
    });

    context("given a token that refuses the account", () => {
      it("reverts if the token returns false", async () => {
        const { token, distributor, tree, alice } = await loadFixture(givenATokenThatMayRefuse);
        await token.setBehaviour(alice, TOKEN.returningFalse, "0x");
        await expect(distributor.claim(...claimArguments(tree.claimOf(alice))))
          .to.be.revertedWithCustomError(distributor, "SafeERC20FailedOperation")
          .withArgs(await token.getAddress());
        expect(await distributor.claimed(alice)).to.equal(0);
      });

      it("reverts with the token's own error if the token reverts", async () => {
        const { token, distributor, tree, alice } = await loadFixture(givenATokenThatMayRefuse);
        await token.setBehaviour(alice, TOKEN.reverting, "0x");
        await expect(distributor.claim(...claimArguments(tree.claimOf(alice))))
          .to.be.revertedWithCustomError(token, "HostileTokenMockRefused")
          .withArgs(alice.address);
        expect(await distributor.claimed(alice)).to.equal(0);
      });
    });

    context("given a token that calls back", () => {
      it("pays once: the claim made from inside the payment owes nothing", async () => {
        const { token, distributor, tree, alice } = await loadFixture(givenATokenThatMayRefuse);
        const claim = claimArguments(tree.claimOf(alice));
        await token.setBehaviour(
          alice,
          TOKEN.reentering,
          distributor.interface.encodeFunctionData("claim", claim),
        );
        const paidNothing = distributor.interface.encodeFunctionResult("claim", [0n]);
        await expect(distributor.claim(...claim))
          .to.emit(token, "CalledBack")
          .withArgs(true, paidNothing);
        expect(await token.balanceOf(alice)).to.equal(ALICE);
        expect(await distributor.claimed(alice)).to.equal(ALICE);
      });
    });

    context("when something is owed", () => {
      it("pays the account of the leaf, whoever calls, and returns what it paid", async () => {
        const { distributor, token, tree, alice, stranger } = await loadFixture(givenAFinalizedRoot);
        const claim = claimArguments(tree.claimOf(alice));
        const asStranger = distributor.connect(stranger);
        expect(await asStranger.claim.staticCall(...claim)).to.equal(ALICE);

        const claiming = asStranger.claim(...claim);
        await expect(claiming).to.emit(distributor, "RewardsClaimed").withArgs(alice.address, ALICE);
        await expect(claiming).to.changeTokenBalances(
          token,
          [distributor, alice, stranger],
          [-ALICE, ALICE, 0n],
        );
        expect(await distributor.claimed(alice)).to.equal(ALICE);
        expect(await distributor.claimed(stranger)).to.equal(0);
        expect(await distributor.funded()).to.equal(ALICE + BOB);
      });

      it("pays what is new on the second claim, and everything at once to who never claimed", async () => {
        const { distributor, token, second, alice, bob, carol } = await loadFixture(givenASecondRoot);
        for (const [account, amount] of [
          [alice, 7n],
          [bob, BOB + 11n],
          [carol, 13n],
        ] as const) {
          const claim = claimArguments(second.claimOf(account));
          expect(await distributor.claim.staticCall(...claim)).to.equal(amount);
          const claiming = distributor.claim(...claim);
          await expect(claiming).to.emit(distributor, "RewardsClaimed").withArgs(account.address, amount);
          await expect(claiming).to.changeTokenBalance(token, account, amount);
        }
        expect(await token.balanceOf(distributor)).to.equal(0);
      });

      it("an account whose leaf is the whole tree has an empty proof", async () => {
        const suite = await loadFixture(deploySuite);
        const { distributor, token, alice } = suite;
        const tree = claimTree([{ account: alice.address, cumulative: ALICE }]);
        await finalizeEpoch(suite, 0, tree);
        const claim = tree.claimOf(alice);
        expect(claim.proof).to.deep.equal([]);
        expect(claim.devicesRoot).to.equal(ZeroHash);
        await expect(distributor.claim(...claimArguments(claim))).to.changeTokenBalance(token, alice, ALICE);
      });

      it("a third party cannot block or reset an account: a stranger's claim and a gift of 1 wei change nothing", async () => {
        const { distributor, token, second, stranger, treasury, alice, bob } =
          await loadFixture(givenASecondRoot);
        await token.connect(treasury).transfer(alice, 1n);
        await token.connect(treasury).transfer(distributor, 1n);
        await distributor.connect(stranger).claim(...claimArguments(second.claimOf(bob)));
        await expect(distributor.claim(...claimArguments(second.claimOf(alice)))).to.changeTokenBalance(
          token,
          alice,
          7n,
        );
      });

      it("claims in any order give the same totals", async () => {
        const { second, alice, bob, carol } = await loadFixture(givenASecondRoot);
        const orders = [
          [alice, bob, carol],
          [carol, bob, alice],
        ];
        const outcomes = [];
        for (const order of orders) {
          const { distributor, token } = await loadFixture(givenASecondRoot);
          for (const account of order) await distributor.claim(...claimArguments(second.claimOf(account)));
          outcomes.push(await Promise.all([alice, bob, carol].map((account) => token.balanceOf(account))));
        }
        expect(outcomes[0]).to.deep.equal([ALICE + 7n, BOB + 11n, 13n]);
        expect(outcomes[1]).to.deep.equal(outcomes[0]);
      });

      it("no old epochs are walked: a claim after twenty missed epochs costs what a timely one costs", async () => {
        const suite = await loadFixture(deploySuite);
        const { distributor, alice, bob } = suite;
        const treeOf = (epoch: number) =>
          claimTree([
            { account: alice.address, cumulative: BigInt(epoch + 1) },
            { account: bob.address, cumulative: BigInt(epoch + 1) },
          ]);
        let timely = 0n;
        for (let epoch = 0; epoch <= 20; epoch += 1) {
          await finalizeEpoch(suite, epoch, treeOf(epoch));
          if (epoch === 0)
            timely = await gasUsed(distributor.claim(...claimArguments(treeOf(0).claimOf(alice))));
        }
        const late = await gasUsed(distributor.claim(...claimArguments(treeOf(20).claimOf(bob))));
        // What may differ is the price of zero bytes of calldata: 12 gas for each of the proof's 32 bytes and the amount's.
        expect(Number(late - timely)).to.be.within(-12 * 36, 12 * 36);
      });
    });

    context("when the leaf names the zero address", () => {
      it("reverts with the token's own error", async () => {
        const suite = await loadFixture(deploySuite);
        const tree = claimTree([{ account: ZeroAddress, cumulative: 1n }]);
        await finalizeEpoch(suite, 0, tree);
        await expect(suite.distributor.claim(...claimArguments(tree.claimOf(ZeroAddress))))
          .to.be.revertedWithCustomError(suite.token, "ERC20InvalidReceiver")
          .withArgs(ZeroAddress);
      });
    });
  });

  describe("claimable", () => {
    it("reverts for a proof that does not lead to the active root", async () => {
      const { distributor, tree, bob } = await loadFixture(givenASecondRoot);
      await expect(distributor.claimable(...claimArguments(tree.claimOf(bob))))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidProof")
        .withArgs(bob.address);
    });

    it("is zero after the claim and when a correction puts the total below what was claimed", async () => {
      const { distributor, corrected, alice } = await loadFixture(givenACorrection);
      expect(await distributor.claimable(...claimArguments(corrected.claimOf(alice)))).to.equal(0);
    });

    it("is what a claim would pay, before and after another", async () => {
      const { distributor, second, alice, bob } = await loadFixture(givenASecondRoot);
      expect(await distributor.claimable(...claimArguments(second.claimOf(alice)))).to.equal(7n);
      expect(await distributor.claimable(...claimArguments(second.claimOf(bob)))).to.equal(BOB + 11n);
      await distributor.claim(...claimArguments(second.claimOf(bob)));
      expect(await distributor.claimable(...claimArguments(second.claimOf(bob)))).to.equal(0);
    });
  });

  describe("claimMany", () => {
    context("when one proof does not lead to the active root", () => {
      it("reverts, naming the account, and pays nobody", async () => {
        const { distributor, token, second, alice, bob } = await loadFixture(givenASecondRoot);
        const wrong = { ...second.claimOf(bob), cumulative: BOB + 12n };
        await expect(distributor.claimMany([second.claimOf(alice), wrong]))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidProof")
          .withArgs(bob.address);
        expect(await token.balanceOf(bob)).to.equal(0);
      });
    });

    context("when there is nothing to do", () => {
      it("returns zero for an empty array", async () => {
        const { distributor, token } = await loadFixture(givenASecondRoot);
        expect(await distributor.claimMany.staticCall([])).to.equal(0);
        await expect(distributor.claimMany([])).to.changeTokenBalance(token, distributor, 0);
      });
    });

    context("when elements owe nothing", () => {
      it("skips duplicates and claimed elements and pays the rest", async () => {
        const { distributor, token, second, alice, bob, carol } = await loadFixture(givenASecondRoot);
        await distributor.claim(...claimArguments(second.claimOf(bob)));
        const batch = [alice, alice, bob, carol, alice].map((account) => second.claimOf(account));
        expect(await distributor.claimMany.staticCall(batch)).to.equal(20n);

        const claiming = distributor.claimMany(batch);
        await expect(claiming).to.changeTokenBalances(
          token,
          [distributor, alice, bob, carol],
          [-20n, 7n, 0n, 13n],
        );
        const receipt = await (await claiming).wait();
        const paid = await distributor.queryFilter(
          distributor.filters.RewardsClaimed(),
          receipt?.blockNumber,
        );
        expect(paid.map(({ args }) => [args.account, args.amount])).to.deep.equal([
          [alice.address, 7n],
          [carol.address, 13n],
        ]);
      });

      it("skips an element whose total a correction has put below what was claimed", async () => {
        const { distributor, token, corrected, alice, bob } = await loadFixture(givenACorrection);
        const batch = [corrected.claimOf(alice), corrected.claimOf(bob)];
        await expect(distributor.claimMany(batch)).to.changeTokenBalances(token, [alice, bob], [0n, BOB]);
        expect(await distributor.claimed(alice)).to.equal(ALICE);
      });
    });

    context("given a token that refuses one account", () => {
      for (const behaviour of ["returningFalse", "reverting", "bomb"] as const) {
        it(`one bad recipient delays only itself: pays the others if the token is ${behaviour}`, async () => {
          const { token, distributor, tree, alice, bob } = await loadFixture(givenATokenThatMayRefuse);
          await token.setBehaviour(alice, TOKEN[behaviour], "0x");
          const batch = [tree.claimOf(alice), tree.claimOf(bob)];
          expect(await distributor.claimMany.staticCall(batch)).to.equal(BOB);

          const claiming = distributor.claimMany(batch);
          await expect(claiming).to.emit(distributor, "RewardsClaimFailed").withArgs(alice.address, ALICE);
          await expect(claiming).to.emit(distributor, "RewardsClaimed").withArgs(bob.address, BOB);
          await expect(claiming).to.changeTokenBalances(token, [distributor, alice, bob], [-BOB, 0n, BOB]);
          expect(await distributor.claimed(alice)).to.equal(0);
          expect(await distributor.claimed(bob)).to.equal(BOB);
        });
      }

      it("a failed payout stays the account's own money: it can claim it later", async () => {
        const { token, distributor, tree, alice, bob } = await loadFixture(givenATokenThatMayRefuse);
        await token.setBehaviour(alice, TOKEN.reverting, "0x");
        await distributor.claimMany([tree.claimOf(alice), tree.claimOf(bob)]);
        await token.setBehaviour(ZeroAddress, TOKEN.reverting, "0x");
        expect(await distributor.claimable(...claimArguments(tree.claimOf(alice)))).to.equal(ALICE);
        await expect(distributor.claim(...claimArguments(tree.claimOf(alice)))).to.changeTokenBalances(
          token,
          [distributor, alice],
          [-ALICE, ALICE],
        );
      });
    });

    context("given a token that calls back", () => {
      it("two collects in one transaction pay once, also when nested", async () => {
        const { token, distributor, tree, alice, bob } = await loadFixture(givenATokenThatMayRefuse);
        const batch = [tree.claimOf(alice), tree.claimOf(bob)];
        const nested = distributor.interface.encodeFunctionData("claimMany", [batch]);
        await token.setBehaviour(alice, TOKEN.reentering, nested);
        await expect(distributor.claimMany(batch)).to.changeTokenBalances(
          token,
          [distributor, alice, bob],
          [-ALICE - BOB, ALICE, BOB],
        );
        expect(await distributor.claimed(alice)).to.equal(ALICE);
        expect(await distributor.claimed(bob)).to.equal(BOB);
      });
    });

    context("given a root that promises more than its total", () => {
      it("pays while the money lasts and reports the rest as failed", async () => {
        const suite = await loadFixture(deploySuite);
        const { distributor, token, alice, bob } = suite;
        const hostile = claimTree([
          { account: alice.address, cumulative: ALICE },
          { account: bob.address, cumulative: BOB },
        ]);
        await finalizeEpoch(suite, 0, { root: hostile.root, total: ALICE });
        const claiming = distributor.claimMany([hostile.claimOf(alice), hostile.claimOf(bob)]);
        await expect(claiming).to.emit(distributor, "RewardsClaimFailed").withArgs(bob.address, BOB);
        await expect(claiming).to.changeTokenBalances(token, [alice, bob], [ALICE, 0n]);
      });
    });
  });
});
