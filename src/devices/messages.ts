import type { Address, Hex } from "../hex";
import type { Signer } from "./signer";

/** An owner's consent by signature: `IDeviceRegistry.OwnerConsent`. */
export interface OwnerConsent {
  /** Last second of the signature's validity, since 1970. */
  deadline: number;
  /** An account's signature, or a contract's by ERC-1271; `0x` if there is none. */
  signature: Hex;
}

/** A maker's consent, by signature or by membership in a batch: `IMakerRegistry.Attestation`. */
export interface Attestation {
  /** The maker's id, from 1; zero for none, which only open kinds accept. */
  maker: number;
  /** Last second of the signature's validity, since 1970; zero for a batch. */
  expiry: number;
  /** The attestation key that signed; `0x` for a batch. */
  signer: Signer;
  /** Over `deviceAttestationTypedData`; `0x` for a batch. */
  signature: Hex;
  /** `BatchTree.proof`; empty for a signature. */
  proof: Hex[];
}

/** A device that is to be onboarded: `IDeviceRegistry.Onboarding`. */
export interface Onboarding {
  owner: Address;
  kind: number;
  /** `DeviceRegistry.nonceOf(device)`. */
  nonce: number;
  /** Last second of the device's signature, since 1970. */
  deadline: number;
  signer: Signer;
  /** The device's, over `deviceOnboardingTypedData`. */
  signature: Hex;
  /** The owner's, over `ownerAcceptanceTypedData`; not looked at if the owner sends the transaction. */
  consent: OwnerConsent;
  attestation: Attestation;
}

/** A device's move to another key: `IDeviceRegistry.Rotation`. */
export interface Rotation {
  device: bigint;
  /** `DeviceRegistry.nonceOf(device)`. */
  nonce: number;
  /** Last second of the signatures of both keys, since 1970. */
  deadline: number;
  newSigner: Signer;
  /** The new key's, over `keyAcceptanceTypedData`. */
  newSignature: Hex;
  /** `0x` if the old key does not consent. */
  oldSigner: Signer;
  /** The old key's, over `keyHandoverTypedData` if the owner consents too, else `keyRotationTypedData`; `0x` for none. */
  oldSignature: Hex;
  /**
   * The owner's, over `handoverApprovalTypedData` if the old key consents too, else `rotationApprovalTypedData`; not
   * looked at if the owner sends the transaction.
   */
  consent: OwnerConsent;
  /** Of the new key; only looked at if the old one does not consent and the kind is not open. */
  attestation: Attestation;
}

/** A statement of where a device is: `IDeviceRegistry.Location`. */
export interface Location {
  device: bigint;
  /** Index of an H3 cell; see `isCell`. */
  cell: bigint;
  /** `DeviceRegistry.nonceOf(device)`. */
  nonce: number;
  /** Last second of the device's or the maker's signature, since 1970. */
  deadline: number;
  /** The device's key, or an attestation key of its maker. */
  signer: Signer;
  /** Over `locationAssertionTypedData` by the device, or `locationAttestationTypedData` by the maker. */
  signature: Hex;
  /** The owner's, over `locationApprovalTypedData`; not looked at if the owner sends the transaction. */
  consent: OwnerConsent;
}
