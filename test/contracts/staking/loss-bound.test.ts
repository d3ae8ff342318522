import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther } from "ethers";

import { passEpoch } from "../../helpers/clock";
import { finalizeEpoch } from "../../helpers/finalize-epoch";
import { nextReport, proposeEpoch, signReport } from "../../helpers/report";
import { deployDistributor, EPOCH_LENGTH, PER_EPOCH } from "../../helpers/suite";
import { claimArguments, claimTree } from "../../helpers/tree";
import { deployTrust } from "../../helpers/trust";

const ALICE = parseEther("700");
const BOB = parseEther("300");
/** Epochs that were not reported before the keys leaked. */
const CARRIED = 3;

/**
 * The network of docs/THREATS.md: 1,000 tokens an epoch for one program, of which the first is final and alice has
 * taken her part, and a second program that is given nothing more. Three epochs have passed without a report.
 */
async function givenLeakedKeys() {
  const trust = await deployTrust();
  const { controller, authority, emissionsManager, distributor, reporter, genesis, alice, bob } = trust;
  const neighbour = await deployDistributor(controller, 2, reporter, authority);
  await controller.connect(emissionsManager).addProgram(neighbour);
  await controller.connect(emissionsManager).setWeights([5_000, 5_000]);
  await time.increaseTo(genesis);
  await controller.connect(emissionsManager).setWeights([10_000, 0]);

  const shared = claimTree([{ account: bob.address, cumulative: PER_EPOCH / 2n }]);
  await finalizeEpoch({ distributor: neighbour, reporter, genesis }, 0, shared);
  const tree = claimTree([
    { account: alice.address, cumulative: ALICE / 2n },
    { account: bob.address, cumulative: BOB / 2n },
  ]);
  await finalizeEpoch({ distributor, reporter, genesis }, 0, tree);
  await distributor.claim(...claimArguments(tree.claimOf(alice)));
  await passEpoch(genesis, CARRIED);

  const available = await controller.available(1, CARRIED);
  const unclaimed = await trust.token.balanceOf(distributor);
  return { ...trust, neighbour, shared, tree, available, unclaimed };
}

type Leaked = Awaited<ReturnType<typeof givenLeakedKeys>>;

/** The root by which the thief tries to take `amount`, in a report that names the highest total it can. */
async function steal({ distributor, reporter, genesis, available, stranger }: Leaked, amount: bigint) {
  const theft = claimTree([{ account: stranger.address, cumulative: amount }]);
  const total = (await distributor.funded()) + available;
  await finalizeEpoch({ distributor, reporter, genesis }, CARRIED, { root: theft.root, total });
  return theft;
}

