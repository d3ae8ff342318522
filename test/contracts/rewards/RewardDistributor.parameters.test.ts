import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import { passEpoch } from "../../helpers/clock";
import { nextReport, NOTHING_PENDING, proposeEpoch, signReport } from "../../helpers/report";
import { CHALLENGE_WINDOW, deploySuite, PER_EPOCH } from "../../helpers/suite";

const MIN_WINDOW = 600;
const MAX_WINDOW = 30 * 86_400;

describe("RewardDistributor", () => {
  async function givenAPendingReport() {
    const suite = await deploySuite();
    const report = await proposeEpoch(suite, 0, { root: id("root"), total: PER_EPOCH });
    const { finalizableAt } = await suite.distributor.pendingReport();
    return { ...suite, report, finalizableAt };
  }

  describe("constructor", () => {
    async function deployWith(parameters: { reporter?: string; challengeWindow?: number }) {
      const { controller, authority } = await loadFixture(deploySuite);
      const { reporter = offlineKey("reporter").address, challengeWindow = CHALLENGE_WINDOW } = parameters;
      const factory = await ethers.getContractFactory("RewardDistributor");
      return {
        factory,
        deploying: factory.deploy(controller, 7, reporter, challengeWindow, authority),
        controller,
        authority,
      };
    }

    it("reverts without a reporter", async () => {
      const { factory, deploying } = await deployWith({ reporter: ZeroAddress });
      await expect(deploying)
        .to.be.revertedWithCustomError(factory, "RewardDistributorZeroReporter")
        .withArgs();
    });

    for (const challengeWindow of [0, MIN_WINDOW - 1, MAX_WINDOW + 1]) {
      it(`reverts for a challenge window of ${challengeWindow} seconds`, async () => {
        const { factory, deploying } = await deployWith({ challengeWindow });
        await expect(deploying)
          .to.be.revertedWithCustomError(factory, "RewardDistributorChallengeWindowOutOfRange")
          .withArgs(challengeWindow, MIN_WINDOW, MAX_WINDOW);
      });
    }

    it("takes its token and its clock from the source and starts empty", async () => {
      const { deploying, controller, authority } = await deployWith({});
      const distributor = await deploying;
      await expect(distributor.deploymentTransaction())
        .to.emit(distributor, "ReporterSet")
        .withArgs(ZeroAddress, offlineKey("reporter").address);
      await expect(distributor.deploymentTransaction())
        .to.emit(distributor, "ChallengeWindowSet")
        .withArgs(0, CHALLENGE_WINDOW);

      expect(await distributor.source()).to.equal(await controller.getAddress());
      expect(await distributor.token()).to.equal(await controller.token());
      expect(await distributor.program()).to.equal(7);
      expect(await distributor.authority()).to.equal(await authority.getAddress());
      expect(await distributor.reportNonce()).to.equal(1);
      expect(await distributor.nextEpoch()).to.equal(0);
      expect(await distributor.activeRoot()).to.equal(ZeroHash);
      expect(await distributor.pendingReport()).to.deep.equal(NOTHING_PENDING);
    });
  });

  describe("setReporter", () => {
    it("reverts for a caller without the program role", async () => {
      const { distributor, stranger, guardian } = await loadFixture(deploySuite);
      for (const caller of [stranger, guardian]) {
        await expect(distributor.connect(caller).setReporter(caller))
          .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    it("reverts for the zero address", async () => {
      const { distributor, programManager } = await loadFixture(deploySuite);
      await expect(distributor.connect(programManager).setReporter(ZeroAddress))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorZeroReporter")
        .withArgs();
    });

    it("replaces the signer of later reports: the old one's signatures in flight are refused", async () => {
      const { distributor, programManager, reporter, genesis } = await loadFixture(deploySuite);
      await passEpoch(genesis, 0);
      const report = await nextReport(distributor, 0, { root: id("root"), total: PER_EPOCH });
      const inFlight = await signReport(distributor, report, reporter);
      const successor = offlineKey("successor");

      await expect(distributor.connect(programManager).setReporter(successor))
        .to.emit(distributor, "ReporterSet")
        .withArgs(reporter.address, successor.address);
      expect(await distributor.reporter()).to.equal(successor.address);

      await expect(distributor.propose(report, inFlight))
        .to.be.revertedWithCustomError(distributor, "RewardDistributorInvalidSignature")
        .withArgs(successor.address);
      await distributor.propose(report, await signReport(distributor, report, successor));
      expect((await distributor.pendingReport()).root).to.equal(report.root);
    });

    it("a pending report keeps its standing", async () => {
      const { distributor, programManager, report, finalizableAt } = await loadFixture(givenAPendingReport);
      await distributor.connect(programManager).setReporter(offlineKey("successor"));
      await time.increaseTo(finalizableAt);
      await expect(distributor.finalize())
        .to.emit(distributor, "ReportFinalized")
        .withArgs(0, report.root, report.total, report.total);
    });
  });

  describe("setChallengeWindow", () => {
    it("reverts for a caller without the disputes role", async () => {
      const { distributor, stranger, guardian, programManager } = await loadFixture(deploySuite);
      for (const caller of [stranger, guardian, programManager]) {
        await expect(distributor.connect(caller).setChallengeWindow(MIN_WINDOW))
          .to.be.revertedWithCustomError(distributor, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    });

    for (const challengeWindow of [0, MIN_WINDOW - 1, MAX_WINDOW + 1, 2 ** 32 - 1]) {
      it(`reverts for ${challengeWindow} seconds`, async () => {
        const { distributor, disputes } = await loadFixture(deploySuite);
        await expect(distributor.connect(disputes).setChallengeWindow(challengeWindow))
          .to.be.revertedWithCustomError(distributor, "RewardDistributorChallengeWindowOutOfRange")
          .withArgs(challengeWindow, MIN_WINDOW, MAX_WINDOW);
      });
    }

    for (const challengeWindow of [MIN_WINDOW, MAX_WINDOW]) {
      it(`accepts ${challengeWindow} seconds, for later reports`, async () => {
        const { distributor, disputes, genesis, reporter } = await loadFixture(deploySuite);
        await expect(distributor.connect(disputes).setChallengeWindow(challengeWindow))
          .to.emit(distributor, "ChallengeWindowSet")
          .withArgs(CHALLENGE_WINDOW, challengeWindow);
        expect(await distributor.challengeWindow()).to.equal(challengeWindow);

        await proposeEpoch({ distributor, genesis, reporter }, 0, { root: id("root"), total: 1n });
        const { finalizableAt } = await distributor.pendingReport();
        expect(finalizableAt).to.equal((await time.latest()) + challengeWindow);
      });
    }

    it("a parameter change is never retroactive: a pending report keeps its window", async () => {
      const { distributor, disputes, finalizableAt } = await loadFixture(givenAPendingReport);
      await distributor.connect(disputes).setChallengeWindow(MIN_WINDOW);
      expect((await distributor.pendingReport()).finalizableAt).to.equal(finalizableAt);
      await time.setNextBlockTimestamp(finalizableAt - 1n);
      await expect(distributor.finalize())
        .to.be.revertedWithCustomError(distributor, "RewardDistributorWindowOpen")
        .withArgs(finalizableAt, finalizableAt - 1n);

      await distributor.connect(disputes).setChallengeWindow(MAX_WINDOW);
      await expect(distributor.finalize()).to.emit(distributor, "ReportFinalized");
    });
  });
});
