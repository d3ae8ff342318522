import type { Hex } from "../hex";

/**
 * A key in its ERC-7913 form: 20 bytes for a secp256k1 key's address, or the 20 bytes of a verifier's address followed
 * by the key as that verifier reads it.
 *
 * Source: https://eips.ethereum.org/EIPS/eip-7913
 */
export type Signer = Hex;

/** Bytes of a verifier's address, or of a secp256k1 key's. */
export const SIGNER_ADDRESS_BYTES = 20;
