import type { Address, Hex } from "../../hex";

/**
 * What an event of the registries says about the state of devices; ids as 0x and 64 digits, epochs and ids of kinds
 * and makers below 2^32.
 *
 * Events that change nothing a reporter asks about (keys, locations, metadata, appeals) are none of these.
 */
export type RegistryEvent =
  | { type: "kind-added"; kind: number; program: number; requiredBond: bigint }
  /** From a time on, each device of the kind needs another bond behind it, in base units. */
  | { type: "required-bond-set"; kind: number; requiredBond: bigint; fromTime: number }
  | { type: "registered"; device: Hex; owner: Address; kind: number; maker: number; epoch: number }
  /** A device has another owner; the zero address after its release. */
  | { type: "transferred"; device: Hex; to: Address }
  /** The zero address for the owner's default. */
  | { type: "payee-set"; device: Hex; payee: Address }
  /** The zero address for the owner itself. */
  | { type: "default-payee-set"; owner: Address; payee: Address }
  | { type: "suspended"; device: Hex; reason: number; fromEpoch: number; untilEpoch: number }
  | { type: "lifted"; device: Hex; untilEpoch: number };
