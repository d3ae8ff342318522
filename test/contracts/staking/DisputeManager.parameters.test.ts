import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { challengeReport, givenAPendingReport, PENALTY, PROGRAM } from "../../helpers/disputes";
import { addPrograms } from "../../helpers/programs";
import { proposeEpoch } from "../../helpers/report";
import { CHALLENGE_WINDOW } from "../../helpers/suite";
import { deployTrust, MAX_CHALLENGE_WINDOW, RULING_PERIOD, TERMS, THAW_PERIOD } from "../../helpers/trust";

const DAY = 86_400;
const MIN_RULING = 600;
const MAX_RULING = 30 * DAY;
const LARGEST = 2n ** 128n - 1n;

type Terms = { [Field in keyof typeof TERMS]: (typeof TERMS)[Field] extends bigint ? bigint : number };

/** Terms that no dispute can be opened under, and what is wrong with them. */
const BAD_TERMS: readonly { change: Partial<Terms>; error: string; args: readonly unknown[] }[] = [
  { change: { reportBond: 0n }, error: "DisputeManagerZeroBond", args: [] },
  { change: { deviceBond: 0n }, error: "DisputeManagerZeroBond", args: [] },
  { change: { maxPenalty: 0n }, error: "DisputeManagerZeroPenalty", args: [] },
  { change: { shareBps: 5_001 }, error: "DisputeManagerShareTooHigh", args: [5_001, 5_000] },
];

/** Times that do not belong together, and what is wrong with them. */
const BAD_TIMING: readonly {
  timing: readonly [window: number, ruling: number, thaw: number];
  error: string;
  args: readonly unknown[];
}[] = [
  {
    timing: [CHALLENGE_WINDOW, MIN_RULING - 1, THAW_PERIOD],
    error: "DisputeManagerRulingPeriodOutOfRange",
    args: [MIN_RULING - 1, MIN_RULING, MAX_RULING],
  },
  {
    timing: [CHALLENGE_WINDOW, MAX_RULING + 1, 100 * DAY],
    error: "DisputeManagerRulingPeriodOutOfRange",
    args: [MAX_RULING + 1, MIN_RULING, MAX_RULING],
  },
  {
    timing: [CHALLENGE_WINDOW, RULING_PERIOD, CHALLENGE_WINDOW + RULING_PERIOD + DAY - 1],
    error: "DisputeManagerThawTooShort",
    args: [CHALLENGE_WINDOW + RULING_PERIOD + DAY - 1, CHALLENGE_WINDOW + RULING_PERIOD + DAY],
  },
  {
    timing: [2 ** 32 - 1, RULING_PERIOD, 2 ** 32 - 1],
    error: "DisputeManagerThawTooShort",
    args: [2 ** 32 - 1, 2 ** 32 - 1 + RULING_PERIOD + DAY],
  },
];

