import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { parseEther, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { roles } from "../../../deploy/roles";
import {
  BONDS,
  callOf,
  closeVoting,
  deployGovernance,
  deployGovernor,
  govern,
  openVoting,
  ProposalState,
  propose,
  SETTINGS,
  stateBitmap,
  Vote,
} from "../../helpers/governance";
import { impersonate } from "../../helpers/impersonate";
import { bondFor } from "../../helpers/trust";

const ALL = BONDS.alice + BONDS.bob + BONDS.carol;

/** A proposal of alice's, not yet open to votes. */
async function givenAProposal() {
  const suite = await deployGovernance();
  const { governor, distributor, alice } = suite;
  const calls = [callOf(distributor, "setReporter", [alice.address])];
  const { id } = await propose(governor, alice, calls);
  return { ...suite, id, calls };
}

describe("NetworkGovernor, votes", () => {
  describe("what votes", () => {
    it("is what is bonded when the voting delay ends, without any delegation", async () => {
      const { governor, alice, stranger, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      await expect(governor.connect(alice).castVote(id, Vote.For))
        .to.emit(governor, "VoteCast")
        .withArgs(alice.address, id, Vote.For, BONDS.alice, "");
      await governor.connect(stranger).castVote(id, Vote.For);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, BONDS.alice, 0n]);
    });

    it("is not what thaws", async () => {
      const { governor, staking, alice, id } = await loadFixture(givenAProposal);
      await staking.connect(alice).thaw(BONDS.alice - 1n);
      await openVoting(governor, id);
      await governor.connect(alice).castVote(id, Vote.For);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, 1n, 0n]);
    });

    it("is lowered by a slash before the snapshot", async () => {
      const { governor, staking, manager, challenger, carol, id } = await loadFixture(givenAProposal);
      const taken = parseEther("4000");
      await staking.connect(await impersonate(manager)).slash(carol, taken, challenger, 0);
      await openVoting(governor, id);
      await governor.connect(carol).castVote(id, Vote.Against);
      expect(await governor.proposalVotes(id)).to.deep.equal([BONDS.carol - taken, 0n, 0n]);
    });

    it("is not changed by thawing or by a slash after the snapshot: both sides were counted then", async () => {
      const { governor, staking, manager, challenger, alice, carol, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      await staking.connect(alice).thaw(BONDS.alice);
      await staking.connect(await impersonate(manager)).slash(carol, BONDS.carol, challenger, 0);
      await governor.connect(alice).castVote(id, Vote.For);
      await governor.connect(carol).castVote(id, Vote.Against);
      expect(await governor.proposalVotes(id)).to.deep.equal([BONDS.carol, BONDS.alice, 0n]);
      expect(await governor.quorum(await governor.proposalSnapshot(id))).to.equal(ALL / 5n);
    });

    it("is not what is bought and bonded after the snapshot", async () => {
      const suite = await loadFixture(givenAProposal);
      const { governor, stranger, alice, id } = suite;
      await openVoting(governor, id);
      await bondFor(suite, stranger, 10n * ALL);
      await bondFor(suite, alice, ALL);
      await time.increase(1);
      await governor.connect(stranger).castVote(id, Vote.Against);
      await governor.connect(alice).castVote(id, Vote.For);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, BONDS.alice, 0n]);
    });

    it("is counted once, whoever votes with it", async () => {
      const { governor, staking, alice, stranger, id } = await loadFixture(givenAProposal);
      await staking.connect(alice).delegate(stranger);
      await openVoting(governor, id);
      await governor.connect(stranger).castVote(id, Vote.For);
      await staking.connect(alice).delegate(ZeroAddress);
      await governor.connect(alice).castVote(id, Vote.For);
      await expect(governor.connect(stranger).castVote(id, Vote.For))
        .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
        .withArgs(stranger.address);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, BONDS.alice, 0n]);
    });
  });

  describe("quorum", () => {
    it("defeats what too few have voted on", async () => {
      const { governor, bob, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      expect(await governor.quorum(await governor.proposalSnapshot(id))).to.equal(ALL / 5n);
      await closeVoting(governor, id);
      expect(await governor.state(id), "nobody voted").to.equal(ProposalState.Defeated);
      await expect(governor.connect(bob)["queue(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, ProposalState.Defeated, stateBitmap(ProposalState.Succeeded));
    });

    context("given a proposer with exactly a fifth of what is bonded", () => {
      async function givenAFifth() {
        const suite = await givenAProposal();
        const fifth = (BONDS.bob + BONDS.carol) / 4n;
        await suite.staking.connect(suite.alice).thaw(BONDS.alice - fifth);
        return { ...suite, fifth };
      }

      it("is reached by its votes alone", async () => {
        const { governor, alice, id, fifth } = await loadFixture(givenAFifth);
        await openVoting(governor, id);
        expect(await governor.quorum(await governor.proposalSnapshot(id))).to.equal(fifth);
        await governor.connect(alice).castVote(id, Vote.For);
        await closeVoting(governor, id);
        expect(await governor.state(id)).to.equal(ProposalState.Succeeded);
      });

      it("is missed when one vote is lacking: abstaining counts for it, opposing does not", async () => {
        const suite = await loadFixture(givenAFifth);
        const { governor, alice, carol, stranger, id, calls, fifth } = suite;
        await bondFor(suite, stranger, 5n);
        const { id: other } = await propose(governor, alice, calls, "the same with abstention");
        await openVoting(governor, other);
        for (const proposal of [id, other]) {
          expect(await governor.quorum(await governor.proposalSnapshot(proposal))).to.equal(fifth + 1n);
          await governor.connect(alice).castVote(proposal, Vote.For);
        }
        await governor.connect(carol).castVote(id, Vote.Against);
        await governor.connect(stranger).castVote(other, Vote.Abstain);
        await closeVoting(governor, other);
        expect(await governor.state(id)).to.equal(ProposalState.Defeated);
        expect(await governor.state(other)).to.equal(ProposalState.Succeeded);
      });
    });

    context("given a network in which almost nobody has bonded", () => {
      async function givenFewBonds() {
        const suite = await deployGovernor();
        const { authority, governor, distributor, stranger } = suite;
        await authority.grantRole(roles.program.id, governor, roles.program.delaySeconds);
        await bondFor(suite, stranger, 9n);
        await time.increase(1);
        return { ...suite, calls: [callOf(distributor, "setReporter", [stranger.address])] };
      }

      it("whoever bonds first may propose, but does not govern", async () => {
        const { governor, stranger, calls } = await loadFixture(givenFewBonds);
        expect(await governor.proposalThreshold()).to.equal(0);
        const { id } = await propose(governor, stranger, calls);
        await openVoting(governor, id);
        await governor.connect(stranger).castVote(id, Vote.For);
        expect(await governor.quorum(await governor.proposalSnapshot(id))).to.equal(SETTINGS.quorumFloor);
        await closeVoting(governor, id);
        expect(await governor.state(id)).to.equal(ProposalState.Defeated);
      });

      it("is governed as soon as the floor is bonded", async () => {
        const suite = await loadFixture(givenFewBonds);
        const { governor, distributor, stranger, alice, calls } = suite;
        await bondFor(suite, alice, SETTINGS.quorumFloor);
        await time.increase(1);
        await govern(governor, [alice], calls);
        expect(await distributor.reporter()).to.equal(stranger.address);
      });

      it("nobody governs as long as nothing is bonded", async () => {
        const { governor, distributor, alice } = await loadFixture(deployGovernor);
        const { id } = await propose(governor, alice, [callOf(distributor, "setReporter", [alice.address])]);
        await openVoting(governor, id);
        await governor.connect(alice).castVote(id, Vote.For);
        await closeVoting(governor, id);
        expect(await governor.state(id)).to.equal(ProposalState.Defeated);
      });
    });
  });

  describe("proposal threshold", () => {
    it("reverts when the proposer has fewer votes", async () => {
      const { governor, alice, stranger, calls } = await loadFixture(givenAProposal);
      await expect(propose(governor, stranger, calls, "mine"))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(stranger.address, 0, SETTINGS.proposalThreshold);
      const { id } = await propose(governor, alice, calls, "mine");
      expect(await governor.proposalProposer(id)).to.equal(alice.address);
    });

    it("takes a proposer with exactly as many, and refuses one with one unit less", async () => {
      const suite = await loadFixture(givenAProposal);
      const { governor, stranger, operator, calls } = suite;
      await bondFor(suite, stranger, SETTINGS.proposalThreshold);
      await bondFor(suite, operator, SETTINGS.proposalThreshold - 1n);
      await time.increase(1);
      await propose(governor, stranger, calls, "mine");
      await expect(propose(governor, operator, calls, "mine too"))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(operator.address, SETTINGS.proposalThreshold - 1n, SETTINGS.proposalThreshold);
    });

    it("is never more than a tenth of what is bonded: set beyond the supply, it locks nobody out", async () => {
      const { governor, token, alice, bob, calls } = await loadFixture(givenAProposal);
      const beyond = (await token.cap()) * 10n;
      await govern(governor, [alice, bob], [callOf(governor, "setProposalThreshold", [beyond])]);
      expect(await governor.proposalThreshold()).to.equal(ALL / 10n);
      await govern(
        governor,
        [alice, bob],
        [callOf(governor, "setProposalThreshold", [SETTINGS.proposalThreshold])],
      );
      expect(await governor.proposalThreshold()).to.equal(SETTINGS.proposalThreshold);
      const { id } = await propose(governor, alice, calls, "as before");
      expect(await governor.proposalProposer(id)).to.equal(alice.address);
    });

    it("falls with what is bonded", async () => {
      const { governor, staking, alice, bob, carol } = await loadFixture(givenAProposal);
      await staking.connect(bob).thaw(BONDS.bob);
      await staking.connect(carol).thaw(BONDS.carol);
      await staking.connect(alice).thaw(BONDS.alice - parseEther("50"));
      await time.increase(1);
      expect(await governor.proposalThreshold()).to.equal(parseEther("5"));
    });
  });

  describe("a quorum that is reached late", () => {
    it("leaves time to answer, once", async () => {
      const { governor, alice, bob, carol, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      const deadline = await governor.proposalDeadline(id);
      await time.setNextBlockTimestamp(deadline);
      const extended = deadline + BigInt(SETTINGS.lateQuorumExtension);
      await expect(governor.connect(alice).castVote(id, Vote.For))
        .to.emit(governor, "ProposalExtended")
        .withArgs(id, extended);
      expect(await governor.proposalDeadline(id)).to.equal(extended);

      await time.setNextBlockTimestamp(extended);
      await expect(governor.connect(carol).castVote(id, Vote.Against)).to.not.emit(
        governor,
        "ProposalExtended",
      );
      await time.increase(1);
      expect(await governor.state(id)).to.equal(ProposalState.Defeated);
      await expect(governor.connect(bob).castVote(id, Vote.For))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, ProposalState.Defeated, stateBitmap(ProposalState.Active));
    });

    it("changes nothing when enough time is left", async () => {
      const { governor, alice, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      const deadline = await governor.proposalDeadline(id);
      await expect(governor.connect(alice).castVote(id, Vote.For)).to.not.emit(governor, "ProposalExtended");
      expect(await governor.proposalDeadline(id)).to.equal(deadline);
    });
  });

  describe("a signed vote", () => {
    it("is sent by anybody, and counts once", async () => {
      const { governor, alice, stranger, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      const domain = {
        name: await governor.name(),
        version: "1",
        chainId: (await ethers.provider.getNetwork()).chainId,
        verifyingContract: await governor.getAddress(),
      };
      const fields = [
        { name: "proposalId", type: "uint256" },
        { name: "support", type: "uint8" },
        { name: "voter", type: "address" },
        { name: "nonce", type: "uint256" },
      ];
      const ballot = { proposalId: id, support: Vote.For, voter: alice.address, nonce: 0 };
      const signature = await alice.signTypedData(domain, { Ballot: fields }, ballot);
      await governor.connect(stranger).castVoteBySig(id, Vote.For, alice, signature);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, BONDS.alice, 0n]);
      await expect(governor.connect(stranger).castVoteBySig(id, Vote.For, alice, signature))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(alice.address);
    });
  });
});
