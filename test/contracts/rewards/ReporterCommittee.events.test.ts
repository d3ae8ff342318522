import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { amountAt } from "../../helpers/announced";
import { deployCommitteeOfFive, type Member, termsOf } from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { Random } from "../../helpers/random";
import { rebuildCommittee } from "../../helpers/rebuild-committee";

const SEEDS = [3, 77_031, 4_294_967_295];
const STEPS = 60;
const DAY = 86_400;
const ENOUGH = 2n ** 128n - 1n;
const NOBODY = [ZeroAddress, 0n, 0n, 0n];

describe("ReporterCommittee", () => {
  describe("events", () => {
    /** A random history: configurations, resignations, dismissals, and minimum pledges that come and go. */
    async function randomRun(seed: number) {
      const random = new Random(seed);
      const five = await loadFixture(deployCommitteeOfFive);
      const { committee, asGovernance, pledges, all, stranger } = five;
      const others = (await ethers.getSigners())
        .filter((account) => all.every((member) => member.account.address !== account.address))
        .slice(0, 5)
        .map((account, index) => ({ key: secp256k1Key(`other ${index}`), account, weight: 1n }));
      const pool = [...all, ...others];
      const present = new Set(all);
      const heavy = (member: Member) => ({
        ...termsOf(member),
        weight: BigInt(1 + random.below(2 ** 32 - 1)),
      });

      const configure = async () => {
        const leaving = [...present].filter(() => random.below(4) === 0);
        const joining = pool.filter((member) => !leaving.includes(member) && random.below(3) === 0);
        const after = pool.filter(
          (member) => joining.includes(member) || (present.has(member) && !leaving.includes(member)),
        );
        if (after.length === 0) return;
        const terms = new Map(joining.map((member) => [member, heavy(member)]));
        for (const { account } of joining) await pledges.setPledge(account, committee, ENOUGH);
        let total = 0n;
        for (const member of after) {
          total += terms.get(member)?.weight ?? (await committee.memberOf(keyHash(member.key))).weight;
        }
        const majority = total / 2n + 1n;
        const quorum = majority + ((total - majority) * BigInt(random.below(101))) / 100n;
        await asGovernance.configure(
          leaving.map(({ key }) => keyHash(key)),
          [...terms.values()],
          quorum,
        );
        present.clear();
        for (const member of after) present.add(member);
      };
      const resign = async () => {
        if (present.size === 0) return;
        const member = random.pick([...present]);
        await committee.connect(member.account).resign(keyHash(member.key));
        present.delete(member);
      };
      const dismiss = async () => {
        const minimum = await committee.minimumPledge();
        if (present.size === 0 || minimum === 0n) return;
        const member = random.pick([...present]);
        await pledges.setPledge(member.account, committee, minimum - 1n);
        await committee.connect(stranger).dismiss(keyHash(member.key));
        present.delete(member);
      };
      const setMinimum = () => asGovernance.setMinimumPledge(random.below(1_000));

      for (let step = 0; step < STEPS; step += 1) {
        await random.pick([configure, configure, resign, dismiss, setMinimum])();
        if (random.below(4) === 0) await time.increase(random.below(6 * DAY));
        const [quorum, total] = [await committee.quorum(), await committee.totalWeight()];
        expect(
          2n * quorum > total,
          `RC-01 step ${step}: ${quorum.toString()} of ${total.toString()}`,
        ).to.equal(true);
      }
      return { ...five, pool, present };
    }

    for (const seed of SEEDS) {
      it(`RC-07: alone rebuild the whole state after a random history (seed ${seed}) @exhaustive`, async () => {
        const { committee, pool, present } = await randomRun(seed);
        const rebuilt = await rebuildCommittee(committee);

        expect(await committee.configuration()).to.equal(rebuilt.configuration);
        expect(await committee.quorum()).to.equal(rebuilt.quorum);
        expect(await committee.totalWeight()).to.equal(rebuilt.totalWeight);
        const now = BigInt(await time.latest());
        expect(await committee.minimumPledge()).to.equal(amountAt(rebuilt.minimumPledges, now));
        const members = [...rebuilt.members].filter(([, { left }]) => left === 0n);
        expect(members.reduce((sum, [, { weight }]) => sum + weight, 0n)).to.equal(rebuilt.totalWeight);
        expect(await committee.memberCount()).to.equal(members.length);
        expect([...(await committee.memberKeys())]).to.have.members(members.map(([key]) => key));
        expect(new Set(members.map(([key]) => key))).to.deep.equal(
          new Set([...present].map(({ key }) => keyHash(key))),
        );
        for (const { key, account } of pool) {
          const member = rebuilt.members.get(keyHash(key));
          const expected = member === undefined ? NOBODY : Object.values(member);
          expect(await committee.memberOf(keyHash(key))).to.deep.equal(expected);
          expect(await committee.isOnDuty(account)).to.equal(member?.left === 0n);
        }
        expect(rebuilt.configuration).to.be.above(20n);
      });
    }
  });
});
