import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { BrowserProvider } from "ethers";
import { ethers, network } from "hardhat";

import { type DeviceToOnboard, type OnboardingResult, registerDevices } from "../../src/chain";
import type { Address, Hex } from "../../src/hex";
import { onboarding, type OnboardingPlan } from "../helpers/device-actions";
import { deviceId, secp256k1Key } from "../helpers/device-keys";
import { APP, deployDevices } from "../helpers/devices";

const DEVICES = 150;
/** Source: EIP-7825 */
const TRANSACTION_GAS = 2n ** 24n;

/** Many devices of the sender's own, of a kind that needs no maker. */
async function deployMany() {
  const { registry, alice: local, bob } = await loadFixture(deployDevices);
  // as over JSON-RPC: Hardhat's own provider words its errors in its own way
  const alice = await new BrowserProvider(network.provider).getSigner(local.address);
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
});
