import { loadFixture, setCode } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { BrowserProvider, type Eip1193Provider } from "ethers";
import { ethers, network } from "hardhat";

import { type DeviceToOnboard, type OnboardingResult, registerDevices } from "../../src/chain";
import type { Address, Hex } from "../../src/hex";
import { onboarding, type OnboardingPlan } from "../helpers/device-actions";
import { deviceId, secp256k1Key } from "../helpers/device-keys";
import { APP, deployDevices } from "../helpers/devices";

const DEVICES = 150;
/** Source: EIP-7825 */
const TRANSACTION_GAS = 2n ** 24n;
/** Accepts every signature, but spends all its gas if that is 10 to 15 million, as in a full batch and no estimate. */
const GREEDY_IN_BATCHES = "0x5a8062e4e1c01190629896801016602157631626ba7e60e01b60005260206000f35bfe";

/** As a public chain's node does: a transaction that will revert is taken, and is in a block. */
const publicNode: Eip1193Provider = {
  async request({ method, params }) {
    if (method !== "eth_sendTransaction") return network.provider.request({ method, params });
    await network.provider.send("evm_setAutomine", [false]);
    const hash: unknown = await network.provider.request({ method, params });
    await network.provider.send("evm_setAutomine", [true]);
    await network.provider.send("evm_mine", []);
    return hash;
  },
};

/** Many devices of the sender's own, of a kind that needs no maker. */
async function deployMany() {
  const { registry, alice: local, bob } = await loadFixture(deployDevices);
  // as over JSON-RPC: Hardhat's own provider words its errors in its own way
  const alice = await new BrowserProvider(publicNode).getSigner(local.address);
  const plan = async (name: string, changes: Partial<OnboardingPlan> = {}): Promise<DeviceToOnboard> => {
    const key = secp256k1Key(name);
    const { owner, kind, nonce, deadline, signer, signature, consent } = await onboarding(registry, {
      key,
      owner: alice,
      kind: APP,
      ...changes,
    });
    return {
      device: deviceId(key),
      onboarding: {
        owner: owner as Address,
        kind: Number(kind),
        nonce: Number(nonce),
        deadline: Number(deadline),
        signer: signer as Hex,
        signature: signature as Hex,
        consent: { deadline: Number(consent.deadline), signature: consent.signature as Hex },
        attestation: { maker: 0, expiry: 0, signer: "0x", signature: "0x", proof: [] },
      },
    };
  };
  const devices: DeviceToOnboard[] = [];
  for (let index = 0; index < DEVICES; index++) devices.push(await plan(`device ${index}`));
  return { registry, alice, bob, devices, plan };
}

describe("registerDevices", () => {
  async function gasOf(results: readonly OnboardingResult[]): Promise<bigint[]> {
    const hashes = new Set(results.map(({ transaction }) => transaction));
    hashes.delete(undefined);
    const receipts = await Promise.all(
      [...hashes].map((hash) => ethers.provider.getTransactionReceipt(hash ?? "")),
    );
    return receipts.map((receipt) => receipt?.gasUsed ?? 0n);
  }

  it("onboards many in as few transactions as the gas of one allows", async () => {
    const { registry, alice, devices } = await deployMany();
    const shares: number[] = [];
    const results = await registerDevices(registry, devices, alice, (share) => shares.push(share));
    expect(results.map(({ device }) => device)).to.deep.equal(devices.map(({ device }) => device));
    expect(results.filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
    expect(await registry.balanceOf(alice)).to.equal(DEVICES);
    const gas = await gasOf(results);
    expect(gas.length).to.equal(2);
    expect(gas.every((used) => used < TRANSACTION_GAS)).to.equal(true);
    expect(shares.at(-1)).to.equal(1);
  });

  it("names why each that is refused was, and pays nothing for it", async () => {
    const { registry, alice, bob, devices, plan } = await deployMany();
    const [first, second, third] = devices;
    if (!first || !second || !third) throw new Error("the fixture has too few devices");
    const unsigned = { ...second.onboarding, signature: first.onboarding.signature };
    const results = await registerDevices(
      registry,
      [
        first,
        { device: second.device, onboarding: unsigned },
        await plan("replayed", { nonce: 4n }),
        await plan("stranger's", { owner: bob }),
        third,
      ],
      alice,
    );
    const [ok, wrongSignature, wrongNonce, noConsent, alsoOk] = results.map(({ refused }) => refused);
    expect([ok, alsoOk]).to.deep.equal([undefined, undefined]);
    expect(wrongSignature).to.match(/DeviceRegistryInvalidSignature\(key 0x/);
    expect(wrongNonce).to.match(/DeviceRegistryInvalidNonce\(device 0x\w{64}, nonce 4, expected 0\)/);
    expect(noConsent).to.match(/neither sends nor signed/);
    expect(results.map(({ transaction }) => transaction !== undefined)).to.deep.equal([
      true,
      false,
      false,
      false,
      true,
    ]);
    expect(await registry.balanceOf(alice)).to.equal(2n);
  });

  it("names what was refused only when its transaction was in a block", async () => {
    const { registry, alice, devices } = await deployMany();
    const [first, second] = devices;
    if (!first || !second) throw new Error("the fixture has too few devices");
    // each of the two would be taken alone
    const results = await registerDevices(registry, [first, second, first], alice);
    const [transaction] = results.map((result) => result.transaction);
    expect(results.map(({ refused }) => refused?.split("(")[0])).to.deep.equal([
      undefined,
      undefined,
      "DeviceRegistryAlreadyRegistered",
    ]);
    expect(results.map((result) => result.transaction)).to.deep.equal([
      transaction,
      transaction,
      transaction,
    ]);
  });

  it("goes on after a batch that an owner's wallet makes run dry, and says of all that were in it", async () => {
    const { registry, alice, bob, devices, plan } = await deployMany();
    const wallet = await ethers.deployContract("P256Verifier");
    await setCode(await wallet.getAddress(), GREEDY_IN_BATCHES);
    const greedy = await plan("greedy", { owner: wallet, consentBy: bob });
    const results = await registerDevices(registry, [greedy, ...devices], alice);
    const [first, last] = [results[0], results.at(-1)];
    expect(first?.refused).to.match(/reverted/);
    expect((await ethers.provider.getTransactionReceipt(first?.transaction ?? ""))?.status).to.equal(0);
    expect(last?.refused).to.equal(undefined);
    const onboarded = results.filter(({ refused }) => refused === undefined);
    expect(await registry.balanceOf(alice))
      .to.equal(onboarded.length)
      .and.to.be.greaterThan(0);
  });
});
