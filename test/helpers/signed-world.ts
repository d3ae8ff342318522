import { type HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/signers";
import { type Wallet } from "ethers";
import { ethers } from "hardhat";

import { offlineKey } from "./accounts";
import { attest } from "./attestations";
import { onboarding } from "./device-actions";
import { type DeviceKey, deviceId, p256Key, secp256k1Key } from "./device-keys";
import { deployDevices, HOTSPOT, MAKER, SENSOR } from "./devices";
import { impersonate } from "./impersonate";

type Devices = Awaited<ReturnType<typeof deployDevices>>;

/** What a key is for. */
export type KeyRole = "fresh" | "registered" | "next" | "maker";

/** Where a world has its keys from, and what its first owner is. */
export interface WorldPlan {
  keys: (devices: Devices) => Promise<(role: KeyRole, name: string) => DeviceKey>;
  owner: "account" | "wallet contract";
}

/** An account, or a wallet contract whose owner `key` is. */
export interface Owner {
  address: string;
  key: Wallet;
}

/** Another maker with the same key, which may attest the same kinds. */
export const OTHER_MAKER = 2n;

export type World = Awaited<ReturnType<typeof deployWorld>>;

/** All keys are addresses, and so are the owners. */
export async function givenSecp256k1World() {
  return deployWorld({ keys: () => Promise.resolve((_, name) => secp256k1Key(name)), owner: "account" });
}

/** All keys are P-256, and the devices' owner is a contract. */
export async function givenP256World() {
  const keys: WorldPlan["keys"] = async ({ verifiers }) => {
    const verifier = await verifiers.p256.getAddress();
    return (_, name) => p256Key(name, verifier);
  };
  return deployWorld({ keys, owner: "wallet contract" });
}

/** A signer that sends as the owner does. */
export async function asOwner({ address }: Pick<Owner, "address">): Promise<HardhatEthersSigner> {
  return impersonate({ getAddress: () => Promise.resolve(address) });
}

/**
 * Two devices of one owner, two keys that could become devices, two that could be rotated to, another owner, another
 * maker: whatever a signature is for, the world has a second one that it could be used for.
 */
export async function deployWorld({ keys, owner }: WorldPlan) {
  const devices = await deployDevices();
  const makeKey = await keys(devices);
  const pair = (role: KeyRole) => [makeKey(role, `${role} key`), makeKey(role, `other ${role} key`)] as const;
  const world = {
    ...devices,
    fresh: pair("fresh"),
    registered: pair("registered"),
    next: pair("next"),
    makerKey: makeKey("maker", "maker key"),
    owners: [await newOwner("owner", owner), await newOwner("other owner", "account")] as const,
  };
  await addMakers(world);
  for (const key of world.registered) await registerKey(world, key, world.owners[0]);
  return world;
}

async function addMakers({ makers, makersManager, manufacturer, makerKey }: Devices): Promise<void> {
  const asManager = makers.connect(makersManager);
  await asManager.addMaker(manufacturer, "");
  for (const kind of [HOTSPOT, SENSOR]) await asManager.setMakerKind(OTHER_MAKER, kind, true);
  for (const maker of [MAKER, OTHER_MAKER]) {
    await makers.connect(manufacturer).addAttestationKey(maker, makerKey.signer);
  }
}

async function registerKey(
  { makers, registry, makerKey, sponsor }: Devices,
  key: DeviceKey,
  owner: Owner,
): Promise<void> {
  const attestation = await attest(makers, { device: deviceId(key), kind: HOTSPOT }, makerKey);
  const plan = { key, owner: owner.address, kind: HOTSPOT, attestation, consentBy: owner.key };
  await registry.connect(sponsor).register(await onboarding(registry, plan));
}

async function newOwner(name: string, kind: WorldPlan["owner"]): Promise<Owner> {
  const key = offlineKey(name);
  if (kind === "account") return { address: key.address, key };
  const wallet = await ethers.deployContract("ReporterWalletMock", [key]);
  return { address: await wallet.getAddress(), key };
}
