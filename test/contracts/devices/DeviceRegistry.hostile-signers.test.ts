import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { concat, id, toBeHex } from "ethers";
import { ethers } from "hardhat";

import { secp256k1Key } from "../../helpers/device-keys";
import { expectRefusal, type Refusal } from "../../helpers/refusal";
import { type ActionName, BY_OWNER, sign, termsOf } from "../../helpers/signed-actions";
import { invalidSignature, send } from "../../helpers/signed-calls";
import { deployWorld, givenP256World, type KeyRole, type World } from "../../helpers/signed-world";

/** Orders of the mocks' enums; the first of each says yes. */
const VERIFIER = ["accepting", "reverting", "garbage", "short", "bomb", "empty"] as const;
const WALLET = ["honest", "reverting", "garbage", "short", "bomb", "empty"] as const;

/** Whose key an action is signed with. */
const SIGNED_BY: Partial<Record<ActionName, KeyRole>> = {
  DeviceOnboarding: "fresh",
  KeyHandover: "registered",
  KeyRotation: "registered",
  KeyAcceptance: "next",
  LocationAssertion: "registered",
  LocationAttestation: "maker",
  DeviceAttestation: "maker",
};

/** The keys of one role name a verifier that an enemy wrote; it is on the list and has said yes so far. */
async function givenHostileKeys(hostile: KeyRole) {
  const verifier = await ethers.deployContract("VerifierMock");
  const world = await deployWorld({
    keys: async ({ makers, makersManager }) => {
      await makers.connect(makersManager).setVerifier(verifier, true);
      const address = await verifier.getAddress();
      return (role, name) => (role === hostile ? hostileKey(name, address) : secp256k1Key(name));
    },
    owner: "account",
  });
  return { ...world, verifier };
}

function hostileKey(name: string, verifier: string) {
  return { signer: concat([verifier, id(name)]), sign: () => toBeHex(1, 64) };
}

const FIXTURES = {
  fresh: async () => givenHostileKeys("fresh"),
  registered: async () => givenHostileKeys("registered"),
  next: async () => givenHostileKeys("next"),
  maker: async () => givenHostileKeys("maker"),
};

function notAllowed({ makers }: World, verifier: string): Refusal {
  return { contract: makers, name: "MakerRegistryVerifierNotAllowed", args: [verifier] };
}

describe("DeviceRegistry and hostile signers", () => {
  for (const [action, role] of Object.entries(SIGNED_BY) as [ActionName, KeyRole][]) {
    context(`${action}, given a key with a hostile verifier`, () => {
      for (const [behaviour, name] of VERIFIER.entries()) {
        if (behaviour === 0) continue;
        it(`refuses a signature if the verifier's answer is ${name}`, async () => {
          const world = await loadFixture(FIXTURES[role]);
          await world.verifier.setBehaviour(behaviour);
          const terms = termsOf(world, action);
          const signature = await sign(world, action, terms);
          await expectRefusal(send(world, action, terms, signature), invalidSignature(world, action, terms));
        });
      }

      it("does not ask a verifier that is not on the list, nor one that was taken off it", async () => {
        const world = await loadFixture(FIXTURES[role]);
        const verifier = await world.verifier.getAddress();
        const terms = termsOf(world, action);
        const signature = await sign(world, action, terms);
        await world.makers.connect(world.makersManager).setVerifier(verifier, false);
        await expectRefusal(send(world, action, terms, signature), notAllowed(world, verifier));
        await world.makers.connect(world.makersManager).setVerifier(verifier, true);
        await send(world, action, terms, signature);
      });
    });
  }

  for (const action of BY_OWNER) {
    context(`${action}, given an owner with a wallet contract`, () => {
      for (const [behaviour, name] of WALLET.entries()) {
        if (behaviour === 0) continue;
        it(`refuses a signature if the wallet's answer is ${name}`, async () => {
          const world = await loadFixture(givenP256World);
          const terms = termsOf(world, action);
          const wallet = await ethers.getContractAt("ReporterWalletMock", terms.owner);
          const signature = await sign(world, action, terms);
          await wallet.setBehaviour(behaviour);
          await expectRefusal(send(world, action, terms, signature), invalidSignature(world, action, terms));
          await wallet.setBehaviour(0);
          await send(world, action, terms, signature);
        });
      }
    });
  }
});
