import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, keccak256 } from "ethers";

import { passEpoch } from "../../helpers/clock";
import { MEMBER_BOND, proposeByCommittee } from "../../helpers/bonded-committee";
import {
  challengeReport,
  deployDisputes,
  EVIDENCE,
  EVIDENCE_URI,
  OPERATOR_BOND,
  PENALTY,
  PROGRAM,
  REASON_URI,
} from "../../helpers/disputes";
import { AMPLE_GAS, inOneBlock } from "../../helpers/one-block";
import { Random } from "../../helpers/random";
import { CHALLENGE_WINDOW, PER_EPOCH } from "../../helpers/suite";
import { deployTrust, MAX_CHALLENGE_WINDOW, RULING_PERIOD, THAW_PERIOD } from "../../helpers/trust";

const DAY = 86_400;
const MARGIN = DAY;
const SHORTEST_RULING = 600;
const SEEDS = [1, 20_260, 4_294_967_295];
const CHANGES = 12;

type Timing = readonly [window: number, ruling: number, thaw: number];

/** Seconds relative to the proposal of a wrong report, whose window is as long as windows may be. */
interface Plan {
  name: string;
  change?: { at: number; timing: Timing };
  /** When its signer resigns, takes its pledge back and thaws everything, in one block. */
  leaveAt: number;
  /** Last second of the window unless given. */
  challengeAt?: number;
}

const LAST_SECOND = MAX_CHALLENGE_WINDOW - 1;

const PLANS: readonly Plan[] = [
  { name: "nothing changes, and the signer leaves at once", leaveAt: 1 },
  {
    name: "a longer ruling is set just after the signer has left",
    change: { at: 2, timing: [MAX_CHALLENGE_WINDOW, 9 * DAY, 12 * DAY] },
    leaveAt: 1,
  },
  {
    name: "a longer ruling begins to count in the second of the challenge",
    change: { at: LAST_SECOND - THAW_PERIOD, timing: [MAX_CHALLENGE_WINDOW, 9 * DAY, 12 * DAY] },
    leaveAt: 1,
  },
  {
    name: "a shorter ruling is set while the dispute is open",
    change: { at: 4, timing: [MAX_CHALLENGE_WINDOW, SHORTEST_RULING, THAW_PERIOD] },
    leaveAt: 1,
    challengeAt: 3,
  },
  {
    name: "a longer thaw is set just after the signer has left",
    change: { at: 2, timing: [MAX_CHALLENGE_WINDOW, RULING_PERIOD, 30 * DAY] },
    leaveAt: 1,
  },
  {
    name: "a shorter thaw begins to count in the second in which the signer leaves",
    change: {
      at: 1 - THAW_PERIOD,
      timing: [MAX_CHALLENGE_WINDOW, RULING_PERIOD, MAX_CHALLENGE_WINDOW + RULING_PERIOD + MARGIN],
    },
    leaveAt: 1,
  },
  {
    name: "ruling and thaw are set to their shortest while the dispute is open, and then the signer leaves",
    change: {
      at: 4,
      timing: [MAX_CHALLENGE_WINDOW, SHORTEST_RULING, MAX_CHALLENGE_WINDOW + SHORTEST_RULING + MARGIN],
    },
    leaveAt: 5,
    challengeAt: 3,
  },
  {
    name: "windows are set longer just after the signer has left",
    change: { at: 2, timing: [4 * DAY, RULING_PERIOD, 9 * DAY] },
    leaveAt: 1,
  },
];

