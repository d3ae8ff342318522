import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { MaxUint256, Signature, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { deployHostileTrust, TOKEN } from "../../helpers/hostile-trust";
import { impersonate } from "../../helpers/impersonate";
import { signPermit } from "../../helpers/permit";
import { BURN_BPS, deployTrust, fund, THAW_PERIOD } from "../../helpers/trust";

const MIN_THAW = 3_600;
const MAX_THAW = 366 * 86_400;
const AMOUNT = 1_000n;

describe("OperatorStaking", () => {
  async function givenTokens() {
    const trust = await deployTrust();
    const { token, staking, alice } = trust;
    await fund(trust, alice, 10n * AMOUNT);
    await token.connect(alice).approve(staking, 10n * AMOUNT);
    return trust;
  }

  async function givenAPermit() {
    const trust = await deployTrust();
    const { token, staking, alice } = trust;
    await fund(trust, alice, AMOUNT);
    const deadline = BigInt(await time.latest()) + 3_600n;
    const permit = await signPermit(token, alice, { spender: staking, value: AMOUNT, deadline });
    return { ...trust, deadline, permit };
  }

  describe("constructor", () => {
    async function deployWith({
      thawPeriod = THAW_PERIOD,
      treasury,
      burnBps = BURN_BPS,
    }: {
      thawPeriod?: number;
      treasury?: string;
      burnBps?: number;
    }) {
      const trust = await loadFixture(deployTrust);
      const factory = await ethers.getContractFactory("OperatorStaking");
      const split = { treasury: treasury ?? trust.treasury.address, burnBps };
      const { token, registry, authority } = trust;
      return { ...trust, factory, deploying: factory.deploy(token, registry, thawPeriod, split, authority) };
    }

    for (const thawPeriod of [0, MIN_THAW - 1, MAX_THAW + 1, 2 ** 32 - 1]) {
      it(`reverts for a thaw of ${thawPeriod} seconds`, async () => {
        const { factory, deploying } = await deployWith({ thawPeriod });
        await expect(deploying)
          .to.be.revertedWithCustomError(factory, "OperatorStakingThawPeriodOutOfRange")
          .withArgs(thawPeriod, MIN_THAW, MAX_THAW);
      });
    }

    it("reverts without a treasury", async () => {
      const { factory, deploying } = await deployWith({ treasury: ZeroAddress });
      await expect(deploying).to.be.revertedWithCustomError(factory, "OperatorStakingZeroAccount").withArgs();
    });

    it("reverts if more than the whole would be burned", async () => {
      const { factory, deploying } = await deployWith({ burnBps: 10_001 });
      await expect(deploying)
        .to.be.revertedWithCustomError(factory, "OperatorStakingBurnAboveWhole")
        .withArgs(10_001, 10_000);
    });

    for (const thawPeriod of [MIN_THAW, MAX_THAW]) {
      it(`starts empty with a thaw of ${thawPeriod} seconds`, async () => {
        const { deploying, token, registry, authority, treasury, alice } = await deployWith({ thawPeriod });
        const staking = await deploying;
        const now = await time.latest();
        await expect(staking.deploymentTransaction())
          .to.emit(staking, "ThawPeriodSet")
          .withArgs(0, thawPeriod, now);
        await expect(staking.deploymentTransaction())
          .to.emit(staking, "SlashSplitSet")
          .withArgs(treasury.address, BURN_BPS);

        expect(await staking.token()).to.equal(await token.getAddress());
        expect(await staking.registry()).to.equal(await registry.getAddress());
        expect(await staking.authority()).to.equal(await authority.getAddress());
        expect(await staking.thawPeriod()).to.equal(thawPeriod);
        expect(await staking.slashSplit()).to.deep.equal([treasury.address, BigInt(BURN_BPS)]);
        expect(await staking.bondingPausedUntil()).to.equal(0);
        expect(await staking.totalBonded()).to.equal(0);
        expect(await staking.stakeOf(alice)).to.deep.equal([0n, 0n]);
        expect(await staking.thawsOf(alice)).to.deep.equal([]);
        expect(await staking.atStake(alice)).to.equal(0);
        expect(await staking.creditOf(alice)).to.equal(0);
      });
    }
  });

  describe("bond", () => {
    it("reverts for the zero account", async () => {
      const { staking, alice } = await loadFixture(givenTokens);
      await expect(staking.connect(alice).bond(ZeroAddress, AMOUNT))
        .to.be.revertedWithCustomError(staking, "OperatorStakingZeroAccount")
        .withArgs();
    });

    it("reverts for nothing: no dust can be spread for free", async () => {
      const { staking, alice, bob } = await loadFixture(givenTokens);
      for (const account of [alice, bob]) {
        await expect(staking.connect(alice).bond(account, 0))
          .to.be.revertedWithCustomError(staking, "OperatorStakingZeroAmount")
          .withArgs();
      }
    });

    it("reverts without an allowance", async () => {
      const { token, staking, bob } = await loadFixture(givenTokens);
      await expect(staking.connect(bob).bond(bob, AMOUNT))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await staking.getAddress(), 0, AMOUNT);
    });

    it("reverts for more than the caller has: nothing of it is left behind", async () => {
      const { token, staking, alice } = await loadFixture(givenTokens);
      await token.connect(alice).approve(staking, MaxUint256);
      await expect(staking.connect(alice).bond(alice, 10n * AMOUNT + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(alice.address, 10n * AMOUNT, 10n * AMOUNT + 1n);
      expect(await staking.totalBonded()).to.equal(0);
      expect(await staking.getVotes(alice)).to.equal(0);
    });

    it("nobody bonds another's tokens: the caller pays, also where the other has allowed", async () => {
      const { token, staking, alice, stranger } = await loadFixture(givenTokens);
      await expect(staking.connect(stranger).bond(alice, AMOUNT))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await staking.getAddress(), 0, AMOUNT);
    });

    it("when for oneself: takes the tokens, and votes at once", async () => {
      const { token, staking, alice } = await loadFixture(givenTokens);
      const bonding = staking.connect(alice).bond(alice, AMOUNT);
      await expect(bonding).to.emit(staking, "Bonded").withArgs(alice.address, alice.address, AMOUNT);
      await expect(bonding).to.emit(staking, "DelegateVotesChanged").withArgs(alice.address, 0, AMOUNT);
      await expect(bonding).to.changeTokenBalances(token, [alice, staking], [-AMOUNT, AMOUNT]);

      expect(await staking.stakeOf(alice)).to.deep.equal([AMOUNT, 0n]);
      expect(await staking.totalBonded()).to.equal(AMOUNT);
      expect(await staking.atStake(alice)).to.equal(AMOUNT);
      expect(await staking.getVotes(alice)).to.equal(AMOUNT);
      expect(await staking.thawsOf(alice)).to.deep.equal([]);
    });

    it("when for another: the payer pays, and the bond with its votes is the other's alone", async () => {
      const { token, staking, alice, bob } = await loadFixture(givenTokens);
      await staking.connect(alice).bond(bob, 1n);
      const bonding = staking.connect(alice).bond(bob, AMOUNT);
      await expect(bonding).to.emit(staking, "Bonded").withArgs(bob.address, alice.address, AMOUNT);
      await expect(bonding).to.changeTokenBalances(token, [alice, bob, staking], [-AMOUNT, 0n, AMOUNT]);

      expect(await staking.stakeOf(bob)).to.deep.equal([AMOUNT + 1n, 0n]);
      expect(await staking.stakeOf(alice)).to.deep.equal([0n, 0n]);
      expect(await staking.getVotes(bob)).to.equal(AMOUNT + 1n);
      expect(await staking.getVotes(alice)).to.equal(0);
      await expect(staking.connect(alice).thaw(1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 1, 0);
    });

    context("given a token that misbehaves", () => {
      async function givenThat(behaviour: number, callback = "0x") {
        const hostile = await loadFixture(deployHostileTrust);
        await hostile.hostileToken.setBehaviour(hostile.staking, behaviour, callback);
        return hostile;
      }

      it("refuses a token that takes a fee: a bond is what arrived, or none", async () => {
        const { staking, alice } = await givenThat(TOKEN.feeTaking);
        await expect(staking.connect(alice).bond(alice, AMOUNT))
          .to.be.revertedWithCustomError(staking, "OperatorStakingUnderfunded")
          .withArgs(AMOUNT - 1n, AMOUNT);
        expect(await staking.totalBonded()).to.equal(0);
      });

      it("refuses a token that answers no", async () => {
        const { hostileToken, staking, alice } = await givenThat(TOKEN.returningFalse);
        await expect(staking.connect(alice).bond(alice, AMOUNT))
          .to.be.revertedWithCustomError(staking, "SafeERC20FailedOperation")
          .withArgs(await hostileToken.getAddress());
      });

      it("lets the token's own error come through", async () => {
        const { hostileToken, staking, alice } = await givenThat(TOKEN.reverting);
        await expect(staking.connect(alice).bond(alice, AMOUNT))
          .to.be.revertedWithCustomError(hostileToken, "HostileTokenMockRefused")
          .withArgs(await staking.getAddress());
      });

      it("when the token bonds its own in the middle: the transfer does not count twice", async () => {
        const { hostileToken, staking, alice } = await loadFixture(deployHostileTrust);
        const inside = staking.interface.encodeFunctionData("bond", [alice.address, 7n]);
        await hostileToken.connect(alice).transfer(hostileToken, 7n);
        await hostileToken.connect(await impersonate(hostileToken)).approve(staking, 7n);
        await hostileToken.setBehaviour(staking, TOKEN.reentering, inside);

        await expect(staking.connect(alice).bond(alice, AMOUNT))
          .to.be.revertedWithCustomError(staking, "OperatorStakingUnderfunded")
          .withArgs(AMOUNT + 7n, AMOUNT);
        expect(await staking.totalBonded()).to.equal(0);
        expect(await hostileToken.balanceOf(staking)).to.equal(0);
      });

      it("when the token withdraws in the middle: there is nothing to take", async () => {
        const { hostileToken, staking, alice } = await loadFixture(deployHostileTrust);
        const inside = staking.interface.encodeFunctionData("withdraw", [alice.address]);
        await hostileToken.setBehaviour(staking, TOKEN.reentering, inside);
        const refusal = staking.interface.encodeErrorResult("OperatorStakingNothingDue", [alice.address]);

        await expect(staking.connect(alice).bond(alice, AMOUNT))
          .to.emit(hostileToken, "CalledBack")
          .withArgs(false, refusal);
        expect(await staking.stakeOf(alice)).to.deep.equal([AMOUNT, 0n]);
        expect(await hostileToken.balanceOf(staking)).to.equal(AMOUNT);
      });
    });
  });

  describe("bondWithPermit", () => {
    type Bonding = Awaited<ReturnType<typeof givenAPermit>>;

    function bondByPermit({ staking, deadline, permit }: Bonding, by: Bonding["alice"], amount = AMOUNT) {
      const { v, r, s } = permit;
      return staking.connect(by).bondWithPermit(by, amount, deadline, v, r, s);
    }

    it("bonds what the permit allows, in one transaction", async () => {
      const world = await loadFixture(givenAPermit);
      const { token, staking, alice } = world;
      const bonding = bondByPermit(world, alice);
      await expect(bonding).to.emit(staking, "Bonded").withArgs(alice.address, alice.address, AMOUNT);
      await expect(bonding).to.changeTokenBalances(token, [alice, staking], [-AMOUNT, AMOUNT]);
      expect(await token.allowance(alice, staking)).to.equal(0);
      expect(await token["nonces(address)"](alice)).to.equal(1);
      expect(await staking.stakeOf(alice)).to.deep.equal([AMOUNT, 0n]);
      expect(await staking.getVotes(alice)).to.equal(AMOUNT);
    });

    it("a permit that somebody else has used does no harm: what it allowed is there", async () => {
      const world = await loadFixture(givenAPermit);
      const { token, staking, alice, stranger, deadline, permit } = world;
      const { v, r, s } = permit;
      await token.connect(stranger).permit(alice, staking, AMOUNT, deadline, v, r, s);

      await expect(bondByPermit(world, alice))
        .to.emit(staking, "Bonded")
        .withArgs(alice.address, alice.address, AMOUNT);
      expect(await staking.stakeOf(alice)).to.deep.equal([AMOUNT, 0n]);
      expect(await token.allowance(alice, staking)).to.equal(0);
    });

    it("reverts for lack of an allowance when the permit is somebody else's", async () => {
      const world = await loadFixture(givenAPermit);
      const { token, staking, bob } = world;
      await fund(world, bob, AMOUNT);
      await expect(bondByPermit(world, bob))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await staking.getAddress(), 0, AMOUNT);
    });

    it("reverts for lack of an allowance when the permit is for another amount, or too late", async () => {
      const world = await loadFixture(givenAPermit);
      const { token, staking, alice, deadline } = world;
      await expect(bondByPermit(world, alice, AMOUNT - 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await staking.getAddress(), 0, AMOUNT - 1n);
      await time.increaseTo(deadline);
      await expect(bondByPermit(world, alice))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await staking.getAddress(), 0, AMOUNT);
    });

    it("reverts for nothing", async () => {
      const world = await loadFixture(givenAPermit);
      await expect(bondByPermit(world, world.alice, 0n))
        .to.be.revertedWithCustomError(world.staking, "OperatorStakingZeroAmount")
        .withArgs();
    });

    it("reverts while bonding is paused, and keeps the permit for later", async () => {
      const world = await loadFixture(givenAPermit);
      const { token, staking, alice, guardian } = world;
      const until = (await time.latest()) + 600;
      await staking.connect(guardian).pauseBonding(until);
      await expect(bondByPermit(world, alice))
        .to.be.revertedWithCustomError(staking, "OperatorStakingBondingPaused")
        .withArgs(until);
      expect(await token["nonces(address)"](alice)).to.equal(0);
    });

    it("given a token without permits: an allowance does as well", async () => {
      const { hostileToken, staking, alice } = await loadFixture(deployHostileTrust);
      const { v, r, s } = Signature.from();
      await staking.connect(alice).bondWithPermit(alice, AMOUNT, MaxUint256, v, r, s);
      expect(await staking.stakeOf(alice)).to.deep.equal([AMOUNT, 0n]);
      expect(await hostileToken.balanceOf(staking)).to.equal(AMOUNT);
    });
  });

  describe("pauseBonding", () => {
    async function givenAPause() {
      const trust = await givenTokens();
      const until = (await time.latest()) + 3_600;
      await trust.staking.connect(trust.alice).bond(trust.alice, AMOUNT);
      await trust.staking.connect(trust.guardian).pauseBonding(until);
      return { ...trust, until };
    }

    it("reverts for a caller without the guardian role", async () => {
      const { staking, alice, trustManager, disputes } = await loadFixture(deployTrust);
      for (const caller of [alice, trustManager, disputes]) {
        await expect(staking.connect(caller).pauseBonding(0))
          .to.be.revertedWithCustomError(staking, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("tells until when and by whom, and stops bonds to the second", async () => {
      const { staking, alice, guardian } = await loadFixture(givenTokens);
      const until = (await time.latest()) + 3_600;
      await expect(staking.connect(guardian).pauseBonding(until))
        .to.emit(staking, "BondingPaused")
        .withArgs(until, guardian.address);
      expect(await staking.bondingPausedUntil()).to.equal(until);

      await time.setNextBlockTimestamp(until - 1);
      await expect(staking.connect(alice).bond(alice, AMOUNT))
        .to.be.revertedWithCustomError(staking, "OperatorStakingBondingPaused")
        .withArgs(until);
      await time.setNextBlockTimestamp(until);
      await expect(staking.connect(alice).bond(alice, AMOUNT)).to.emit(staking, "Bonded");
    });

    it("can be ended before its time", async () => {
      const { staking, alice, guardian } = await loadFixture(givenAPause);
      await expect(staking.connect(guardian).pauseBonding(0))
        .to.emit(staking, "BondingPaused")
        .withArgs(0, guardian.address);
      await expect(staking.connect(alice).bond(alice, AMOUNT)).to.emit(staking, "Bonded");
    });

    it("OS-09: stops no exit: thawing, withdrawing, slashing and credits go on", async () => {
      const { token, staking, alice, guardian, disputes, challenger } = await loadFixture(givenAPause);
      const pause = async () => staking.connect(guardian).pauseBonding((await time.latest()) + 7 * 86_400);
      await staking.connect(alice).thaw(600n);
      await pause();
      await staking.connect(disputes).slash(alice, 100n, challenger, 5_000);
      await expect(staking.withdrawCredit(challenger)).to.changeTokenBalance(token, challenger, 50n);
      await time.increaseTo((await staking.thawsOf(alice))[0]?.availableAt ?? 0n);
      await pause();
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 600n);
    });
  });
});
