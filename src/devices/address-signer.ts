import { type Address, bytesToHex, hexToBytes } from "../hex";
import { type Signer, SIGNER_ADDRESS_BYTES } from "./signer";

/**
 * The signer of a secp256k1 key.
 *
 * @param address the key's address, 20 bytes; never a contract's, which a device's key cannot be
 * @throws OpenDepinError `HEX_INVALID` if it is not 20 bytes in hex
 */
export function addressSigner(address: Address): Signer {
  return bytesToHex(hexToBytes(address, SIGNER_ADDRESS_BYTES));
}
