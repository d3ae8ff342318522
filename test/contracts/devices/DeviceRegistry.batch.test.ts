import { loadFixture, setCode } from "@nomicfoundation/hardhat-network-helpers";
import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { expect } from "chai";
import { concat, ZeroAddress } from "ethers";

import { batchOf } from "../../helpers/attestations";
import { type Onboarding, onboarding, type OnboardingPlan } from "../../helpers/device-actions";
import { type DeviceKey, deviceId, keyHash, p256Key, secp256k1Key } from "../../helpers/device-keys";
import { APP, deployDevices, HOTSPOT, MAKER } from "../../helpers/devices";
import { LATEST_DEADLINE } from "../../helpers/report";
import { opcodesOf } from "../../helpers/opcodes";

const PHONES = 3;
/** Counts down from 10,000, for 260,000 gas, then says yes (ERC-1271). */
const SLOW_WALLET = "0x6127105b6001900380600357631626ba7e60e01b60005260206000f3";
/** Spends whatever gas there is: the invalid opcode. */
const GREEDY_WALLET = "0xfe";

async function givenPhones() {
  const devices = await deployDevices();
  const { registry, alice } = devices;
  const keys = Array.from({ length: PHONES }, (_, index) => secp256k1Key(`phone ${index}`));
  const phone = async (key: DeviceKey, plan: Partial<OnboardingPlan> = {}): Promise<Onboarding> =>
    onboarding(registry, { key, owner: alice, kind: APP, consentBy: alice, ...plan });
  const phones = await Promise.all(keys.map((key) => phone(key)));
  return { ...devices, keys, phone, phones };
}

type Fixture = Awaited<ReturnType<typeof givenPhones>>;

/** Sends the batch, and returns what it was told about each device: the name of an error, or that it was onboarded. */
async function sendBatch(
  { registry, makers, sponsor }: Fixture,
  items: readonly Onboarding[],
  sender: HardhatEthersSigner = sponsor,
) {
  const asSender = registry.connect(sender);
  const failures = await asSender.registerMany.staticCall([...items]);
  const transaction = await asSender.registerMany([...items]);
  const receipt = await transaction.wait();
  const rejected = await registry.queryFilter(registry.filters.DeviceRejected(), receipt?.blockNumber);
  const told = items.map((item, index) => {
    const event = rejected.find(({ args }) => args.index === BigInt(index));
    const failure = failures[index] ?? "0x";
    // the call was made a second earlier, which errors may tell
    expect(selectorOf(failure), "return value and event agree").to.equal(
      selectorOf(event?.args.reason ?? "0x"),
    );
    if (event === undefined) return "onboarded";
    expect(event.args.key).to.equal(keyHash(item));
    const error =
      registry.interface.parseError(event.args.reason) ?? makers.interface.parseError(event.args.reason);
    return error?.name ?? "no reason";
  });
  return { told, transaction };
}

function selectorOf(reason: string): string {
  return reason.slice(0, 10);
}