describe("What leaked reporter keys can take", () => {
  it("the figures are those of docs/THREATS.md", async () => {
    const { available, unclaimed } = await loadFixture(givenLeakedKeys);
    expect(available).to.equal(BigInt(CARRIED) * PER_EPOCH);
    expect(unclaimed).to.equal(parseEther("150"));
    expect(available + unclaimed).to.equal(parseEther("3150"));
  });

  it("at most what is available up to the report's epoch, and what is finalised and unclaimed", async () => {
    const leaked = await loadFixture(givenLeakedKeys);
    const { token, distributor, stranger, available, unclaimed } = leaked;
    const theft = await steal(leaked, available + unclaimed);
    await expect(distributor.claim(...claimArguments(theft.claimOf(stranger)))).to.changeTokenBalances(
      token,
      [stranger, distributor],
      [available + unclaimed, -(available + unclaimed)],
    );
    expect(await token.balanceOf(distributor)).to.equal(0);
  });

  it("not one unit more: the claim reverts, or stays unpaid in a batch", async () => {
    const leaked = await loadFixture(givenLeakedKeys);
    const { token, distributor, stranger, available, unclaimed } = leaked;
    const theft = await steal(leaked, available + unclaimed + 1n);
    const claim = theft.claimOf(stranger);
    await expect(distributor.claim(...claimArguments(claim)))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(await distributor.getAddress(), available + unclaimed, available + unclaimed + 1n);
    await expect(distributor.claimMany([claim])).to.changeTokenBalance(token, stranger, 0n);
  });

  it("no report takes more from the schedule, whatever it says", async () => {
    const { distributor, reporter, available } = await loadFixture(givenLeakedKeys);
    const total = (await distributor.funded()) + available + 1n;
    const report = await nextReport(distributor, CARRIED, { root: id("theft"), total });
    await expect(distributor.propose(report, await signReport(distributor, report, reporter)))
      .to.be.revertedWithCustomError(distributor, "RewardDistributorOverBudget")
      .withArgs(available + 1n, available);
  });

  it("the next theft waits for the next epoch, and takes no more than that epoch brings", async () => {
    const leaked = await loadFixture(givenLeakedKeys);
    const { token, controller, distributor, reporter, genesis, stranger, available, unclaimed } = leaked;
    const theft = await steal(leaked, available + unclaimed);
    await distributor.claim(...claimArguments(theft.claimOf(stranger)));
    expect(await controller.available(1, CARRIED)).to.equal(0);

    const again = claimTree([{ account: stranger.address, cumulative: available + unclaimed + PER_EPOCH }]);
    const total = (await distributor.funded()) + PER_EPOCH;
    await finalizeEpoch({ distributor, reporter, genesis }, CARRIED + 1, { root: again.root, total });
    await expect(distributor.claim(...claimArguments(again.claimOf(stranger)))).to.changeTokenBalance(
      token,
      stranger,
      PER_EPOCH,
    );
  });

  it("never what was paid, and never another program's", async () => {
    const leaked = await loadFixture(givenLeakedKeys);
    const { token, distributor, neighbour, shared, tree, alice, bob, stranger, available, unclaimed } =
      leaked;
    const theft = await steal(leaked, available + unclaimed);
    await distributor.claim(...claimArguments(theft.claimOf(stranger)));
    expect(await token.balanceOf(alice)).to.equal(tree.claimOf(alice).cumulative);
    expect(await distributor.claimed(alice)).to.equal(tree.claimOf(alice).cumulative);
    await expect(neighbour.claim(...claimArguments(shared.claimOf(bob)))).to.changeTokenBalance(
      token,
      bob,
      PER_EPOCH / 2n,
    );
  });

  it("what payees claim before the window has passed is out of reach", async () => {
    const leaked = await loadFixture(givenLeakedKeys);
    const { token, distributor, reporter, genesis, tree, bob, stranger, available } = leaked;
    const theft = claimTree([{ account: stranger.address, cumulative: available + 1n }]);
    const total = (await distributor.funded()) + available;
    await proposeEpoch({ distributor, reporter, genesis }, CARRIED, { root: theft.root, total });
    await distributor.claim(...claimArguments(tree.claimOf(bob)));
    await time.increaseTo((await distributor.pendingReport()).finalizableAt);
    await distributor.finalize();
    await expect(distributor.claim(...claimArguments(theft.claimOf(stranger))))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(await distributor.getAddress(), available, available + 1n);
  });

  it("nothing if the guardian voids inside the window, and nothing more is proposed while it pauses", async () => {
    const leaked = await loadFixture(givenLeakedKeys);
    const { token, distributor, reporter, guardian, genesis, tree, bob, available, unclaimed } = leaked;
    const total = (await distributor.funded()) + available;
    await proposeEpoch({ distributor, reporter, genesis }, CARRIED, { root: id("theft"), total });
    await distributor.connect(guardian).void(CARRIED, id("leaked"));
    const until = (await time.latest()) + 7 * EPOCH_LENGTH;
    await distributor.connect(guardian).pauseProposals(until);

    const report = await nextReport(distributor, CARRIED, { root: id("theft again"), total });
    await expect(distributor.propose(report, await signReport(distributor, report, reporter)))
      .to.be.revertedWithCustomError(distributor, "RewardDistributorProposalsPaused")
      .withArgs(until);
    expect(await token.balanceOf(distributor)).to.equal(unclaimed);
    await expect(distributor.claim(...claimArguments(tree.claimOf(bob)))).to.changeTokenBalance(
      token,
      bob,
      BOB / 2n,
    );
  });
});
