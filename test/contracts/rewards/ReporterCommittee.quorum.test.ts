import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, id } from "ethers";
import { ethers } from "hardhat";

import { type ReporterCommittee, type ReporterCommitteeHarness } from "../../../typechain-types";
import { offlineKey } from "../../helpers/accounts";
import { approvalOf, byKey, deployBeforeCommittee, deployCommittee } from "../../helpers/committee";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { impersonate } from "../../helpers/impersonate";
import { Random } from "../../helpers/random";

const SEED = 41_771;
const MAX_MEMBERS = 31;
/** Of committees up to this size every subset is tried. */
const EXHAUSTIVE_UP_TO = 10;
const WEIGHTINGS = 4;
const SAMPLES = 90;
const MIN_SAMPLES = 10_000;
/** As many signatures as one call may check within its gas. */
const BATCH = 60;
const MAX_WEIGHT = 2 ** 32 - 1;
const REPORT = id("digest of a report");
const KEYS = Array.from({ length: MAX_MEMBERS }, (_, index) => ({
  key: secp256k1Key(`member ${index}`),
  account: offlineKey(`account ${index}`).address,
}));

/** Positions among the approvals, in the order of the signature. */
type Choice = readonly number[];

/** Weights of every shape: all alike, small, anything, and one that outweighs the others. */
function randomWeights(random: Random, size: number): bigint[] {
  const bound = random.pick([1, 4, 1_000, MAX_WEIGHT]);
  const weights = Array.from({ length: size }, () => BigInt(1 + random.below(bound)));
  if (random.below(4) === 0) weights[random.below(size)] = BigInt(MAX_WEIGHT);
  return weights;
}

/** From the least that governance may choose to all of it. */
function randomQuorum(random: Random, total: bigint): bigint {
  const majority = total / 2n + 1n;
  const share = BigInt(random.pick([0, 0, 1, 33, 100]));
  return majority + ((total - majority) * share) / 100n;
}

function subsetsOf(size: number): Choice[] {
  return Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (_member, index) => index).filter((index) => (bits >> index) & 1),
  );
}

function shuffled(random: Random, size: number): number[] {
  const order = Array.from({ length: size }, (_, index) => index);
  for (let last = size - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** Members in a random order, up to the one that completes the quorum: with the last it is met, and without it is not. */
function aroundTheQuorum(random: Random, weights: readonly bigint[], quorum: bigint): Choice[] {
  const enough: number[] = [];
  let weight = 0n;
  for (const index of shuffled(random, weights.length)) {
    if (weight >= quorum) break;
    enough.push(index);
    weight += weights[index] ?? 0n;
  }
  return [enough, enough.slice(0, -1)].map((choice) => [...choice].sort((a, b) => a - b));
}

function randomChoices(random: Random, weights: readonly bigint[], quorum: bigint): Choice[] {
  const choices: Choice[] = [];
  while (choices.length < SAMPLES) {
    choices.push(...aroundTheQuorum(random, weights, quorum));
    const likelihood = random.below(100);
    choices.push(weights.map((_, index) => index).filter(() => random.below(100) < likelihood));
  }
  return choices;
}

describe("ReporterCommittee quorum @exhaustive", () => {
  async function givenAHarness() {
    const before = await deployBeforeCommittee();
    const harness = await ethers.deployContract("ReporterCommitteeHarness");
    return { ...before, harness };
  }

  async function answersTo(
    harness: ReporterCommitteeHarness,
    committee: ReporterCommittee,
    signatures: readonly string[],
  ): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (let start = 0; start < signatures.length; start += BATCH) {
      const batch = signatures.slice(start, start + BATCH);
      answers.push(...(await harness.areAccepted(committee, REPORT, batch)));
    }
    return answers;
  }

  /** A committee of random weights and quorum that is not deployed yet. */
  async function randomCommittee(random: Random, size: number) {
    const world = await loadFixture(givenAHarness);
    const weights = randomWeights(random, size);
    const members = KEYS.slice(0, size)
      .sort(byKey)
      .map((member, index) => ({ ...member, weight: weights[index] ?? 0n }));
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    const quorum = randomQuorum(random, total);
    return { ...world, weights, members, total, quorum };
  }

  it(`accepts exactly the sets of 1 to 31 members that weigh the quorum (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    let [accepted, samples] = [0, 0];
    for (let size = 1; size <= MAX_MEMBERS; size += 1) {
      const isSmall = size <= EXHAUSTIVE_UP_TO;
      for (let weighting = 0; weighting < (isSmall ? WEIGHTINGS : 1); weighting += 1) {
        const { harness, members, weights, quorum, ...world } = await randomCommittee(random, size);
        const committee = await deployCommittee(world, { members, quorum });
        const digest = await committee.hashApproval(REPORT, 1);
        const approvals = members.map((member) => approvalOf(member, digest));
        const choices = isSmall ? subsetsOf(size) : randomChoices(random, weights, quorum);
        const expected = choices.map(
          (choice) => choice.reduce((sum, index) => sum + (weights[index] ?? 0n), 0n) >= quorum,
        );
        const signatures = choices.map((choice) => concat(choice.map((index) => approvals[index] ?? "0x00")));
        const answers = await answersTo(harness, committee, signatures);
        expect(answers, `RC-01 ${size} members of ${weights.join()}, quorum ${quorum}`).to.deep.equal(
          expected,
        );
        samples += choices.length;
        accepted += expected.filter(Boolean).length;
      }
    }
    expect(samples).to.be.at.least(MIN_SAMPLES);
    expect(accepted).to.be.within(samples / 5, (4 * samples) / 5);
  });

  it(`one approval that is repeated, outdated or of a former member spoils any set (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    for (let size = 2; size <= MAX_MEMBERS; size += 1) {
      const { harness, members, total, ...world } = await randomCommittee(random, size);
      const committee = await deployCommittee(world, { members, quorum: total });
      const [former] = members.splice(random.below(size), 1);
      if (former === undefined) throw new Error("nobody leaves");
      const asFormer = await impersonate({ getAddress: () => Promise.resolve(former.account) });
      await committee.connect(asFormer).resign(keyHash(former.key));
      await committee.connect(world.committeesManager).configure([], [], await committee.totalWeight());

      const [before, now] = [
        await committee.hashApproval(REPORT, 1),
        await committee.hashApproval(REPORT, 3),
      ];
      const sound = members.map((member) => approvalOf(member, now));
      const spoilt = random.below(sound.length);
      const again = sound[spoilt] ?? "";
      const outdated = approvalOf(members[spoilt] ?? former, before);
      const withFormer = [...members, former].sort(byKey).map((member) => approvalOf(member, now));
      const signatures = [
        sound,
        withFormer,
        sound.toSpliced(spoilt, 0, again),
        [...sound, again],
        sound.with(spoilt, outdated),
        sound.toSpliced(spoilt, 1),
      ];
      expect(
        await answersTo(harness, committee, signatures.map(concat)),
        `RC-01 ${size} members`,
      ).to.deep.equal([true, false, false, false, false, false]);
    }
  });
});
