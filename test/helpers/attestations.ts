import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { TypedDataEncoder, type TypedDataDomain, type TypedDataField } from "ethers";

import { type MakerRegistry } from "../../typechain-types";
import { domainOf } from "./device-consents";
import { type DeviceKey } from "./device-keys";
import { LATEST_DEADLINE } from "./report";

export const ATTESTATION_TYPES: Record<"DeviceAttestation", TypedDataField[]> = {
  DeviceAttestation: [
    { name: "maker", type: "uint32" },
    { name: "device", type: "uint256" },
    { name: "kind", type: "uint32" },
    { name: "expiry", type: "uint40" },
  ],
};

export async function makersDomain(makers: MakerRegistry): Promise<TypedDataDomain> {
  return domainOf("OpenDePIN MakerRegistry", await makers.getAddress());
}

export interface Attestation {
  maker: bigint;
  expiry: bigint;
  signer: string;
  signature: string;
  proof: string[];
}

export const NO_ATTESTATION: Attestation = {
  maker: 0n,
  expiry: 0n,
  signer: "0x",
  signature: "0x",
  proof: [],
};

/** A maker's signature that `device` is one of `kind`. */
export async function attest(
  makers: MakerRegistry,
  { maker = 1n, device, kind, expiry = LATEST_DEADLINE }: AttestedFacts,
  key: DeviceKey,
  domain: TypedDataDomain = {},
): Promise<Attestation> {
  const digest = TypedDataEncoder.hash({ ...(await makersDomain(makers)), ...domain }, ATTESTATION_TYPES, {
    maker,
    device,
    kind,
    expiry,
  });
  return { maker, expiry, signer: key.signer, signature: key.sign(digest), proof: [] };
}

export interface AttestedFacts {
  maker?: bigint;
  device: bigint;
  kind: bigint;
  expiry?: bigint;
}

export interface Batch {
  root: string;
  attestationOf(device: bigint, maker?: bigint): Attestation;
}

/** A maker's batch, built by an implementation that shares no code with ours. */
export function batchOf(rows: readonly { device: bigint; kind: bigint }[]): Batch {
  const tree = StandardMerkleTree.of(
    rows.map(({ device, kind }) => [device, kind]),
    ["uint256", "uint32"],
  );
  const attestationOf = (device: bigint, maker = 1n): Attestation => {
    const index = rows.findIndex((row) => row.device === device);
    if (index < 0) throw new Error(`the batch has no device ${device.toString()}`);
    return { ...NO_ATTESTATION, maker, proof: tree.getProof(index) };
  };
  return { root: tree.root, attestationOf };
}
