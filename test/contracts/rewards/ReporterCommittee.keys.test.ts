import { loadFixture, setCode } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, id, ZeroAddress } from "ethers";
import { ethers } from "hardhat";

import { offlineKey } from "../../helpers/accounts";
import {
  approvalOf,
  approve,
  deployBeforeCommittee,
  deployCommittee,
  deployCommitteeOfFive,
  newcomer,
  QUORUM,
  termsOf,
} from "../../helpers/committee";
import {
  type DeviceKey,
  keyHash,
  p256Key,
  rsaKey,
  secp256k1Key,
  webAuthnKey,
} from "../../helpers/device-keys";
import { expectRefusal, type Refusal } from "../../helpers/refusal";

const REPORT = id("digest of a report");
const VALID = "0x1626ba7e";
const INVALID = "0xffffffff";
/** Order of the mock's enum; the first says yes. */
const VERIFIER = ["accepting", "reverting", "garbage", "short", "bomb", "empty"] as const;
/** Order of the mock's enum; the first says what its owner has signed. */
const WALLET = ["honest", "reverting", "garbage", "short", "bomb", "empty"] as const;

/** The committee of five and a sixth member of weight 4, whose key is the test's choice. */
async function withSixth(key: DeviceKey) {
  const five = await deployCommitteeOfFive();
  const sixth = { ...(await newcomer(five, 4n)), key };
  const { committee, asGovernance } = five;
  return { ...five, sixth, join: () => asGovernance.configure([], [termsOf(sixth)], 7), committee };
}

/** The sixth member's key names a verifier that an enemy wrote; it is on the list and has said yes so far. */
async function givenAHostileVerifier() {
  const verifier = await ethers.deployContract("VerifierMock");
  const signer = concat([await verifier.getAddress(), id("key")]);
  const world = await withSixth({ signer, sign: () => "0x" });
  await world.makers.connect(world.makersManager).setVerifier(verifier, true);
  await world.join();
  return { ...world, verifier };
}

/** The sixth member's key is the address of a wallet contract. */
async function givenAContract() {
  const owner = secp256k1Key("owner of the wallet");
  const wallet = await ethers.deployContract("ReporterWalletMock", [owner.signer]);
  const world = await withSixth({ signer: (await wallet.getAddress()).toLowerCase(), sign: owner.sign });
  await world.join();
  return { ...world, wallet };
}

function invalid({ committee, sixth }: Awaited<ReturnType<typeof withSixth>>): Refusal {
  const args = [keyHash(sixth.key), 2];
  return { contract: committee, name: "ReporterCommitteeInvalidApproval", args };
}

