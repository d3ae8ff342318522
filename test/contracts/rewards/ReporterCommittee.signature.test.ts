import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, dataLength, dataSlice, id, type TypedDataDomain, TypedDataEncoder } from "ethers";

import { approvalTypes } from "../../../src/rewards/report";
import {
  approvalOf,
  approve,
  byKey,
  chunk,
  committeeDomain,
  deployCommittee,
  deployCommitteeOfFive,
  type Member,
  MINIMUM_PLEDGE,
  newcomer,
  QUORUM,
  termsOf,
} from "../../helpers/committee";
import { highS, keyHash, P256_ORDER } from "../../helpers/device-keys";
import { expectRefusal, type Refusal } from "../../helpers/refusal";

const REPORT = id("digest of a report");
const VALID = "0x1626ba7e";
const INVALID = "0xffffffff";

type Five = Awaited<ReturnType<typeof givenApprovals>>;

/** Every member's approval of one report under the present configuration, in the order of a signature. */
async function givenApprovals() {
  const five = await deployCommitteeOfFive();
  const digest = await five.committee.hashApproval(REPORT, 1);
  const sorted = [...five.all].sort(byKey);
  const approvals = sorted.map((member) => approvalOf(member, digest));
  return { ...five, digest, sorted, approvals };
}

/** A signature that nobody may take: ERC-1271 and `weightOf` revert with the same error. */
async function expectRefused({ committee }: Pick<Five, "committee">, signature: string, refusal: Refusal) {
  await expectRefusal(committee.weightOf(REPORT, signature), refusal);
  await expectRefusal(committee.isValidSignature(REPORT, signature), refusal);
}

function malformed({ committee }: Pick<Five, "committee">, offset: number): Refusal {
  return { contract: committee, name: "ReporterCommitteeMalformedSignature", args: [offset] };
}

function invalid(
  { committee }: Pick<Five, "committee">,
  { key }: Pick<Member, "key">,
  configuration = 1,
): Refusal {
  return {
    contract: committee,
    name: "ReporterCommitteeInvalidApproval",
    args: [keyHash(key), configuration],
  };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
}

/** Signatures that cannot be read, by what is wrong with them, and where the contract says so. */
const MALFORMED: Record<string, (five: Five) => [signature: string, offset: number]> = {
  "one byte": () => ["0x00", 0],
  "a length, and nothing after it": () => ["0x0014", 0],
  "the largest length, and less after it": () => [`0xffff${"00".repeat(0xfffe)}`, 0],
  "a signer of one byte less than its length says": ({ sorted }) => [
    dataSlice(chunk(at(sorted, 0).key.signer), 0, -1),
    0,
  ],
  "a signer, and no signature": ({ sorted }) => {
    const signer = chunk(at(sorted, 0).key.signer);
    return [signer, dataLength(signer)];
  },
  "one byte less at the end": ({ sorted, approvals }) => {
    const whole = concat(approvals);
    const { key } = at(sorted, 4);
    return [dataSlice(whole, 0, -1), dataLength(whole) - dataLength(chunk(key.sign(REPORT)))];
  },
  "one byte more at the end": ({ approvals }) => [
    concat([...approvals, "0x00"]),
    dataLength(concat(approvals)),
  ],
  "a member's approval twice": ({ approvals }) => [
    concat([at(approvals, 0), at(approvals, 0)]),
    dataLength(at(approvals, 0)),
  ],
  "two signatures of one member over the same digest": ({ members, digest }) => {
    const [first, second] = [approvalOf(members.carol, digest), approvalOf(members.carol, digest)];
    expect(first, "P-256 signatures of a key differ").to.not.equal(second);
    return [concat([first, second]), dataLength(first)];
  },
  "a member's approval again, after another's": ({ approvals }) => {
    const both = [at(approvals, 0), at(approvals, 1)];
    return [concat([...both, at(approvals, 0)]), dataLength(concat(both))];
  },
  "approvals in descending order": ({ approvals }) => {
    const descending = [...approvals].reverse();
    return [concat(descending), dataLength(at(descending, 0))];
  },
};

/** What a member of a key of either sort could have signed instead, and must not be taken for its approval. */
const NO_SIGNATURE: Record<string, Record<string, (five: Five) => string>> = {
  alice: {
    "of no bytes": () => "0x",
    "of another member": ({ members, digest }) => members.bob.key.sign(digest),
    "over the report itself": ({ members }) => members.alice.key.sign(REPORT),
    "with a high s": ({ members, digest }) => highS(members.alice.key.sign(digest)),
    "in 64 bytes (EIP-2098)": ({ members, digest }) => dataSlice(members.alice.key.sign(digest), 0, 64),
    "with a byte more": ({ members, digest }) => concat([members.alice.key.sign(digest), "0x00"]),
    "with parity 0 or 1": ({ members, digest }) => {
      const signature = members.alice.key.sign(digest);
      const parity = Number(dataSlice(signature, 64)) - 27;
      return concat([dataSlice(signature, 0, 64), `0x0${parity}`]);
    },
    "of zeros": () => `0x${"00".repeat(65)}`,
  },
  carol: {
    "of no bytes": () => "0x",
    "of another member": ({ members, digest }) => members.sponsor.key.sign(digest),
    "over the report itself": ({ members }) => members.carol.key.sign(REPORT),
    "with a high s": ({ members, digest }) => {
      const signature = members.carol.key.sign(digest);
      expect(BigInt(dataSlice(signature, 32))).to.be.at.most(P256_ORDER / 2n);
      return highS(signature);
    },
    "of a byte less": ({ members, digest }) => dataSlice(members.carol.key.sign(digest), 0, -1),
    "of zeros": () => `0x${"00".repeat(64)}`,
  },
};

