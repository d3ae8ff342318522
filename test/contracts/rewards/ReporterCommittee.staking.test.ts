import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther } from "ethers";

import { passEpoch } from "../../helpers/clock";
import {
  approve,
  deployCommittee,
  type Member,
  member,
  MINIMUM_PLEDGE,
  nextContract,
  termsOf,
} from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { nextReport } from "../../helpers/report";
import { PER_EPOCH } from "../../helpers/suite";
import { bondFor, deployTrust, THAW_PERIOD } from "../../helpers/trust";

const BOND = parseEther("150");

describe("ReporterCommittee and its members' bonds", () => {
  /** Three members of weight 1, whose bonds stand behind a committee that signs the program's reports. */
  async function givenACommittee() {
    const trust = await deployTrust();
    const { staking, authority, makers, distributor, programManager } = trust;
    const all = [trust.alice, trust.bob, trust.carol].map((account, index) =>
      member(secp256k1Key(`member ${index}`), account, 1n),
    );
    for (const { account } of all) await bondFor(trust, account, BOND);
    const address = await nextContract();
    for (const { account } of all) await staking.connect(account).pledge(address, MINIMUM_PLEDGE);
    const options = { members: all, quorum: 2n, minimumPledge: MINIMUM_PLEDGE };
    const committee = await deployCommittee({ authority, makers, pledges: staking }, options);
    await distributor.connect(programManager).setReporter(committee);
    const asGovernance = committee.connect(trust.committeesManager);
    const [alice] = all;
    if (alice === undefined) throw new Error("there is no first member");
    const asAlice = staking.connect(alice.account);
    return { ...trust, committee, all, asGovernance, first: alice, asAlice, key: keyHash(alice.key) };
  }
  type World = Awaited<ReturnType<typeof givenACommittee>>;

  /** The ways off duty, after each of which the bond is the member's own again. */
  const WAYS_OUT: Record<string, (world: World) => Promise<unknown>> = {
    "it has resigned": ({ committee, first, key }) => committee.connect(first.account).resign(key),
    "governance has taken it out": ({ asGovernance, key }) => asGovernance.configure([key], [], 2),
    "it was dismissed after a slash": async ({ committee, staking, disputes, challenger, first, key }) => {
      await staking.connect(disputes).slash(first.account, BOND - MINIMUM_PLEDGE + 1n, challenger, 0);
      await committee.dismiss(key);
    },
  };

  context("while a member is on duty", () => {
    it("its pledge cannot be made less, nor thaw", async () => {
      const { staking, committee, first, asAlice } = await loadFixture(givenACommittee);
      await expect(asAlice.pledge(committee, MINIMUM_PLEDGE - 1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingOnDuty")
        .withArgs(first.account.address, await committee.getAddress());
      const free = BOND - MINIMUM_PLEDGE;
      await expect(asAlice.thaw(free + 1n))
        .to.be.revertedWithCustomError(staking, "OperatorStakingInsufficientBond")
        .withArgs(first.account.address, free + 1n, free);
      await asAlice.thaw(free);
      expect(await staking.pledged(first.account, committee)).to.equal(MINIMUM_PLEDGE);
    });

    it("it can pledge more, and then has that bound too", async () => {
      const { staking, committee, first, asAlice } = await loadFixture(givenACommittee);
      await asAlice.pledge(committee, BOND);
      await expect(asAlice.pledge(committee, MINIMUM_PLEDGE))
        .to.be.revertedWithCustomError(staking, "OperatorStakingOnDuty")
        .withArgs(first.account.address, await committee.getAddress());
    });

    it("changing its key in one step does not set the pledge free", async () => {
      const { staking, committee, asGovernance, first, asAlice, key } = await loadFixture(givenACommittee);
      const next = { ...first, key: secp256k1Key("next key") };
      await asGovernance.configure([key], [termsOf(next)], 2);
      await expect(asAlice.pledge(committee, 0))
        .to.be.revertedWithCustomError(staking, "OperatorStakingOnDuty")
        .withArgs(first.account.address, await committee.getAddress());
    });
  });

  for (const [how, leave] of Object.entries(WAYS_OUT)) {
    context(`after ${how}`, () => {
      it("everything that is left of its bond can leave", async () => {
        const world = await loadFixture(givenACommittee);
        const { staking, token, committee, first, asAlice } = world;
        await leave(world);
        await asAlice.pledge(committee, 0);
        const rest = await staking.atStake(first.account);
        await asAlice.thaw(rest);
        await time.increase(THAW_PERIOD);
        await expect(staking.withdraw(first.account)).to.changeTokenBalance(token, first.account, rest);
        expect(await staking.atStake(first.account)).to.equal(0);
      });
    });
  }

  context("when a member is slashed", () => {
    it("it stays as long as its bond covers the minimum, and anybody dismisses it one unit below", async () => {
      const { committee, staking, disputes, challenger, stranger, first, key } =
        await loadFixture(givenACommittee);
      const slash = (amount: bigint) => staking.connect(disputes).slash(first.account, amount, challenger, 0);
      await slash(BOND - MINIMUM_PLEDGE);
      await expect(committee.connect(stranger).dismiss(key))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeSuffices")
        .withArgs(first.account.address, MINIMUM_PLEDGE, MINIMUM_PLEDGE);
      await slash(1n);
      await expect(committee.connect(stranger).dismiss(key))
        .to.emit(committee, "MemberLeft")
        .withArgs(key, first.account.address, stranger.address);
      expect(await committee.isOnDuty(first.account)).to.equal(false);
    });

    it("it comes back once its bond covers the minimum again, and not before", async () => {
      const world = await loadFixture(givenACommittee);
      const { committee, asGovernance, staking, disputes, challenger, first, key } = world;
      await staking.connect(disputes).slash(first.account, BOND, challenger, 0);
      await committee.dismiss(key);
      await bondFor(world, first.account, MINIMUM_PLEDGE - 1n);
      await expect(asGovernance.configure([], [termsOf(first)], 2))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeTooSmall")
        .withArgs(first.account.address, MINIMUM_PLEDGE - 1n, MINIMUM_PLEDGE);
      await bondFor(world, first.account, 1n);
      await asGovernance.configure([], [termsOf(first)], 2);
      expect(await committee.isOnDuty(first.account)).to.equal(true);
    });
  });

  context("when somebody joins", () => {
    it("a bond that is not pledged to this committee is none", async () => {
      const world = await loadFixture(givenACommittee);
      const { committee, asGovernance, staking, operator } = world;
      const joining = member(secp256k1Key("newcomer"), operator, 1n);
      await bondFor(world, operator, BOND);
      const another = await deployCommittee({ ...world, pledges: staking });
      await staking.connect(operator).pledge(another, MINIMUM_PLEDGE);
      await expect(asGovernance.configure([], [termsOf(joining)], 3))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeTooSmall")
        .withArgs(operator.address, 0, MINIMUM_PLEDGE);
      await staking.connect(operator).pledge(another, 0);
      await staking.connect(operator).pledge(committee, MINIMUM_PLEDGE);
      await asGovernance.configure([], [termsOf(joining)], 3);
      expect(await committee.isOnDuty(operator)).to.equal(true);
    });
  });

  it("sign, leave, thaw, wait, propose: the report is refused, because who left has no vote", async () => {
    const { committee, staking, distributor, genesis, all, first, asAlice, key } =
      await loadFixture(givenACommittee);
    await passEpoch(genesis, 0);
    const report = await nextReport(distributor, 0, { root: id("false root"), total: PER_EPOCH });
    const colluding: Member[] = all.slice(0, 2);
    const signature = await approve(committee, await distributor.hashReport(report), colluding);
    await committee.connect(first.account).resign(key);
    await asAlice.pledge(committee, 0);
    await asAlice.thaw(BOND);
    await time.increase(THAW_PERIOD);
    await staking.withdraw(first.account);

    await expect(distributor.propose(report, signature))
      .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
      .withArgs(await committee.getAddress());
  });
});
