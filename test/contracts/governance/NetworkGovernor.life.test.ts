import { loadFixture, setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id } from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../../deploy/roles";
import { offlineKey } from "../../helpers/accounts";
import {
  BONDS,
  callOf,
  carry,
  closeVoting,
  deployGovernance,
  openVoting,
  ProposalState,
  propose,
  proposalOf,
  queueAndWait,
  SETTINGS,
  stateBitmap,
  Vote,
} from "../../helpers/governance";

const NOBODY = ethers.ZeroAddress;

/** A second program, waiting for governance to give it a part of each epoch. */
async function givenTwoPrograms() {
  const suite = await deployGovernance();
  const { authority, controller, governor, alice, bob } = suite;
  const second = await ethers.deployContract("RewardDistributor", [
    controller,
    2,
    offlineKey("second reporter"),
    7_200,
    authority,
  ]);
  const calls = [
    callOf(controller, "addProgram", [second.target]),
    callOf(controller, "setWeights", [[6_000, 4_000]]),
  ];
  return { ...suite, second, calls, voters: [alice, bob] as const, asAlice: governor.connect(alice) };
}

describe("NetworkGovernor", () => {
  describe("the life of a proposal", () => {
    it("goes from the proposal through the vote and the role's delay to what it does", async () => {
      const { governor, authority, controller, asAlice, alice, bob, carol, stranger, second, calls } =
        await loadFixture(givenTwoPrograms);
      const proposal = await proposalOf(governor, calls, "A second program");
      const [targets, values, calldatas] = proposal.calls;

      const proposedAt = (await time.latest()) + 1;
      await time.setNextBlockTimestamp(proposedAt);
      const snapshot = proposedAt + SETTINGS.votingDelay;
      await expect(asAlice.propose(targets, values, calldatas, proposal.description))
        .to.emit(governor, "ProposalCreated")
        .withArgs(
          proposal.id,
          alice.address,
          targets,
          values,
          ["", ""],
          calldatas,
          snapshot,
          snapshot + SETTINGS.votingPeriod,
          proposal.description,
        );
      expect(await governor.state(proposal.id)).to.equal(ProposalState.Pending);
      expect(await governor.proposalDetails(proposal.id)).to.deep.equal([
        ...proposal.calls,
        id(proposal.description),
      ]);
      expect(await governor.proposalExecutionPlan(proposal.id)).to.deep.equal([
        roles.emissions.delaySeconds,
        [true, true],
        [true, true],
      ]);

      await openVoting(governor, proposal.id);
      expect(await governor.state(proposal.id)).to.equal(ProposalState.Active);
      await expect(asAlice.castVote(proposal.id, Vote.For))
        .to.emit(governor, "VoteCast")
        .withArgs(alice.address, proposal.id, Vote.For, BONDS.alice, "");
      await governor.connect(bob).castVote(proposal.id, Vote.Against);
      await governor.connect(carol).castVote(proposal.id, Vote.Abstain);
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([BONDS.bob, BONDS.alice, BONDS.carol]);

      await closeVoting(governor, proposal.id);
      expect(await governor.state(proposal.id)).to.equal(ProposalState.Succeeded);
      const queuedAt = (await time.latest()) + 1;
      await time.setNextBlockTimestamp(queuedAt);
      const readyAt = queuedAt + roles.emissions.delaySeconds;
      await expect(governor.connect(stranger)["queue(uint256)"](proposal.id))
        .to.emit(governor, "ProposalQueued")
        .withArgs(proposal.id, readyAt)
        .and.to.emit(authority, "OperationScheduled");

      await time.setNextBlockTimestamp(readyAt);
      await expect(governor.connect(stranger)["execute(uint256)"](proposal.id))
        .to.emit(governor, "ProposalExecuted")
        .withArgs(proposal.id)
        .and.to.emit(controller, "WeightsSet");
      expect(await governor.state(proposal.id)).to.equal(ProposalState.Executed);
      expect(await controller.distributorOf(2)).to.equal(await second.getAddress());
      expect(await controller.weightOf(2, 1)).to.equal(4_000);
    });

    it("replaces a reporter after the delay of that role, which is shorter", async () => {
      const { governor, distributor, alice, bob } = await loadFixture(givenTwoPrograms);
      const next = offlineKey("next reporter").address;
      const proposal = await carry(governor, [alice, bob], [callOf(distributor, "setReporter", [next])]);
      await governor["queue(uint256)"](proposal.id);
      expect((await governor.proposalEta(proposal.id)) - BigInt(await time.latest())).to.equal(
        roles.program.delaySeconds,
      );
      await time.increaseTo(await governor.proposalEta(proposal.id));
      await governor["execute(uint256)"](proposal.id);
      expect(await distributor.reporter()).to.equal(next);
    });

    it("waits as long as the slowest of its calls, and does all of them or none", async () => {
      const suite = await loadFixture(givenTwoPrograms);
      const { governor, distributor, staking, treasury, alice, bob } = suite;
      const proposal = await carry(
        governor,
        [alice, bob],
        [
          callOf(distributor, "setReporter", [alice.address]),
          callOf(staking, "setSlashSplit", [{ treasury: treasury.address, burnBps: 10_001 }]),
        ],
      );
      const [delay] = await governor.proposalExecutionPlan(proposal.id);
      expect(delay).to.equal(roles.trust.delaySeconds);
      await queueAndWait(governor, proposal.id);
      await expect(governor["execute(uint256)"](proposal.id))
        .to.be.revertedWithCustomError(staking, "OperatorStakingBurnAboveWhole")
        .withArgs(10_001, 10_000);
      expect(await distributor.reporter()).to.not.equal(alice.address);
      expect(await governor.state(proposal.id)).to.equal(ProposalState.Queued);
    });

    it("is executed once", async () => {
      const { governor, voters, calls } = await loadFixture(givenTwoPrograms);
      const proposal = await carry(governor, voters, calls);
      await queueAndWait(governor, proposal.id);
      await governor["execute(uint256)"](proposal.id);
      await expect(governor["execute(uint256)"](proposal.id))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(proposal.id, ProposalState.Executed, stateBitmap(ProposalState.Queued));
    });

    it("lapses a week after its time: the AccessManager forgets what was announced", async () => {
      const { governor, authority, controller, voters, calls } = await loadFixture(givenTwoPrograms);
      const proposal = await carry(governor, voters, calls);
      await queueAndWait(governor, proposal.id);
      await time.increase(await authority.expiration());
      const [, , [first]] = proposal.calls;
      await expect(governor["execute(uint256)"](proposal.id))
        .to.be.revertedWithCustomError(authority, "AccessManagerExpired")
        .withArgs(await authority.hashOperation(governor, controller, first ?? ""));
    });
  });

  describe("delays", () => {
    context("when a proposal was carried", () => {
      it("is not executed before it is queued", async () => {
        const { governor, voters, calls } = await loadFixture(givenTwoPrograms);
        const proposal = await carry(governor, voters, calls);
        await expect(governor["execute(uint256)"](proposal.id))
          .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
          .withArgs(proposal.id, ProposalState.Succeeded, stateBitmap(ProposalState.Queued));
      });

      it("is not executed one second early", async () => {
        const { governor, voters, calls } = await loadFixture(givenTwoPrograms);
        const proposal = await carry(governor, voters, calls);
        await governor["queue(uint256)"](proposal.id);
        const eta = await governor.proposalEta(proposal.id);
        await time.setNextBlockTimestamp(eta - 1n);
        await expect(governor["execute(uint256)"](proposal.id))
          .to.be.revertedWithCustomError(governor, "GovernorUnmetDelay")
          .withArgs(proposal.id, eta);
      });
    });

    it("what no role delays waits the base delay", async () => {
      const { governor, alice, bob } = await loadFixture(givenTwoPrograms);
      const proposal = await carry(
        governor,
        [alice, bob],
        [callOf(governor, "setVotingPeriod", [2 * 86_400])],
      );
      expect(await governor.proposalExecutionPlan(proposal.id)).to.deep.equal([
        SETTINGS.baseDelay,
        [false],
        [false],
      ]);
      await governor["queue(uint256)"](proposal.id);
      expect((await governor.proposalEta(proposal.id)) - BigInt(await time.latest())).to.equal(
        SETTINGS.baseDelay,
      );
    });

    it("the governor cannot call past them: the AccessManager wants each call announced", async () => {
      const { authority, governor, distributor, program } = await withSelector();
      expect(await authority.canCall(governor, distributor, program)).to.deep.equal([
        false,
        roles.program.delaySeconds,
      ]);
    });

    async function withSelector() {
      const suite = await loadFixture(givenTwoPrograms);
      return { ...suite, program: suite.distributor.interface.getFunction("setReporter").selector };
    }
  });

  describe("constructor", () => {
    const valid = { ...SETTINGS, guardian: NOBODY };
    const HOUR = 3_600;
    const MONTH = 30 * 86_400;
    const outOfRange = [
      ["votingDelay", HOUR - 1, "VotingDelay", HOUR, MONTH],
      ["votingDelay", MONTH + 1, "VotingDelay", HOUR, MONTH],
      ["votingPeriod", HOUR - 1, "VotingPeriod", HOUR, MONTH],
      ["votingPeriod", MONTH + 1, "VotingPeriod", HOUR, MONTH],
      ["baseDelay", HOUR - 1, "BaseDelay", HOUR, MONTH],
      ["baseDelay", MONTH + 1, "BaseDelay", HOUR, MONTH],
      ["quorumBps", 99, "Quorum", 100, 3_000],
      ["quorumBps", 3_001, "Quorum", 100, 3_000],
    ] as const;

    for (const [name, value, error, min, max] of outOfRange) {
      it(`reverts when ${name} is ${value}`, async () => {
        const { staking, authority, governor } = await loadFixture(givenTwoPrograms);
        await expect(
          ethers.deployContract("NetworkGovernor", [staking, authority, { ...valid, [name]: value }]),
        )
          .to.be.revertedWithCustomError(governor, `NetworkGovernor${error}OutOfRange`)
          .withArgs(value, min, max);
      });
    }

    it("takes the ends of every range", async () => {
      const { staking, authority, token } = await loadFixture(givenTwoPrograms);
      const shortest = { ...valid, votingDelay: HOUR, votingPeriod: HOUR, baseDelay: HOUR, quorumBps: 100 };
      const longest = {
        ...valid,
        votingDelay: MONTH,
        votingPeriod: MONTH,
        lateQuorumExtension: MONTH,
        baseDelay: MONTH,
        quorumBps: 3_000,
        quorumFloor: (await token.cap()) / 10n,
      };
      for (const settings of [{ ...shortest, lateQuorumExtension: 0, quorumFloor: 1n }, longest]) {
        const governor = await ethers.deployContract("NetworkGovernor", [staking, authority, settings]);
        expect(await governor.votingDelay()).to.equal(settings.votingDelay);
        expect(await governor.votingPeriod()).to.equal(settings.votingPeriod);
        expect(await governor.lateQuorumVoteExtension()).to.equal(settings.lateQuorumExtension);
        expect(await governor.baseDelaySeconds()).to.equal(settings.baseDelay);
        expect(await governor["quorumNumerator()"]()).to.equal(settings.quorumBps);
        expect(await governor.quorumFloor()).to.equal(settings.quorumFloor);
      }
    });

    it("reverts when the floor of the quorum is nothing, or more than a tenth of the cap", async () => {
      const { staking, authority, governor, token } = await loadFixture(givenTwoPrograms);
      const max = (await token.cap()) / 10n;
      for (const quorumFloor of [0n, max + 1n]) {
        await expect(
          ethers.deployContract("NetworkGovernor", [staking, authority, { ...valid, quorumFloor }]),
        )
          .to.be.revertedWithCustomError(governor, "NetworkGovernorQuorumFloorOutOfRange")
          .withArgs(quorumFloor, 1, max);
      }
    });

    it("reverts when the extension is longer than the vote", async () => {
      const { staking, authority, governor } = await loadFixture(givenTwoPrograms);
      const lateQuorumExtension = valid.votingPeriod + 1;
      await expect(
        ethers.deployContract("NetworkGovernor", [staking, authority, { ...valid, lateQuorumExtension }]),
      )
        .to.be.revertedWithCustomError(governor, "GovernorPreventLateQuorumVoteExtensionTooLarge")
        .withArgs(lateQuorumExtension, valid.votingPeriod);
    });

    it("knows its votes, its table and its clock", async () => {
      const { staking, authority, governor, guardian } = await loadFixture(givenTwoPrograms);
      expect(await governor.token()).to.equal(await staking.getAddress());
      expect(await governor.accessManager()).to.equal(await authority.getAddress());
      expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp");
      expect(await governor.proposalGuardian()).to.equal(guardian.address);
      expect(await governor.name()).to.equal("OpenDePIN NetworkGovernor");
      expect(await governor.quorumDenominator()).to.equal(10_000);
    });
  });

  describe("a proposal about the governor itself", () => {
    const setters = [
      ["setVotingDelay", 0, "NetworkGovernorVotingDelayOutOfRange", [0, 3_600, 2_592_000]],
      ["setVotingPeriod", 1, "NetworkGovernorVotingPeriodOutOfRange", [1, 3_600, 2_592_000]],
      ["setBaseDelaySeconds", 0, "NetworkGovernorBaseDelayOutOfRange", [0, 3_600, 2_592_000]],
      ["updateQuorumNumerator", 10_000, "NetworkGovernorQuorumOutOfRange", [10_000, 100, 3_000]],
    ] as const;

    for (const [setter, value, error, args] of setters) {
      it(`${setter} cannot leave its range, however many vote for it`, async () => {
        const { governor, alice, bob, carol } = await loadFixture(givenTwoPrograms);
        const proposal = await carry(governor, [alice, bob, carol], [callOf(governor, setter, [value])]);
        await queueAndWait(governor, proposal.id);
        await expect(governor["execute(uint256)"](proposal.id))
          .to.be.revertedWithCustomError(governor, error)
          .withArgs(...args);
      });

      it(`${setter} is for proposals only`, async () => {
        const { governor, admin, guardian } = await loadFixture(givenTwoPrograms);
        for (const caller of [admin, guardian]) {
          const { data } = callOf(governor, setter, [value]);
          await expect(caller.sendTransaction({ to: governor, data }))
            .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
            .withArgs(caller.address);
        }
      });
    }

    it("changes the settings for later proposals", async () => {
      const { governor, alice, bob } = await loadFixture(givenTwoPrograms);
      const calls = [
        callOf(governor, "setVotingDelay", [3_600]),
        callOf(governor, "setVotingPeriod", [7_200]),
        callOf(governor, "setBaseDelaySeconds", [3_600]),
        callOf(governor, "updateQuorumNumerator", [3_000]),
        callOf(governor, "setProposalThreshold", [1n]),
        callOf(governor, "setLateQuorumVoteExtension", [0]),
      ];
      const proposal = await carry(governor, [alice, bob], calls);
      await queueAndWait(governor, proposal.id);
      await expect(governor["execute(uint256)"](proposal.id))
        .to.emit(governor, "VotingDelaySet")
        .withArgs(SETTINGS.votingDelay, 3_600)
        .and.to.emit(governor, "VotingPeriodSet")
        .withArgs(SETTINGS.votingPeriod, 7_200)
        .and.to.emit(governor, "BaseDelaySet")
        .withArgs(SETTINGS.baseDelay, 3_600)
        .and.to.emit(governor, "QuorumNumeratorUpdated")
        .withArgs(SETTINGS.quorumBps, 3_000);
      expect(await governor.votingDelay()).to.equal(3_600);
      expect(await governor.votingPeriod()).to.equal(7_200);
      expect(await governor.baseDelaySeconds()).to.equal(3_600);
      expect(await governor.proposalThreshold()).to.equal(1n);
      expect(await governor.lateQuorumVoteExtension()).to.equal(0);
      await time.increase(1);
      expect(await governor.quorum((await time.latest()) - 1)).to.equal(
        ((BONDS.alice + BONDS.bob + BONDS.carol) * 3n) / 10n,
      );
    });
  });

  it("keeps every proposal, with its calls, on chain", async () => {
    const { governor, alice, calls } = await loadFixture(givenTwoPrograms);
    const first = await propose(governor, alice, calls, "first");
    const second = await propose(governor, alice, calls.slice(1), "second");
    expect(await governor.proposalCount()).to.equal(2);
    for (const [index, proposal] of [first, second].entries()) {
      expect(await governor.proposalDetailsAt(index)).to.deep.equal([
        proposal.id,
        ...proposal.calls,
        id(proposal.description),
      ]);
    }
  });

  it("sends on what it was given, by a proposal", async () => {
    const { governor, voters, stranger } = await loadFixture(givenTwoPrograms);
    await setBalance(await governor.getAddress(), 7n);
    const proposal = await carry(governor, voters, [callOf(governor, "relay", [stranger.address, 7n, "0x"])]);
    await queueAndWait(governor, proposal.id);
    await expect(governor["execute(uint256)"](proposal.id)).to.changeEtherBalances(
      [governor, stranger],
      [-7n, 7n],
    );
  });
});
