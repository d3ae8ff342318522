import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { admin, roles } from "../../../deploy/roles";
import {
  type Call,
  callOf,
  carry,
  closeVoting,
  deployGovernance,
  govern,
  openVoting,
  ProposalState,
  propose,
  queueAndWait,
  stateBitmap,
} from "../../helpers/governance";

async function givenAProposal() {
  const suite = await deployGovernance();
  const { governor, distributor, alice, bob } = suite;
  const calls = [callOf(distributor, "setReporter", [alice.address])];
  const { id } = await propose(governor, alice, calls);
  return { ...suite, id, calls, voters: [alice, bob] as const, asGuardian: governor.connect(suite.guardian) };
}

describe("NetworkGovernor, guardian", () => {
  describe("cancel", () => {
    it("reverts when the caller is neither the guardian nor the proposer", async () => {
      const { governor, treasury, bob, stranger, id } = await loadFixture(givenAProposal);
      for (const caller of [treasury, bob, stranger]) {
        await expect(governor.connect(caller)["cancel(uint256)"](id))
          .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
          .withArgs(id, caller.address);
      }
    });

    it("reverts when the vote on the proposer's proposal has begun", async () => {
      const { governor, alice, id } = await loadFixture(givenAProposal);
      await openVoting(governor, id);
      await expect(governor.connect(alice)["cancel(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, alice.address);
    });

    it("reverts when there is no such proposal", async () => {
      const { governor, asGuardian } = await loadFixture(givenAProposal);
      await expect(asGuardian["cancel(uint256)"](7n))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(7n);
    });

    it("is the proposer's before the vote", async () => {
      const { governor, alice, id } = await loadFixture(givenAProposal);
      await expect(governor.connect(alice)["cancel(uint256)"](id))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(id);
      expect(await governor.state(id)).to.equal(ProposalState.Canceled);
    });

    const stages = {
      "before the vote": () => Promise.resolve(),
      "during the vote": ({ governor, id }) => openVoting(governor, id),
      "after it": ({ governor, id }) => closeVoting(governor, id),
    } satisfies Record<string, (given: Awaited<ReturnType<typeof givenAProposal>>) => Promise<void>>;

    for (const [stage, pass] of Object.entries(stages)) {
      it(`is the guardian's ${stage}`, async () => {
        const given = await loadFixture(givenAProposal);
        await pass(given);
        await expect(given.asGuardian["cancel(uint256)"](given.id))
          .to.emit(given.governor, "ProposalCanceled")
          .withArgs(given.id);
        expect(await given.governor.state(given.id)).to.equal(ProposalState.Canceled);
      });
    }

    it("is the guardian's until the last second of the delay, and takes back what was announced", async () => {
      const { governor, authority, distributor, asGuardian, voters, calls } =
        await loadFixture(givenAProposal);
      const { id } = await carry(governor, voters, calls, "carried");
      await queueAndWait(governor, id);
      const operation = await authority.hashOperation(governor, distributor, calls[0]?.data ?? "");
      await expect(asGuardian["cancel(uint256)"](id))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(id)
        .and.to.emit(authority, "OperationCanceled")
        .withArgs(operation, 1);
      expect(await authority.getSchedule(operation)).to.equal(0);
      await expect(governor["execute(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, ProposalState.Canceled, stateBitmap(ProposalState.Queued));
    });

    it("is nobody's once the proposal was executed", async () => {
      const { governor, asGuardian, voters, calls } = await loadFixture(givenAProposal);
      const { id } = await govern(governor, voters, calls, "executed");
      const { Pending, Active, Defeated, Succeeded, Queued, Executed } = ProposalState;
      await expect(asGuardian["cancel(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, Executed, stateBitmap(Pending, Active, Defeated, Succeeded, Queued));
    });
  });

  describe("the guardian's own replacement", () => {
    it("cannot be cancelled by the guardian: voters have the last word", async () => {
      const { governor, guardian, carol, stranger, voters, asGuardian } = await loadFixture(givenAProposal);
      const call = callOf(governor, "setProposalGuardian", [carol.address]);
      const { id } = await carry(governor, voters, [call], "another guardian");
      await expect(asGuardian["cancel(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, guardian.address);
      await queueAndWait(governor, id);
      await expect(asGuardian["cancel(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, guardian.address);
      await expect(governor.connect(stranger)["execute(uint256)"](id))
        .to.emit(governor, "ProposalGuardianSet")
        .withArgs(guardian.address, carol.address);
      expect(await governor.proposalGuardian()).to.equal(carol.address);
    });

    it("can be, together with anything else: nothing hides behind it", async () => {
      const { governor, distributor, alice, stranger, asGuardian } = await loadFixture(givenAProposal);
      const replace = callOf(governor, "setProposalGuardian", [stranger.address]);
      const mixed: Record<string, Call[]> = {
        "with another call": [replace, callOf(distributor, "setReporter", [stranger.address])],
        "of another contract": [{ ...replace, target: distributor }],
        "another setting": [callOf(governor, "setProposalThreshold", [0])],
        "no call at all": [{ target: governor, data: "0x" }],
      };
      for (const [description, calls] of Object.entries(mixed)) {
        const { id } = await propose(governor, alice, calls, description);
        await expect(asGuardian["cancel(uint256)"](id), description)
          .to.emit(governor, "ProposalCanceled")
          .withArgs(id);
      }
    });

    it("can still be taken back by a guardian that has proposed it, before the vote", async () => {
      const { governor, staking, alice, guardian, asGuardian } = await loadFixture(givenAProposal);
      await staking.connect(alice).delegate(guardian);
      const { id } = await propose(
        governor,
        guardian,
        [callOf(governor, "setProposalGuardian", [alice.address])],
        "I resign",
      );
      await expect(asGuardian["cancel(uint256)"](id)).to.emit(governor, "ProposalCanceled").withArgs(id);
    });
  });

  context("given no guardian", () => {
    it("proposers can cancel their own at any time, and nobody else can", async () => {
      const { governor, voters, calls, asGuardian, guardian } = await loadFixture(givenAProposal);
      await govern(governor, voters, [callOf(governor, "setProposalGuardian", [ZeroAddress])], "none");
      const { id } = await carry(governor, voters, calls, "carried");
      await expect(asGuardian["cancel(uint256)"](id))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, guardian.address);
      await expect(governor.connect(voters[0])["cancel(uint256)"](id))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(id);
    });
  });

  it("neither pays nor points anywhere: it makes no call of governance's or the admin's", async () => {
    const { authority, governor, controller, distributor, token, guardian } =
      await loadFixture(givenAProposal);
    const restricted = [
      [token, "mint", [guardian.address, 1n]],
      [controller, "setWeights", [[10_000]]],
      [distributor, "setReporter", [guardian.address]],
    ] as const;
    for (const [target, name, args] of restricted) {
      const { data } = callOf(target, name, args);
      await expect(guardian.sendTransaction({ to: target, data }))
        .to.be.revertedWithCustomError(target, "AccessManagedUnauthorized")
        .withArgs(guardian.address);
    }
    await expect(authority.connect(guardian).grantRole(roles.minter.id, guardian, 0))
      .to.be.revertedWithCustomError(authority, "AccessManagerUnauthorizedAccount")
      .withArgs(guardian.address, admin.id);
    await expect(governor.connect(guardian).setProposalGuardian(guardian))
      .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
      .withArgs(guardian.address);
  });
});
