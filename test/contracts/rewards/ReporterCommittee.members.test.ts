import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { type AddressLike, concat, id, keccak256, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import {
  deployBeforeCommittee,
  deployCommittee,
  deployCommitteeOfFive,
  type Member,
  MINIMUM_PLEDGE,
  newcomer,
  QUORUM,
  termsOf,
} from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { gasUsed, TRANSACTION_GAS_CAP } from "../../helpers/gas";
import { expectRefusal, type Refusal } from "../../helpers/refusal";

const MAX_MEMBERS = 31;
const MAX_WEIGHT = 2n ** 32n - 1n;
const UNKNOWN = id("nobody's key");

type Five = Awaited<ReturnType<typeof deployCommitteeOfFive>>;
type Terms = ReturnType<typeof termsOf>;

/** Members without a pledge, for committees that ask for none. */
function crowd(count: number, name = "member", weight = 1n): Member[] {
  return Array.from({ length: count }, (_, index) => ({
    key: secp256k1Key(`${name} ${index}`),
    account: offlineKey(`account of ${name} ${index}`).address,
    weight,
  }));
}

/** Whom a configuration refuses as one of its members, and why; in the order in which the rules are looked at. */
const REFUSED: Record<string, (five: Five, joining: Terms) => Promise<[change: Partial<Terms>, Refusal]>> = {
  "a key of fewer than 20 bytes": ({ makers }) => {
    const signer = `0x${"11".repeat(19)}`;
    return Promise.resolve([{ signer }, refusal(makers, "MakerRegistryInvalidSigner", signer)]);
  },
  "a key of a verifier that is not on the list": async ({ makers, verifiers }) => {
    const verifier = await verifiers.webAuthn.getAddress();
    const signer = concat([verifier, id("x"), id("y")]);
    return [{ signer }, refusal(makers, "MakerRegistryVerifierNotAllowed", verifier)];
  },
  "no weight": ({ committee }, { signer }) =>
    Promise.resolve([{ weight: 0n }, refusal(committee, "ReporterCommitteeZeroWeight", keccak256(signer))]),
  "no account": ({ committee }, { signer }) =>
    Promise.resolve([
      { account: ZeroAddress },
      refusal(committee, "ReporterCommitteeZeroAccount", keccak256(signer)),
    ]),
  "the key of another member": ({ committee, members }) => {
    const { key, account } = members.bob;
    const taken = refusal(committee, "ReporterCommitteeKeyTaken", keyHash(key), account.address);
    return Promise.resolve([{ signer: key.signer }, taken]);
  },
  "the account of another member": ({ committee, members }) => {
    const { key, account } = members.bob;
    const taken = refusal(committee, "ReporterCommitteeAccountTaken", account.address, keyHash(key));
    return Promise.resolve([{ account }, taken]);
  },
  "a pledge of one unit less than the minimum": async ({ committee, pledges, stranger }) => {
    await pledges.setPledge(stranger, committee, MINIMUM_PLEDGE - 1n);
    const args = [stranger.address, MINIMUM_PLEDGE - 1n, MINIMUM_PLEDGE];
    return [{}, refusal(committee, "ReporterCommitteePledgeTooSmall", ...args)];
  },
};

function refusal(contract: Refusal["contract"], name: string, ...args: unknown[]): Refusal {
  return { contract, name, args };
}

describe("ReporterCommittee", () => {
  describe("constructor", () => {
    it("starts with its members in configuration 1, and says so in its events", async () => {
      const { committee, all, pledges, makers, authority } = await loadFixture(deployCommitteeOfFive);
      const deployment = committee.deploymentTransaction();
      await expect(deployment).to.emit(committee, "MinimumPledgeSet").withArgs(MINIMUM_PLEDGE, 0);
      await expect(deployment).to.emit(committee, "ConfigurationSet").withArgs(1, QUORUM, 9);
      for (const { key, account, weight } of all) {
        await expect(deployment)
          .to.emit(committee, "MemberSet")
          .withArgs(keyHash(key), account.address, weight, key.signer);
        expect(await committee.memberOf(keyHash(key))).to.deep.equal([account.address, weight, 1n, 0n]);
        expect(await committee.isOnDuty(account)).to.equal(true);
      }
      expect(await committee.memberKeys()).to.deep.equal(all.map(({ key }) => keyHash(key)));
      expect(await committee.memberCount()).to.equal(5);
      expect(await committee.configuration()).to.equal(1);
      expect(await committee.quorum()).to.equal(QUORUM);
      expect(await committee.totalWeight()).to.equal(9);
      expect(await committee.minimumPledge()).to.equal(MINIMUM_PLEDGE);
      expect(await committee.pledges()).to.equal(await pledges.getAddress());
      expect(await committee.makers()).to.equal(await makers.getAddress());
      expect(await committee.authority()).to.equal(await authority.getAddress());
    });

    it("needs every member's pledge from the first second on", async () => {
      const before = await loadFixture(deployBeforeCommittee);
      const factory = await ethers.getContractFactory("ReporterCommittee");
      const members = crowd(1);
      await expect(deployCommittee(before, { members, minimumPledge: 1n }))
        .to.be.revertedWithCustomError(factory, "ReporterCommitteePledgeTooSmall")
        .withArgs(members[0]?.account, 0, 1);
    });

    for (const quorum of [0n, 1n]) {
      it(`reverts without members, for a quorum of ${quorum.toString()}`, async () => {
        const before = await loadFixture(deployBeforeCommittee);
        const factory = await ethers.getContractFactory("ReporterCommittee");
        await expect(deployCommittee(before, { members: [], quorum }))
          .to.be.revertedWithCustomError(factory, "ReporterCommitteeQuorumOutOfRange")
          .withArgs(quorum, 1, 0);
      });
    }

    it("holds 31 members of the largest weight, and not one more", async () => {
      const before = await loadFixture(deployBeforeCommittee);
      const members = crowd(MAX_MEMBERS, "heavy member", MAX_WEIGHT);
      const total = BigInt(MAX_MEMBERS) * MAX_WEIGHT;
      const committee = await deployCommittee(before, { members, quorum: total });
      expect(await committee.totalWeight()).to.equal(total);
      expect(await committee.quorum()).to.equal(total);

      const factory = await ethers.getContractFactory("ReporterCommittee");
      await expect(deployCommittee(before, { members: crowd(MAX_MEMBERS + 1), quorum: 20n }))
        .to.be.revertedWithCustomError(factory, "ReporterCommitteeTooManyMembers")
        .withArgs(MAX_MEMBERS + 1, MAX_MEMBERS);
    });
  });

  describe("supportsInterface", () => {
    const answers: Record<string, [interfaceId: string, supported: boolean]> = {
      IERC165: ["0x01ffc9a7", true],
      IERC1271: ["0x1626ba7e", true],
      IReporterCommittee: ["0x20b59e9c", true],
      "nothing (ERC-165)": ["0xffffffff", false],
    };
    for (const [name, [interfaceId, supported]] of Object.entries(answers)) {
      it(`${supported ? "knows" : "does not know"} ${name}`, async () => {
        const { committee } = await loadFixture(deployCommitteeOfFive);
        expect(await committee.supportsInterface(interfaceId)).to.equal(supported);
      });
    }
  });

  describe("configure", () => {
    it("reverts for a caller without the committees role", async () => {
      const { committee, members, programManager, guardian } = await loadFixture(deployCommitteeOfFive);
      for (const caller of [members.alice.account, programManager, guardian]) {
        await expect(committee.connect(caller).configure([], [], QUORUM))
          .to.be.revertedWithCustomError(committee, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    context("when somebody leaves who is no member", () => {
      it("reverts for an unknown key", async () => {
        const { committee, asGovernance } = await loadFixture(deployCommitteeOfFive);
        await expect(asGovernance.configure([UNKNOWN], [], QUORUM))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeUnknownMember")
          .withArgs(UNKNOWN);
      });

      it("reverts for a member that leaves twice, in one configuration or in two", async () => {
        const { committee, members, asGovernance } = await loadFixture(deployCommitteeOfFive);
        const key = keyHash(members.sponsor.key);
        await expect(asGovernance.configure([key, key], [], QUORUM))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeUnknownMember")
          .withArgs(key);
        await asGovernance.configure([key], [], QUORUM);
        await expect(asGovernance.configure([key], [], QUORUM))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeUnknownMember")
          .withArgs(key);
      });
    });

    context("when somebody joins with", () => {
      for (const [what, make] of Object.entries(REFUSED)) {
        it(`${what}: reverts, and changes nothing`, async () => {
          const five = await loadFixture(deployCommitteeOfFive);
          const joining = termsOf(await newcomer(five));
          const [change, expected] = await make(five, joining);
          await expectRefusal(
            five.asGovernance.configure([], [{ ...joining, ...change }], QUORUM + 1n),
            expected,
          );
          expect(await five.committee.configuration()).to.equal(1);
          expect(await five.committee.memberCount()).to.equal(5);
        });
      }

      it("the key of somebody who has left, for another account: who left answers for it", async () => {
        const five = await loadFixture(deployCommitteeOfFive);
        const { committee, asGovernance, members, stranger, pledges } = five;
        const { key, account } = members.sponsor;
        await asGovernance.configure([keyHash(key)], [], QUORUM);
        await pledges.setPledge(stranger, committee, MINIMUM_PLEDGE);
        const taken = { signer: key.signer, account: stranger, weight: 1n };
        await expect(asGovernance.configure([], [taken], QUORUM))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeKeyTaken")
          .withArgs(keyHash(key), account.address);
      });

      it("a weight that changes: the member needs the minimum pledge for that too", async () => {
        const { committee, asGovernance, members, pledges } = await loadFixture(deployCommitteeOfFive);
        const { alice } = members;
        await pledges.setPledge(alice.account, committee, 7);
        await expect(asGovernance.configure([], [termsOf({ ...alice, weight: 4n })], 6))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteePledgeTooSmall")
          .withArgs(alice.account.address, 7, MINIMUM_PLEDGE);
      });
    });

    context("when the quorum is out of range", () => {
      for (const quorum of [0n, 4n, 10n, 2n ** 64n - 1n]) {
        it(`reverts for ${quorum.toString()} of 9`, async () => {
          const { committee, asGovernance } = await loadFixture(deployCommitteeOfFive);
          await expect(asGovernance.configure([], [], quorum))
            .to.be.revertedWithCustomError(committee, "ReporterCommitteeQuorumOutOfRange")
            .withArgs(quorum, 5, 9);
        });
      }

      it("reverts for half of an even weight: half is not a majority", async () => {
        const five = await loadFixture(deployCommitteeOfFive);
        const joining = termsOf(await newcomer(five));
        await expect(five.asGovernance.configure([], [joining], 5))
          .to.be.revertedWithCustomError(five.committee, "ReporterCommitteeQuorumOutOfRange")
          .withArgs(5, 6, 10);
        await five.asGovernance.configure([], [joining], 6);
        expect(await five.committee.quorum()).to.equal(6);
      });

      it("reverts if everybody leaves: governance replaces a committee, and never empties it", async () => {
        const { committee, asGovernance, all } = await loadFixture(deployCommitteeOfFive);
        const keys = all.map(({ key }) => keyHash(key));
        await expect(asGovernance.configure(keys, [], 1))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeQuorumOutOfRange")
          .withArgs(1, 1, 0);
      });
    });

    context("when there would be 32 members", () => {
      it("reverts, and does not if one leaves in the same step", async () => {
        const before = await loadFixture(deployBeforeCommittee);
        const members = crowd(MAX_MEMBERS);
        const committee = await deployCommittee(before, { members, quorum: 16n });
        const asGovernance = committee.connect(before.committeesManager);
        const joining = crowd(1, "one more").map(termsOf);
        await expect(asGovernance.configure([], joining, 17))
          .to.be.revertedWithCustomError(committee, "ReporterCommitteeTooManyMembers")
          .withArgs(32, MAX_MEMBERS);
        const [leaving] = members.map(({ key }) => keyHash(key));
        await asGovernance.configure([leaving ?? ""], joining, 16);
        expect(await committee.memberCount()).to.equal(MAX_MEMBERS);
      });
    });

    context("when everything is in order", () => {
      it("one leaves, one joins, one weighs more: one configuration, every view and event says so", async () => {
        const five = await loadFixture(deployCommitteeOfFive);
        const { committee, asGovernance, committeesManager, members } = five;
        const joining = await newcomer(five, 4n);
        const [left, heavier] = [members.carol, { ...members.bob, weight: 5n }];

        const configuring = asGovernance.configure([keyHash(left.key)], [joining, heavier].map(termsOf), 14);
        await expect(configuring)
          .to.emit(committee, "MemberLeft")
          .withArgs(keyHash(left.key), left.account.address, committeesManager.address);
        for (const { key, account, weight } of [joining, heavier]) {
          await expect(configuring)
            .to.emit(committee, "MemberSet")
            .withArgs(keyHash(key), account.address, weight, key.signer);
        }
        await expect(configuring).to.emit(committee, "ConfigurationSet").withArgs(2, 14, 14);

        expect(await committee.configuration()).to.equal(2);
        expect(await committee.quorum()).to.equal(14);
        expect(await committee.totalWeight()).to.equal(14);
        expect(await committee.memberOf(keyHash(left.key))).to.deep.equal([left.account.address, 0n, 1n, 2n]);
        expect(await committee.memberOf(keyHash(heavier.key))).to.deep.equal([
          heavier.account.address,
          5n,
          1n,
          0n,
        ]);
        expect(await committee.memberOf(keyHash(joining.key))).to.deep.equal([
          joining.account.address,
          4n,
          2n,
          0n,
        ]);
        const expected = [members.alice, members.bob, members.operator, members.sponsor, joining];
        expect([...(await committee.memberKeys())]).to.have.members(expected.map(({ key }) => keyHash(key)));
        expect(await committee.memberCount()).to.equal(5);
        expect(await committee.isOnDuty(left.account)).to.equal(false);
        expect(await committee.isOnDuty(joining.account)).to.equal(true);
      });

      it("the quorum alone is a configuration too", async () => {
        const { committee, asGovernance } = await loadFixture(deployCommitteeOfFive);
        await expect(asGovernance.configure([], [], 9))
          .to.emit(committee, "ConfigurationSet")
          .withArgs(2, 9, 9);
        expect(await committee.quorum()).to.equal(9);
      });

      it("an account changes its key in one step; the old key stays its own for ever", async () => {
        const { committee, asGovernance, members } = await loadFixture(deployCommitteeOfFive);
        const { key: oldKey, account } = members.alice;
        const next = { key: secp256k1Key("alice's next key"), account, weight: 3n };
        await asGovernance.configure([keyHash(oldKey)], [termsOf(next)], QUORUM);
        expect(await committee.memberOf(keyHash(oldKey))).to.deep.equal([account.address, 0n, 1n, 2n]);
        expect(await committee.memberOf(keyHash(next.key))).to.deep.equal([account.address, 3n, 2n, 0n]);
        expect(await committee.isOnDuty(account)).to.equal(true);
      });

      it("who comes back is a member from when it first joined, without a gap", async () => {
        const { committee, asGovernance, members } = await loadFixture(deployCommitteeOfFive);
        const { key, account } = members.sponsor;
        await asGovernance.configure([keyHash(key)], [], QUORUM);
        await asGovernance.configure([], [termsOf({ ...members.sponsor, weight: 2n })], 6);
        expect(await committee.memberOf(keyHash(key))).to.deep.equal([account.address, 2n, 1n, 0n]);
        expect(await committee.totalWeight()).to.equal(10);
      });

      it("who leaves and joins in one step has not left", async () => {
        const { committee, asGovernance, members } = await loadFixture(deployCommitteeOfFive);
        const { key, account } = members.alice;
        await asGovernance.configure([keyHash(key)], [termsOf(members.alice)], QUORUM);
        expect(await committee.memberOf(keyHash(key))).to.deep.equal([account.address, 3n, 1n, 0n]);
        expect(await committee.totalWeight()).to.equal(9);
        expect(await committee.memberCount()).to.equal(5);
      });

      it("of two weights for one key the later counts", async () => {
        const { committee, asGovernance, members } = await loadFixture(deployCommitteeOfFive);
        const twice = [7n, 4n].map((weight) => termsOf({ ...members.alice, weight }));
        await asGovernance.configure([], twice, 6);
        expect(await committee.totalWeight()).to.equal(10);
        expect((await committee.memberOf(keyHash(members.alice.key))).weight).to.equal(4);
        expect(await committee.memberCount()).to.equal(5);
      });

      it("31 members make room for 31 others in one transaction", async () => {
        const before = await loadFixture(deployBeforeCommittee);
        const members = crowd(MAX_MEMBERS);
        const committee = await deployCommittee(before, { members, quorum: 16n });
        const others = crowd(MAX_MEMBERS, "other").map(termsOf);
        const leaving = members.map(({ key }) => keyHash(key));
        const gas = await gasUsed(committee.connect(before.committeesManager).configure(leaving, others, 16));
        expect(gas).to.be.below(TRANSACTION_GAS_CAP);
        expect([...(await committee.memberKeys())]).to.have.members(
          others.map(({ signer }) => keccak256(signer)),
        );
      });
    });
  });

  describe("memberOf", () => {
    it("knows nothing of a key that was never a member's", async () => {
      const { committee } = await loadFixture(deployCommitteeOfFive);
      expect(await committee.memberOf(UNKNOWN)).to.deep.equal([ZeroAddress, 0n, 0n, 0n]);
    });
  });

  describe("isOnDuty", () => {
    it("says no of a stranger, and of nobody", async () => {
      const { committee, stranger } = await loadFixture(deployCommitteeOfFive);
      const nobodies: AddressLike[] = [stranger, ZeroAddress];
      for (const nobody of nobodies) expect(await committee.isOnDuty(nobody)).to.equal(false);
    });
  });
});