/** Every sort of change after which nothing counts that was signed before. */
const CHANGES: Record<string, (five: Five) => Promise<unknown>> = {
  "a member joins": async (five) => five.asGovernance.configure([], [termsOf(await newcomer(five))], 6),
  "a member is taken out": ({ asGovernance, members }) =>
    asGovernance.configure([keyHash(members.sponsor.key)], [], QUORUM),
  "a weight changes": ({ asGovernance, members }) =>
    asGovernance.configure([], [termsOf({ ...members.sponsor, weight: 2n })], 6),
  "the quorum rises": ({ asGovernance }) => asGovernance.configure([], [], QUORUM + 1n),
  "the same is configured again": ({ asGovernance }) => asGovernance.configure([], [], QUORUM),
  "a member resigns": ({ committee, members: { sponsor } }) =>
    committee.connect(sponsor.account).resign(keyHash(sponsor.key)),
  "a member is dismissed": async ({ committee, members: { sponsor }, pledges }) => {
    await pledges.setPledge(sponsor.account, committee, MINIMUM_PLEDGE - 1n);
    await committee.dismiss(keyHash(sponsor.key));
  },
};

describe("ReporterCommittee signatures", () => {
  describe("weight", () => {
    const cases: [weight: bigint, who: (keyof Five["members"])[]][] = [
      [0n, []],
      [3n, ["alice"]],
      [4n, ["alice", "sponsor"]],
      [4n, ["bob", "carol"]],
      [5n, ["alice", "bob"]],
      [5n, ["alice", "operator", "sponsor"]],
      [5n, ["bob", "carol", "sponsor"]],
      [9n, ["alice", "bob", "carol", "operator", "sponsor"]],
    ];
    for (const [weight, who] of cases) {
      const answer = weight >= QUORUM ? "is accepted" : "is not accepted";
      it(`of ${who.join(", ") || "nobody"}: ${weight.toString()} of ${QUORUM.toString()} ${answer}`, async () => {
        const { committee, members } = await loadFixture(givenApprovals);
        const signers = who.map((name) => members[name]);
        const signature = await approve(committee, REPORT, signers);
        expect(await committee.weightOf(REPORT, signature)).to.equal(weight);
        expect(await committee.isValidSignature(REPORT, signature)).to.equal(
          weight >= QUORUM ? VALID : INVALID,
        );
        const backwards = await approve(committee, REPORT, [...signers].reverse());
        expect(await committee.weightOf(REPORT, backwards)).to.equal(weight);
      });
    }
  });

  describe("a signature that cannot be read", () => {
    for (const [what, make] of Object.entries(MALFORMED)) {
      it(`${what} is refused, and the place is named`, async () => {
        const five = await loadFixture(givenApprovals);
        const [signature, offset] = make(five);
        await expectRefused(five, signature, malformed(five, offset));
      });
    }

    it("an empty approval is nobody's", async () => {
      const five = await loadFixture(givenApprovals);
      const nobody = {
        contract: five.committee,
        name: "ReporterCommitteeInvalidApproval",
        args: [id(""), 1],
      };
      await expectRefused(five, "0x00000000", nobody);
    });
  });

  describe("a member's signature", () => {
    for (const [name, signatures] of Object.entries(NO_SIGNATURE)) {
      for (const [what, make] of Object.entries(signatures)) {
        it(`${what}, for ${name === "alice" ? "a secp256k1" : "a P-256"} key, is refused`, async () => {
          const five = await loadFixture(givenApprovals);
          const member = five.members[name as keyof Five["members"]];
          const forged = concat([chunk(member.key.signer), chunk(make(five))]);
          await expectRefused(five, forged, invalid(five, member));
          const rest = five.all.filter((other) => other !== member);
          const sound = rest.map((other) => [keyHash(other.key), approvalOf(other, five.digest)] as const);
          const all = [...sound, [keyHash(member.key), forged] as const].sort(([a], [b]) => (a < b ? -1 : 1));
          const amongOthers = concat(all.map(([, approval]) => approval));
          await expectRefused(five, amongOthers, invalid(five, member));
        });
      }
    }
  });

  describe("somebody who is no member", () => {
    it("is refused, also beside a whole quorum", async () => {
      const five = await loadFixture(givenApprovals);
      const outsider = await newcomer(five);
      for (const members of [[outsider], [...five.all, outsider]]) {
        await expectRefused(five, await approve(five.committee, REPORT, members), invalid(five, outsider));
      }
    });

    it("is refused after it has left, whatever it signs", async () => {
      const five = await loadFixture(givenApprovals);
      const { committee, members } = five;
      await committee.connect(members.alice.account).resign(keyHash(members.alice.key));
      const signature = await approve(committee, REPORT, [members.alice]);
      await expectRefused(five, signature, invalid(five, members.alice, 2));
    });
  });

  describe("a digest that is not the one asked about", () => {
    const others: Record<string, TypedDataDomain> = {
      "another chain": { chainId: 1n },
      "another name": { name: "OpenDePIN RewardDistributor" },
      "another version": { version: "2" },
    };
    for (const [what, change] of Object.entries(others)) {
      it(`RC-06: for ${what} is refused`, async () => {
        const five = await loadFixture(givenApprovals);
        const domain = { ...(await committeeDomain(five.committee)), ...change };
        const types = { ReportApproval: [...approvalTypes.ReportApproval] };
        const digest = TypedDataEncoder.hash(domain, types, { report: REPORT, configuration: 1 });
        await expectRefused(
          five,
          await approve(five.committee, REPORT, five.all, digest),
          invalid(five, at(five.sorted, 0)),
        );
      });
    }

    it("RC-06: of another committee with the same members is refused", async () => {
      const five = await loadFixture(givenApprovals);
      const twin = await deployCommittee(five, { members: five.all, quorum: QUORUM });
      const elsewhere = await approve(twin, REPORT, five.all);
      expect(await twin.isValidSignature(REPORT, elsewhere)).to.equal(VALID);
      await expectRefused(five, elsewhere, invalid(five, at(five.sorted, 0)));
    });

    it("RC-06: of another report is refused", async () => {
      const five = await loadFixture(givenApprovals);
      const signature = await approve(five.committee, id("another report"), five.all);
      await expectRefused(five, signature, invalid(five, at(five.sorted, 0)));
    });

    for (const configuration of [0, 2, 2 ** 32 - 1]) {
      it(`of configuration ${configuration} is refused in configuration 1`, async () => {
        const five = await loadFixture(givenApprovals);
        const digest = await five.committee.hashApproval(REPORT, configuration);
        const signature = await approve(five.committee, REPORT, five.all, digest);
        await expectRefused(five, signature, invalid(five, at(five.sorted, 0)));
      });
    }
  });

  describe("a change of configuration", () => {
    for (const [what, change] of Object.entries(CHANGES)) {
      it(`RC-03: ${what}: what was signed before counts no longer, and can be signed anew`, async () => {
        const five = await loadFixture(givenApprovals);
        const { committee, members } = five;
        const majority = [members.alice, members.bob, members.carol];
        const inFlight = await approve(committee, REPORT, majority);
        expect(await committee.isValidSignature(REPORT, inFlight)).to.equal(VALID);

        await change(five);

        expect(await committee.configuration()).to.equal(2);
        const first = at([...majority].sort(byKey), 0);
        await expectRefused(five, inFlight, invalid(five, first, 2));
        const again = await approve(committee, REPORT, majority);
        expect(await committee.isValidSignature(REPORT, again)).to.equal(VALID);
        expect(await committee.weightOf(REPORT, again)).to.equal(7);
      });
    }

    it("one approval of the configuration before spoils a signature of the present one", async () => {
      const five = await loadFixture(givenApprovals);
      const { committee, members, asGovernance } = five;
      await asGovernance.configure([], [], QUORUM);
      const current = await committee.hashApproval(REPORT, 2);
      const outdated = members.carol;
      const approvals = [...five.all]
        .sort(byKey)
        .map((member) => approvalOf(member, member === outdated ? five.digest : current));
      await expectRefused(five, concat(approvals), invalid(five, outdated, 2));
    });

    it("what was signed for the configuration to come counts when it has come, and not before", async () => {
      const five = await loadFixture(givenApprovals);
      const { committee, asGovernance } = five;
      const early = await approve(committee, REPORT, five.all, await committee.hashApproval(REPORT, 2));
      await expectRefused(five, early, invalid(five, at(five.sorted, 0)));
      await asGovernance.configure([], [], QUORUM);
      expect(await committee.isValidSignature(REPORT, early)).to.equal(VALID);
    });

    it("the minimum pledge is no part of it: signatures in flight stay good", async () => {
      const { committee, all, asGovernance } = await loadFixture(givenApprovals);
      const inFlight = await approve(committee, REPORT, all);
      await asGovernance.setMinimumPledge(2n * MINIMUM_PLEDGE);
      expect(await committee.isValidSignature(REPORT, inFlight)).to.equal(VALID);
    });
  });
});
