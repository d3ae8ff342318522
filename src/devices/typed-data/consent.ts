import type { TypedData } from "../../eip712/typed-data";
import type { Address, Hex } from "../../hex";

/** The registry of devices that a signature is for. */
export interface DeviceRegistryDomain {
  chainId: bigint | number;
  /** The `DeviceRegistry`. */
  registry: Address;
}

/** What every consent about a device carries. */
export interface Consent {
  /** The device's id. */
  device: bigint;
  /** Its owner, or who is to be. */
  owner: Address;
  /** `DeviceRegistry.nonceOf(device)`. */
  nonce: number;
  /** Last second of the signature's validity, since 1970. */
  deadline: number;
}

/** A consent that is about a kind. */
export interface KindConsent extends Consent {
  /** What the device is to be. */
  kind: number;
  /** Who attests it, from 1; zero for nobody, which only open kinds allow. */
  maker: number;
}

/** A consent that is about a key. */
export interface KeyConsent extends Consent {
  /** `keyHashOf` the device's new key, 32 bytes. */
  key: Hex;
}

/** A consent that is about a location. */
export interface CellConsent extends Consent {
  /** Index of the H3 cell that the device is in; see `isCell`. */
  cell: bigint;
}

/** What a consent is about. */
export type ConsentSubject = "kind" | "key" | "cell";
/** The fields that each of these adds, in their order. */
export type ConsentSubjectFields = {
  kind: [{ name: "kind"; type: "uint32" }, { name: "maker"; type: "uint32" }];
  key: [{ name: "key"; type: "bytes32" }];
  cell: [{ name: "cell"; type: "uint64" }];
};
/** The message of a consent, by what it is about. */
export type ConsentMessage = { kind: KindConsent; key: KeyConsent; cell: CellConsent };

/** The fields of a consent, in their order: a tuple, which ethers and viem both take. */
export type ConsentFields<About extends ConsentSubject> = [
  { name: "device"; type: "uint256" },
  { name: "owner"; type: "address" },
  ...ConsentSubjectFields[About],
  { name: "nonce"; type: "uint32" },
  { name: "deadline"; type: "uint40" },
];

/** Typed data of a consent. */
export type ConsentTypedData<Type extends string, About extends ConsentSubject> = TypedData<
  Type,
  ConsentFields<About>,
  ConsentMessage[About]
>;

/** Name and version of the registry's EIP-712 domain. */
const DOMAIN_NAME = "OpenDePIN DeviceRegistry";
const DOMAIN_VERSION = "1";

const SUBJECT_FIELDS: ConsentSubjectFields = {
  kind: [
    { name: "kind", type: "uint32" },
    { name: "maker", type: "uint32" },
  ],
  key: [{ name: "key", type: "bytes32" }],
  cell: [{ name: "cell", type: "uint64" }],
};

/** The typed data of a consent of type `type` that is about `subject`. */
export function consentTypedData<Type extends string, About extends ConsentSubject>(
  type: Type,
  about: About,
  message: ConsentMessage[About],
  { chainId, registry }: DeviceRegistryDomain,
): ConsentTypedData<Type, About> {
  const fields: ConsentFields<About> = [
    { name: "device", type: "uint256" },
    { name: "owner", type: "address" },
    ...SUBJECT_FIELDS[about],
    { name: "nonce", type: "uint32" },
    { name: "deadline", type: "uint40" },
  ];
  return {
    domain: {
      name: DOMAIN_NAME,
      version: DOMAIN_VERSION,
      chainId: Number(chainId),
      verifyingContract: registry,
    },
    types: { [type]: fields } as Record<Type, ConsentFields<About>>,
    primaryType: type,
    message,
  };
}
