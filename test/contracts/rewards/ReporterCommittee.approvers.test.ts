import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, dataLength, dataSlice, id, resolveAddress } from "ethers";

import { offlineKey } from "../../helpers/accounts";
import {
  approve,
  byKey,
  deployBeforeCommittee,
  deployCommittee,
  deployCommitteeOfFive,
  type Member,
  newcomer,
  QUORUM,
  termsOf,
} from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { expectRefusal } from "../../helpers/refusal";

const REPORT = id("digest of a report");

/** The accounts that must answer, in the order of the signature. */
async function accountsOf(members: readonly Member[]): Promise<string[]> {
  return Promise.all([...members].sort(byKey).map(async ({ account }) => resolveAddress(account)));
}

describe("ReporterCommittee", () => {
  describe("approversOf", () => {
    async function givenASignedReport() {
      const five = await deployCommitteeOfFive();
      const signature = await approve(five.committee, REPORT, five.all);
      return { ...five, signature };
    }

    it("RC-04: names the account behind each approval, in the signature's order", async () => {
      const { committee, all, members, signature } = await loadFixture(givenASignedReport);
      expect(await committee.approversOf(REPORT, 1, signature)).to.deep.equal(await accountsOf(all));
      for (const member of all) {
        const own = await approve(committee, REPORT, [member]);
        expect(await committee.approversOf(REPORT, 1, own)).to.deep.equal([member.account.address]);
      }
      const two = [members.carol, members.alice];
      expect(await committee.approversOf(REPORT, 1, await approve(committee, REPORT, two))).to.deep.equal(
        await accountsOf(two),
      );
    });

    it("names nobody for an empty signature", async () => {
      const { committee } = await loadFixture(givenASignedReport);
      expect(await committee.approversOf(REPORT, 1, "0x")).to.deep.equal([]);
    });

    it("names 31 members", async () => {
      const before = await loadFixture(deployBeforeCommittee);
      const members = Array.from({ length: 31 }, (_, index) => ({
        key: secp256k1Key(`member ${index}`),
        account: offlineKey(`account ${index}`).address,
        weight: 1n,
      }));
      const committee = await deployCommittee(before, { members, quorum: 31n });
      const signature = await approve(committee, REPORT, members);
      expect(await committee.approversOf(REPORT, 1, signature)).to.deep.equal(await accountsOf(members));
    });

    context("when the signature is not sound", () => {
      it("reverts as weightOf does: cut off, unsorted, or by somebody who is no member", async () => {
        const five = await loadFixture(givenASignedReport);
        const { committee, all, signature } = five;
        const cut = dataSlice(signature, 0, -1);
        await expect(committee.approversOf(REPORT, 1, cut)).to.be.revertedWithCustomError(
          committee,
          "ReporterCommitteeMalformedSignature",
        );
        await expect(committee.approversOf(REPORT, 1, concat([signature, signature])))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeMalformedSignature")
          .withArgs(dataLength(signature));
        const outsider = await newcomer(five);
        const together = await approve(committee, REPORT, [...all, outsider]);
        await expect(committee.approversOf(REPORT, 1, together))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
          .withArgs(keyHash(outsider.key), 1);
      });

      it("nobody answers for another report, nor for a configuration that was not signed for", async () => {
        const { committee, all, signature, asGovernance } = await loadFixture(givenASignedReport);
        const first = [...all].sort(byKey)[0];
        await asGovernance.configure([], [], QUORUM);
        for (const [report, configuration] of [
          [id("another report"), 1],
          [REPORT, 0],
          [REPORT, 2],
        ] as const) {
          await expect(committee.approversOf(report, configuration, signature))
            .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
            .withArgs(first && keyHash(first.key), configuration);
        }
      });
    });

    context("when the committee has changed since", () => {
      it("RC-04: who has left still answers for what it signed as a member", async () => {
        const { committee, all, signature } = await loadFixture(givenASignedReport);
        for (const { key, account } of all) await committee.connect(account).resign(keyHash(key));
        expect(await committee.memberCount()).to.equal(0);
        expect(await committee.approversOf(REPORT, 1, signature)).to.deep.equal(await accountsOf(all));
      });

      it("a weight or an account's next key makes no difference", async () => {
        const { committee, all, members, signature, asGovernance } = await loadFixture(givenASignedReport);
        const { alice, bob } = members;
        const next = { ...alice, key: secp256k1Key("alice's next key") };
        await asGovernance.configure(
          [keyHash(alice.key)],
          [termsOf(next), termsOf({ ...bob, weight: 9n })],
          12,
        );
        expect(await committee.approversOf(REPORT, 1, signature)).to.deep.equal(await accountsOf(all));
      });

      it("RC-04: nobody answers for configurations before it joined, or after it left", async () => {
        const five = await loadFixture(givenASignedReport);
        const { committee, asGovernance } = five;
        const joining = await newcomer(five);
        await asGovernance.configure([], [termsOf(joining)], 6);
        await committee.connect(joining.account).resign(keyHash(joining.key));

        for (const configuration of [1, 3, 4]) {
          const digest = await committee.hashApproval(REPORT, configuration);
          const signature = await approve(committee, REPORT, [joining], digest);
          await expect(committee.approversOf(REPORT, configuration, signature))
            .to.be.revertedWithCustomError(committee, "ReporterCommitteeInvalidApproval")
            .withArgs(keyHash(joining.key), configuration);
        }
        const digest = await committee.hashApproval(REPORT, 2);
        const asMember = await approve(committee, REPORT, [joining], digest);
        expect(await committee.approversOf(REPORT, 2, asMember)).to.deep.equal([joining.account.address]);
      });

      it("who comes back answers for what it signed before", async () => {
        const { committee, members, signature, all, asGovernance } = await loadFixture(givenASignedReport);
        const { key, account } = members.sponsor;
        await committee.connect(account).resign(keyHash(key));
        await asGovernance.configure([], [termsOf(members.sponsor)], QUORUM);
        expect(await committee.approversOf(REPORT, 1, signature)).to.deep.equal(await accountsOf(all));
      });

      it("a verifier off the list shields its own keys only: the others' approvals stand by themselves", async () => {
        const { committee, makers, makersManager, verifiers, members, signature } =
          await loadFixture(givenASignedReport);
        await makers.connect(makersManager).setVerifier(verifiers.p256, false);
        await expectRefusal(committee.approversOf(REPORT, 1, signature), {
          contract: makers,
          name: "MakerRegistryVerifierNotAllowed",
          args: [await verifiers.p256.getAddress()],
        });
        const rest = [members.alice, members.bob, members.operator];
        const digest = await committee.hashApproval(REPORT, 1);
        expect(
          await committee.approversOf(REPORT, 1, await approve(committee, REPORT, rest, digest)),
        ).to.deep.equal(await accountsOf(rest));
      });
    });
  });
});
