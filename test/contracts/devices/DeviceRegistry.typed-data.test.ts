import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { id, TypedDataEncoder, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { ATTESTATION_TYPES, makersDomain } from "../../helpers/attestations";
import {
  CONSENT_SUBJECTS,
  consentDigest,
  type ConsentName,
  consentTypes,
  hashByRegistry,
  registryDomain,
} from "../../helpers/device-consents";
import { deployDevices } from "../../helpers/devices";
import { inheritFromChain, OTHER_CHAIN } from "../../helpers/inherit-from-chain";
import { expectRefusal } from "../../helpers/refusal";
import { ACTIONS, sign, termsOf } from "../../helpers/signed-actions";
import { invalidSignature, send } from "../../helpers/signed-calls";
import { givenSecp256k1World } from "../../helpers/signed-world";

const CONSENTS = Object.keys(CONSENT_SUBJECTS) as ConsentName[];
const CONSENT = {
  device: BigInt(id("device")),
  owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  subject: 0x881f1d48n,
  maker: 3n,
  nonce: 7n,
  deadline: 2n ** 39n,
};
const ATTESTED = { maker: 3n, device: CONSENT.device, kind: 9n, expiry: 2n ** 38n };

describe("Typed data of devices", () => {
  for (const name of CONSENTS) {
    it(`${name}: the contract's type hash and digest are those of EIP-712`, async () => {
      const { registry } = await loadFixture(deployDevices);
      const encodedType = TypedDataEncoder.from(consentTypes(name)).encodeType(name);
      const constant = `${name.replaceAll(/(?<=.)([A-Z])/g, "_$1").toUpperCase()}_TYPEHASH`;
      const typeHash = String(await registry.getFunction(constant).staticCall());
      expect(typeHash).to.equal(id(encodedType));
      expect(await hashByRegistry(registry, name, CONSENT)).to.equal(
        await consentDigest(registry, name, CONSENT),
      );
    });
  }

  it("DeviceAttestation: the contract's type hash and digest are those of EIP-712", async () => {
    const { makers } = await loadFixture(deployDevices);
    const encodedType = TypedDataEncoder.from(ATTESTATION_TYPES).encodeType("DeviceAttestation");
    expect(await makers.DEVICE_ATTESTATION_TYPEHASH()).to.equal(id(encodedType));
    const { maker, device, kind, expiry } = ATTESTED;
    expect(await makers.hashAttestation(maker, device, kind, expiry)).to.equal(
      TypedDataEncoder.hash(await makersDomain(makers), ATTESTATION_TYPES, ATTESTED),
    );
  });

  it("has a type of its own for each action", async () => {
    const { registry } = await loadFixture(deployDevices);
    const digests = await Promise.all(CONSENTS.map((name) => consentDigest(registry, name, CONSENT)));
    expect(new Set(digests)).to.have.lengthOf(10);
  });

  it("names its domains by ERC-5267", async () => {
    const { registry, makers } = await loadFixture(deployDevices);
    const { chainId } = await ethers.provider.getNetwork();
    for (const [contract, name] of [
      [registry, "OpenDePIN DeviceRegistry"],
      [makers, "OpenDePIN MakerRegistry"],
    ] as const) {
      const domain = ["0x0f", name, "1", chainId, await contract.getAddress(), ZeroHash, []];
      expect(await contract.eip712Domain()).to.deep.equal(domain);
    }
  });

  context("given a chain that split off from the one that the registries were deployed on", () => {
    async function givenAFork() {
      const world = await givenSecp256k1World();
      await inheritFromChain(world.registry, await registryDomain(world.registry));
      await inheritFromChain(world.makers, await makersDomain(world.makers));
      return world;
    }

    for (const action of ACTIONS) {
      it(`${action}: refuses what was signed for the first chain, takes what is signed for this one`, async () => {
        const world = await loadFixture(givenAFork);
        const terms = termsOf(world, action);
        const before = await sign(world, action, terms, { domain: { chainId: OTHER_CHAIN } });
        await expectRefusal(send(world, action, terms, before), invalidSignature(world, action, terms));
        await send(world, action, terms, await sign(world, action, terms));
      });
    }
  });
});
