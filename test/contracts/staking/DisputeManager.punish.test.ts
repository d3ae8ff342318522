import { loadFixture, takeSnapshot, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, keccak256 } from "ethers";
import { ethers } from "hardhat";

import {
  approve,
  deployCommittee,
  MEMBER_BOND,
  type Member,
  MINIMUM_PLEDGE,
  proposeByCommittee,
  QUORUM,
} from "../../helpers/bonded-committee";
import {
  challengeReport,
  deployDisputes,
  givenADisputedDevice,
  givenADisputedReport,
  givenAnUpheldReport,
  PENALTY,
  REASON_URI,
} from "../../helpers/disputes";
import { offlineKey } from "../../helpers/accounts";
import { impersonate } from "../../helpers/impersonate";
import { proposeEpoch, signReport } from "../../helpers/report";
import { PER_EPOCH } from "../../helpers/suite";
import { bondFor, BURN_BPS, TERMS, THAW_PERIOD } from "../../helpers/trust";

const WHOLE = 10_000n;
/** Order of the wallet mock's enum. */
const DENIALS = { reverting: 1, garbage: 2, "too short": 3, bomb: 4, empty: 5 } as const;

function memberAt(members: readonly Member[], index: number): Member {
  const member = members[index];
  if (member === undefined) throw new Error(`the committee has no member ${index}`);
  return member;
}