describe("DisputeManager", () => {
  describe("constructor", () => {
    async function deployWith({
      timing: [window, ruling] = [MAX_CHALLENGE_WINDOW, RULING_PERIOD],
      terms = {},
    }: {
      timing?: readonly number[];
      terms?: Partial<Terms>;
    }) {
      const trust = await loadFixture(deployTrust);
      const { controller, staking, registry, authority } = trust;
      const factory = await ethers.getContractFactory("DisputeManager");
      const deploying = factory.deploy(
        controller,
        staking,
        registry,
        window ?? 0,
        ruling ?? 0,
        { ...TERMS, ...terms },
        authority,
      );
      return { ...trust, factory, deploying };
    }

    for (const { change, error, args } of BAD_TERMS) {
      it(`reverts with ${error} for ${Object.keys(change).join()}`, async () => {
        const { factory, deploying } = await deployWith({ terms: change });
        await expect(deploying)
          .to.be.revertedWithCustomError(factory, error)
          .withArgs(...args);
      });
    }

    for (const ruling of [MIN_RULING - 1, MAX_RULING + 1]) {
      it(`reverts for rulings of ${ruling} seconds`, async () => {
        const { factory, deploying } = await deployWith({ timing: [600, ruling] });
        await expect(deploying)
          .to.be.revertedWithCustomError(factory, "DisputeManagerRulingPeriodOutOfRange")
          .withArgs(ruling, MIN_RULING, MAX_RULING);
      });
    }

    it("reverts if window, ruling and a day are longer than the thaw", async () => {
      const window = THAW_PERIOD - RULING_PERIOD - DAY + 1;
      const { factory, deploying } = await deployWith({ timing: [window, RULING_PERIOD] });
      await expect(deploying)
        .to.be.revertedWithCustomError(factory, "DisputeManagerThawTooShort")
        .withArgs(THAW_PERIOD, THAW_PERIOD + 1);
    });

    it("takes its token from the staking and starts without a dispute", async () => {
      const window = THAW_PERIOD - RULING_PERIOD - DAY;
      const { deploying, controller, staking, registry, token, authority, alice } = await deployWith({
        timing: [window, RULING_PERIOD],
      });
      const manager = await deploying;
      await expect(manager.deploymentTransaction())
        .to.emit(manager, "TimingSet")
        .withArgs(window, RULING_PERIOD, THAW_PERIOD, 0);
      await expect(manager.deploymentTransaction())
        .to.emit(manager, "TermsSet")
        .withArgs(TERMS.reportBond, TERMS.deviceBond, TERMS.maxPenalty, TERMS.shareBps);
      expect(await manager.controller()).to.equal(await controller.getAddress());
      expect(await manager.staking()).to.equal(await staking.getAddress());
      expect(await manager.registry()).to.equal(await registry.getAddress());
      expect(await manager.token()).to.equal(await token.getAddress());
      expect(await manager.authority()).to.equal(await authority.getAddress());
      expect(await manager.maxChallengeWindow()).to.equal(window);
      expect(await manager.rulingPeriod()).to.equal(RULING_PERIOD);
      expect(await manager.terms()).to.deep.equal([
        TERMS.reportBond,
        TERMS.deviceBond,
        TERMS.maxPenalty,
        BigInt(TERMS.shareBps),
      ]);
      expect(await manager.disputeCount()).to.equal(0);
      expect((await manager.disputeAt(1)).status).to.equal(0);
      expect(await manager.creditOf(alice)).to.equal(0);
    });
  });

  describe("setTerms", () => {
    it("reverts for a caller without the trust role", async () => {
      const { manager, alice, arbiter, guardian, programManager } = await loadFixture(deployTrust);
      for (const caller of [alice, arbiter, guardian, programManager]) {
        await expect(manager.connect(caller).setTerms(TERMS))
          .to.be.revertedWithCustomError(manager, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    for (const { change, error, args } of BAD_TERMS) {
      it(`reverts with ${error} for ${Object.keys(change).join()}`, async () => {
        const { manager, trustManager } = await loadFixture(deployTrust);
        await expect(manager.connect(trustManager).setTerms({ ...TERMS, ...change }))
          .to.be.revertedWithCustomError(manager, error)
          .withArgs(...args);
      });
    }

    for (const terms of [
      { reportBond: 1n, deviceBond: 1n, maxPenalty: 1n, shareBps: 0 },
      { reportBond: LARGEST, deviceBond: LARGEST, maxPenalty: LARGEST, shareBps: 5_000 },
    ]) {
      it(`takes a share of ${terms.shareBps} and penalties up to ${terms.maxPenalty.toString()}`, async () => {
        const { manager, trustManager } = await loadFixture(deployTrust);
        const { reportBond, deviceBond, maxPenalty, shareBps } = terms;
        await expect(manager.connect(trustManager).setTerms(terms))
          .to.emit(manager, "TermsSet")
          .withArgs(reportBond, deviceBond, maxPenalty, shareBps);
        expect(await manager.terms()).to.deep.equal([reportBond, deviceBond, maxPenalty, BigInt(shareBps)]);
      });
    }

    it("DM-04: an open dispute keeps bond, penalty, share and time, whatever is set meanwhile", async () => {
      const pending = await loadFixture(givenAPendingReport);
      const { manager, token, trustManager, arbiter, challenger, report } = pending;
      await challengeReport(pending, challenger, report);
      const before = await manager.disputeAt(1);
      await manager
        .connect(trustManager)
        .setTerms({ reportBond: 1n, deviceBond: 1n, maxPenalty: 1n, shareBps: 0 });
      await manager.connect(trustManager).setTiming(CHALLENGE_WINDOW, MIN_RULING, THAW_PERIOD);
      expect(await manager.disputeAt(1), "DM-04").to.deep.equal(before);
      expect(before.bond).to.equal(TERMS.reportBond);
      expect(before.shareBps).to.equal(TERMS.shareBps);

      await time.increaseTo(before.rulingDeadline - 1n);
      await manager.connect(arbiter).rule(1, true, PENALTY, "");
      await expect(manager.withdrawCredit(challenger)).to.changeTokenBalance(
        token,
        challenger,
        TERMS.reportBond,
      );
    });
  });

  describe("setTiming", () => {
    it("reverts for a caller without the trust role", async () => {
      const { manager, alice, arbiter, guardian, programManager } = await loadFixture(deployTrust);
      for (const caller of [alice, arbiter, guardian, programManager]) {
        await expect(manager.connect(caller).setTiming(CHALLENGE_WINDOW, RULING_PERIOD, THAW_PERIOD))
          .to.be.revertedWithCustomError(manager, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    for (const { timing, error, args } of BAD_TIMING) {
      it(`reverts with ${error} for window, ruling and thaw of ${timing.join(", ")} seconds`, async () => {
        const { manager, trustManager } = await loadFixture(deployTrust);
        await expect(manager.connect(trustManager).setTiming(...timing))
          .to.be.revertedWithCustomError(manager, error)
          .withArgs(...args);
      });
    }

    it("reverts for a thaw that the staking does not take", async () => {
      const { manager, staking, trustManager } = await loadFixture(deployTrust);
      const tooLong = 366 * DAY + 1;
      await expect(manager.connect(trustManager).setTiming(CHALLENGE_WINDOW, RULING_PERIOD, tooLong))
        .to.be.revertedWithCustomError(staking, "OperatorStakingThawPeriodOutOfRange")
        .withArgs(tooLong, 3_600, 366 * DAY);
    });

    it("reverts while any program's window is longer, and names the program", async () => {
      const trust = await loadFixture(deployTrust);
      const { manager, trustManager, programManager } = trust;
      await addPrograms(trust, 2);
      await manager.connect(programManager).setChallengeWindow(2, CHALLENGE_WINDOW + 1);
      await expect(manager.connect(trustManager).setTiming(CHALLENGE_WINDOW, RULING_PERIOD, THAW_PERIOD))
        .to.be.revertedWithCustomError(manager, "DisputeManagerWindowTooLong")
        .withArgs(2, CHALLENGE_WINDOW + 1, CHALLENGE_WINDOW);
      await manager.connect(trustManager).setTiming(CHALLENGE_WINDOW + 1, RULING_PERIOD, THAW_PERIOD);
    });

    it("when shorter: windows and rulings count at once, the thaw after its notice", async () => {
      const { manager, staking, trustManager } = await loadFixture(deployTrust);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      const setting = manager.connect(trustManager).setTiming(CHALLENGE_WINDOW, DAY, 3 * DAY);
      await expect(setting)
        .to.emit(manager, "TimingSet")
        .withArgs(CHALLENGE_WINDOW, DAY, 3 * DAY, at + THAW_PERIOD);
      await expect(setting)
        .to.emit(staking, "ThawPeriodSet")
        .withArgs(THAW_PERIOD, 3 * DAY, at + THAW_PERIOD);
      expect(await manager.maxChallengeWindow()).to.equal(CHALLENGE_WINDOW);
      expect(await manager.rulingPeriod()).to.equal(DAY);
      expect(await staking.thawPeriod()).to.equal(THAW_PERIOD);
    });

    it("when longer: the thaw counts at once, the ruling after its notice, to the second", async () => {
      const { manager, staking, trustManager } = await loadFixture(deployTrust);
      const at = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(at);
      await manager.connect(trustManager).setTiming(2 * DAY, 9 * DAY, 12 * DAY);
      expect(await staking.thawPeriod()).to.equal(12 * DAY);
      expect(await manager.maxChallengeWindow()).to.equal(2 * DAY);
      await time.increaseTo(at + THAW_PERIOD - 1);
      expect(await manager.rulingPeriod()).to.equal(RULING_PERIOD);
      await time.increaseTo(at + THAW_PERIOD);
      expect(await manager.rulingPeriod()).to.equal(9 * DAY);
    });

    it("when set again within the notice: the shortest ruling in force counts, and the notice starts anew", async () => {
      const { manager, trustManager } = await loadFixture(deployTrust);
      const asTrust = manager.connect(trustManager);
      await asTrust.setTiming(CHALLENGE_WINDOW, 9 * DAY, 12 * DAY);
      await time.increase(THAW_PERIOD - 10);
      const at = (await time.latest()) + 5;
      await time.setNextBlockTimestamp(at);
      await asTrust.setTiming(CHALLENGE_WINDOW, 8 * DAY, 12 * DAY);
      await time.increaseTo(at + 12 * DAY - 1);
      expect(await manager.rulingPeriod()).to.equal(RULING_PERIOD);
      await time.increaseTo(at + 12 * DAY);
      expect(await manager.rulingPeriod()).to.equal(8 * DAY);
    });
  });

  describe("setChallengeWindow", () => {
    it("reverts for a caller without the program role", async () => {
      const { manager, alice, trustManager, guardian, arbiter } = await loadFixture(deployTrust);
      for (const caller of [alice, trustManager, guardian, arbiter]) {
        await expect(manager.connect(caller).setChallengeWindow(PROGRAM, CHALLENGE_WINDOW))
          .to.be.revertedWithCustomError(manager, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for a program that does not exist", async () => {
      const { manager, programManager } = await loadFixture(deployTrust);
      for (const program of [0, 2]) {
        await expect(manager.connect(programManager).setChallengeWindow(program, CHALLENGE_WINDOW))
          .to.be.revertedWithCustomError(manager, "DisputeManagerUnknownProgram")
          .withArgs(program);
      }
    });

    it("reverts for a window longer than windows may be", async () => {
      const { manager, programManager } = await loadFixture(deployTrust);
      await expect(manager.connect(programManager).setChallengeWindow(PROGRAM, MAX_CHALLENGE_WINDOW + 1))
        .to.be.revertedWithCustomError(manager, "DisputeManagerWindowTooLong")
        .withArgs(PROGRAM, MAX_CHALLENGE_WINDOW + 1, MAX_CHALLENGE_WINDOW);
    });

    it("reverts for a window that the distributor does not take", async () => {
      const { manager, distributor, programManager } = await loadFixture(deployTrust);
      await expect(manager.connect(programManager).setChallengeWindow(PROGRAM, 599))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorChallengeWindowOutOfRange")
        .withArgs(599, 600, 30 * DAY);
    });

    for (const window of [600, MAX_CHALLENGE_WINDOW]) {
      it(`sets ${window} seconds, for later reports of that program alone`, async () => {
        const trust = await loadFixture(deployTrust);
        const { manager, distributor, programManager, genesis, reporter } = trust;
        const [other] = await addPrograms(trust, 1);
        await proposeEpoch({ distributor, reporter, genesis }, 0, { root: ethers.id("root"), total: 1n });
        const { finalizableAt } = await distributor.pendingReport();
        await expect(manager.connect(programManager).setChallengeWindow(PROGRAM, window))
          .to.emit(distributor, "ChallengeWindowSet")
          .withArgs(CHALLENGE_WINDOW, window);
        expect(await distributor.challengeWindow()).to.equal(window);
        expect((await distributor.pendingReport()).finalizableAt).to.equal(finalizableAt);
        expect(await other?.challengeWindow()).to.equal(CHALLENGE_WINDOW);
        expect(await manager.disputeOf(PROGRAM, 1)).to.equal(0);
        expect(await manager.creditOf(ZeroAddress)).to.equal(0);
      });
    }
  });
});
