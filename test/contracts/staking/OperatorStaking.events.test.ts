import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { Random } from "../../helpers/random";
import { accountOf, pledgedBy, rebuildStaking, thawPeriodAt } from "../../helpers/rebuild-staking";
import { deployTrust, THAW_PERIOD } from "../../helpers/trust";

const SEEDS = [1, 20_260, 4_294_967_295];
const STEPS = 150;
const DAY = 86_400;
const MAX_THAWS = 16;
/** Order of the mock's enum. */
const DUTY = { offDuty: 0, onDuty: 1 } as const;

async function deployPlayers() {
  const trust = await deployTrust();
  const { token, staking, treasury, alice, bob, carol, stranger } = trust;
  const accounts = [alice, bob, carol, stranger];
  for (const account of accounts) {
    await token.connect(treasury).transfer(account, 1_000_000n);
    await token.connect(account).approve(staking, ethers.MaxUint256);
  }
  const duties = [await ethers.deployContract("DutyMock"), await ethers.deployContract("DutyMock")];
  return { ...trust, accounts, duties };
}

type Players = Awaited<ReturnType<typeof deployPlayers>>;

/** Everything that can happen to a staking, in a random order; only what the rules allow. */
class History {
  readonly #world: Players;
  readonly #random: Random;
  /** Duties that say that everybody serves. */
  readonly #busy = new Set<Players["duties"][number]>();
  /** By account and duty. */
  readonly #pledges = new Map<string, bigint>();