describe("DisputeManager", () => {
  async function givenTheLongestWindow() {
    const disputes = await deployDisputes();
    const { manager, programManager } = disputes;
    await manager.connect(programManager).setChallengeWindow(PROGRAM, MAX_CHALLENGE_WINDOW);
    return disputes;
  }

  describe("what a signer can do to escape", () => {
    for (const { name, change, leaveAt, challengeAt = LAST_SECOND } of PLANS) {
      it(`DM-02: nothing when ${name}`, async () => {
        const disputes = await loadFixture(givenTheLongestWindow);
        const { manager, staking, committee, members, trustManager, challenger, arbiter } = disputes;
        const [thief] = members;
        if (thief === undefined) throw new Error("a committee without members");
        const { account, key } = thief;
        await passEpoch(disputes.genesis, 0);
        const proposedAt = (await time.latest()) + 8 * DAY;
        let { report, configuration, signature } = {} as Awaited<ReturnType<typeof proposeByCommittee>>;

        const propose = async () => {
          await time.setNextBlockTimestamp(proposedAt);
          const wrong = { root: id("wrong root"), total: PER_EPOCH };
          ({ report, configuration, signature } = await proposeByCommittee(disputes, 0, wrong));
        };
        const leave = () =>
          inOneBlock(proposedAt + leaveAt, [
            () => committee.connect(account).resign(keccak256(key.address), AMPLE_GAS),
            () => staking.connect(account).pledge(committee, 0, AMPLE_GAS),
            () => staking.connect(account).thaw(MEMBER_BOND, AMPLE_GAS),
          ]);
        const challenge = async () => {
          await time.setNextBlockTimestamp(proposedAt + challengeAt);
          await challengeReport(disputes, challenger, report);
        };
        const steps = [
          { at: 0, step: propose },
          { at: leaveAt, step: leave },
          { at: challengeAt, step: challenge },
        ];
        if (change !== undefined) {
          const setTiming = async () => {
            await time.setNextBlockTimestamp(proposedAt + change.at);
            await manager.connect(trustManager).setTiming(...change.timing);
          };
          steps.push({ at: change.at, step: setTiming });
        }
        for (const { step } of steps.sort((a, b) => a.at - b.at)) await step();

        const { rulingDeadline } = await manager.disputeAt(1);
        await time.setNextBlockTimestamp(rulingDeadline);
        await manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI);
        await time.setNextBlockTimestamp(rulingDeadline + BigInt(MARGIN));
        await expect(staking.withdraw(account), "DM-02")
          .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
          .withArgs(account.address);
        await time.setNextBlockTimestamp(rulingDeadline + BigInt(MARGIN) + 1n);
        await expect(manager.punishApprovers(1, report, configuration, signature), "DM-02")
          .to.emit(manager, "Punished")
          .withArgs(1, account.address, PENALTY);
      });
    }
  });

  describe("what an operator can do to escape", () => {
    for (const timing of [
      [MAX_CHALLENGE_WINDOW, 9 * DAY, 12 * DAY],
      [MAX_CHALLENGE_WINDOW, SHORTEST_RULING, MAX_CHALLENGE_WINDOW + SHORTEST_RULING + MARGIN],
      [MAX_CHALLENGE_WINDOW, RULING_PERIOD, 30 * DAY],
    ] satisfies Timing[]) {
      it(`DM-02: nothing with what is bonded when the dispute opens, though times become ${timing.join(", ")}`, async () => {
        const disputes = await loadFixture(deployDisputes);
        const { manager, staking, trustManager, challenger, arbiter, operator, device } = disputes;
        await manager.connect(challenger).challengeDevice(device, operator, PENALTY, EVIDENCE, EVIDENCE_URI);
        await manager.connect(trustManager).setTiming(...timing);
        await staking.connect(operator).thaw(OPERATOR_BOND);
        const { rulingDeadline } = await manager.disputeAt(1);
        await time.setNextBlockTimestamp(rulingDeadline - 1n);
        await expect(staking.withdraw(operator), "DM-02")
          .to.be.revertedWithCustomError(staking, "OperatorStakingNothingDue")
          .withArgs(operator.address);
        await time.setNextBlockTimestamp(rulingDeadline);
        await expect(manager.connect(arbiter).rule(1, true, PENALTY, REASON_URI), "DM-02")
          .to.emit(manager, "Punished")
          .withArgs(1, operator.address, PENALTY);
      });
    }
  });

  describe("any sequence of changes of the times", () => {
    interface Sample {
      at: number;
      window: number;
      ruling: number;
      thaw: number;
    }

    /** The times that hold at seconds before, at and after each change and the end of each notice. */
    async function randomTimes(seed: number): Promise<Sample[]> {
      const random = new Random(seed);
      const { manager, staking, trustManager } = await loadFixture(deployTrust);
      const samples: Sample[] = [];
      const sample = async () => {
        samples.push({
          at: await time.latest(),
          window: Number(await manager.maxChallengeWindow()),
          ruling: Number(await manager.rulingPeriod()),
          thaw: Number(await staking.thawPeriod()),
        });
      };
      const noticeEnds: number[] = [];
      const pass = async (until: number) => {
        for (const end of noticeEnds.filter((each) => each < until)) {
          for (const second of [end - 1, end]) {
            if (second <= (await time.latest())) continue;
            await time.increaseTo(second);
            await sample();
          }
        }
        if (until > (await time.latest())) await time.increaseTo(until);
        await sample();
      };
      await sample();
      for (let change = 0; change < CHANGES; change += 1) {
        const window = CHALLENGE_WINDOW + random.below(4 * DAY);
        const ruling = SHORTEST_RULING + random.below(10 * DAY);
        const thaw = window + ruling + MARGIN + (random.below(2) === 0 ? 0 : random.below(10 * DAY));
        await pass((await time.latest()) + 1 + random.below(random.below(3) === 0 ? 20 * DAY : 2 * DAY));
        noticeEnds.push((await time.latest()) + 1 + Number(await staking.thawPeriod()));
        await manager.connect(trustManager).setTiming(window, ruling, thaw);
        await sample();
      }
      await pass((await time.latest()) + 40 * DAY);
      return samples;
    }

    for (const seed of SEEDS) {
      it(`DM-02: leaves whoever signs and leaves inside the reach of a dispute (seed ${seed}) @exhaustive`, async () => {
        const samples = await randomTimes(seed);
        let checked = 0;
        for (const proposal of samples) {
          // a member resigns after the report that it signed was proposed, and not before
          for (const leaving of samples.filter(({ at }) => at >= proposal.at)) {
            const inWindow = ({ at }: Sample) => at >= proposal.at && at < proposal.at + proposal.window;
            for (const challenge of samples.filter(inWindow)) {
              const latestRuling = challenge.at + challenge.ruling;
              if (leaving.at > latestRuling) continue;
              checked += 1;
              expect(leaving.at + leaving.thaw, "DM-02").to.be.at.least(latestRuling + MARGIN);
            }
          }
        }
        expect(checked).to.be.above(100);
      });
    }
  });
});
