import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, parseEther } from "ethers";

import { offlineKey } from "../../helpers/accounts";
import { passEpoch } from "../../helpers/clock";
import {
  approve,
  deployBeforeCommittee,
  deployCommittee,
  deployCommitteeOfFive,
  type Member,
  QUORUM,
  termsOf,
} from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { nextReport, type Report, signReport } from "../../helpers/report";
import { deployDistributor } from "../../helpers/suite";
import { claimArguments, claimTree } from "../../helpers/tree";

const REASON = id("evidence");
const VALID = "0x1626ba7e";
const INVALID = "0xffffffff";

describe("Reports of a committee", () => {
  async function givenAReport() {
    const five = await deployCommitteeOfFive();
    const { committee, distributor, genesis, alice, stranger } = five;
    const tree = claimTree([{ account: alice.address, cumulative: parseEther("600") }]);
    await passEpoch(genesis, 0);
    const report = await nextReport(distributor, 0, tree);
    const sign = async (members: readonly Member[], signed: Report = report) =>
      approve(committee, await distributor.hashReport(signed), members);
    const propose = (signature: string, proposed: Report = report) =>
      distributor.connect(stranger).propose(proposed, signature);
    const expectRefused = async (signature: string) => {
      await expect(propose(signature))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
        .withArgs(await committee.getAddress());
    };
    return { ...five, tree, report, sign, propose, expectRefused };
  }

  it("exactly the quorum is enough, whoever brings it, and the report is the committee's", async () => {
    const { committee, distributor, token, alice, members, sign, propose, report, tree } =
      await loadFixture(givenAReport);
    const proposal = propose(await sign([members.alice, members.bob]));
    const finalizableAt = await proposal.then(async () => (await distributor.pendingReport()).finalizableAt);
    await expect(proposal)
      .to.emit(distributor, "ReportProposed")
      .withArgs(
        0,
        report.root,
        report.total,
        report.dataHash,
        report.dataURI,
        await committee.getAddress(),
        1,
        finalizableAt,
      );
    await time.increaseTo(finalizableAt);
    await distributor.finalize();
    await expect(distributor.claim(...claimArguments(tree.claimOf(alice)))).to.changeTokenBalance(
      token,
      alice,
      tree.total,
    );
  });

  it("one unit of weight less is not enough, and no more than nothing is", async () => {
    const { members, sign, expectRefused } = await loadFixture(givenAReport);
    await expectRefused(await sign([members.bob, members.carol]));
    await expectRefused(await sign([members.alice, members.operator]));
    await expectRefused("0x");
  });

  it("what is no signature of the committee is refused by the distributor's own error", async () => {
    const { distributor, report, sign, all, expectRefused } = await loadFixture(givenAReport);
    const whole = await sign(all);
    await expectRefused(`${whole}00`);
    await expectRefused(`${whole}${whole.slice(2)}`);
    await expectRefused(await signReport(distributor, report, offlineKey("alice")));
  });

  it("a change of configuration voids what is in flight; the same report is signed anew", async () => {
    const { committee, distributor, members, all, sign, propose, expectRefused, report } =
      await loadFixture(givenAReport);
    const inFlight = await sign(all);
    const { key, account } = members.sponsor;
    await committee.connect(account).resign(keyHash(key));
    await expectRefused(inFlight);
    await propose(await sign([members.alice, members.bob]));
    expect((await distributor.pendingReport()).root).to.equal(report.root);
  });

  it("a pending report keeps its standing, whatever becomes of the committee", async () => {
    const { committee, distributor, all, sign, propose, report } = await loadFixture(givenAReport);
    await propose(await sign(all));
    for (const { key, account } of all) await committee.connect(account).resign(keyHash(key));
    await time.increaseTo((await distributor.pendingReport()).finalizableAt);
    await distributor.finalize();
    expect(await distributor.rootOf(0)).to.equal(report.root);
  });

  it("votes are counted per report: a voided one's help no other, and the next still gathers a quorum", async () => {
    const { distributor, guardian, genesis, members, sign, propose, report } =
      await loadFixture(givenAReport);
    const first = await sign([members.alice, members.bob]);
    await propose(first);
    await distributor.connect(guardian).void(0, REASON);
    await passEpoch(genesis, 1);

    await expect(propose(first))
      .to.be.revertedWithCustomError(distributor, "RewardDistributorWrongNonce")
      .withArgs(1, 2);
    const again = { ...report, nonce: 2n };
    await expect(propose(first, again)).to.be.revertedWithCustomError(
      distributor,
      "RewardDistributorInvalidSignature",
    );
    await propose(await sign([members.alice, members.bob], again), again);
    expect((await distributor.pendingReport()).nonce).to.equal(2);
  });

  it("a lower quorum counts for the next signature: nobody has to sign who is not needed", async () => {
    const { distributor, asGovernance, members, sign, propose, expectRefused, report } =
      await loadFixture(givenAReport);
    const few = [members.alice, members.bob];
    await asGovernance.configure([], [], 9);
    await expectRefused(await sign(few));
    await asGovernance.configure([], [], QUORUM);
    await propose(await sign(few));
    expect((await distributor.pendingReport()).root).to.equal(report.root);
  });

  it("when so many leave that the others are too few, nothing is accepted until governance fills the committee", async () => {
    const { committee, asGovernance, distributor, members, sign, propose, expectRefused, report } =
      await loadFixture(givenAReport);
    const { alice, bob, carol, operator, sponsor } = members;
    const left = [carol, operator, sponsor];
    for (const { key, account } of [alice, bob]) await committee.connect(account).resign(keyHash(key));
    await expectRefused(await sign(left));
    await asGovernance.configure([], [], await committee.totalWeight());
    await expectRefused(await sign([carol, operator]));
    await propose(await sign(left));
    expect((await distributor.pendingReport()).root).to.equal(report.root);
  });

  it("approvals for one program are none for another of the same committee", async () => {
    const { committee, controller, authority, emissionsManager, all, sign, report } =
      await loadFixture(givenAReport);
    const second = await deployDistributor(controller, 2, committee, authority);
    await controller.connect(emissionsManager).addProgram(second);
    // a total of nothing needs no budget, which the second program does not have yet
    const here = { ...report, total: 0n };
    const elsewhere = { ...here, program: 2n };
    await expect(second.propose(elsewhere, await sign(all, here)))
      .to.be.revertedWithCustomError(second, "RewardDistributorInvalidSignature")
      .withArgs(await committee.getAddress());
    const digest = await second.hashReport(elsewhere);
    await second.propose(elsewhere, await approve(committee, digest, all));
    expect((await second.pendingReport()).root).to.equal(report.root);
  });

  it("a rotation leaves nobody out: of 1 to 31 members every one's approval counts @exhaustive", async () => {
    const before = await loadFixture(deployBeforeCommittee);
    const digest = id("digest of a report");
    const members: Member[] = [
      { key: secp256k1Key("member 1"), account: offlineKey("account 1"), weight: 1n },
    ];
    const committee = await deployCommittee(before, { members, quorum: 1n });
    const asGovernance = committee.connect(before.committeesManager);
    for (let size = 1; size <= 31; size += 1) {
      const everybody = await approve(committee, digest, members);
      expect(await committee.weightOf(digest, everybody)).to.equal(size);
      expect(await committee.isValidSignature(digest, everybody)).to.equal(VALID);
      const withoutTheLast = await approve(committee, digest, members.slice(0, -1));
      expect(await committee.isValidSignature(digest, withoutTheLast)).to.equal(INVALID);
      if (size === 31) break;
      const next = {
        key: secp256k1Key(`member ${size + 1}`),
        account: offlineKey(`account ${size + 1}`),
        weight: 1n,
      };
      members.push(next);
      await asGovernance.configure([], [termsOf(next)], members.length);
    }
  });
});
