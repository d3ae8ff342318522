import { time } from "@nomicfoundation/hardhat-network-helpers";
import { ethers } from "hardhat";

import { roles } from "../../deploy/roles";
import { type AccessManager, type DeviceRegistry, type MakerRegistry } from "../../typechain-types";
import { namedAccounts } from "./accounts";
import { attest } from "./attestations";
import { register } from "./device-actions";
import { type DeviceKey, secp256k1Key } from "./device-keys";
import { EPOCH_LENGTH } from "./suite";
import { wireRoles } from "./wire-roles";

export const ROTATION_DELAY = 3 * 86_400;
/** The epoch that is running when a fixture ends. */
export const START_EPOCH = 5;

/** The fixtures' kinds, by their ids. Maker 1 may attest the first and the third. */
export const HOTSPOT = 1n;
/** Needs no maker. */
export const APP = 2n;
export const SENSOR = 3n;
/** The fixtures' maker, whose account is the manufacturer. */
export const MAKER = 1n;
export const HOTSPOT_BOND = 500n;

export enum Category {
  Physical,
  Digital,
}

export enum Status {
  Unknown,
  Active,
  Suspended,
  Released,
}

/** Both registries and the three verifiers, wired to the role table; no kind, no maker, no verifier allowed. */
export async function deployRegistries(authority: AccessManager, genesis: number) {
  const makers = await ethers.deployContract("MakerRegistry", [authority]);
  const registry = await ethers.deployContract("DeviceRegistry", [
    "Devices",
    "DEV",
    makers,
    genesis,
    EPOCH_LENGTH,
    ROTATION_DELAY,
    authority,
  ]);
  await wireRoles(authority, makers, "MakerRegistry");
  await wireRoles(authority, registry, "DeviceRegistry");
  const verifiers = {
    p256: await ethers.deployContract("P256Verifier"),
    webAuthn: await ethers.deployContract("WebAuthnVerifier"),
    rsa: await ethers.deployContract("RSAVerifier"),
  };
  return { makers, registry, verifiers };
}

/** Both registries with their roles granted, in the middle of {START_EPOCH}; nothing in their catalogue. */
export async function deployEmptyRegistries() {
  const accounts = await namedAccounts();
  const authority = await ethers.deployContract("AccessManager", [accounts.admin]);
  const genesis = (await time.latest()) - START_EPOCH * EPOCH_LENGTH - EPOCH_LENGTH / 2;
  const registries = await deployRegistries(authority, genesis);
  await authority.grantRole(roles.makers.id, accounts.makersManager, 0);
  await authority.grantRole(roles.suspender.id, accounts.suspender, 0);
  await authority.grantRole(roles.guardian.id, accounts.guardian, 0);
  return { ...accounts, authority, genesis, ...registries };
}

/** The registries with three kinds, all verifiers and a maker that attests with `makerKey`. */
export async function deployDevices() {
  const empty = await deployEmptyRegistries();
  const { makers, verifiers, makersManager, manufacturer } = empty;
  const asManager = makers.connect(makersManager);
  for (const verifier of Object.values(verifiers)) await asManager.setVerifier(verifier, true);
  await asManager.addKind(1, Category.Physical, false, HOTSPOT_BOND, "Hotspot", "ipfs://hotspot");
  await asManager.addKind(2, Category.Digital, true, 0, "App", "");
  await asManager.addKind(2, Category.Physical, false, 0, "Sensor", "");
  await asManager.addMaker(manufacturer, "ipfs://maker");
  await asManager.setMakerKind(MAKER, HOTSPOT, true);
  await asManager.setMakerKind(MAKER, SENSOR, true);
  const makerKey = secp256k1Key("maker's attestation key");
  await makers.connect(manufacturer).addAttestationKey(MAKER, makerKey.signer);
  return { ...empty, makerKey };
}

/** A hotspot of alice, attested by the maker's signature and onboarded from her own account. */
export async function deployHotspot() {
  const devices = await deployDevices();
  const key = secp256k1Key("hotspot");
  const device = await registerHotspot(devices, devices.alice, key);
  return { ...devices, key, device };
}

interface Registries {
  makers: MakerRegistry;
  registry: DeviceRegistry;
  makerKey: DeviceKey;
}

/** Onboards `key` as a hotspot from the owner's own account, with the maker's signature. */
export async function registerHotspot(
  { makers, registry, makerKey }: Registries,
  owner: Parameters<typeof register>[1],
  key: DeviceKey,
): Promise<bigint> {
  const device = await registry.deviceOf(key.signer);
  const attestation = await attest(makers, { device, kind: HOTSPOT }, makerKey);
  return register(registry, owner, { key, kind: HOTSPOT, attestation });
}
