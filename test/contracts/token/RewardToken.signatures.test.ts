import { loadFixture, time } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import {
  id,
  MaxUint256,
  Signature,
  toBeHex,
  type TypedDataDomain,
  TypedDataEncoder,
  type TypedDataField,
  type Wallet,
  ZeroHash,
} from "ethers";
import { ethers } from "hardhat";

import { type RewardToken } from "../../../typechain-types";
import { offlineKey } from "../../helpers/accounts";
import { deployEmissions } from "../../helpers/suite";

const PERMIT: Record<string, TypedDataField[]> = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};
const MOVE_FIELDS: TypedDataField[] = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
];
const TRANSFER = { TransferWithAuthorization: MOVE_FIELDS };
const RECEIVE = { ReceiveWithAuthorization: MOVE_FIELDS };
const CANCEL: Record<string, TypedDataField[]> = {
  CancelAuthorization: [
    { name: "authorizer", type: "address" },
    { name: "nonce", type: "bytes32" },
  ],
};

/** Published by EIP-2612 and ERC-3009; a different value breaks every wallet. */
const TYPE_HASHES = {
  Permit: "0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9",
  TransferWithAuthorization: "0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267",
  ReceiveWithAuthorization: "0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8",
  CancelAuthorization: "0x158b0a9edf7a828aad02f63cd515c68ef2f50ba807396f6d12842833a1597429",
};

interface Move {
  from: string;
  to: string;
  value: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: string;
}

/** The nonce with which the sequence of `key` continues. Source: ERC-4337, 192 bits of key and 64 of sequence. */
const nonceOf = (key: bigint, sequence: bigint) => toBeHex((key << 64n) | sequence, 32);
const moveArguments = ({ from, to, value, validAfter, validBefore, nonce }: Move) =>
  [from, to, value, validAfter, validBefore, nonce] as const;

