import type { Address } from "../hex";

/** A contract's EIP-712 domain: its name and version, and where it is. */
export interface TypedDataDomain {
  name: string;
  version: string;
  chainId: number;
  verifyingContract: Address;
}

/** A field of an EIP-712 struct. */
export interface TypedDataField {
  readonly name: string;
  readonly type: string;
}

/**
 * Typed data of one flat struct, whole: `signTypedData(data)` in viem,
 * `signTypedData(data.domain, data.types, data.message)` in ethers.
 */
export interface TypedData<Type extends string, Fields extends readonly TypedDataField[], Message> {
  domain: TypedDataDomain;
  types: { [Name in Type]: Fields };
  primaryType: Type;
  message: Message;
}