  constructor(world: Players, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  async step(): Promise<void> {
    const account = this.#random.pick(this.#world.accounts);
    await this.#random.pick(ACTIONS)(this, account);
    if (this.#random.below(4) === 0) await time.increase(this.#random.below(3 * DAY));
  }

  async bond(account: HardhatEthersSigner): Promise<void> {
    const { staking, accounts } = this.#world;
    if (BigInt(await time.latest()) < (await staking.bondingPausedUntil())) return;
    await staking.connect(account).bond(this.#random.pick(accounts), 1 + this.#random.below(2_000));
  }

  async thaw(account: HardhatEthersSigner): Promise<void> {
    const { staking } = this.#world;
    const { bonded, pledged } = await staking.stakeOf(account);
    const isFull = (await staking.thawsOf(account)).length === MAX_THAWS;
    if (bonded <= pledged || isFull) return;
    await staking.connect(account).thaw(1n + BigInt(this.#random.below(Number(bonded - pledged))));
  }

  async withdraw(account: HardhatEthersSigner): Promise<void> {
    const { staking, stranger } = this.#world;
    const thaws = await staking.thawsOf(account);
    const now = BigInt(await time.latest());
    if (thaws.some(({ availableAt }) => availableAt <= now))
      await staking.connect(stranger).withdraw(account);
  }

  async pledge(account: HardhatEthersSigner): Promise<void> {
    const { staking, duties } = this.#world;
    const duty = this.#random.pick(duties);
    const { bonded, pledged } = await staking.stakeOf(account);
    const key = `${account.address} ${await duty.getAddress()}`;
    const before = this.#pledges.get(key) ?? 0n;
    const free = bonded > pledged ? bonded - pledged : 0n;
    const amount = BigInt(this.#random.below(Number(before + free) + 1));
    if (amount < before && this.#busy.has(duty)) return;
    await staking.connect(account).pledge(duty, amount);
    this.#pledges.set(key, amount);
  }

  async slash(account: HardhatEthersSigner): Promise<void> {
    const { staking, accounts, disputes } = this.#world;
    const amount = this.#random.below(3) === 0 ? this.#random.below(100_000) : this.#random.below(900);
    const beneficiary = this.#random.pick(accounts);
    await staking.connect(disputes).slash(account, amount, beneficiary, this.#random.below(5_001));
  }

  async collect(account: HardhatEthersSigner): Promise<void> {
    const { staking } = this.#world;
    if ((await staking.creditOf(account)) > 0n) await staking.withdrawCredit(account);
  }

  async delegate(account: HardhatEthersSigner): Promise<void> {
    const { staking, accounts } = this.#world;
    const delegatees = [...accounts.map(({ address }) => address), ZeroAddress];
    await staking.connect(account).delegate(this.#random.pick(delegatees));
  }

  async setParameters(): Promise<void> {
    const { staking, disputes, trustManager, guardian, accounts } = this.#world;
    const until = (await time.latest()) + this.#random.below(DAY);
    const split = { treasury: this.#random.pick(accounts), burnBps: this.#random.below(10_001) };
    await staking.connect(disputes).setThawPeriod(3_600 + this.#random.below(10 * DAY));
    await staking.connect(trustManager).setSlashSplit(split);
    await staking.connect(guardian).pauseBonding(until);
  }

  async changeDuty(): Promise<void> {
    const duty = this.#random.pick(this.#world.duties);
    if (this.#busy.delete(duty)) {
      await duty.setBehaviour(DUTY.offDuty, "0x");
    } else {
      this.#busy.add(duty);
      await duty.setBehaviour(DUTY.onDuty, "0x");
    }
  }

  /** Everybody leaves; the duties let everybody go. */
  async leave(): Promise<void> {
    const { staking, accounts, duties, treasury } = this.#world;
    for (const duty of duties) await duty.setBehaviour(DUTY.offDuty, "0x");
    await time.increase(11 * DAY);
    for (const account of accounts) {
      await this.withdraw(account);
      for (const duty of duties) await staking.connect(account).pledge(duty, 0);
      const { bonded } = await staking.stakeOf(account);
      if (bonded > 0n) await staking.connect(account).thaw(bonded);
    }
    await time.increase(11 * DAY);
    for (const account of [...accounts, treasury]) {
      await this.withdraw(account);
      await this.collect(account);
    }
  }
}

type Action = (history: History, account: HardhatEthersSigner) => Promise<void>;

const ACTIONS: readonly Action[] = [
  (history, account) => history.bond(account),
  (history, account) => history.bond(account),
  (history, account) => history.thaw(account),
  (history, account) => history.thaw(account),
  (history, account) => history.withdraw(account),
  (history, account) => history.pledge(account),
  (history, account) => history.slash(account),
  (history, account) => history.collect(account),
  (history, account) => history.delegate(account),
  (history) => history.setParameters(),
  (history) => history.changeDuty(),
];

describe("OperatorStaking", () => {
  describe("events", () => {
    for (const seed of SEEDS) {
      it(`OS-10: alone rebuild the whole state after a random history, and everybody gets out (seed ${seed}) @exhaustive`, async () => {
        const world = await loadFixture(deployPlayers);
        const { token, staking, accounts, duties, treasury } = world;
        const history = new History(world, new Random(seed));
        for (let step = 0; step < STEPS; step += 1) await history.step();

        const rebuilt = await rebuildStaking(staking);
        let [held, votes] = [await staking.creditOf(treasury), 0n];
        for (const { address } of accounts) {
          const books = accountOf(rebuilt, address);
          const pledged = pledgedBy(books);
          const shortfall = pledged > books.bonded ? pledged - books.bonded : 0n;
          const atStake = books.thaws.reduce((sum, [amount]) => sum + amount, books.bonded);
          expect(await staking.stakeOf(address)).to.deep.equal([books.bonded, pledged]);
          expect(await staking.thawsOf(address)).to.deep.equal(books.thaws);
          expect(await staking.atStake(address)).to.equal(atStake);
          expect(await staking.creditOf(address)).to.equal(books.credit);
          expect(await staking.delegates(address)).to.equal(books.delegatee);
          expect(await staking.getVotes(address)).to.equal(rebuilt.votes.get(address) ?? 0n);
          for (const duty of duties) {
            const pledge = books.pledges.get(await duty.getAddress()) ?? 0n;
            const left = pledge > shortfall ? pledge - shortfall : 0n;
            expect(await staking.pledged(address, duty)).to.equal(left);
          }
          held += atStake + books.credit;
          votes += await staking.getVotes(address);
        }
        expect(await token.balanceOf(staking), "OS-01").to.equal(held);
        expect(votes, "OS-02").to.equal(await staking.totalBonded());
        expect(await staking.slashSplit()).to.deep.equal(rebuilt.split);
        expect(await staking.bondingPausedUntil()).to.equal(rebuilt.pausedUntil);
        const now = BigInt(await time.latest());
        expect(await staking.thawPeriod()).to.equal(thawPeriodAt(rebuilt, now));
        expect(rebuilt.thaw.current).to.not.equal(BigInt(THAW_PERIOD));

        await history.leave();
        expect(await token.balanceOf(staking), "OS-03").to.equal(0);
        expect(await staking.totalBonded(), "OS-03").to.equal(0);
      });
    }
  });
});
