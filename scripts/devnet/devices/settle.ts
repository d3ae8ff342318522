import { id } from "ethers";
import { latLngToCell } from "h3-js";
import type { HardhatRuntimeEnvironment } from "hardhat/types";

import { settled } from "../../../src/chain/send";
import type { Location } from "../../../src/devices/messages";
import { parseCell } from "../../../src/devices/parse-cell";
import { locationAssertionTypedData } from "../../../src/devices/typed-data";
import type { DevnetAccount } from "../../../src/devnet/manifest";
import { digestOf } from "../../../src/eip712/digest-of";
import type { Hex } from "../../../src/hex";
import type { AccountName } from "../accounts";
import type { Place } from "./places";
import type { PreparedDevice } from "./prepare";
import type { SeedRegistries } from "./registries";

/** Cells of about 0.1 km². */
const RESOLUTION = 9;

/** H3 index of a place's cell, as H3's tools write it. */
export function cellOf({ latitude, longitude }: Place): string {
  return latLngToCell(latitude, longitude, RESOLUTION);
}

/** What the owners do with their onboarded devices, in one transaction each: locate, name payees, release. */
export async function settleIn(
  hre: HardhatRuntimeEnvironment,
  registries: SeedRegistries,
  devices: readonly PreparedDevice[],
  accounts: Record<AccountName, DevnetAccount>,
  deadline: number,
): Promise<void> {
  for (const owner of new Set(devices.map(({ plan }) => plan.owner))) {
    const owned = devices.filter(({ plan }) => plan.owner === owner);
    const calls = await Promise.all(owned.map((device) => callsOf(device, registries, accounts, deadline)));
    const sender = await hre.ethers.getSigner(accounts[owner].address);
    await settled(registries.registry.connect(sender).multicall(calls.flat()));
  }
}

/** Suspends the devices whose plan says so. */
export async function suspendAll(
  { registry }: SeedRegistries,
  devices: readonly PreparedDevice[],
  suspender: Parameters<SeedRegistries["registry"]["connect"]>[0],
): Promise<void> {
  const calls = devices.flatMap(({ device, plan: { name, suspension } }) => {
    if (suspension === undefined) return [];
    const { fromEpoch, untilEpoch, reason } = suspension;
    return registry.interface.encodeFunctionData("suspend", [
      device,
      fromEpoch,
      untilEpoch,
      reason,
      id(`evidence against ${name}`),
    ]);
  });
  await settled(registry.connect(suspender).multicall(calls));
}

async function callsOf(
  prepared: PreparedDevice,
  { registry, deviceDomain }: SeedRegistries,
  accounts: Record<AccountName, DevnetAccount>,
  deadline: number,
): Promise<string[]> {
  const { device, plan } = prepared;
  if (plan.released) return [registry.interface.encodeFunctionData("release", [device])];
  const location = await locationOf(prepared, deviceDomain, deadline);
  const located = registry.interface.encodeFunctionData("assertLocation", [location]);
  if (plan.payee === undefined) return [located];
  const payee = accounts[plan.payee].address;
  return [located, registry.interface.encodeFunctionData("setPayee", [device, payee])];
}

async function locationOf(
  { plan, key, device, owner }: PreparedDevice,
  domain: SeedRegistries["deviceDomain"],
  deadline: number,
): Promise<Location> {
  const cell = parseCell(cellOf(plan.place));
  // onboarding used the first
  const message = { device, owner: owner.address, cell, nonce: 1, deadline };
  const signature: Hex = await key.sign(digestOf(locationAssertionTypedData(message, domain)));
  return {
    device,
    cell,
    nonce: message.nonce,
    deadline,
    signer: key.signer,
    signature,
    consent: { deadline, signature: "0x" },
  };
}
