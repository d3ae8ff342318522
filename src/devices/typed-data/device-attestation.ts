import type { TypedData } from "../../eip712/typed-data";
import type { Address } from "../../hex";

/** The registry of makers that a signature is for. */
export interface MakerRegistryDomain {
  chainId: bigint | number;
  /** The `MakerRegistry`. */
  makers: Address;
}

/** A maker's statement that a device is of a kind: it serves every owner, until it expires or its key is revoked. */
export interface DeviceAttestation {
  /** The maker's id, from 1. */
  maker: number;
  /** The device's id. */
  device: bigint;
  kind: number;
  /** Last second of the statement's validity, since 1970. */
  expiry: number;
}

/** Typed data of a maker's attestation. */
export type DeviceAttestationTypedData = TypedData<
  "DeviceAttestation",
  [
    { name: "maker"; type: "uint32" },
    { name: "device"; type: "uint256" },
    { name: "kind"; type: "uint32" },
    { name: "expiry"; type: "uint40" },
  ],
  DeviceAttestation
>;

/** What an attestation key of a maker signs about a device. */
export function deviceAttestationTypedData(
  message: DeviceAttestation,
  { chainId, makers }: MakerRegistryDomain,
): DeviceAttestationTypedData {
  return {
    domain: {
      name: "OpenDePIN MakerRegistry",
      version: "1",
      chainId: Number(chainId),
      verifyingContract: makers,
    },
    types: {
      DeviceAttestation: [
        { name: "maker", type: "uint32" },
        { name: "device", type: "uint256" },
        { name: "kind", type: "uint32" },
        { name: "expiry", type: "uint40" },
      ],
    },
    primaryType: "DeviceAttestation",
    message,
  };
}
