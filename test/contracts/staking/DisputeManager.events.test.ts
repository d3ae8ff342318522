import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, ZeroHash } from "ethers";

import { proposeByCommittee, type Signed } from "../../helpers/bonded-committee";
import { deployDisputes, EVIDENCE_URI, PROGRAM, REASON_URI, Status } from "../../helpers/disputes";
import { Random } from "../../helpers/random";
import { rebuildDisputes, rulingPeriodAt } from "../../helpers/rebuild-disputes";
import { CHALLENGE_WINDOW } from "../../helpers/suite";
import { fund, TERMS } from "../../helpers/trust";

const SEEDS = [1, 20_260, 4_294_967_295];
const STEPS = 250;
const DAY = 86_400;
const SHORTEST_RULING = 600;

async function deployChallengers() {
  const disputes = await deployDisputes();
  const { token, manager, alice, bob, challenger, treasury } = disputes;
  const challengers = [alice, bob, challenger];
  for (const account of challengers) {
    await fund(disputes, account, 100n * TERMS.reportBond);
    await token.connect(account).approve(manager, 100n * TERMS.reportBond);
  }
  return { ...disputes, challengers, credited: [...challengers, treasury] };
}

type World = Awaited<ReturnType<typeof deployChallengers>>;

/** Everything that can happen to a DisputeManager, in a random order; only what the rules allow. */
class History {
  readonly #world: World;
  readonly #random: Random;
  /** Every report that was proposed, by its nonce. */
  readonly #signed = new Map<bigint, Signed>();

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  async step(): Promise<void> {
    await this.#random.pick(ACTIONS)(this);
    if (this.#random.below(3) === 0) await time.increase(this.#random.below(DAY));
    await this.checkFrozen();
  }

  async propose(): Promise<void> {
    const { distributor } = this.#world;
    const { nonce } = await distributor.pendingReport();
    if (nonce !== 0n || BigInt(await time.latest()) < (await distributor.proposalsPausedUntil())) return;
    const epoch = Number(await distributor.nextEpoch());
    const total = (await distributor.funded()) + BigInt(this.#random.below(1_000));
    const root = id(`root ${this.#signed.size}`);
    const signed = await proposeByCommittee(this.#world, epoch, { root, total });
    this.#signed.set(signed.report.nonce, signed);
  }

  async challengeReport(): Promise<void> {
    const { manager, distributor, challengers } = this.#world;
    await this.propose();
    const { epoch, nonce, root, finalizableAt } = await distributor.pendingReport();
    const isOver = BigInt((await time.latest()) + 1) >= finalizableAt;
    if (nonce === 0n || isOver || (await manager.disputeOf(PROGRAM, nonce)) !== 0n) return;
    await manager
      .connect(this.#random.pick(challengers))
      .challengeReport(PROGRAM, epoch, nonce, root, id("wrong"), EVIDENCE_URI);
  }

  async challengeDevice(): Promise<void> {
    const { manager, challengers, operator, device } = this.#world;
    await manager
      .connect(this.#random.pick(challengers))
      .challengeDevice(device, operator, await this.#penalty(), id("offence"), EVIDENCE_URI);
  }

  /** At most what a dispute that is opened now allows. */
  async #penalty(): Promise<bigint> {
    const { maxPenalty } = await this.#world.manager.terms();
    return 1n + BigInt(this.#random.below(Number(maxPenalty)));
  }

  async rule(): Promise<void> {
    const { manager, arbiter } = this.#world;
    const dispute = await this.#anyOpen();
    if (dispute === undefined) return;
    const { penalty, rulingDeadline } = await manager.disputeAt(dispute);
    if (BigInt((await time.latest()) + 1) > rulingDeadline) {
      await manager.expire(dispute);
      return;
    }
    const ruled = penalty - BigInt(this.#random.below(Number(penalty)));
    await manager.connect(arbiter).rule(dispute, this.#random.below(3) > 0, ruled, REASON_URI);
  }

  async expire(): Promise<void> {
    const { manager, stranger } = this.#world;
    const dispute = await this.#anyOpen();
    if (dispute === undefined) return;
    const { rulingDeadline } = await manager.disputeAt(dispute);
    if (BigInt(await time.latest()) < rulingDeadline) {
      if (this.#random.below(3) > 0) return;
      await time.increaseTo(rulingDeadline);
    }
    await manager.connect(stranger).expire(dispute);
  }

  async #anyOpen(): Promise<bigint | undefined> {
    const { manager } = this.#world;
    const open: bigint[] = [];
    for (let dispute = 1n; dispute <= (await manager.disputeCount()); dispute += 1n) {
      if ((await manager.disputeAt(dispute)).status === BigInt(Status.Open)) open.push(dispute);
    }
    return open.length === 0 ? undefined : this.#random.pick(open);
  }

  async punish(): Promise<void> {
    const { manager } = this.#world;
    for (const [nonce, { report, configuration, signature }] of this.#signed) {
      const dispute = await manager.disputeOf(PROGRAM, nonce);
      if ((await manager.disputeAt(dispute)).status !== BigInt(Status.Upheld)) continue;
      await manager.punishApprovers(dispute, report, configuration, signature);
    }
  }

  async finalize(): Promise<void> {
    const { distributor } = this.#world;
    const { nonce, frozen, finalizableAt } = await distributor.pendingReport();
    if (nonce === 0n || frozen) return;
    if (BigInt(await time.latest()) < finalizableAt) await time.increaseTo(finalizableAt);
    await distributor.finalize();
  }

  async voidPending(): Promise<void> {
    const { distributor, guardian } = this.#world;
    const { epoch, nonce, frozen, finalizableAt } = await distributor.pendingReport();
    if (nonce === 0n) return;
    if (!frozen && BigInt((await time.latest()) + 1) >= finalizableAt) return;
    await distributor.connect(guardian).void(epoch, ZeroHash);
  }

  async collect(): Promise<void> {
    const { manager, credited } = this.#world;
    const account = this.#random.pick(credited);
    if ((await manager.creditOf(account)) > 0n) await manager.withdrawCredit(account);
  }

  async setParameters(): Promise<void> {
    const { manager, trustManager } = this.#world;
    await manager.connect(trustManager).setTerms({
      reportBond: 1 + this.#random.below(9_999),
      deviceBond: 1 + this.#random.below(999),
      maxPenalty: 1 + this.#random.below(9_999),
      shareBps: this.#random.below(5_001),
    });
    const window = CHALLENGE_WINDOW + this.#random.below(DAY);
    const ruling = SHORTEST_RULING + this.#random.below(4 * DAY);
    const thaw = window + ruling + DAY + this.#random.below(5 * DAY);
    await manager.connect(trustManager).setTiming(window, ruling, thaw);
  }

  async checkFrozen(): Promise<void> {
    const { manager, distributor } = this.#world;
    const { nonce, frozen } = await distributor.pendingReport();
    const dispute = await manager.disputeOf(PROGRAM, nonce);
    const isOpen = (await manager.disputeAt(dispute)).status === BigInt(Status.Open);
    expect(frozen, "DM-05").to.equal(nonce !== 0n && isOpen);
  }

  /** Everything open ends, and everybody collects. */
  async end(): Promise<void> {
    const { manager, credited } = this.#world;
    await time.increase(5 * DAY);
    for (let open = await this.#anyOpen(); open !== undefined; open = await this.#anyOpen()) {
      await manager.expire(open);
    }
    for (const account of credited) {
      if ((await manager.creditOf(account)) > 0n) await manager.withdrawCredit(account);
    }
  }
}

const ACTIONS: readonly ((history: History) => Promise<void>)[] = [
  (history) => history.propose(),
  (history) => history.challengeReport(),
  (history) => history.challengeReport(),
  (history) => history.challengeDevice(),
  (history) => history.rule(),
  (history) => history.rule(),
  (history) => history.expire(),
  (history) => history.punish(),
  (history) => history.finalize(),
  (history) => history.voidPending(),
  (history) => history.collect(),
  (history) => history.setParameters(),
];

describe("DisputeManager", () => {
  describe("events", () => {
    for (const seed of SEEDS) {
      it(`DM-09: alone rebuild the whole state after a random history, and no bond is lost (seed ${seed}) @exhaustive`, async () => {
        const world = await loadFixture(deployChallengers);
        const { manager, token, distributor, members, operator, credited } = world;
        const history = new History(world, new Random(seed));
        for (let step = 0; step < STEPS; step += 1) await history.step();

        const rebuilt = await rebuildDisputes(manager, distributor);
        const accounts = [...members.map(({ account }) => account.address), operator.address];
        let open = 0n;
        expect(await manager.disputeCount()).to.equal(rebuilt.disputes.size);
        for (const [dispute, expected] of rebuilt.disputes) {
          const actual = await manager.disputeAt(dispute);
          expect(actual).to.deep.equal(expected);
          if (actual.status === BigInt(Status.Open)) open += actual.bond;
          for (const account of accounts) {
            const isPunished = rebuilt.punished.get(dispute)?.has(account) ?? false;
            expect(await manager.isPunished(dispute, account)).to.equal(isPunished);
          }
        }
        for (let nonce = 1n; nonce < (await distributor.reportNonce()); nonce += 1n) {
          expect(await manager.disputeOf(PROGRAM, nonce)).to.equal(rebuilt.disputeOf.get(nonce) ?? 0n);
        }
        let credits = 0n;
        for (const { address } of credited) {
          expect(await manager.creditOf(address)).to.equal(rebuilt.credits.get(address) ?? 0n);
          credits += await manager.creditOf(address);
        }
        expect(await manager.terms()).to.deep.equal(rebuilt.terms);
        expect(await manager.maxChallengeWindow()).to.equal(rebuilt.timing.window);
        const now = BigInt(await time.latest());
        expect(await manager.rulingPeriod()).to.equal(rulingPeriodAt(rebuilt, now));
        expect(await token.balanceOf(manager), "DM-01").to.equal(open + credits);
        expect(rebuilt.bondsIn, "DM-01").to.equal(open + credits + rebuilt.paidOut);
        expect(rebuilt.disputes.size).to.be.above(12);
        expect(rebuilt.punished.size).to.be.above(2);

        await history.end();
        expect(await token.balanceOf(manager), "DM-01").to.equal(0);
      });
    }
  });
});
