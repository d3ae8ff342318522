import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";

import { deployHostileTrust, TOKEN } from "../../helpers/hostile-trust";
import { bondFor, BURN_BPS, deployTrust, THAW_PERIOD } from "../../helpers/trust";

const BOND = 1_000n;
const SHARE_BPS = 3_000;

describe("OperatorStaking", () => {
  /** alice has 600 bonded and thaws 300 and 100, started in this order. */
  async function givenStake() {
    const trust = await deployTrust();
    const { staking, alice } = trust;
    await bondFor(trust, alice, BOND);
    await staking.connect(alice).thaw(300n);
    await staking.connect(alice).thaw(100n);
    const thaws = (await staking.thawsOf(alice)).map(({ availableAt }) => availableAt);
    return { ...trust, first: thaws[0] ?? 0n, second: thaws[1] ?? 0n };
  }

  describe("slash", () => {
    it("reverts for a caller without the disputes role, whoever it is", async () => {
      const { staking, alice, stranger, guardian, arbiter, trustManager } = await loadFixture(givenStake);
      for (const caller of [stranger, guardian, arbiter, trustManager, alice]) {
        await expect(staking.connect(caller).slash(alice, 1n, caller, 0))
          .to.be.revertedWithCustomError(staking, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts without a beneficiary", async () => {
      const { staking, alice, disputes } = await loadFixture(givenStake);
      await expect(staking.connect(disputes).slash(alice, 1n, ZeroAddress, 0))
        .to.be.revertedWithCustomError(staking, "OperatorStakingZeroAccount")
        .withArgs();
    });

    it("reverts for a share above half", async () => {
      const { staking, alice, disputes, challenger } = await loadFixture(givenStake);
      for (const shareBps of [5_001, 10_000, 2 ** 16 - 1]) {
        await expect(staking.connect(disputes).slash(alice, 1n, challenger, shareBps))
          .to.be.revertedWithCustomError(staking, "OperatorStakingShareTooHigh")
          .withArgs(shareBps, 5_000);
      }
    });

    it("takes from the bond first: its votes fall at once, thaws stay", async () => {
      const { token, staking, alice, disputes, challenger, treasury, first, second } =
        await loadFixture(givenStake);
      const supply = await token.totalSupply();
      expect(await staking.connect(disputes).slash.staticCall(alice, 500n, challenger, SHARE_BPS)).to.equal(
        500,
      );
      const slashing = staking.connect(disputes).slash(alice, 500n, challenger, SHARE_BPS);
      // 30 % to the challenger; of the other 350, 40 % are burned
      await expect(slashing)
        .to.emit(staking, "Slashed")
        .withArgs(alice.address, disputes.address, challenger.address, 500, 500, 150, 140);
      await expect(slashing).to.emit(staking, "Credited").withArgs(challenger.address, 150);
      await expect(slashing).to.emit(staking, "Credited").withArgs(treasury.address, 210);
      await expect(slashing).to.emit(staking, "DelegateVotesChanged").withArgs(alice.address, 600, 100);
      await expect(slashing).to.changeTokenBalances(
        token,
        [staking, alice, challenger, treasury],
        [-140n, 0n, 0n, 0n],
      );

      expect(await token.totalSupply()).to.equal(supply - 140n);
      expect(await staking.stakeOf(alice)).to.deep.equal([100n, 0n]);
      expect(await staking.thawsOf(alice)).to.deep.equal([
        [300n, first],
        [100n, second],
      ]);
      expect(await staking.totalBonded()).to.equal(100);
      expect(await staking.getVotes(alice)).to.equal(100);
      expect(await staking.creditOf(challenger)).to.equal(150);
      expect(await staking.creditOf(treasury)).to.equal(210);
    });

    it("then from what thaws, latest first, and leaves a part of a thaw its second", async () => {
      const { staking, alice, disputes, challenger, first } = await loadFixture(givenStake);
      const slashing = staking.connect(disputes).slash(alice, 750n, challenger, 0);
      await expect(slashing)
        .to.emit(staking, "Slashed")
        .withArgs(alice.address, disputes.address, challenger.address, 750, 600, 0, 300);
      expect(await staking.stakeOf(alice)).to.deep.equal([0n, 0n]);
      expect(await staking.thawsOf(alice)).to.deep.equal([[250n, first]]);
      expect(await staking.atStake(alice)).to.equal(250);
      expect(await staking.creditOf(challenger)).to.equal(0);
    });

    for (const asked of [BOND, BOND + 1n, MaxUint256]) {
      it(`OS-04: takes all that is at stake when ${asked === MaxUint256 ? "everything" : asked.toString()} is asked`, async () => {
        const { staking, alice, disputes, challenger } = await loadFixture(givenStake);
        const asDisputes = staking.connect(disputes);
        expect(await asDisputes.slash.staticCall(alice, asked, challenger, SHARE_BPS), "OS-04").to.equal(
          BOND,
        );
        await asDisputes.slash(alice, asked, challenger, SHARE_BPS);
        expect(await staking.atStake(alice), "OS-04").to.equal(0);
        expect(await staking.thawsOf(alice)).to.deep.equal([]);
        expect(await staking.getVotes(alice)).to.equal(0);
      });
    }

    it("OS-04: of somebody with nothing at stake it takes nothing, and succeeds", async () => {
      const { token, staking, bob, disputes, challenger } = await loadFixture(givenStake);
      const slashing = staking.connect(disputes).slash(bob, 500n, challenger, SHARE_BPS);
      await expect(slashing)
        .to.emit(staking, "Slashed")
        .withArgs(bob.address, disputes.address, challenger.address, 0, 0, 0, 0);
      await expect(slashing).to.not.emit(staking, "Credited");
      await expect(slashing).to.changeTokenBalance(token, staking, 0n);
      expect(await staking.creditOf(challenger)).to.equal(0);
    });

    it("OS-04: a slash of nothing takes nothing", async () => {
      const { staking, alice, disputes, challenger } = await loadFixture(givenStake);
      expect(await staking.connect(disputes).slash.staticCall(alice, 0n, challenger, 0), "OS-04").to.equal(0);
      await staking.connect(disputes).slash(alice, 0n, challenger, 0);
      expect(await staking.atStake(alice)).to.equal(BOND);
    });

    it("OS-04: a partial slash does not shield from a second one: nobody is too small to be slashed", async () => {
      const { staking, alice, disputes, challenger } = await loadFixture(givenStake);
      const asDisputes = staking.connect(disputes);
      let left = BOND;
      for (const asked of [1n, 598n, 1n, 99n, 300n, 1n, 5n]) {
        const expected = asked < left ? asked : left;
        expect(await asDisputes.slash.staticCall(alice, asked, challenger, 0), "OS-04").to.equal(expected);
        await asDisputes.slash(alice, asked, challenger, 0);
        left -= expected;
        expect(await staking.atStake(alice)).to.equal(left);
      }
      expect(left).to.equal(0);
    });

    it("reaches what has thawed for as long as it was not withdrawn", async () => {
      const { staking, alice, disputes, challenger, second } = await loadFixture(givenStake);
      await time.increaseTo(second + 1n);
      await staking.connect(disputes).slash(alice, BOND, challenger, 0);
      await expect(staking.withdraw(alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
        .withArgs(alice.address);
    });

    it("leaves everybody else's stake, thaws and votes alone", async () => {
      const trust = await loadFixture(givenStake);
      const { token, staking, alice, bob, disputes, challenger } = trust;
      await bondFor(trust, bob, BOND);
      await staking.connect(bob).thaw(400n);
      const thaws = await staking.thawsOf(bob);
      await staking.connect(disputes).slash(alice, MaxUint256, challenger, 5_000);
      expect(await staking.stakeOf(bob)).to.deep.equal([600n, 0n]);
      expect(await staking.thawsOf(bob)).to.deep.equal(thaws);
      expect(await staking.getVotes(bob)).to.equal(600);
      await time.increase(THAW_PERIOD);
      await expect(staking.withdraw(bob)).to.changeTokenBalance(token, bob, 400n);
    });

    it("votes that were delegated fall where they are", async () => {
      const { staking, alice, carol, disputes, challenger } = await loadFixture(givenStake);
      await staking.connect(alice).delegate(carol);
      await expect(staking.connect(disputes).slash(alice, 100n, challenger, 0))
        .to.emit(staking, "DelegateVotesChanged")
        .withArgs(carol.address, 600, 500);
      expect(await staking.getVotes(carol)).to.equal(500);
      expect(await staking.getVotes(alice)).to.equal(0);
    });

    /** taken, share, burn => what challenger and treasury get and what is burned. */
    const SPLITS = [
      { taken: 1n, shareBps: 5_000, burnBps: 10_000, share: 0n, burned: 1n },
      { taken: 1n, shareBps: 5_000, burnBps: 9_999, share: 0n, burned: 0n },
      { taken: 3n, shareBps: 5_000, burnBps: 5_000, share: 1n, burned: 1n },
      { taken: 7n, shareBps: 3_333, burnBps: 3_333, share: 2n, burned: 1n },
      { taken: 999n, shareBps: 1, burnBps: 1, share: 0n, burned: 0n },
      { taken: 1_000n, shareBps: 0, burnBps: 0, share: 0n, burned: 0n },
      { taken: 1_000n, shareBps: 5_000, burnBps: 10_000, share: 500n, burned: 500n },
      { taken: 997n, shareBps: 4_999, burnBps: 6_667, share: 498n, burned: 332n },
    ];
    for (const { taken, shareBps, burnBps, share, burned } of SPLITS) {
      it(`OS-08: splits ${taken.toString()} to the wei: share ${shareBps}, burn ${burnBps}`, async () => {
        const { token, staking, alice, disputes, challenger, treasury, trustManager } =
          await loadFixture(givenStake);
        await staking.connect(trustManager).setSlashSplit({ treasury, burnBps });
        const before = await token.balanceOf(staking);
        await staking.connect(disputes).slash(alice, taken, challenger, shareBps);
        expect(await staking.creditOf(challenger)).to.equal(share);
        expect(await staking.creditOf(treasury)).to.equal(taken - share - burned);
        expect(await token.balanceOf(staking)).to.equal(before - burned);
        // the challenger never gets more than its share of what was taken
        expect(share * 10_000n, "OS-08").to.be.at.most(taken * BigInt(shareBps));
      });
    }

    it("when challenger and treasury are one: both credits add up", async () => {
      const { staking, alice, disputes, treasury } = await loadFixture(givenStake);
      await staking.connect(disputes).slash(alice, 500n, treasury, SHARE_BPS);
      expect(await staking.creditOf(treasury)).to.equal(360);
    });

    context("given a token that calls back while it burns", () => {
      async function givenHostileStake() {
        const hostile = await deployHostileTrust();
        const { staking, alice } = hostile;
        await staking.connect(alice).bond(alice, BOND);
        await staking.connect(alice).thaw(400n);
        await time.increase(THAW_PERIOD);
        return hostile;
      }

      it("the books are closed before: a withdrawal inside finds only what is left", async () => {
        const { hostileToken, staking, alice, disputes, challenger } = await loadFixture(givenHostileStake);
        const inside = staking.interface.encodeFunctionData("withdraw", [alice.address]);
        await hostileToken.setBehaviour(ZeroAddress, TOKEN.reentering, inside);
        const slashing = staking.connect(disputes).slash(alice, 900n, challenger, 0);
        await expect(slashing)
          .to.emit(hostileToken, "CalledBack")
          .withArgs(true, `0x${"64".padStart(64, "0")}`);
        await expect(slashing).to.changeTokenBalances(hostileToken, [alice, staking], [100n, -460n]);
        expect(await staking.atStake(alice)).to.equal(0);
      });

      it("a credit collected inside is collected once", async () => {
        const { hostileToken, staking, alice, disputes, challenger } = await loadFixture(givenHostileStake);
        const inside = staking.interface.encodeFunctionData("withdrawCredit", [challenger.address]);
        await hostileToken.setBehaviour(ZeroAddress, TOKEN.reentering, inside);
        await expect(staking.connect(disputes).slash(alice, BOND, challenger, 5_000)).to.changeTokenBalances(
          hostileToken,
          [challenger, staking],
          [500n, -700n],
        );
        await expect(staking.withdrawCredit(challenger))
          .to.be.revertedWithCustomError(staking, "OperatorStakingNoCredit")
          .withArgs(challenger.address);
      });

      it("a second slash inside is not the token's to make", async () => {
        const { hostileToken, staking, alice, disputes, challenger } = await loadFixture(givenHostileStake);
        const args = [alice.address, BOND, challenger.address, 0] as const;
        const inside = staking.interface.encodeFunctionData("slash", [...args]);
        await hostileToken.setBehaviour(ZeroAddress, TOKEN.reentering, inside);
        const refusal = staking.interface.encodeErrorResult("AccessManagedUnauthorized", [
          await hostileToken.getAddress(),
        ]);
        await expect(staking.connect(disputes).slash(alice, 100n, challenger, 0))
          .to.emit(hostileToken, "CalledBack")
          .withArgs(false, refusal);
        expect(await staking.atStake(alice)).to.equal(900);
      });
    });
  });

  describe("withdrawCredit", () => {
    async function givenCredits() {
      const stake = await givenStake();
      const { staking, alice, disputes, challenger } = stake;
      await staking.connect(disputes).slash(alice, 500n, challenger, SHARE_BPS);
      return stake;
    }

    it("reverts for somebody without a credit", async () => {
      const { staking, alice } = await loadFixture(givenCredits);
      await expect(staking.connect(alice).withdrawCredit(alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNoCredit")
        .withArgs(alice.address);
    });

    it("pays the account, once, whoever calls", async () => {
      const { token, staking, stranger, challenger } = await loadFixture(givenCredits);
      expect(await staking.connect(stranger).withdrawCredit.staticCall(challenger)).to.equal(150);
      const paying = staking.connect(stranger).withdrawCredit(challenger);
      await expect(paying).to.emit(staking, "CreditPaid").withArgs(challenger.address, 150);
      await expect(paying).to.changeTokenBalances(token, [challenger, stranger, staking], [150n, 0n, -150n]);
      expect(await staking.creditOf(challenger)).to.equal(0);
      await expect(staking.withdrawCredit(challenger))
        .to.be.revertedWithCustomError(staking, "OperatorStakingNoCredit")
        .withArgs(challenger.address);
    });

    it("one receiver that the token refuses delays only itself", async () => {
      const { hostileToken, staking, alice, disputes, challenger, treasury } =
        await loadFixture(deployHostileTrust);
      await staking.connect(alice).bond(alice, BOND);
      await staking.connect(disputes).slash(alice, 500n, challenger, SHARE_BPS);
      await hostileToken.setBehaviour(challenger, TOKEN.reverting, "0x");
      await expect(staking.withdrawCredit(challenger))
        .to.be.revertedWithCustomError(hostileToken, "HostileTokenMockRefused")
        .withArgs(challenger.address);
      await expect(staking.withdrawCredit(treasury)).to.changeTokenBalance(hostileToken, treasury, 210n);
      expect(await staking.creditOf(challenger)).to.equal(150);
    });
  });

  describe("setSlashSplit", () => {
    it("reverts for a caller without the trust role", async () => {
      const { staking, treasury, alice, disputes, guardian } = await loadFixture(deployTrust);
      for (const caller of [alice, disputes, guardian]) {
        await expect(staking.connect(caller).setSlashSplit({ treasury, burnBps: 0 }))
          .to.be.revertedWithCustomError(staking, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts without a treasury", async () => {
      const { staking, trustManager } = await loadFixture(deployTrust);
      await expect(staking.connect(trustManager).setSlashSplit({ treasury: ZeroAddress, burnBps: 0 }))
        .to.be.revertedWithCustomError(staking, "OperatorStakingZeroAccount")
        .withArgs();
    });

    it("reverts for more than the whole", async () => {
      const { staking, treasury, trustManager } = await loadFixture(deployTrust);
      await expect(staking.connect(trustManager).setSlashSplit({ treasury, burnBps: 10_001 }))
        .to.be.revertedWithCustomError(staking, "OperatorStakingBurnAboveWhole")
        .withArgs(10_001, 10_000);
    });

    it("changes where later slashes go, and nothing that was credited", async () => {
      const { staking, alice, carol, treasury, disputes, challenger, trustManager } =
        await loadFixture(givenStake);
      await staking.connect(disputes).slash(alice, 100n, challenger, 0);
      expect(await staking.creditOf(treasury)).to.equal(100 - BURN_BPS / 100);
      await expect(staking.connect(trustManager).setSlashSplit({ treasury: carol, burnBps: 10_000 }))
        .to.emit(staking, "SlashSplitSet")
        .withArgs(carol.address, 10_000);
      expect(await staking.slashSplit()).to.deep.equal([carol.address, 10_000n]);

      await staking.connect(trustManager).setSlashSplit({ treasury: carol, burnBps: 0 });
      await staking.connect(disputes).slash(alice, 100n, challenger, 0);
      expect(await staking.creditOf(carol)).to.equal(100);
      expect(await staking.creditOf(treasury)).to.equal(60);
    });
  });
});
