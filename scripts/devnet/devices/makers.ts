import type { HardhatRuntimeEnvironment } from "hardhat/types";

import type { NetworkParameters } from "../../../deploy/parameters";
import { secp256k1Key } from "../../../src/chain/secp256k1-key";
import { settled } from "../../../src/chain/send";
import { batchTree } from "../../../src/devices/batch-tree";
import type { Attestation } from "../../../src/devices/messages";
import { deviceAttestationTypedData } from "../../../src/devices/typed-data";
import type { DevnetMaker } from "../../../src/devnet/manifest";
import { digestOf } from "../../../src/eip712/digest-of";
import type { Address } from "../../../src/hex";
import { attestationKeys, MAKER_NAMES, type MakerName } from "../accounts";
import type { PreparedDevice } from "./prepare";
import type { SeedRegistries } from "./registries";

/** Gives each maker its attestation key and, if any of the devices comes in a batch of its own, that batch. */
export async function seedMakers(
  hre: HardhatRuntimeEnvironment,
  { makers }: SeedRegistries,
  parameters: NetworkParameters["makers"],
  devices: readonly PreparedDevice[],
  expiry: number,
): Promise<DevnetMaker[]> {
  const keys = attestationKeys(hre);
  const seeded: DevnetMaker[] = [];
  for (const [index, { account, kinds }] of parameters.entries()) {
    const maker = index + 1;
    const name = nameOf(maker);
    const asMaker = makers.connect(await hre.ethers.getSigner(account));
    await settled(asMaker.addAttestationKey(maker, keys[name].address));
    const batch = batchOf(name, devices)?.root() ?? null;
    if (batch !== null) await settled(asMaker.provisionBatch(maker, batch, expiry, ""));
    seeded.push({ maker, name, account: account as Address, attestationKey: keys[name], kinds, batch });
  }
  return seeded;
}

/** Each device's attestation, in their order: a proof, a signature, or none. */
export function attestAll(
  devices: readonly PreparedDevice[],
  makers: readonly DevnetMaker[],
  { makerDomain }: SeedRegistries,
  expiry: number,
): Promise<Attestation[]> {
  const batches = new Map(MAKER_NAMES.map((name) => [name, batchOf(name, devices)]));
  return Promise.all(
    devices.map(async ({ plan: { attestation }, device, kind }) => {
      if (attestation === undefined) return NONE;
      const { maker, attestationKey } = makerNamed(attestation.maker, makers);
      if (attestation.by === "batch") {
        return { ...NONE, maker, proof: batches.get(attestation.maker)?.proof(device) ?? [] };
      }
      const key = secp256k1Key(attestationKey.privateKey);
      const statement = deviceAttestationTypedData({ maker, device, kind, expiry }, makerDomain);
      return { ...NONE, maker, expiry, signer: key.signer, signature: await key.sign(digestOf(statement)) };
    }),
  );
}

const NONE: Attestation = { maker: 0, expiry: 0, signer: "0x", signature: "0x", proof: [] };

function batchOf(name: MakerName, devices: readonly PreparedDevice[]) {
  const members = devices.filter(
    ({ plan: { attestation } }) => attestation?.maker === name && attestation.by === "batch",
  );
  return members.length === 0 ? undefined : batchTree(members.map(({ device, kind }) => ({ device, kind })));
}

function nameOf(maker: number): MakerName {
  const name = MAKER_NAMES[maker - 1];
  if (name === undefined) throw new Error(`the devnet has no name for maker ${maker}`);
  return name;
}

function makerNamed(name: MakerName, makers: readonly DevnetMaker[]): DevnetMaker {
  const maker = makers.find((entry) => entry.name === name);
  if (maker === undefined) throw new Error(`the devnet's parameters have no account for maker ${name}`);
  return maker;
}