describe("ReporterCommittee and its members' keys", () => {
  it("takes keys of every sort in one signature", async () => {
    const before = await loadFixture(deployBeforeCommittee);
    const { makers, makersManager, verifiers } = before;
    for (const verifier of Object.values(verifiers)) {
      await makers.connect(makersManager).setVerifier(verifier, true);
    }
    const keys = [
      secp256k1Key("secp256k1"),
      p256Key("P-256", await verifiers.p256.getAddress()),
      webAuthnKey("WebAuthn", await verifiers.webAuthn.getAddress()),
      rsaKey(await verifiers.rsa.getAddress()),
    ];
    const members = keys.map((key, index) => ({
      key,
      account: offlineKey(`account ${index}`).address,
      weight: 1n,
    }));
    const committee = await deployCommittee(before, { members, quorum: 4n });
    const signature = await approve(committee, REPORT, members);
    expect(await committee.isValidSignature(REPORT, signature)).to.equal(VALID);
    for (const left of members) {
      const others = members.filter((member) => member !== left);
      const incomplete = await approve(committee, REPORT, others);
      expect(await committee.weightOf(REPORT, incomplete)).to.equal(3);
      expect(await committee.isValidSignature(REPORT, incomplete)).to.equal(INVALID);
    }
  });

  context("given a key of a hostile verifier", () => {
    for (const [behaviour, name] of VERIFIER.entries()) {
      if (behaviour === 0) continue;
      it(`does not count it if the answer is ${name}; the others do without it`, async () => {
        const world = await loadFixture(givenAHostileVerifier);
        const { committee, verifier, sixth, all } = world;
        await verifier.setBehaviour(behaviour);
        const signature = await approve(committee, REPORT, [...all, sixth]);
        await expectRefusal(committee.isValidSignature(REPORT, signature), invalid(world));
        await expectRefusal(committee.approversOf(REPORT, 2, signature), invalid(world));
        const without = await approve(committee, REPORT, all);
        expect(await committee.isValidSignature(REPORT, without)).to.equal(VALID);
      });
    }

    it("RC-05: one that says yes to anything counts for its own weight, once", async () => {
      const { committee, sixth, members } = await loadFixture(givenAHostileVerifier);
      const own = await approve(committee, REPORT, [sixth]);
      expect(await committee.weightOf(REPORT, own)).to.equal(4);
      expect(await committee.isValidSignature(REPORT, own)).to.equal(INVALID);
      const twice = { contract: committee, name: "ReporterCommitteeMalformedSignature", args: [56] };
      await expectRefusal(committee.isValidSignature(REPORT, concat([own, own])), twice);
      const withAlice = await approve(committee, REPORT, [sixth, members.alice]);
      expect(await committee.weightOf(REPORT, withAlice)).to.equal(7);
    });

    it("RC-05: is not asked after it was taken off the list, and is again when it is back", async () => {
      const world = await loadFixture(givenAHostileVerifier);
      const { committee, makers, makersManager, verifier, sixth, all } = world;
      const signature = await approve(committee, REPORT, [...all, sixth]);
      expect(await committee.weightOf(REPORT, signature)).to.equal(13);

      await makers.connect(makersManager).setVerifier(verifier, false);
      await expectRefusal(committee.isValidSignature(REPORT, signature), {
        contract: makers,
        name: "MakerRegistryVerifierNotAllowed",
        args: [await verifier.getAddress()],
      });
      const without = await approve(committee, REPORT, all);
      expect(await committee.isValidSignature(REPORT, without)).to.equal(VALID);

      await makers.connect(makersManager).setVerifier(verifier, true);
      expect(await committee.weightOf(REPORT, signature)).to.equal(13);
    });

    it("can be taken out of the committee by its key alone, while it is not on the list", async () => {
      const { committee, asGovernance, makers, makersManager, verifier, sixth } =
        await loadFixture(givenAHostileVerifier);
      await makers.connect(makersManager).setVerifier(verifier, false);
      await asGovernance.configure([keyHash(sixth.key)], [], QUORUM);
      expect(await committee.totalWeight()).to.equal(9);
    });
  });

  context("given a member's address with a contract behind it", () => {
    for (const [behaviour, name] of WALLET.entries()) {
      it(`RC-05: never asks it (ERC-1271): it does not count, though it is ${name}`, async () => {
        const world = await loadFixture(givenAContract);
        const { committee, wallet, sixth } = world;
        const digest = await committee.hashApproval(REPORT, 2);
        const answer = await wallet.isValidSignature(digest, sixth.key.sign(digest));
        expect(answer, "the wallet itself would say yes").to.equal(VALID);
        await wallet.setBehaviour(behaviour);
        const signature = await approve(committee, REPORT, [sixth]);
        await expectRefusal(committee.weightOf(REPORT, signature), invalid(world));
      });
    }

    it("code that comes to a member's address (EIP-7702) changes nothing about its key", async () => {
      const { committee, members, stranger } = await loadFixture(deployCommitteeOfFive);
      const { key } = members.alice;
      const before = await approve(committee, REPORT, [members.alice]);
      const wallet = await ethers.deployContract("ReporterWalletMock", [stranger]);
      await setCode(key.signer, await ethers.provider.getCode(wallet));
      expect(await committee.weightOf(REPORT, before)).to.equal(3);

      const digest = await committee.hashApproval(REPORT, 1);
      const byStranger = approvalOf(
        { key: { signer: key.signer, sign: secp256k1Key("stranger").sign } },
        digest,
      );
      await expectRefusal(committee.weightOf(REPORT, byStranger), {
        contract: committee,
        name: "ReporterCommitteeInvalidApproval",
        args: [keyHash(key), 1],
      });
    });
  });

  context("given the zero address as a member's key", () => {
    it("no signature is taken for its own: failing to recover is not signing", async () => {
      const world = await withSixth({ signer: ZeroAddress, sign: () => `0x${"00".repeat(65)}` });
      await world.join();
      const { committee, sixth } = world;
      for (const forged of [`0x${"00".repeat(65)}`, `0x${"00".repeat(64)}1b`, `0x${"ff".repeat(65)}`]) {
        const forger = { key: { signer: sixth.key.signer, sign: () => forged } };
        const signature = await approve(committee, REPORT, [forger]);
        await expectRefusal(committee.weightOf(REPORT, signature), invalid(world));
      }
    });
  });
});
