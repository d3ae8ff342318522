import { concatBytes } from "../bytes";
import { type Address, bytesToHex, hexToBytes } from "../hex";
import { type Signer, SIGNER_ADDRESS_BYTES } from "./signer";

/** Joins a verifier's address and a key as it reads it. */
export function verifierSigner(verifier: Address, key: Uint8Array): Signer {
  return bytesToHex(concatBytes([hexToBytes(verifier, SIGNER_ADDRESS_BYTES), key]));
}
