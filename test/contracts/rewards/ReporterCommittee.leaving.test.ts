import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id } from "ethers";

import {
  approve,
  deployCommitteeOfFive,
  MINIMUM_PLEDGE,
  newcomer,
  QUORUM,
  termsOf,
} from "../../helpers/committee";
import { keyHash } from "../../helpers/device-keys";

const REPORT = id("digest of a report");
const UNKNOWN = id("nobody's key");
const NOTICE = 7n * 86_400n;
const VALID = "0x1626ba7e";
const INVALID = "0xffffffff";

describe("ReporterCommittee", () => {
  describe("resign", () => {
    it("reverts for a key that is no member's", async () => {
      const { committee, stranger } = await loadFixture(deployCommitteeOfFive);
      await expect(committee.connect(stranger).resign(UNKNOWN))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteeUnknownMember")
        .withArgs(UNKNOWN);
    });

    it("reverts for everybody but the member's account: a stranger, another member, governance", async () => {
      const { committee, members, stranger, committeesManager } = await loadFixture(deployCommitteeOfFive);
      const key = keyHash(members.alice.key);
      for (const caller of [stranger, members.bob.account, committeesManager]) {
        await expect(committee.connect(caller).resign(key))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeNotMember")
          .withArgs(key, caller.address);
      }
    });

    it("reverts the second time", async () => {
      const { committee, members } = await loadFixture(deployCommitteeOfFive);
      const key = keyHash(members.alice.key);
      const asAlice = committee.connect(members.alice.account);
      await asAlice.resign(key);
      await expect(asAlice.resign(key))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteeUnknownMember")
        .withArgs(key);
    });

    it("takes the member out at once, in a configuration of its own", async () => {
      const { committee, members } = await loadFixture(deployCommitteeOfFive);
      const { key, account } = members.bob;
      const resigning = committee.connect(account).resign(keyHash(key));
      await expect(resigning)
        .to.emit(committee, "MemberLeft")
        .withArgs(keyHash(key), account.address, account.address);
      await expect(resigning).to.emit(committee, "ConfigurationSet").withArgs(2, QUORUM, 7);
      expect(await committee.memberOf(keyHash(key))).to.deep.equal([account.address, 0n, 1n, 2n]);
      expect(await committee.isOnDuty(account)).to.equal(false);
      expect(await committee.memberCount()).to.equal(4);
      expect(await committee.memberKeys()).to.not.include(keyHash(key));
      expect(await committee.configuration()).to.equal(2);
      expect(await committee.quorum()).to.equal(QUORUM);
      expect(await committee.totalWeight()).to.equal(7);
    });

    it("RC-01: one after the other: the quorum stays, so that those who are left never decide alone", async () => {
      const { committee, all } = await loadFixture(deployCommitteeOfFive);
      const remaining = [...all];
      for (const total of [6n, 4n, 2n, 1n, 0n]) {
        const member = remaining.shift();
        if (member === undefined) throw new Error("nobody is left to resign");
        await committee.connect(member.account).resign(keyHash(member.key));
        expect(await committee.totalWeight()).to.equal(total);
        expect(await committee.quorum()).to.equal(QUORUM);
        const everybody = await approve(committee, REPORT, remaining);
        expect(await committee.isValidSignature(REPORT, everybody)).to.equal(
          total >= QUORUM ? VALID : INVALID,
        );
        const others = await approve(committee, REPORT, remaining.slice(1));
        const isEnough = total - (remaining[0]?.weight ?? 0n) >= QUORUM;
        expect(await committee.isValidSignature(REPORT, others)).to.equal(isEnough ? VALID : INVALID);
      }
      expect(await committee.memberKeys()).to.deep.equal([]);
      expect(await committee.configuration()).to.equal(6);
    });

    it("an empty committee accepts nothing, and governance can fill it again", async () => {
      const five = await loadFixture(deployCommitteeOfFive);
      const { committee, all, asGovernance } = five;
      for (const { key, account } of all) await committee.connect(account).resign(keyHash(key));
      expect(await committee.isValidSignature(REPORT, "0x")).to.equal(INVALID);
      expect(await committee.weightOf(REPORT, "0x")).to.equal(0);

      const joining = await newcomer(five);
      await asGovernance.configure([], [termsOf(joining)], 1);
      expect(await committee.isValidSignature(REPORT, await approve(committee, REPORT, [joining]))).to.equal(
        VALID,
      );
      expect(await committee.isValidSignature(REPORT, "0x")).to.equal(INVALID);
    });
  });

  describe("dismiss", () => {
    it("reverts for a key that is no member's, and for a member that has left", async () => {
      const { committee, members } = await loadFixture(deployCommitteeOfFive);
      const left = keyHash(members.alice.key);
      await committee.connect(members.alice.account).resign(left);
      for (const key of [UNKNOWN, left]) {
        await expect(committee.dismiss(key))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeUnknownMember")
          .withArgs(key);
      }
    });

    for (const excess of [0n, 1n]) {
      it(`reverts while the pledge is ${excess.toString()} more than the minimum`, async () => {
        const { committee, members, pledges, committeesManager } = await loadFixture(deployCommitteeOfFive);
        const { key, account } = members.bob;
        await pledges.setPledge(account, committee, MINIMUM_PLEDGE + excess);
        await expect(committee.connect(committeesManager).dismiss(keyHash(key)))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeSuffices")
          .withArgs(account.address, MINIMUM_PLEDGE + excess, MINIMUM_PLEDGE);
      });
    }

    it("RC-02: anybody takes out a member whose pledge is one unit short", async () => {
      const { committee, members, pledges, stranger } = await loadFixture(deployCommitteeOfFive);
      const { key, account } = members.bob;
      await pledges.setPledge(account, committee, MINIMUM_PLEDGE - 1n);
      const dismissing = committee.connect(stranger).dismiss(keyHash(key));
      await expect(dismissing)
        .to.emit(committee, "MemberLeft")
        .withArgs(keyHash(key), account.address, stranger.address);
      await expect(dismissing).to.emit(committee, "ConfigurationSet").withArgs(2, QUORUM, 7);
      expect(await committee.memberOf(keyHash(key))).to.deep.equal([account.address, 0n, 1n, 2n]);
      expect(await committee.isOnDuty(account)).to.equal(false);
      expect(await committee.memberCount()).to.equal(4);
      expect(await committee.totalWeight()).to.equal(7);
    });

    it("a pledge to another committee counts for nothing here", async () => {
      const { committee, members, pledges, distributor, stranger } = await loadFixture(deployCommitteeOfFive);
      const { key, account } = members.bob;
      await pledges.setPledge(account, distributor, MINIMUM_PLEDGE);
      await pledges.setPledge(account, committee, 0);
      await committee.connect(stranger).dismiss(keyHash(key));
      expect(await committee.isOnDuty(account)).to.equal(false);
    });
  });

  describe("setMinimumPledge", () => {
    async function givenARaisedMinimum() {
      const five = await deployCommitteeOfFive();
      await five.asGovernance.setMinimumPledge(2n * MINIMUM_PLEDGE);
      return { ...five, fromTime: BigInt(await time.latest()) + NOTICE };
    }

    it("reverts for a caller without the committees role", async () => {
      const { committee, members, programManager, guardian } = await loadFixture(deployCommitteeOfFive);
      for (const caller of [members.alice.account, programManager, guardian]) {
        await expect(committee.connect(caller).setMinimumPledge(0))
          .to.be.revertedWithCustomError(committee, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("announces the second from which it counts, and is no new configuration", async () => {
      const { committee, asGovernance } = await loadFixture(deployCommitteeOfFive);
      const now = BigInt(await time.latest()) + 100n;
      await time.setNextBlockTimestamp(now);
      await expect(asGovernance.setMinimumPledge(7))
        .to.emit(committee, "MinimumPledgeSet")
        .withArgs(7, now + NOTICE);
      expect(await committee.configuration()).to.equal(1);
    });

    it("RC-08: never retroactive: nobody can be dismissed for the new minimum before it counts", async () => {
      const { committee, members, fromTime, stranger } = await loadFixture(givenARaisedMinimum);
      const { key, account } = members.bob;
      expect(await committee.minimumPledge()).to.equal(MINIMUM_PLEDGE);
      await time.setNextBlockTimestamp(fromTime - 1n);
      await expect(committee.connect(stranger).dismiss(keyHash(key)))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeSuffices")
        .withArgs(account.address, MINIMUM_PLEDGE, MINIMUM_PLEDGE);
      await time.setNextBlockTimestamp(fromTime);
      await committee.connect(stranger).dismiss(keyHash(key));
      expect(await committee.minimumPledge()).to.equal(2n * MINIMUM_PLEDGE);
      expect(await committee.isOnDuty(account)).to.equal(false);
    });

    it("who joins needs the minimum of that moment", async () => {
      const five = await loadFixture(givenARaisedMinimum);
      const { committee, asGovernance, fromTime } = five;
      const joining = await newcomer(five);
      await time.setNextBlockTimestamp(fromTime);
      await expect(asGovernance.configure([], [termsOf(joining)], 6))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeTooSmall")
        .withArgs(joining.account.address, MINIMUM_PLEDGE, 2n * MINIMUM_PLEDGE);
    });

    it("a change that does not count yet is replaced, and its notice starts anew", async () => {
      const { committee, asGovernance, fromTime } = await loadFixture(givenARaisedMinimum);
      await time.setNextBlockTimestamp(fromTime - 1n);
      await asGovernance.setMinimumPledge(5);
      await time.increaseTo(fromTime - 2n + NOTICE);
      expect(await committee.minimumPledge()).to.equal(MINIMUM_PLEDGE);
      await time.increaseTo(fromTime - 1n + NOTICE);
      expect(await committee.minimumPledge()).to.equal(5);
    });

    it("one that counts already does so until the next one", async () => {
      const { committee, asGovernance, fromTime } = await loadFixture(givenARaisedMinimum);
      await time.setNextBlockTimestamp(fromTime);
      await asGovernance.setMinimumPledge(0);
      expect(await committee.minimumPledge()).to.equal(2n * MINIMUM_PLEDGE);
      await time.increaseTo(fromTime + NOTICE);
      expect(await committee.minimumPledge()).to.equal(0);
    });
  });
});