describe("DeviceRegistry registerMany", () => {
  it("does nothing for nobody", async () => {
    const fixture = await loadFixture(givenPhones);
    const { transaction } = await sendBatch(fixture, []);
    expect((await transaction.wait())?.logs).to.have.lengthOf(0);
  });

  it("onboards all that are in order", async () => {
    const fixture = await loadFixture(givenPhones);
    const { registry, alice, keys, phones } = fixture;
    const { told } = await sendBatch(fixture, phones);
    expect(told).to.deep.equal(["onboarded", "onboarded", "onboarded"]);
    expect(await registry.balanceOf(alice)).to.equal(PHONES);
    for (const key of keys) {
      expect(await registry.ownerOf(deviceId(key))).to.equal(alice.address);
      expect(await registry.nonceOf(deviceId(key))).to.equal(1);
    }
  });

  const BAD: Record<string, (fixture: Fixture, key: DeviceKey) => Promise<Onboarding>> = {
    DeviceRegistryZeroOwner: async ({ phone }, key) => ({ ...(await phone(key)), owner: ZeroAddress }),
    DeviceRegistryInvalidNonce: async ({ phone }, key) => phone(key, { nonce: 5n }),
    DeviceRegistrySignatureExpired: async ({ phone }, key) => ({ ...(await phone(key)), deadline: 1n }),
    DeviceRegistryInvalidSignature: async ({ phone }, key) => ({ ...(await phone(key)), kind: HOTSPOT }),
    DeviceRegistryConsentExpired: async ({ phone }, key) => phone(key, { consentBy: undefined }),
    DeviceRegistryInvalidOwnerSignature: async ({ phone, bob }, key) => phone(key, { consentBy: bob }),
    MakerRegistryInvalidSigner: async ({ phone }, key) => ({ ...(await phone(key)), signer: "0x1234" }),
    MakerRegistryVerifierNotAllowed: async ({ phone, alice }, key) => ({
      ...(await phone(key)),
      signer: concat([alice.address, "0x01"]),
    }),
    MakerRegistryUnknownKind: async ({ phone }, key) => phone(key, { kind: 99n }),
    MakerRegistryAttestationMissing: async ({ phone }, key) => phone(key, { kind: HOTSPOT }),
  };

  for (const [error, spoil] of Object.entries(BAD)) {
    it(`onboards the others, and names ${error} of the one that is not in order`, async () => {
      const fixture = await loadFixture(givenPhones);
      const { registry, keys, phones } = fixture;
      const bad = await spoil(fixture, secp256k1Key("bad phone"));
      const { told } = await sendBatch(fixture, [...phones.slice(0, 1), bad, ...phones.slice(1)]);
      expect(told).to.deep.equal(["onboarded", error, "onboarded", "onboarded"]);
      expect(await registry.nonceOf(deviceId(bad)), "its nonce").to.equal(0);
      for (const key of keys) expect(await registry.nonceOf(deviceId(key))).to.equal(1);
    });
  }

  it("onboards a device that comes twice once", async () => {
    const fixture = await loadFixture(givenPhones);
    const { told } = await sendBatch(fixture, [...fixture.phones, ...fixture.phones.slice(0, 1)]);
    const again = "DeviceRegistryAlreadyRegistered";
    expect(told).to.deep.equal(["onboarded", "onboarded", "onboarded", again]);
    expect(await fixture.registry.balanceOf(fixture.alice)).to.equal(PHONES);
  });

  it("is not stopped by who sends one of its devices first", async () => {
    const fixture = await loadFixture(givenPhones);
    const { registry, alice, stranger, phones } = fixture;
    await sendBatch(fixture, phones.slice(1, 2), stranger);
    const { told } = await sendBatch(fixture, phones);
    expect(told).to.deep.equal(["onboarded", "DeviceRegistryAlreadyRegistered", "onboarded"]);
    expect(await registry.balanceOf(alice)).to.equal(PHONES);
  });

  it("knows its sender: an owner's own batch needs no signature of the owner", async () => {
    const fixture = await loadFixture(givenPhones);
    const { alice, phone, keys } = fixture;
    const items = await Promise.all(keys.map((key) => phone(key, { consentBy: undefined })));
    const { told } = await sendBatch(fixture, items, alice);
    expect(told).to.deep.equal(["onboarded", "onboarded", "onboarded"]);
  });

  it("onboards from a maker's batch, and nothing that is not in it", async () => {
    const fixture = await loadFixture(givenPhones);
    const { makers, manufacturer, phone, keys } = fixture;
    const rows = keys.map((key) => ({ device: deviceId(key), kind: HOTSPOT }));
    const batch = batchOf(rows);
    await makers.connect(manufacturer).provisionBatch(MAKER, batch.root, LATEST_DEADLINE, "");
    const attestations = keys.map((key) => batch.attestationOf(deviceId(key)));
    const others = await phone(secp256k1Key("another"), { kind: HOTSPOT, attestation: attestations[0] });
    const items = await Promise.all(
      keys.map((key, index) => phone(key, { kind: HOTSPOT, attestation: attestations[index] })),
    );
    const { told } = await sendBatch(fixture, [others, ...items]);
    expect(told).to.deep.equal(["MakerRegistryUnknownBatch", "onboarded", "onboarded", "onboarded"]);
  });

  context("when the gas does not suffice", () => {
    /** A batch whose last device has an owner with a wallet contract that runs this code. */
    async function withWallet(fixture: Fixture, code: string): Promise<Onboarding[]> {
      const { verifiers, phones, phone, alice } = fixture;
      // any contract whose code can be replaced
      const wallet = await verifiers.rsa.getAddress();
      await setCode(wallet, code);
      return [...phones, await phone(secp256k1Key("the wallet's"), { owner: wallet, consentBy: alice })];
    }

    it("what is estimated onboards all, however much an owner's wallet spends @exhaustive", async () => {
      const fixture = await loadFixture(givenPhones);
      const { registry, sponsor } = fixture;
      const items = await withWallet(fixture, SLOW_WALLET);
      const asSponsor = registry.connect(sponsor);
      const gasLimit = await asSponsor.registerMany.estimateGas(items);
      await asSponsor.registerMany(items, { gasLimit });
      expect(await registry.balanceOf(await fixture.verifiers.rsa.getAddress())).to.equal(1);
      expect(await registry.queryFilter(registry.filters.DeviceRejected())).to.have.lengthOf(0);
    });

    it("refuses the whole batch with less, instead of the device @exhaustive", async () => {
      const fixture = await loadFixture(givenPhones);
      const { registry, sponsor } = fixture;
      const items = await withWallet(fixture, SLOW_WALLET);
      const asSponsor = registry.connect(sponsor);
      const enough = await asSponsor.registerMany.estimateGas(items);
      for (const missing of [50_000n, 100_000n, 150_000n, 200_000n]) {
        await expect(asSponsor.registerMany.staticCall(items, { gasLimit: enough - missing }))
          .to.be.revertedWithCustomError(registry, "DeviceRegistryOutOfGas")
          .withArgs(PHONES);
      }
    });

    it("refuses the whole batch if a wallet eats everything, and says whose", async () => {
      const fixture = await loadFixture(givenPhones);
      const { registry, sponsor } = fixture;
      const items = await withWallet(fixture, GREEDY_WALLET);
      await expect(registry.connect(sponsor).registerMany.staticCall(items, { gasLimit: 2n ** 24n }))
        .to.be.revertedWithCustomError(registry, "DeviceRegistryOutOfGas")
        .withArgs(PHONES);
    });
  });

  it("cannot be re-entered: it calls nobody in a way that changes anything", async () => {
    const fixture = await loadFixture(givenPhones);
    const { verifiers, phone, phones } = fixture;
    const key = p256Key("phone", await verifiers.p256.getAddress());
    const { told, transaction } = await sendBatch(fixture, [...phones, await phone(key)]);
    expect(told).to.deep.equal(["onboarded", "onboarded", "onboarded", "onboarded"]);
    const opcodes = await opcodesOf(transaction.hash);
    expect(opcodes.get("DELEGATECALL"), "one to itself for each device").to.equal(4);
    expect(opcodes.get("STATICCALL")).to.be.above(0);
    for (const changing of ["CALL", "CALLCODE", "CREATE", "CREATE2", "SELFDESTRUCT"]) {
      expect(opcodes.get(changing), changing).to.equal(undefined);
    }
  });
});

describe("MakerRegistry provisionBatch", () => {
  it("writes one slot and one event, whatever the number of devices", async () => {
    const { makers, manufacturer } = await loadFixture(deployDevices);
    for (const size of [1, 2_000]) {
      const rows = Array.from({ length: size }, (_, index) => ({ device: BigInt(index), kind: HOTSPOT }));
      const asMaker = makers.connect(manufacturer);
      const sent = await asMaker.provisionBatch(MAKER, batchOf(rows).root, LATEST_DEADLINE, "ipfs://list");
      expect((await opcodesOf(sent.hash)).get("SSTORE"), `${size} devices`).to.equal(1);
      expect((await sent.wait())?.logs).to.have.lengthOf(1);
    }
  });
});
