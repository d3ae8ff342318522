import { setBalance, time } from "@nomicfoundation/hardhat-network-helpers";
import { type ContractRunner, getBytes, id, parseEther, Wallet } from "ethers";
import { ethers } from "hardhat";

import { type Attestation, NO_ATTESTATION } from "../../test/helpers/attestations";
import { location, type Onboarding, onboarding, rotation } from "../../test/helpers/device-actions";
import { type DeviceKey, deviceId, p256Key, secp256k1Key } from "../../test/helpers/device-keys";
import { deployDevices, HOTSPOT, MAKER, ROTATION_DELAY, START_EPOCH } from "../../test/helpers/devices";
import { DATA_URI } from "./data-uri";
import { syntheticBatch } from "./device-batch";
import { type GasTable } from "./gas";
import { gasOf } from "./gas-of";

/** In a batch of so many devices every proof has twenty elements. */
export const DEVICE_BATCH_SIZE = 2 ** 20;
/** As many as one transaction of 2^24 gas is said to hold. */
const LARGEST_ONBOARDING = 100;

/** Gas depends on how many zero bytes keys and proofs have: the most expensive of so many is taken. */
const SAMPLES = 10;
const ONBOARDING = 50;
const KEYS = 300;
const DEADLINE = 2 ** 40 - 1;
/** Of resolution 8, the second beside the first. */
const CELLS = [0x881f1d4887fffffn, 0x881f1d4881fffffn] as const;

type Network = Awaited<ReturnType<typeof deployNetwork>>;

/** What it costs to onboard devices and to keep them. The same contracts give the same figures. */
export async function measureDeviceGas(): Promise<GasTable> {
  const network = await deployNetwork();
  return {
    ...(await provisionGas(network)),
    ...(await registerGas(network, "secp256k1")),
    ...(await registerManyGas(network, "secp256k1")),
    ...(await registerGas(network, "P-256")),
    ...(await registerManyGas(network, "P-256")),
    ...(await rotationGas(network)),
    ...(await upkeepGas(network)),
  };
}

/** The registries with devices in one batch, none of them onboarded, and accounts that own nothing. */
async function deployNetwork() {
  const devices = await deployDevices();
  const verifier = await devices.verifiers.p256.getAddress();
  const keys = {
    secp256k1: Array.from({ length: KEYS }, (_, index) => secp256k1Key(`device ${index}`)),
    "P-256": Array.from({ length: KEYS }, (_, index) => withoutZeros(p256Key(`device ${index}`, verifier))),
  };
  const batch = syntheticBatch(Object.values(keys).flat().map(deviceId), HOTSPOT, DEVICE_BATCH_SIZE);
  let owners = 0;

  const takeKey = (type: keyof typeof keys): DeviceKey => {
    const key = keys[type].pop();
    if (key === undefined) throw new RangeError(`there are ${KEYS} keys of a type only`);
    return key;
  };
  const takeOwner = async (): Promise<Wallet> => {
    const owner = new Wallet(id(`owner ${owners++}`), ethers.provider);
    await setBalance(owner.address, parseEther("1"));
    return owner;
  };
  const attestation = (key: DeviceKey): Attestation => ({
    ...NO_ATTESTATION,
    maker: MAKER,
    proof: batch.proofOf(deviceId(key)),
  });
  return { ...devices, batch, takeKey, takeOwner, attestation };
}
type KeyType = Parameters<Network["takeKey"]>[0];

/** P-256 signatures differ from run to run; those without a zero byte all cost the same, and the most. */
function withoutZeros(key: DeviceKey): DeviceKey {
  const sign = (digest: string): string => {
    const signature = key.sign(digest);
    return getBytes(signature).includes(0) ? sign(digest) : signature;
  };
  return { signer: key.signer, sign };
}

async function provisionGas({ makers, manufacturer, batch }: Network): Promise<GasTable> {
  const provision = (root: string) =>
    gasOf(makers.connect(manufacturer).provisionBatch(MAKER, root, DEADLINE, DATA_URI));
  return {
    "provisionBatch, 1 device": await provision(id("a batch of one device")),
    [`provisionBatch, ${DEVICE_BATCH_SIZE} devices`]: await provision(batch.root),
  };
}

/** Each device is its owner's first. */
async function registerGas(network: Network, type: KeyType): Promise<GasTable> {
  const { registry, sponsor } = network;
  const byOwner = await mostExpensive(async () => {
    const owner = await network.takeOwner();
    return gasOf(registry.connect(owner).register(await ownOnboarding(network, type, owner)));
  });
  const sponsored = await mostExpensive(async () => {
    const owner = await network.takeOwner();
    return gasOf(registry.connect(sponsor).register(await sponsoredOnboarding(network, type, owner)));
  });
  return { [`register, ${type}, by the owner`]: byOwner, [`register, ${type}, sponsored`]: sponsored };
}

