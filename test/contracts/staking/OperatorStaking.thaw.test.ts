import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";

import { type OperatorStaking } from "../../../typechain-types";
import { deployHostileTrust, TOKEN } from "../../helpers/hostile-trust";
import { bondFor, deployTrust, fund, THAW_PERIOD } from "../../helpers/trust";

const BOND = 1_000n;
const MAX_THAWS = 16;
const DAY = 86_400;

describe("OperatorStaking", () => {
  async function givenABond() {
    const trust = await deployTrust();
    await bondFor(trust, trust.alice, BOND);
    return trust;
  }

  /** Thaws at a second that the test knows, and returns the second from which it can be withdrawn. */
  async function thawAt(
    staking: OperatorStaking,
    account: HardhatEthersSigner,
    amount: bigint,
    at: number,
  ): Promise<bigint> {
    await time.setNextBlockTimestamp(at);
    await staking.connect(account).thaw(amount);
    return (await staking.thawsOf(account)).at(-1)?.availableAt ?? 0n;
  }

  describe("thaw", () => {
    it("reverts for nothing", async () => {
      const { staking, alice } = await loadFixture(givenABond);
      await expect(staking.connect(alice).thaw(0))
        .to.be.revertedWithCustomError(staking, "OperatorStakingZeroAmount")
        .withArgs();
    });

    it("reverts for more than is bonded, also for who never bonded", async () => {
      const { staking, alice, bob } = await loadFixture(givenABond);
      await expect(staking.connect(alice).thaw(BOND + 1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, BOND + 1n, BOND);
      await expect(staking.connect(bob).thaw(1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(bob.address, 1, 0);
    });

    it("reverts for what thaws already: a bond leaves once", async () => {
      const { staking, alice } = await loadFixture(givenABond);
      await staking.connect(alice).thaw(BOND);
      await expect(staking.connect(alice).thaw(1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 1, 0);
    });

    it("reverts for more than what stands behind no duty", async () => {
      const { staking, alice, committeesManager } = await loadFixture(givenABond);
      await staking.connect(alice).pledge(committeesManager, 700n);
      await expect(staking.connect(alice).thaw(301n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 301, 300);
      await staking.connect(alice).thaw(300n);
      expect(await staking.stakeOf(alice)).to.deep.equal([700n, 700n]);
    });

    it("takes its part out of the bond and of the votes at once, and leaves it at stake", async () => {
      const { token, staking, alice } = await loadFixture(givenABond);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      expect(await staking.connect(alice).thaw.staticCall(400n)).to.be.above(at);
      await time.setNextBlockTimestamp(at);
      const thawing = staking.connect(alice).thaw(400n);
      await expect(thawing)
        .to.emit(staking, "ThawStarted")
        .withArgs(alice.address, 400, at + THAW_PERIOD);
      await expect(thawing).to.emit(staking, "DelegateVotesChanged").withArgs(alice.address, BOND, 600);
      await expect(thawing).to.changeTokenBalances(token, [alice, staking], [0n, 0n]);

      expect(await staking.stakeOf(alice)).to.deep.equal([600n, 0n]);
      expect(await staking.thawsOf(alice)).to.deep.equal([[400n, BigInt(at + THAW_PERIOD)]]);
      expect(await staking.totalBonded()).to.equal(600);
      expect(await staking.getVotes(alice)).to.equal(600);
      expect(await staking.atStake(alice)).to.equal(BOND);
    });

    it("runs sixteen at a time without collision, each with its amount, and no seventeenth", async () => {
      const { staking, alice } = await loadFixture(givenABond);
      const start = (await time.latest()) + 10;
      for (let i = 0; i < MAX_THAWS; i += 1) await thawAt(staking, alice, BigInt(i + 1), start + i);
      const expected = Array.from({ length: MAX_THAWS }, (_, i) => [
        BigInt(i + 1),
        BigInt(start + i + THAW_PERIOD),
      ]);
      expect(await staking.thawsOf(alice)).to.deep.equal(expected);
      await expect(staking.connect(alice).thaw(1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingTooManyThaws")
        .withArgs(alice.address, MAX_THAWS);
      expect(await staking.stakeOf(alice)).to.deep.equal([BOND - 136n, 0n]);

      await time.setNextBlockTimestamp(start + THAW_PERIOD);
      await staking.withdraw(alice);
      await staking.connect(alice).thaw(1n);
      expect(await staking.thawsOf(alice)).to.have.length(MAX_THAWS);
    });

    it("one block takes several, each a thaw of its own", async () => {
      const { staking, alice } = await loadFixture(givenABond);
      await staking.connect(alice).thaw(5n);
      await staking.connect(alice).thaw(5n);
      expect((await staking.thawsOf(alice)).map(({ amount }) => amount)).to.deep.equal([5n, 5n]);
      expect(await staking.atStake(alice)).to.equal(BOND);
    });
  });

  describe("withdraw", () => {
    it("reverts if nothing thaws", async () => {
      const { staking, alice } = await loadFixture(givenABond);
      await expect(staking.withdraw(alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
        .withArgs(alice.address);
    });

    it("reverts to the second before the thaw ends", async () => {
      const { token, staking, alice } = await loadFixture(givenABond);
      const availableAt = await thawAt(staking, alice, BOND, (await time.latest()) + 10);
      await time.setNextBlockTimestamp(availableAt - 1n);
      await expect(staking.withdraw(alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
        .withArgs(alice.address);
      await time.setNextBlockTimestamp(availableAt);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, BOND);
    });

    it("pays the owner, whoever calls", async () => {
      const { token, staking, alice, stranger } = await loadFixture(givenABond);
      const availableAt = await thawAt(staking, alice, 400n, (await time.latest()) + 10);
      await time.increaseTo(availableAt);
      expect(await staking.connect(stranger).withdraw.staticCall(alice)).to.equal(400);
      const withdrawing = staking.connect(stranger).withdraw(alice);
      await expect(withdrawing).to.emit(staking, "Withdrawn").withArgs(alice.address, 400);
      await expect(withdrawing).to.changeTokenBalances(token, [alice, stranger, staking], [400n, 0n, -400n]);
      expect(await staking.thawsOf(alice)).to.deep.equal([]);
      expect(await staking.stakeOf(alice)).to.deep.equal([600n, 0n]);
      expect(await staking.atStake(alice)).to.equal(600);
      expect(await staking.totalBonded()).to.equal(600);
    });

    it("pays what is due and leaves the rest as it was", async () => {
      const { token, staking, alice } = await loadFixture(givenABond);
      const start = (await time.latest()) + 10;
      for (const [i, amount] of [1n, 20n, 300n].entries()) {
        await thawAt(staking, alice, amount, start + i * DAY);
      }
      await time.increaseTo(start + DAY + THAW_PERIOD);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 21n);
      expect(await staking.thawsOf(alice)).to.deep.equal([[300n, BigInt(start + 2 * DAY + THAW_PERIOD)]]);
      await expect(staking.withdraw(alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
        .withArgs(alice.address);
    });

    it("a later thaw of a shorter period is withdrawable when due, while an older, longer one waits", async () => {
      const { token, staking, alice, disputes } = await loadFixture(givenABond);
      const start = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(start);
      await staking.connect(disputes).setThawPeriod(30 * DAY);
      await time.setNextBlockTimestamp(start + 1);
      await staking.connect(disputes).setThawPeriod(DAY);
      const older = await thawAt(staking, alice, 100n, start + 30 * DAY);
      const later = await thawAt(staking, alice, 20n, start + 1 + 30 * DAY);
      expect(older).to.equal(start + 60 * DAY);
      expect(later).to.equal(start + 1 + 31 * DAY);

      await time.increaseTo(later);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 20n);
      expect(await staking.thawsOf(alice)).to.deep.equal([[100n, older]]);
    });

    it("keeps the order of what is left, so that a slash takes the latest first", async () => {
      const { staking, alice, disputes, challenger } = await loadFixture(givenABond);
      const start = (await time.latest()) + 10;
      const amounts = [1n, 20n, 300n, 40n];
      for (const [i, amount] of amounts.entries()) await thawAt(staking, alice, amount, start + i * DAY);
      await time.setNextBlockTimestamp(start + THAW_PERIOD);
      await staking.withdraw(alice);
      const left = amounts.slice(1).map((amount, i) => [amount, BigInt(start + (i + 1) * DAY + THAW_PERIOD)]);
      expect(await staking.thawsOf(alice)).to.deep.equal(left);

      const { bonded } = await staking.stakeOf(alice);
      await staking.connect(disputes).slash(alice, bonded + 41n, challenger, 0);
      const [second, third] = left;
      expect(await staking.thawsOf(alice)).to.deep.equal([second, [299n, third?.[1]]]);
    });

    it("gives sixteen due thaws in one transaction, whatever order they are due in", async () => {
      const { token, staking, alice } = await loadFixture(givenABond);
      for (let i = 0; i < MAX_THAWS; i += 1) await staking.connect(alice).thaw(10n);
      await time.increase(THAW_PERIOD);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 160n);
      expect(await staking.thawsOf(alice)).to.deep.equal([]);
    });

    it("when the token re-enters: the second withdrawal finds nothing", async () => {
      const { hostileToken, staking, alice } = await loadFixture(deployHostileTrust);
      await staking.connect(alice).bond(alice, BOND);
      await staking.connect(alice).thaw(BOND);
      await time.increase(THAW_PERIOD);
      const inside = staking.interface.encodeFunctionData("withdraw", [alice.address]);
      await hostileToken.setBehaviour(alice, TOKEN.reentering, inside);
      const refusal = staking.interface.encodeErrorResult("OperatorStakingNothingDue", [alice.address]);

      const withdrawing = staking.withdraw(alice);
      await expect(withdrawing).to.emit(hostileToken, "CalledBack").withArgs(false, refusal);
      await expect(withdrawing).to.changeTokenBalances(hostileToken, [alice, staking], [BOND, -BOND]);
    });

    it("when the token refuses the account: it stays withdrawable, and nobody else waits", async () => {
      const { hostileToken, staking, alice, challenger } = await loadFixture(deployHostileTrust);
      for (const account of [alice, challenger]) {
        await staking.connect(alice).bond(account, BOND);
        await staking.connect(account).thaw(BOND);
      }
      await time.increase(THAW_PERIOD);
      await hostileToken.setBehaviour(alice, TOKEN.reverting, "0x");
      await expect(staking.withdraw(alice))
        .to.be.revertedWithCustomError(hostileToken, "HostileTokenMockRefused")
        .withArgs(alice.address);
      await expect(staking.withdraw(challenger)).to.changeTokenBalance(hostileToken, challenger, BOND);
      await hostileToken.setBehaviour(alice, TOKEN.honest, "0x");
      await expect(staking.withdraw(alice)).to.changeTokenBalance(hostileToken, alice, BOND);
    });
  });

  describe("what others can do to my exit", () => {
    it("OS-05: dust that third parties bond for me never lengthens a thaw, adds to my list, nor blocks an exit", async () => {
      const trust = await loadFixture(givenABond);
      const { token, staking, alice, stranger } = trust;
      const availableAt = await thawAt(staking, alice, BOND, (await time.latest()) + 10);
      await fund(trust, stranger, 100n);
      await token.connect(stranger).approve(staking, 100n);
      const spam = async () => {
        for (let i = 0; i < 20; i += 1) await staking.connect(stranger).bond(alice, 1n);
      };

      await spam();
      expect(await staking.thawsOf(alice), "OS-05").to.deep.equal([[BOND, availableAt]]);
      expect(await staking.stakeOf(alice)).to.deep.equal([20n, 0n]);
      await time.setNextBlockTimestamp(availableAt - 1n);
      await staking.connect(stranger).bond(alice, 1n);
      await time.setNextBlockTimestamp(availableAt);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, BOND);
      await staking.connect(alice).thaw(21n);
    });

    it("OS-05: a third party withdraws nothing early, and its own thaws are not mine", async () => {
      const trust = await loadFixture(givenABond);
      const { staking, alice, stranger } = trust;
      await bondFor(trust, stranger, BOND);
      const mine = await thawAt(staking, alice, 100n, (await time.latest()) + 10);
      for (let i = 0; i < MAX_THAWS; i += 1) await staking.connect(stranger).thaw(1n);
      await expect(staking.connect(stranger).withdraw(alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
        .withArgs(alice.address);
      expect(await staking.thawsOf(alice), "OS-05").to.deep.equal([[100n, mine]]);
      await staking.connect(alice).thaw(1n);
    });

    it("OS-03: everybody gets out, in any order, and the last one empties the house", async () => {
      const trust = await loadFixture(deployTrust);
      const { token, staking, alice, bob, carol, disputes, challenger, treasury } = trust;
      for (const [i, account] of [alice, bob, carol].entries())
        await bondFor(trust, account, 333n + BigInt(i));
      await staking.connect(bob).thaw(1n);
      await staking.connect(disputes).slash(bob, 101n, challenger, 3_333);
      await staking.connect(disputes).slash(carol, 10_000n, challenger, 1);
      for (const account of [alice, bob]) {
        await staking.connect(account).thaw((await staking.stakeOf(account)).bonded);
      }
      await time.increase(THAW_PERIOD);
      for (const account of [bob, alice]) await staking.withdraw(account);
      for (const account of [treasury, challenger]) await staking.withdrawCredit(account);

      expect(await token.balanceOf(staking), "OS-03").to.equal(0);
      expect(await staking.totalBonded()).to.equal(0);
    });

    it("a bond after everything has thawed starts like the first: nothing is divided by what is there", async () => {
      const trust = await loadFixture(givenABond);
      const { token, staking, alice, treasury } = trust;
      await staking.connect(alice).thaw(BOND);
      await token.connect(treasury).transfer(staking, 12_345n);
      await bondFor(trust, alice, 7n);
      expect(await staking.stakeOf(alice)).to.deep.equal([7n, 0n]);
      expect(await staking.totalBonded()).to.equal(7);
      await staking.connect(alice).thaw(7n);
      await time.increase(THAW_PERIOD);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, BOND + 7n);
      expect(await token.balanceOf(staking)).to.equal(12_345);
    });
  });

  describe("setThawPeriod", () => {
    it("reverts for a caller without the disputes role, governance included", async () => {
      const { staking, alice, trustManager, guardian } = await loadFixture(deployTrust);
      for (const caller of [alice, trustManager, guardian]) {
        await expect(staking.connect(caller).setThawPeriod(THAW_PERIOD))
          .to.be.revertedWithCustomError(staking, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    for (const thawPeriod of [0, 3_599, 366 * DAY + 1, 2 ** 32 - 1]) {
      it(`reverts for ${thawPeriod} seconds`, async () => {
        const { staking, disputes } = await loadFixture(deployTrust);
        await expect(staking.connect(disputes).setThawPeriod(thawPeriod))
          .to.be.revertedWithCustomError(staking, "OperatorStakingThawPeriodOutOfRange")
          .withArgs(thawPeriod, 3_600, 366 * DAY);
      });
    }

    it("when longer: counts at once, for what thaws from now on", async () => {
      const { staking, alice, disputes } = await loadFixture(givenABond);
      const before = await thawAt(staking, alice, 1n, (await time.latest()) + 10);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      await expect(staking.connect(disputes).setThawPeriod(THAW_PERIOD + 1))
        .to.emit(staking, "ThawPeriodSet")
        .withArgs(THAW_PERIOD, THAW_PERIOD + 1, at);
      expect(await staking.thawPeriod()).to.equal(THAW_PERIOD + 1);
      const after = await thawAt(staking, alice, 1n, at + 1);
      expect(after).to.equal(at + 1 + THAW_PERIOD + 1);
      expect((await staking.thawsOf(alice))[0]?.availableAt).to.equal(before);
    });

    it("when shorter: counts from the end of the present period on, to the second", async () => {
      const { staking, alice, disputes } = await loadFixture(givenABond);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      await expect(staking.connect(disputes).setThawPeriod(DAY))
        .to.emit(staking, "ThawPeriodSet")
        .withArgs(THAW_PERIOD, DAY, at + THAW_PERIOD);
      expect(await staking.thawPeriod()).to.equal(THAW_PERIOD);
      const last = await thawAt(staking, alice, 1n, at + THAW_PERIOD - 1);
      expect(last).to.equal(at + 2 * THAW_PERIOD - 1);
      const first = await thawAt(staking, alice, 1n, at + THAW_PERIOD);
      expect(first).to.equal(at + THAW_PERIOD + DAY);
      expect(await staking.thawPeriod()).to.equal(DAY);
    });

    it("when set again within the notice: the notice starts anew and the longest in force counts", async () => {
      const { staking, disputes } = await loadFixture(givenABond);
      const asDisputes = staking.connect(disputes);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      await asDisputes.setThawPeriod(DAY);
      await time.setNextBlockTimestamp(at + DAY);
      await expect(asDisputes.setThawPeriod(2 * DAY))
        .to.emit(staking, "ThawPeriodSet")
        .withArgs(THAW_PERIOD, 2 * DAY, at + DAY + THAW_PERIOD);
      await time.increaseTo(at + DAY + THAW_PERIOD - 1);
      expect(await staking.thawPeriod()).to.equal(THAW_PERIOD);
      await time.increaseTo(at + DAY + THAW_PERIOD);
      expect(await staking.thawPeriod()).to.equal(2 * DAY);
    });

    it("when set longer within the notice of a shorter: the longer counts at once", async () => {
      const { staking, disputes } = await loadFixture(givenABond);
      const asDisputes = staking.connect(disputes);
      await asDisputes.setThawPeriod(DAY);
      await asDisputes.setThawPeriod(3 * THAW_PERIOD);
      expect(await staking.thawPeriod()).to.equal(3 * THAW_PERIOD);
      await time.increase(10 * THAW_PERIOD);
      expect(await staking.thawPeriod()).to.equal(3 * THAW_PERIOD);
    });

    it("when set to what it is: a shorter one on its way is off", async () => {
      const { staking, disputes } = await loadFixture(givenABond);
      const asDisputes = staking.connect(disputes);
      await asDisputes.setThawPeriod(DAY);
      await asDisputes.setThawPeriod(THAW_PERIOD);
      await time.increase(2 * THAW_PERIOD);
      expect(await staking.thawPeriod()).to.equal(THAW_PERIOD);
    });

    it("OS-07: a thaw under way keeps its second, whatever is set meanwhile", async () => {
      const { token, staking, alice, disputes } = await loadFixture(givenABond);
      const availableAt = await thawAt(staking, alice, BOND, (await time.latest()) + 10);
      for (const period of [366 * DAY, 3_600, 100 * DAY]) {
        await staking.connect(disputes).setThawPeriod(period);
        expect((await staking.thawsOf(alice))[0]?.availableAt).to.equal(availableAt);
      }
      await time.setNextBlockTimestamp(availableAt);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, BOND);
    });
  });
});