describe("DisputeManager", () => {
  describe("punishApprovers", () => {
    it("reverts for a dispute that does not exist, is open, was rejected or has expired", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, arbiter, report, configuration, signature, deadline } = disputed;
      const refused = async (dispute: number) => {
        await expect(manager.punishApprovers(dispute, report, configuration, signature))
          .to.be.revertedWithCustomError(manager, "DisputeManagerNotUpheld")
          .withArgs(dispute);
      };
      await refused(0);
      await refused(2);
      await refused(1);
      const open = await takeSnapshot();
      await manager.connect(arbiter).rule(1, false, 0, REASON_URI);
      await refused(1);
      await open.restore();
      await time.increaseTo(deadline + 1n);
      await manager.expire(1);
      await refused(1);
    });

    it("reverts for a dispute about a device", async () => {
      const { report, configuration, signature } = await givenADisputedReport();
      const { manager, arbiter } = await loadFixture(givenADisputedDevice);
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
      await expect(manager.punishApprovers(1, report, configuration, signature))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNotUpheld")
        .withArgs(1);
    });

    for (const [field, value] of Object.entries({
      program: 2n,
      epoch: 1n,
      nonce: 2n,
      root: id("another root"),
      total: 1n,
    })) {
      it(`reverts for a report with another ${field}`, async () => {
        const upheld = await loadFixture(givenAnUpheldReport);
        const { manager, committee, distributor, members, report } = upheld;
        const other = { ...report, [field]: value };
        const signed = await approve(committee, distributor, other, members.slice(0, QUORUM));
        await expect(manager.punishApprovers(1, other, signed.configuration, signed.signature))
          .to.be.revertedWithCustomError(manager, "DisputeManagerWrongReport")
          .withArgs(1);
      });
    }

    for (const [field, value] of Object.entries({
      deadline: 7n,
      dataHash: id("other data"),
      dataURI: "ipfs://other",
    })) {
      it(`reverts for a report with another ${field}, which nobody has signed`, async () => {
        const { manager, committee, members, report, configuration, signature } =
          await loadFixture(givenAnUpheldReport);
        const keys = members.slice(0, QUORUM).map(({ key }) => keccak256(key.address));
        await expect(manager.punishApprovers(1, { ...report, [field]: value }, configuration, signature))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
          .withArgs(keys.sort()[0], configuration);
      });
    }

    it("who signed the wrong root with another location of the data is punished all the same", async () => {
      const upheld = await loadFixture(givenAnUpheldReport);
      const { manager, committee, distributor, members, report } = upheld;
      const late = memberAt(members, 4);
      const signed = await approve(committee, distributor, { ...report, dataURI: "ipfs://mirror" }, [late]);
      await expect(manager.punishApprovers(1, signed.report, signed.configuration, signed.signature))
        .to.emit(manager, "Punished")
        .withArgs(1, late.account.address, PENALTY);
    });

    it("reverts for the approvals of another committee", async () => {
      const upheld = await loadFixture(givenAnUpheldReport);
      const { manager, committee, distributor, report } = upheld;
      const other = await deployCommittee(upheld, "other");
      const [member] = other.members;
      if (member === undefined) throw new Error("a committee without members");
      const { configuration, signature } = await approve(other.committee, distributor, report, [member]);
      await expect(manager.punishApprovers(1, report, configuration, signature))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
        .withArgs(keccak256(member.key.address), configuration);
    });

    it("reverts for an approval under another configuration", async () => {
      const { manager, committee, members, report, configuration, signature } =
        await loadFixture(givenAnUpheldReport);
      const keys = members.slice(0, QUORUM).map(({ key }) => keccak256(key.address));
      await expect(manager.punishApprovers(1, report, configuration + 1n, signature))
        .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
        .withArgs(keys.sort()[0], configuration + 1n);
    });

    it("slashes all who approved at once, anybody calling, and nobody else", async () => {
      const upheld = await loadFixture(givenAnUpheldReport);
      const { manager, token, staking, members, report, configuration, signature } = upheld;
      const { stranger, challenger, treasury } = upheld;
      const share = (PENALTY * BigInt(TERMS.shareBps)) / WHOLE;
      const burned = ((PENALTY - share) * BigInt(BURN_BPS)) / WHOLE;
      const count = BigInt(QUORUM);
      const punishing = manager.connect(stranger).punishApprovers(1, report, configuration, signature);
      for (const { account } of members.slice(0, QUORUM)) {
        await expect(punishing).to.emit(manager, "Punished").withArgs(1, account.address, PENALTY);
      }
      await expect(punishing).to.changeTokenBalances(token, [staking, manager], [-count * burned, 0n]);
      for (const [index, { account }] of members.entries()) {
        const isCulprit = index < QUORUM;
        expect(await manager.isPunished(1, account)).to.equal(isCulprit);
        expect(await staking.atStake(account)).to.equal(isCulprit ? MEMBER_BOND - PENALTY : MEMBER_BOND);
      }
      expect(await staking.creditOf(challenger)).to.equal(count * share);
      expect(await staking.creditOf(treasury)).to.equal(count * (PENALTY - share - burned));
      expect(await staking.creditOf(stranger)).to.equal(0);
    });

    it("twice: nobody is slashed a second time in one dispute", async () => {
      const { manager, staking, members, report, configuration, signature } =
        await loadFixture(givenAnUpheldReport);
      await manager.punishApprovers(1, report, configuration, signature);
      await expect(manager.punishApprovers(1, report, configuration, signature)).to.not.emit(
        manager,
        "Punished",
      );
      for (const { account } of members.slice(0, QUORUM)) {
        expect(await staking.atStake(account), "DM-03").to.equal(MEMBER_BOND - PENALTY);
      }
    });

    it("in parts: one bad approval among them does not shield the others", async () => {
      const upheld = await loadFixture(givenAnUpheldReport);
      const { manager, committee, staking, distributor, members, report } = upheld;
      const [first, second, third] = [0, 1, 2].map((index) => memberAt(members, index));
      if (first === undefined || second === undefined || third === undefined) throw new Error("too few");
      for (const part of [[third], [first, second], [second, third], [first]]) {
        const { configuration, signature } = await approve(committee, distributor, report, part);
        await manager.punishApprovers(1, report, configuration, signature);
      }
      for (const { account } of [first, second, third]) {
        expect(await staking.atStake(account)).to.equal(MEMBER_BOND - PENALTY);
      }
    });

    it("an empty signature punishes nobody", async () => {
      const { manager, report, configuration } = await loadFixture(givenAnUpheldReport);
      await expect(manager.punishApprovers(1, report, configuration, "0x")).to.not.emit(manager, "Punished");
    });

    it("reaches a past configuration after members have resigned, and what they thaw", async () => {
      const disputed = await loadFixture(givenADisputedReport);
      const { manager, staking, committee, arbiter, members, report, configuration, signature } = disputed;
      for (const { key, account } of members.slice(0, QUORUM)) {
        await committee.connect(account).resign(keccak256(key.address));
        await staking.connect(account).pledge(committee, 0);
        await staking.connect(account).thaw(MEMBER_BOND);
      }
      expect(await committee.configuration()).to.equal(configuration + BigInt(QUORUM));
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
      await manager.punishApprovers(1, report, configuration, signature);
      for (const { account } of members.slice(0, QUORUM)) {
        expect((await staking.thawsOf(account))[0]?.amount).to.equal(MEMBER_BOND - PENALTY);
      }
    });

    it("who has nothing at stake is marked, loses nothing, and shields nobody", async () => {
      const upheld = await loadFixture(givenAnUpheldReport);
      const { manager, staking, disputes, challenger, members, report, configuration, signature } = upheld;
      const poor = memberAt(members, 1).account;
      await staking.connect(disputes).slash(poor, MEMBER_BOND, challenger, 0);
      const punishing = manager.punishApprovers(1, report, configuration, signature);
      await expect(punishing).to.emit(manager, "Punished").withArgs(1, poor.address, 0);
      expect(await manager.isPunished(1, poor)).to.equal(true);
      expect(await staking.atStake(memberAt(members, 2).account)).to.equal(MEMBER_BOND - PENALTY);
    });

    it("DM-10: passes over a member that has never pledged, and slashes the others", async () => {
      const disputes = await loadFixture(deployDisputes);
      const { manager, staking, distributor, programManager, challenger, arbiter, members } = disputes;
      const committee = await ethers.deployContract("ReporterCommittee", [
        staking,
        disputes.makers,
        members.map(({ key, account }) => ({ signer: key.address, account, weight: 1 })),
        QUORUM,
        0,
        disputes.authority,
      ]);
      const [first, second, third] = [0, 1, 2].map((index) => memberAt(members, index).account);
      if (first === undefined || second === undefined || third === undefined) throw new Error("too few");
      for (const account of [first, third]) await staking.connect(account).pledge(committee, 1n);
      await distributor.connect(programManager).setReporter(committee);
      const wrong = { root: id("wrong root"), total: PER_EPOCH };
      const signed = await proposeByCommittee({ ...disputes, committee }, 0, wrong);
      await challengeReport(disputes, challenger, signed.report);
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);

      await manager.punishApprovers(1, signed.report, signed.configuration, signed.signature);
      for (const account of [first, third]) {
        expect(await staking.atStake(account), "DM-10").to.equal(MEMBER_BOND - PENALTY);
      }
      expect(await staking.atStake(second), "DM-10").to.equal(MEMBER_BOND);
      expect(await manager.isPunished(1, second), "DM-10").to.equal(false);
    });

    it("a member whose pledge fell short by it can be dismissed by anybody", async () => {
      const { manager, committee, staking, members, stranger, report, configuration, signature } =
        await loadFixture(givenAnUpheldReport);
      await manager.punishApprovers(1, report, configuration, signature);
      const { key, account } = memberAt(members, 0);
      expect(await staking.pledged(account, committee)).to.equal(MEMBER_BOND - PENALTY);
      expect(MEMBER_BOND - PENALTY).to.be.below(MINIMUM_PLEDGE);
      await committee.connect(stranger).dismiss(keccak256(key.address));
      expect(await committee.isOnDuty(account)).to.equal(false);
    });
  });

  describe("punishSigner", () => {
    /** A single key signs the reports of program 1, and has a bond. */
    async function givenAnUpheldReportOfAKey() {
      const disputes = await deployDisputes();
      const { distributor, programManager, manager, arbiter, challenger, reporter, genesis } = disputes;
      await distributor.connect(programManager).setReporter(reporter);
      await bondFor(disputes, reporter, MEMBER_BOND);
      const report = await proposeEpoch({ distributor, reporter, genesis }, 0, {
        root: id("wrong root"),
        total: PER_EPOCH,
      });
      await challengeReport(disputes, challenger, report);
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
      const signature = await signReport(distributor, report, reporter);
      return { ...disputes, report, signature };
    }

    /** A wallet contract signs them. */
    async function givenAnUpheldReportOfAWallet() {
      const disputes = await deployDisputes();
      const { distributor, programManager, manager, arbiter, challenger, genesis } = disputes;
      const owner = offlineKey("wallet owner");
      const wallet = await ethers.deployContract("ReporterWalletMock", [owner]);
      await distributor.connect(programManager).setReporter(wallet);
      await bondFor(disputes, wallet, MEMBER_BOND);
      const report = await proposeEpoch({ distributor, reporter: owner, genesis }, 0, {
        root: id("wrong root"),
        total: PER_EPOCH,
      });
      await challengeReport(disputes, challenger, report);
      await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
      const signature = await signReport(distributor, report, owner);
      return { ...disputes, owner, wallet, report, signature };
    }

    it("reverts for a dispute that was not upheld", async () => {
      const { manager, report, signature, reporter } = await loadFixture(givenADisputedReport);
      await expect(manager.punishSigner(1, report, reporter, signature))
        .to.be.revertedWithCustomError(manager, "DisputeManagerNotUpheld")
        .withArgs(1);
    });

    it("reverts for another report", async () => {
      const { manager, distributor, reporter, report } = await loadFixture(givenAnUpheldReportOfAKey);
      const other = { ...report, total: report.total - 1n };
      const signature = await signReport(distributor, other, reporter);
      await expect(manager.punishSigner(1, other, reporter, signature))
        .to.be.revertedWithCustomError(manager, "DisputeManagerWrongReport")
        .withArgs(1);
    });

    it("reverts for somebody who has not signed, with or without a bond", async () => {
      const { manager, staking, report, signature, operator, stranger } =
        await loadFixture(givenAnUpheldReportOfAKey);
      for (const account of [operator.address, stranger.address, await staking.getAddress()]) {
        for (const claimed of [signature, "0x", `0x${"00".repeat(65)}`]) {
          await expect(manager.punishSigner(1, report, account, claimed))
            .to.be.revertedWithCustomError(manager, "DisputeManagerNotSigned")
            .withArgs(account);
        }
      }
    });

    it("slashes a key that has signed, once", async () => {
      const { manager, staking, report, signature, reporter, stranger } =
        await loadFixture(givenAnUpheldReportOfAKey);
      await expect(manager.connect(stranger).punishSigner(1, report, reporter, signature))
        .to.emit(manager, "Punished")
        .withArgs(1, reporter.address, PENALTY);
      expect(await manager.isPunished(1, reporter)).to.equal(true);
      await expect(manager.punishSigner(1, report, reporter, signature)).to.not.emit(manager, "Punished");
      expect(await staking.atStake(reporter)).to.equal(MEMBER_BOND - PENALTY);
    });

    it("slashes a wallet contract that says that it has signed (ERC-1271)", async () => {
      const { manager, staking, report, signature, wallet, owner } = await loadFixture(
        givenAnUpheldReportOfAWallet,
      );
      await expect(manager.punishSigner(1, report, wallet, signature))
        .to.emit(manager, "Punished")
        .withArgs(1, await wallet.getAddress(), PENALTY);
      expect(await staking.atStake(wallet)).to.equal(MEMBER_BOND - PENALTY);
      expect(await staking.atStake(owner)).to.equal(0);
    });

    for (const [name, behaviour] of Object.entries(DENIALS)) {
      it(`reverts for a wallet that denies it (${name})`, async () => {
        const { manager, staking, report, signature, wallet } = await loadFixture(
          givenAnUpheldReportOfAWallet,
        );
        await wallet.setBehaviour(behaviour);
        await expect(manager.punishSigner(1, report, wallet, signature))
          .to.be.revertedWithCustomError(manager, "DisputeManagerNotSigned")
          .withArgs(await wallet.getAddress());
        expect(await staking.atStake(wallet)).to.equal(MEMBER_BOND);
      });
    }

    it("reaches what thaws", async () => {
      const { manager, staking, report, signature, reporter } = await loadFixture(givenAnUpheldReportOfAKey);
      const account = await impersonate(reporter);
      await staking.connect(account).thaw(MEMBER_BOND);
      await time.increase(THAW_PERIOD);
      await manager.punishSigner(1, report, reporter, signature);
      expect(await staking.atStake(reporter)).to.equal(MEMBER_BOND - PENALTY);
    });
  });
});