/** Owners have no device before their batch. */
async function registerManyGas(network: Network, type: KeyType): Promise<GasTable> {
  const [owner, another] = [await network.takeOwner(), await network.takeOwner()];
  const own = await collect(ONBOARDING, () => ownOnboarding(network, type, owner));
  const sponsored = await collect(ONBOARDING, () => sponsoredOnboarding(network, type, another));
  const apart = (length: number) =>
    collect(length, async () => sponsoredOnboarding(network, type, await network.takeOwner()));
  const byOwner = await registerMany(network, owner, own);
  const bySponsor = await registerMany(network, network.sponsor, sponsored);
  const ofMany = await registerMany(network, network.sponsor, await apart(ONBOARDING));
  const largest = await registerMany(network, network.sponsor, await apart(LARGEST_ONBOARDING));
  const each = (gas: number) => Math.ceil(gas / ONBOARDING);
  return {
    [`registerMany ${ONBOARDING}, ${type}, by the owner, each`]: each(byOwner),
    [`registerMany ${ONBOARDING}, ${type}, sponsored, each`]: each(bySponsor),
    [`registerMany ${ONBOARDING}, ${type}, sponsored, an owner each, each`]: each(ofMany),
    [`registerMany ${LARGEST_ONBOARDING}, ${type}, sponsored, an owner each, all`]: largest,
  };
}

async function registerMany(
  { registry }: Network,
  sender: ContractRunner,
  onboardings: Onboarding[],
): Promise<number> {
  const failures = await registry.connect(sender).registerMany.staticCall(onboardings);
  const failure = failures.find((reason) => reason !== "0x");
  if (failure !== undefined) throw new Error(`a device cannot be onboarded: ${failure}`);
  return gasOf(registry.connect(sender).registerMany(onboardings));
}

async function ownOnboarding(network: Network, type: KeyType, owner: Wallet): Promise<Onboarding> {
  const key = network.takeKey(type);
  const attestation = network.attestation(key);
  return onboarding(network.registry, { key, owner, kind: HOTSPOT, attestation });
}

async function sponsoredOnboarding(network: Network, type: KeyType, owner: Wallet): Promise<Onboarding> {
  const key = network.takeKey(type);
  const attestation = network.attestation(key);
  return onboarding(network.registry, { key, owner, kind: HOTSPOT, attestation, consentBy: owner });
}

/** A device that its owner, who has one more, has just onboarded. */
async function onboarded(network: Network) {
  const { registry } = network;
  const owner = await network.takeOwner();
  const key = network.takeKey("secp256k1");
  const attestation = network.attestation(key);
  const asOwner = registry.connect(owner);
  await asOwner.register(await onboarding(registry, { key, owner, kind: HOTSPOT, attestation }));
  await asOwner.register(await ownOnboarding(network, "secp256k1", owner));
  return { owner, key, device: deviceId(key), asOwner };
}

async function rotationGas(network: Network): Promise<GasTable> {
  const { registry, sponsor, takeKey } = network;
  const { device, key, owner, asOwner } = await onboarded(network);
  const second = takeKey("secp256k1");
  const third = takeKey("secp256k1");
  const atOnce = await rotation(registry, { device, newKey: second, oldKey: key });
  const first = await gasOf(asOwner.rotateKey(atOnce));
  const again = await rotation(registry, { device, newKey: third, oldKey: second, consentBy: owner });
  const later = await gasOf(registry.connect(sponsor).rotateKey(again));

  const fourth = takeKey("secp256k1");
  const lost = { device, newKey: fourth, attestation: network.attestation(fourth) };
  const waiting = await gasOf(asOwner.rotateKey(await rotation(registry, lost)));
  await time.increase(ROTATION_DELAY);
  return {
    "rotateKey, first, at once, by the owner": first,
    "rotateKey, later, at once, sponsored": later,
    "rotateKey, later, key lost, by the owner": waiting,
    "completeRotation, later": await gasOf(asOwner.completeRotation(device)),
  };
}

async function upkeepGas(network: Network): Promise<GasTable> {
  const { registry, sponsor, suspender } = network;
  const { device, key, owner, asOwner } = await onboarded(network);
  const buyer = await network.takeOwner();
  const [cell, next] = CELLS;
  const first = await location(registry, { device, cell, key });
  const table: GasTable = {
    "assertLocation, first, by the owner": await gasOf(asOwner.assertLocation(first)),
  };
  const later = await location(registry, { device, cell: next, key, consentBy: owner });
  table["assertLocation, later, sponsored"] = await gasOf(registry.connect(sponsor).assertLocation(later));
  table["setPayee, first"] = await gasOf(asOwner.setPayee(device, buyer));
  const term = [START_EPOCH + 10, START_EPOCH + 20] as const;
  table["suspend"] = await gasOf(registry.connect(suspender).suspend(device, ...term, 1, id("evidence")));
  table["lift"] = await gasOf(registry.connect(suspender).lift(device));
  table["transferFrom, the buyer's first"] = await gasOf(asOwner.transferFrom(owner, buyer, device));
  table["release"] = await gasOf(registry.connect(buyer).release(device));
  return table;
}

async function mostExpensive(measure: () => Promise<number>): Promise<number> {
  return Math.max(...(await collect(SAMPLES, measure)));
}

async function collect<T>(length: number, make: () => Promise<T>): Promise<T[]> {
  const items: T[] = [];
  while (items.length < length) items.push(await make());
  return items;
}
