import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";

import { location, onboarding, register, rotation } from "../../helpers/device-actions";
import { keyHash, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, deployRegistries } from "../../helpers/devices";
import { expectRefusal } from "../../helpers/refusal";
import { ACTIONS, type ActionName, ONBOARDING, sign, termsOf } from "../../helpers/signed-actions";
import { invalidSignature, send, wrongNonce } from "../../helpers/signed-calls";
import { asOwner, givenP256World, givenSecp256k1World, type World } from "../../helpers/signed-world";

const CELL = 0x881f1d4887fffffn;

/** The action's call was made once; what it onboarded was given up since. */
async function act(world: World, action: ActionName) {
  const terms = termsOf(world, action);
  const signature = await sign(world, action, terms);
  await send(world, action, terms, signature);
  if (ONBOARDING.includes(action)) {
    const owner = await asOwner({ address: terms.owner });
    await world.registry.connect(owner).release(terms.device);
  }
  return { terms, signature, nonce: await world.registry.nonceOf(terms.device) };
}

/** A phone of alice, and everything that can be signed about it at the same place in its sequence. */
async function givenAPhone() {
  const devices = await deployDevices();
  const { registry, alice } = devices;
  const key = secp256k1Key("phone");
  const newKey = secp256k1Key("the phone's next key");
  const device = await register(registry, alice, { key, kind: APP });
  const rotated = await rotation(registry, { device, newKey, oldKey: key });
  const located = await location(registry, { device, cell: CELL, key });
  return { ...devices, key, newKey, device, rotated, located };
}

describe("DeviceRegistry replay", () => {
  for (const [keys, given] of [
    ["secp256k1", givenSecp256k1World],
    ["P-256", givenP256World],
  ] as const) {
    for (const action of ACTIONS) {
      if (action === "DeviceAttestation") continue;
      it(`${action}, ${keys} keys: refuses the call that was made before`, async () => {
        const world = await loadFixture(given);
        const { terms, signature, nonce } = await act(world, action);
        await expectRefusal(send(world, action, terms, signature), wrongNonce(world, terms, nonce));
      });
    }

    for (const action of [
      "DeviceOnboarding",
      "OwnerAcceptance",
      "LocationAssertion",
      "LocationApproval",
    ] as const) {
      it(`${action}, ${keys} keys: refuses the signature in a call at the present nonce`, async () => {
        const world = await loadFixture(given);
        const { terms, signature, nonce } = await act(world, action);
        const now = { ...terms, nonce };
        await expectRefusal(send(world, action, now, signature), invalidSignature(world, action, now));
      });
    }

    it(`DeviceAttestation, ${keys} keys: is a fact, which serves a later owner as well`, async () => {
      const world = await loadFixture(given);
      const { terms, signature, nonce } = await act(world, "DeviceAttestation");
      const now = { ...terms, nonce, owner: world.owners[1].address };
      await send(world, "DeviceAttestation", now, signature);
      expect(await world.registry.ownerOf(terms.device)).to.equal(now.owner);
    });
  }

  it("refuses what was signed for another registry", async () => {
    const { registry, authority, genesis, alice } = await loadFixture(deployDevices);
    const { registry: twin } = await deployRegistries(authority, genesis);
    const key = secp256k1Key("phone");
    const item = await onboarding(twin, { key, owner: alice, kind: APP });
    await expect(registry.connect(alice).register(item))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
      .withArgs(keyHash(key));
  });

  it("takes one of two signatures that were made at the same place in the sequence", async () => {
    const { registry, device, rotated, located, alice } = await loadFixture(givenAPhone);
    await registry.connect(alice).assertLocation(located);
    await expect(registry.connect(alice).rotateKey(rotated))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
      .withArgs(device, 1, 2);
  });

  it("a refused call uses no nonce up", async () => {
    const { registry, device, located, alice } = await loadFixture(givenAPhone);
    await expect(registry.connect(alice).assertLocation({ ...located, cell: CELL + 1n }))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidCell")
      .withArgs(CELL + 1n);
    expect(await registry.nonceOf(device)).to.equal(1);
    await registry.connect(alice).assertLocation(located);
  });

  it("refuses after a sale what was signed for the seller", async () => {
    const { registry, device, rotated, located, alice, bob } = await loadFixture(givenAPhone);
    await registry.connect(alice).transferFrom(alice, bob, device);
    await expect(registry.connect(bob).assertLocation(located))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
      .withArgs(device, 1, 2);
    await expect(registry.connect(bob).rotateKey(rotated))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
      .withArgs(device, 1, 2);
  });

  it("what the seller signed before a sale does not revive when the device comes back to it", async () => {
    const { registry, device, rotated, located, alice, bob } = await loadFixture(givenAPhone);
    await registry.connect(alice).transferFrom(alice, bob, device);
    await registry.connect(bob).transferFrom(bob, alice, device);
    await expect(registry.connect(alice).assertLocation(located))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
      .withArgs(device, 1, 3);
    await expect(registry.connect(alice).rotateKey(rotated))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidNonce")
      .withArgs(device, 1, 3);
  });

  it("a nonce outlives rotation, and counts every sale and release", async () => {
    const { registry, device, newKey, rotated, alice, bob } = await loadFixture(givenAPhone);
    await registry.connect(alice).rotateKey(rotated);
    expect(await registry.nonceOf(device)).to.equal(2);
    await registry.connect(alice).transferFrom(alice, bob, device);
    expect(await registry.nonceOf(device)).to.equal(3);
    await registry.connect(bob)["safeTransferFrom(address,address,uint256)"](bob, alice, device);
    expect(await registry.nonceOf(device)).to.equal(4);
    await registry.connect(alice).release(device);
    expect(await registry.nonceOf(device)).to.equal(5);
    await register(registry, bob, { key: newKey, kind: APP });
    expect(await registry.nonceOf(device)).to.equal(6);
  });
});
