import { loadFixture, mine, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { Signature, type Signer, type TypedDataDomain, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { type OperatorStaking } from "../../../typechain-types";
import { offlineKey } from "../../helpers/accounts";
import { AMPLE_GAS, inOneBlock } from "../../helpers/one-block";
import { bondFor, deployTrust } from "../../helpers/trust";

const ALICE = 1_000n;
const BOB = 200n;

interface Delegation {
  delegatee: string;
  nonce: bigint;
  expiry: bigint;
}

describe("OperatorStaking", () => {
  async function givenBonds() {
    const trust = await deployTrust();
    await bondFor(trust, trust.alice, ALICE);
    await bondFor(trust, trust.bob, BOB);
    return trust;
  }

  /** A bond of somebody who never sends a transaction. */
  async function givenASigner() {
    const trust = await givenBonds();
    const signer = offlineKey("delegator");
    await bondFor(trust, signer, 50n);
    const expiry = BigInt(await time.latest()) + 3_600n;
    return { ...trust, signer, expiry };
  }

  async function signDelegation(
    staking: OperatorStaking,
    signer: Pick<Signer, "signTypedData">,
    delegation: Delegation,
    other: TypedDataDomain = {},
  ): Promise<Signature> {
    const { chainId } = await ethers.provider.getNetwork();
    const domain = {
      name: "OpenDePIN OperatorStaking",
      version: "1",
      chainId,
      verifyingContract: await staking.getAddress(),
      ...other,
    };
    const types = {
      Delegation: [
        { name: "delegatee", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "expiry", type: "uint256" },
      ],
    };
    return Signature.from(await signer.signTypedData(domain, types, delegation));
  }

  async function votesOf(staking: OperatorStaking, accounts: readonly { address: string }[]) {
    return Promise.all(accounts.map(({ address }) => staking.getVotes(address)));
  }

  describe("clock", () => {
    it("is the second of the block, and says so (ERC-6372)", async () => {
      const { staking } = await loadFixture(deployTrust);
      expect(await staking.CLOCK_MODE()).to.equal("mode=timestamp");
      await mine(7, { interval: 1_000 });
      expect(await staking.clock()).to.equal(await time.latest());
    });
  });

  describe("delegates", () => {
    it("is oneself as long as nobody else was chosen: bonding is enough to vote", async () => {
      const { staking, alice, stranger } = await loadFixture(givenBonds);
      expect(await staking.delegates(alice)).to.equal(alice.address);
      expect(await staking.delegates(stranger)).to.equal(stranger.address);
      expect(await staking.getVotes(alice)).to.equal(ALICE);
      expect(await staking.getVotes(stranger)).to.equal(0);
    });
  });

  describe("delegate", () => {
    it("moves the votes of the whole bond, and of what is bonded later", async () => {
      const trust = await loadFixture(givenBonds);
      const { staking, alice, bob, carol } = trust;
      const delegating = staking.connect(alice).delegate(carol);
      await expect(delegating)
        .to.emit(staking, "DelegateChanged")
        .withArgs(alice.address, alice.address, carol.address);
      await expect(delegating).to.emit(staking, "DelegateVotesChanged").withArgs(alice.address, ALICE, 0);
      await expect(delegating).to.emit(staking, "DelegateVotesChanged").withArgs(carol.address, 0, ALICE);
      expect(await staking.delegates(alice)).to.equal(carol.address);

      await bondFor(trust, alice, 5n);
      await staking.connect(alice).thaw(7n);
      expect(await votesOf(staking, [alice, bob, carol])).to.deep.equal([0n, BOB, ALICE - 2n]);
    });

    it("when to nobody: to oneself, so that no bonded token is without a vote", async () => {
      const { staking, alice, carol } = await loadFixture(givenBonds);
      await staking.connect(alice).delegate(carol);
      await expect(staking.connect(alice).delegate(ZeroAddress))
        .to.emit(staking, "DelegateChanged")
        .withArgs(alice.address, carol.address, alice.address);
      expect(await votesOf(staking, [alice, carol])).to.deep.equal([ALICE, 0n]);
    });

    it("when to nobody without having delegated before: nothing moves", async () => {
      const { staking, alice } = await loadFixture(givenBonds);
      await expect(staking.connect(alice).delegate(ZeroAddress)).to.not.emit(staking, "DelegateVotesChanged");
      expect(await staking.getVotes(alice)).to.equal(ALICE);
      expect(await staking.getVotes(ZeroAddress)).to.equal(0);
    });

    it("when to the same or to oneself, any number of times: no total breaks", async () => {
      const { staking, alice, bob } = await loadFixture(givenBonds);
      for (const delegatee of [alice, alice, bob, bob, alice, bob, alice]) {
        await staking.connect(alice).delegate(delegatee);
        const votes = await votesOf(staking, [alice, bob]);
        expect(
          votes.reduce((sum, each) => sum + each),
          "OS-02",
        ).to.equal(ALICE + BOB);
      }
      expect(await votesOf(staking, [alice, bob])).to.deep.equal([ALICE, BOB]);
    });

    it("delegations are not handed on: who is delegated to delegates its own bond alone", async () => {
      const { staking, alice, bob, carol } = await loadFixture(givenBonds);
      await staking.connect(alice).delegate(bob);
      await staking.connect(bob).delegate(carol);
      expect(await votesOf(staking, [alice, bob, carol])).to.deep.equal([0n, ALICE, BOB]);
    });

    it("before the first bond: the bond votes where it was delegated to", async () => {
      const trust = await loadFixture(deployTrust);
      const { staking, alice, carol } = trust;
      await staking.connect(alice).delegate(carol);
      await bondFor(trust, alice, ALICE);
      expect(await votesOf(staking, [alice, carol])).to.deep.equal([0n, ALICE]);
    });
  });

  describe("delegateBySig", () => {
    it("delegates for who has signed, whoever sends", async () => {
      const { staking, signer, carol, stranger, expiry } = await loadFixture(givenASigner);
      const delegation = { delegatee: carol.address, nonce: 0n, expiry };
      const { v, r, s } = await signDelegation(staking, signer, delegation);
      await expect(staking.connect(stranger).delegateBySig(carol, 0, expiry, v, r, s))
        .to.emit(staking, "DelegateChanged")
        .withArgs(signer.address, signer.address, carol.address);
      expect(await staking.nonces(signer)).to.equal(1);
      expect(await votesOf(staking, [signer, carol, stranger])).to.deep.equal([0n, 50n, 0n]);
    });

    it("when to nobody: to oneself", async () => {
      const { staking, signer, carol, expiry } = await loadFixture(givenASigner);
      for (const [nonce, delegatee] of [carol.address, ZeroAddress].entries()) {
        const delegation = { delegatee, nonce: BigInt(nonce), expiry };
        const { v, r, s } = await signDelegation(staking, signer, delegation);
        await staking.delegateBySig(delegatee, nonce, expiry, v, r, s);
      }
      expect(await staking.delegates(signer)).to.equal(signer.address);
      expect(await votesOf(staking, [signer, carol])).to.deep.equal([50n, 0n]);
    });

    it("reverts for a signature that was used", async () => {
      const { staking, signer, carol, expiry } = await loadFixture(givenASigner);
      const delegation = { delegatee: carol.address, nonce: 0n, expiry };
      const { v, r, s } = await signDelegation(staking, signer, delegation);
      await staking.delegateBySig(carol, 0, expiry, v, r, s);
      await expect(staking.delegateBySig(carol, 0, expiry, v, r, s))
        .to.be.revertedWithCustomError(staking, "InvalidAccountNonce")
        .withArgs(signer.address, 1);
    });

    it("reverts after the expiry", async () => {
      const { staking, signer, carol, expiry } = await loadFixture(givenASigner);
      const delegation = { delegatee: carol.address, nonce: 0n, expiry };
      const { v, r, s } = await signDelegation(staking, signer, delegation);
      await time.increaseTo(expiry);
      await expect(staking.delegateBySig(carol, 0, expiry, v, r, s))
        .to.be.revertedWithCustomError(staking, "VotesExpiredSignature")
        .withArgs(expiry);
    });

    it("a signature for another chain or contract, or over other words, moves nothing of the signer's", async () => {
      const { staking, token, signer, carol, stranger, expiry } = await loadFixture(givenASigner);
      const delegation = { delegatee: carol.address, nonce: 0n, expiry };
      const signatures = await Promise.all([
        signDelegation(staking, signer, delegation, { chainId: 1 }),
        signDelegation(staking, signer, delegation, { verifyingContract: await token.getAddress() }),
        signDelegation(staking, signer, { ...delegation, delegatee: stranger.address }),
        signDelegation(staking, signer, { ...delegation, expiry: expiry + 1n }),
      ]);
      for (const { v, r, s } of signatures) {
        // it is the signature of some other account, which has no bond
        await staking.delegateBySig(carol, 0, expiry, v, r, s);
        expect(await staking.delegates(signer)).to.equal(signer.address);
        expect(await votesOf(staking, [signer, carol])).to.deep.equal([50n, 0n]);
      }
    });
  });

  describe("getPastVotes", () => {
    it("reverts for the present and the future", async () => {
      const { staking, alice } = await loadFixture(givenBonds);
      const now = await time.latest();
      for (const timepoint of [now, now + 1]) {
        await expect(staking.getPastVotes(alice, timepoint))
          .to.be.revertedWithCustomError(staking, "ERC5805FutureLookup")
          .withArgs(timepoint, now);
        await expect(staking.getPastTotalSupply(timepoint))
          .to.be.revertedWithCustomError(staking, "ERC5805FutureLookup")
          .withArgs(timepoint, now);
      }
    });

    it("gives votes and total of any second past, whatever happened since", async () => {
      const trust = await loadFixture(deployTrust);
      const { staking, alice, carol, disputes, challenger } = trust;
      await trust.token.connect(trust.treasury).approve(staking, 1_000n);
      const start = (await time.latest()) + 100;
      const at = async (second: number, action: () => Promise<unknown>) => {
        await time.setNextBlockTimestamp(start + second);
        await action();
      };
      await at(0, () => staking.connect(trust.treasury).bond(alice, 1_000n));
      await at(10, () => staking.connect(alice).thaw(100n));
      await at(20, () => staking.connect(disputes).slash(alice, 300n, challenger, 0));
      await at(30, () => staking.connect(alice).delegate(carol));
      await time.increaseTo(start + 40);

      const expected = [
        { from: -1, alice: 0n, carol: 0n, total: 0n },
        { from: 0, alice: 1_000n, carol: 0n, total: 1_000n },
        { from: 9, alice: 1_000n, carol: 0n, total: 1_000n },
        { from: 10, alice: 900n, carol: 0n, total: 900n },
        { from: 20, alice: 600n, carol: 0n, total: 600n },
        { from: 29, alice: 600n, carol: 0n, total: 600n },
        { from: 30, alice: 0n, carol: 600n, total: 600n },
        { from: 39, alice: 0n, carol: 600n, total: 600n },
      ];
      for (const { from, ...votes } of expected) {
        expect(await staking.getPastVotes(alice, start + from)).to.equal(votes.alice);
        expect(await staking.getPastVotes(carol, start + from)).to.equal(votes.carol);
        expect(await staking.getPastTotalSupply(start + from)).to.equal(votes.total);
      }
    });

    it("what is bonded and thawed within a second leaves no votes behind", async () => {
      const trust = await loadFixture(givenBonds);
      const { token, staking, alice, treasury } = trust;
      await token.connect(treasury).transfer(alice, 500n);
      await token.connect(alice).approve(staking, 500n);
      const second = (await time.latest()) + 10;
      const asAlice = staking.connect(alice);
      await inOneBlock(second, [
        () => asAlice.bond(alice, 500n, AMPLE_GAS),
        () => asAlice.thaw(500n, AMPLE_GAS),
      ]);
      await mine();
      expect(await staking.getPastVotes(alice, second)).to.equal(ALICE);
      expect(await staking.thawsOf(alice)).to.have.length(1);
    });
  });
});
