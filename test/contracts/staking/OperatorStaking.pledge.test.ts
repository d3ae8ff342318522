import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ethers } from "hardhat";

import { deployDisputes } from "../../helpers/disputes";
import { MEMBER_BOND, MINIMUM_PLEDGE } from "../../helpers/bonded-committee";
import { bondFor, deployTrust, THAW_PERIOD } from "../../helpers/trust";

/** Order of the mock's enum. */
const DUTY = { offDuty: 0, onDuty: 1, reverting: 2, bomb: 3, reentering: 4 } as const;
const BOND = 1_000n;

describe("OperatorStaking", () => {
  async function givenTwoDuties() {
    const trust = await deployTrust();
    await bondFor(trust, trust.alice, BOND);
    const duty = await ethers.deployContract("DutyMock");
    const other = await ethers.deployContract("DutyMock");
    return { ...trust, duty, other };
  }

  async function givenAPledge() {
    const duties = await givenTwoDuties();
    await duties.staking.connect(duties.alice).pledge(duties.duty, 600n);
    return duties;
  }

  describe("pledge", () => {
    it("reverts for more than is bonded", async () => {
      const { staking, alice, duty } = await loadFixture(givenTwoDuties);
      await expect(staking.connect(alice).pledge(duty, BOND + 1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, BOND + 1n, BOND);
    });

    it("reverts for what stands behind another duty: no token backs two", async () => {
      const { staking, alice, other } = await loadFixture(givenAPledge);
      await expect(staking.connect(alice).pledge(other, 401n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 401, 400);
      await staking.connect(alice).pledge(other, 400n);
      expect(await staking.stakeOf(alice)).to.deep.equal([BOND, BOND]);
    });

    it("reverts for what thaws", async () => {
      const { staking, alice, duty } = await loadFixture(givenTwoDuties);
      await staking.connect(alice).thaw(700n);
      await expect(staking.connect(alice).pledge(duty, 301n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 301, 300);
    });

    it("is told, keeps bond and votes, and keeps the pledge from thawing", async () => {
      const { token, staking, alice, duty, other } = await loadFixture(givenTwoDuties);
      const pledging = staking.connect(alice).pledge(duty, 600n);
      await expect(pledging)
        .to.emit(staking, "PledgeSet")
        .withArgs(alice.address, await duty.getAddress(), 600);
      await expect(pledging).to.changeTokenBalances(token, [alice, staking], [0n, 0n]);
      expect(await staking.stakeOf(alice)).to.deep.equal([BOND, 600n]);
      expect(await staking.pledged(alice, duty)).to.equal(600);
      expect(await staking.pledged(alice, other)).to.equal(0);
      expect(await staking.getVotes(alice)).to.equal(BOND);
      await expect(staking.connect(alice).thaw(401n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 401, 400);
    });

    it("DM-10: having pledged to a duty is remembered, by account and duty; nothing is no pledge", async () => {
      const { staking, alice, stranger, duty, other } = await loadFixture(givenTwoDuties);
      await staking.connect(alice).pledge(duty, 0n);
      expect(await staking.hasPledged(alice, duty), "DM-10").to.equal(false);
      for (const amount of [1n, 0n, 0n]) {
        await staking.connect(alice).pledge(duty, amount);
        expect(await staking.hasPledged(alice, duty), "DM-10").to.equal(true);
      }
      expect(await staking.hasPledged(alice, other), "DM-10").to.equal(false);
      expect(await staking.hasPledged(stranger, duty), "DM-10").to.equal(false);
    });

    it("a pledge is its account's own: nobody pledges for another", async () => {
      const { staking, alice, stranger, duty } = await loadFixture(givenAPledge);
      await expect(staking.connect(stranger).pledge(duty, 1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(stranger.address, 1, 0);
      await staking.connect(stranger).pledge(duty, 0n);
      expect(await staking.pledged(alice, duty)).to.equal(600);
    });

    context("given the account is on duty", () => {
      async function givenDuty() {
        const pledge = await givenAPledge();
        await pledge.duty.setBehaviour(DUTY.onDuty, "0x");
        return pledge;
      }

      for (const amount of [0n, 1n, 599n]) {
        it(`reverts for ${amount.toString()} instead of 600`, async () => {
          const { staking, alice, duty } = await loadFixture(givenDuty);
          await expect(staking.connect(alice).pledge(duty, amount))
            .to.be.revertedWithCustomError(staking, "OperatorStakingOnDuty")
            .withArgs(alice.address, await duty.getAddress());
        });
      }

      it("takes as much or more", async () => {
        const { staking, alice, duty } = await loadFixture(givenDuty);
        for (const amount of [600n, 601n, BOND]) {
          await staking.connect(alice).pledge(duty, amount);
          expect(await staking.stakeOf(alice)).to.deep.equal([BOND, amount]);
        }
      });

      it("other pledges are free to go: each duty answers for its own", async () => {
        const { staking, alice, other } = await loadFixture(givenDuty);
        await staking.connect(alice).pledge(other, 400n);
        await staking.connect(alice).pledge(other, 0n);
        await staking.connect(alice).thaw(400n);
        expect(await staking.stakeOf(alice)).to.deep.equal([600n, 600n]);
      });
    });

    context("given the account is off duty", () => {
      it("gives the pledge back, to be thawed", async () => {
        const { staking, alice, duty } = await loadFixture(givenAPledge);
        await expect(staking.connect(alice).pledge(duty, 0n))
          .to.emit(staking, "PledgeSet")
          .withArgs(alice.address, await duty.getAddress(), 0);
        expect(await staking.stakeOf(alice)).to.deep.equal([BOND, 0n]);
        expect(await staking.pledged(alice, duty)).to.equal(0);
        await staking.connect(alice).thaw(BOND);
      });
    });

    context("given a committee", () => {
      it("OS-06: a member's pledge stays while it serves, and goes when it has resigned", async () => {
        const { staking, committee, members } = await loadFixture(deployDisputes);
        const [member] = members;
        if (member === undefined) throw new Error("a committee without members");
        const { account, key } = member;
        const asMember = staking.connect(account);
        await expect(asMember.pledge(committee, MINIMUM_PLEDGE - 1n), "OS-06")
          .to.be.revertedWithCustomError(staking, "OperatorStakingOnDuty")
          .withArgs(account.address, await committee.getAddress());
        await expect(asMember.thaw(MEMBER_BOND - MINIMUM_PLEDGE + 1n), "OS-06")
          .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
          .withArgs(account.address, MEMBER_BOND - MINIMUM_PLEDGE + 1n, MEMBER_BOND - MINIMUM_PLEDGE);

        await committee.connect(account).resign(ethers.keccak256(key.address));
        await asMember.pledge(committee, 0n);
        await asMember.thaw(MEMBER_BOND);
        expect(await staking.stakeOf(account)).to.deep.equal([0n, 0n]);
      });
    });

    context("given a hostile duty", () => {
      it("one that reverts keeps its own pledge, and nothing else: other stake leaves, a slash takes all", async () => {
        const { token, staking, alice, duty, disputes, challenger } = await loadFixture(givenAPledge);
        await duty.setBehaviour(DUTY.reverting, "0x");
        await expect(staking.connect(alice).pledge(duty, 0n))
          .to.be.revertedWithCustomError(duty, "DutyMockRefused")
          .withArgs(alice.address);
        await staking.connect(alice).pledge(duty, 601n);
        await staking.connect(alice).thaw(399n);
        await time.increase(THAW_PERIOD);
        await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 399n);
        expect(await staking.connect(disputes).slash.staticCall(alice, BOND, challenger, 0)).to.equal(601);
      });

      it("one that reverts with a megabyte keeps its own pledge, and nothing else", async () => {
        const { staking, alice, duty } = await loadFixture(givenAPledge);
        await duty.setBehaviour(DUTY.bomb, "0x");
        await staking
          .connect(alice)
          .pledge(duty, 0n)
          .catch(() => undefined);
        expect(await staking.stakeOf(alice)).to.deep.equal([BOND, 600n]);
        await staking.connect(alice).thaw(400n);
        expect(await staking.stakeOf(alice)).to.deep.equal([600n, 600n]);
      });

      it("one that calls back changes nothing: it is asked without being able to write", async () => {
        const { staking, alice, duty } = await loadFixture(givenAPledge);
        const inside = staking.interface.encodeFunctionData("pledge", [await duty.getAddress(), 0n]);
        await duty.setBehaviour(DUTY.reentering, inside);
        await staking.connect(alice).pledge(duty, 100n);
        expect(await staking.stakeOf(alice)).to.deep.equal([BOND, 100n]);
        expect(await staking.pledged(alice, duty)).to.equal(100);
      });

      it("one that lies about others frees nothing but the pledge to itself", async () => {
        const { staking, alice, duty, other } = await loadFixture(givenAPledge);
        await staking.connect(alice).pledge(other, 400n);
        await duty.setBehaviour(DUTY.onDuty, "0x");
        await staking.connect(alice).pledge(other, 0n);
        expect(await staking.stakeOf(alice)).to.deep.equal([BOND, 600n]);
        await expect(staking.connect(alice).thaw(401n))
          .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
          .withArgs(alice.address, 401, 400);
      });
    });
  });

  describe("pledged", () => {
    it("a shortfall after a slash counts against every pledge in full", async () => {
      const { staking, alice, duty, other, disputes, challenger } = await loadFixture(givenAPledge);
      await staking.connect(alice).pledge(other, 300n);
      await staking.connect(disputes).slash(alice, 350n, challenger, 0);
      expect(await staking.stakeOf(alice)).to.deep.equal([650n, 900n]);
      expect(await staking.pledged(alice, duty)).to.equal(350);
      expect(await staking.pledged(alice, other)).to.equal(50);

      await staking.connect(disputes).slash(alice, 650n, challenger, 0);
      expect(await staking.pledged(alice, duty)).to.equal(0);
      expect(await staking.pledged(alice, other)).to.equal(0);
    });

    it("a slash of what was not pledged touches no pledge", async () => {
      const { staking, alice, duty, disputes, challenger } = await loadFixture(givenAPledge);
      await staking.connect(disputes).slash(alice, 400n, challenger, 0);
      expect(await staking.pledged(alice, duty)).to.equal(600);
    });

    it("given a shortfall: nothing thaws, no pledge grows, and a new bond fills the shortfall first", async () => {
      const trust = await loadFixture(givenAPledge);
      const { staking, alice, duty, other, disputes, challenger } = trust;
      await staking.connect(disputes).slash(alice, 500n, challenger, 0);
      await expect(staking.connect(alice).thaw(1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 1, 0);
      await expect(staking.connect(alice).pledge(other, 1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(alice.address, 1, 0);

      await bondFor(trust, alice, 101n);
      expect(await staking.pledged(alice, duty)).to.equal(600);
      await staking.connect(alice).thaw(1n);
      await staking.connect(alice).pledge(duty, 0n);
      expect(await staking.stakeOf(alice)).to.deep.equal([600n, 0n]);
    });

    it("given a shortfall, off duty: what is left of the bond leaves", async () => {
      const { token, staking, alice, duty, disputes, challenger } = await loadFixture(givenAPledge);
      await staking.connect(disputes).slash(alice, 500n, challenger, 0);
      await staking.connect(alice).pledge(duty, 0n);
      await staking.connect(alice).thaw(500n);
      await time.increase(THAW_PERIOD);
      await expect(staking.withdraw(alice)).to.changeTokenBalance(token, alice, 500n);
    });
  });
});