describe("RewardToken signatures", () => {
  async function givenAHolder() {
    const suite = await deployEmissions();
    const { token, treasury, alice, stranger } = suite;
    const holder = offlineKey("holder");
    await token.connect(treasury).transfer(holder, 1_000n);
    const { chainId } = await ethers.provider.getNetwork();
    const domain = { name: "Reward", version: "1", chainId, verifyingContract: await token.getAddress() };
    const move: Move = {
      from: holder.address,
      to: alice.address,
      value: 100n,
      validAfter: 0n,
      validBefore: MaxUint256,
      nonce: nonceOf(7n, 0n),
    };
    return { ...suite, holder, domain, move, asStranger: token.connect(stranger) };
  }

  const signMove = (
    types: Record<string, TypedDataField[]>,
    domain: TypedDataDomain,
    signer: Wallet,
    move: Move,
  ) => signer.signTypedData(domain, types, move);
  const transferBySignature = (token: RewardToken) =>
    token["transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)"];
  const receiveBySignature = (token: RewardToken) =>
    token["receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)"];
  const cancelBySignature = (token: RewardToken) => token["cancelAuthorization(address,bytes32,bytes)"];

  describe("domain", () => {
    it("is that of ERC-5267 and binds chain and contract", async () => {
      const { token, domain } = await loadFixture(givenAHolder);
      expect(await token.eip712Domain()).to.deep.equal([
        "0x0f",
        domain.name,
        domain.version,
        domain.chainId,
        domain.verifyingContract,
        ZeroHash,
        [],
      ]);
      expect(await token.DOMAIN_SEPARATOR()).to.equal(TypedDataEncoder.hashDomain(domain));
    });

    it("each action has a type hash of its own, as published", () => {
      for (const types of [PERMIT, TRANSFER, RECEIVE, CANCEL]) {
        const name = Object.keys(types)[0] as keyof typeof TYPE_HASHES;
        expect(id(TypedDataEncoder.from(types).encodeType(name))).to.equal(TYPE_HASHES[name]);
      }
    });
  });

  describe("permit", () => {
    async function givenAPermit() {
      const fixture = await givenAHolder();
      const { holder, alice, domain } = fixture;
      const permit = {
        owner: holder.address,
        spender: alice.address,
        value: 50n,
        nonce: 0n,
        deadline: MaxUint256,
      };
      const submit = async (
        signed: Partial<typeof permit> = {},
        submitted: Partial<typeof permit> = signed,
        domainChanges: TypedDataDomain = {},
      ) => {
        const signature = await holder.signTypedData({ ...domain, ...domainChanges }, PERMIT, {
          ...permit,
          ...signed,
        });
        const { owner, spender, value, deadline } = { ...permit, ...submitted };
        const { v, r, s } = Signature.from(signature);
        return fixture.asStranger.permit(owner, spender, value, deadline, v, r, s);
      };
      return { ...fixture, permit, submit };
    }

    it("reverts after the deadline", async () => {
      const { token, submit } = await loadFixture(givenAPermit);
      const deadline = BigInt(await time.latest());
      await time.setNextBlockTimestamp(deadline + 1n);
      await expect(submit({ deadline }))
        .to.be.revertedWithCustomError(token, "ERC2612ExpiredSignature")
        .withArgs(deadline);
    });

    it("reverts for every changed field, another chain and another contract", async () => {
      const { token, submit, stranger } = await loadFixture(givenAPermit);
      for (const change of [{ spender: stranger.address }, { value: 51n }, { deadline: MaxUint256 - 1n }]) {
        await expect(submit({}, change)).to.be.revertedWithCustomError(token, "ERC2612InvalidSigner");
      }
      for (const change of [{ chainId: 1n }, { verifyingContract: stranger.address }]) {
        await expect(submit({}, {}, change)).to.be.revertedWithCustomError(token, "ERC2612InvalidSigner");
      }
    });

    it("sets the allowance once, whoever sends it: a replay reverts", async () => {
      const { token, permit, submit, holder, alice } = await loadFixture(givenAPermit);
      await expect(submit()).to.emit(token, "Approval").withArgs(holder.address, alice.address, permit.value);
      expect(await token.allowance(holder, alice)).to.equal(permit.value);
      expect(await token["nonces(address)"](holder)).to.equal(1);
      await expect(submit()).to.be.revertedWithCustomError(token, "ERC2612InvalidSigner");
    });

    it("nonces are per signer: using mine never affects yours", async () => {
      const { token, submit, alice } = await loadFixture(givenAPermit);
      await submit();
      expect(await token["nonces(address)"](alice)).to.equal(0);
    });
  });

  describe("transferWithAuthorization", () => {
    context("when the time is not right", () => {
      it("reverts until the second after validAfter", async () => {
        const { asStranger, domain, holder, move } = await loadFixture(givenAHolder);
        const validAfter = BigInt(await time.latest()) + 100n;
        const early = { ...move, validAfter };
        const signature = await signMove(TRANSFER, domain, holder, early);
        await time.setNextBlockTimestamp(validAfter);
        await expect(transferBySignature(asStranger)(...moveArguments(early), signature))
          .to.be.revertedWithCustomError(asStranger, "ERC3009InvalidAuthorizationTime")
          .withArgs(validAfter, MaxUint256);
        await time.setNextBlockTimestamp(validAfter + 1n);
        await expect(
          transferBySignature(asStranger)(...moveArguments(early), signature),
        ).to.changeTokenBalance(asStranger, holder, -100);
      });

      it("reverts from the second of validBefore", async () => {
        const { asStranger, domain, holder, move } = await loadFixture(givenAHolder);
        const validBefore = BigInt(await time.latest()) + 100n;
        const late = { ...move, validBefore };
        const signature = await signMove(TRANSFER, domain, holder, late);
        await time.setNextBlockTimestamp(validBefore);
        await expect(transferBySignature(asStranger)(...moveArguments(late), signature))
          .to.be.revertedWithCustomError(asStranger, "ERC3009InvalidAuthorizationTime")
          .withArgs(0, validBefore);
      });
    });

    context("when the signature is not for this call", () => {
      it("reverts for every changed field", async () => {
        const { asStranger, domain, holder, move, stranger } = await loadFixture(givenAHolder);
        const signature = await signMove(TRANSFER, domain, holder, move);
        const mutations: Partial<Move>[] = [
          { from: stranger.address },
          { to: stranger.address },
          { value: 101n },
          { validAfter: 1n },
          { validBefore: MaxUint256 - 1n },
          { nonce: nonceOf(8n, 0n) },
        ];
        for (const mutation of mutations) {
          const mutated = moveArguments({ ...move, ...mutation });
          await expect(transferBySignature(asStranger)(...mutated, signature))
            .to.be.revertedWithCustomError(asStranger, "ERC3009InvalidSignature")
            .withArgs();
        }
      });

      it("reverts for another chain, another contract, another action and another signer", async () => {
        const { asStranger, domain, holder, move, stranger } = await loadFixture(givenAHolder);
        const signatures = [
          await signMove(TRANSFER, { ...domain, chainId: 1n }, holder, move),
          await signMove(TRANSFER, { ...domain, verifyingContract: stranger.address }, holder, move),
          await signMove(RECEIVE, domain, holder, move),
          await signMove(TRANSFER, domain, offlineKey("somebody else"), move),
        ];
        for (const signature of signatures) {
          await expect(transferBySignature(asStranger)(...moveArguments(move), signature))
            .to.be.revertedWithCustomError(asStranger, "ERC3009InvalidSignature")
            .withArgs();
        }
      });
    });

    context("when the nonce is not the next of its key", () => {
      it("reverts for a replay", async () => {
        const { asStranger, domain, holder, move } = await loadFixture(givenAHolder);
        const signature = await signMove(TRANSFER, domain, holder, move);
        await transferBySignature(asStranger)(...moveArguments(move), signature);
        await expect(transferBySignature(asStranger)(...moveArguments(move), signature))
          .to.be.revertedWithCustomError(asStranger, "InvalidAccountNonce")
          .withArgs(holder.address, nonceOf(7n, 1n));
      });

      it("reverts for a gap", async () => {
        const { asStranger, domain, holder, move } = await loadFixture(givenAHolder);
        const ahead = { ...move, nonce: nonceOf(7n, 1n) };
        await expect(
          transferBySignature(asStranger)(
            ...moveArguments(ahead),
            await signMove(TRANSFER, domain, holder, ahead),
          ),
        )
          .to.be.revertedWithCustomError(asStranger, "InvalidAccountNonce")
          .withArgs(holder.address, nonceOf(7n, 0n));
      });
    });

    context("when everything holds", () => {
      for (const form of ["bytes", "v, r, s"] as const) {
        it(`moves the tokens once, whoever sends it, with the signature as ${form}`, async () => {
          const { token, asStranger, domain, holder, alice, move } = await loadFixture(givenAHolder);
          const signature = await signMove(TRANSFER, domain, holder, move);
          const { v, r, s } = Signature.from(signature);
          const transfer =
            form === "bytes"
              ? transferBySignature(asStranger)(...moveArguments(move), signature)
              : asStranger[
                  "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)"
                ](...moveArguments(move), v, r, s);
          await expect(transfer).to.emit(token, "AuthorizationUsed").withArgs(holder.address, move.nonce);
          await expect(transfer).to.changeTokenBalances(token, [holder, alice], [-100, 100]);
          expect(await token.authorizationState(holder, move.nonce)).to.be.true;
          expect(await token.authorizationState(holder, nonceOf(7n, 1n))).to.be.false;
        });
      }

      it("keys are independent sequences, and key 0 is the one of permits", async () => {
        const { token, asStranger, domain, holder, move } = await loadFixture(givenAHolder);
        for (const nonce of [nonceOf(9n, 0n), nonceOf(0n, 0n), nonceOf(7n, 0n), nonceOf(7n, 1n)]) {
          const each = { ...move, nonce };
          const signature = await signMove(TRANSFER, domain, holder, each);
          await transferBySignature(asStranger)(...moveArguments(each), signature);
        }
        expect(await token["nonces(address)"](holder)).to.equal(1);
        expect(await token["nonces(address,uint192)"](holder, 7)).to.equal(nonceOf(7n, 2n));
        expect(await token["nonces(address,uint192)"](holder, 9)).to.equal(nonceOf(9n, 1n));
        expect(await token.balanceOf(holder)).to.equal(600);
      });

      it("accepts a wallet contract's authorisation (ERC-1271)", async () => {
        const { token, treasury, asStranger, domain, holder, alice, move } = await loadFixture(givenAHolder);
        const wallet = await ethers.deployContract("ReporterWalletMock", [holder]);
        await token.connect(treasury).transfer(wallet, 500n);
        const fromWallet = { ...move, from: await wallet.getAddress() };
        const signature = await signMove(TRANSFER, domain, holder, fromWallet);
        await expect(
          transferBySignature(asStranger)(...moveArguments(fromWallet), signature),
        ).to.changeTokenBalances(token, [wallet, alice], [-100, 100]);
      });
    });
  });

  describe("receiveWithAuthorization", () => {
    it("reverts for a caller that is not the receiver, so that nobody can front-run a deposit", async () => {
      const { asStranger, domain, holder, alice, move } = await loadFixture(givenAHolder);
      const signature = await signMove(RECEIVE, domain, holder, move);
      await expect(receiveBySignature(asStranger)(...moveArguments(move), signature))
        .to.be.revertedWithCustomError(asStranger, "ERC20InvalidReceiver")
        .withArgs(alice.address);
    });

    it("moves the tokens to the receiver that calls", async () => {
      const { token, domain, holder, alice, move } = await loadFixture(givenAHolder);
      const signature = await signMove(RECEIVE, domain, holder, move);
      const receiving = receiveBySignature(token.connect(alice))(...moveArguments(move), signature);
      await expect(receiving).to.changeTokenBalances(token, [holder, alice], [-100, 100]);
      expect(await token.authorizationState(holder, move.nonce)).to.be.true;
    });
  });

  describe("cancelAuthorization", () => {
    it("reverts for a signature that is not the authoriser's", async () => {
      const { asStranger, domain, holder, move } = await loadFixture(givenAHolder);
      const cancellation = { authorizer: holder.address, nonce: move.nonce };
      const signature = await offlineKey("somebody else").signTypedData(domain, CANCEL, cancellation);
      await expect(cancelBySignature(asStranger)(holder, move.nonce, signature))
        .to.be.revertedWithCustomError(asStranger, "ERC3009InvalidSignature")
        .withArgs();
    });

    it("uses up the nonce: the authorisation in flight reverts", async () => {
      const { token, asStranger, domain, holder, move } = await loadFixture(givenAHolder);
      const signature = await signMove(TRANSFER, domain, holder, move);
      const cancellation = { authorizer: holder.address, nonce: move.nonce };
      const cancelSignature = await holder.signTypedData(domain, CANCEL, cancellation);
      await expect(cancelBySignature(asStranger)(holder, move.nonce, cancelSignature))
        .to.emit(token, "AuthorizationCanceled")
        .withArgs(holder.address, move.nonce);
      await expect(transferBySignature(asStranger)(...moveArguments(move), signature))
        .to.be.revertedWithCustomError(token, "InvalidAccountNonce")
        .withArgs(holder.address, nonceOf(7n, 1n));
    });
  });
});
