import { bytesToHex, type Hex, hexToBytes } from "../hex";
import { keccak256 } from "../merkle/keccak256";
import { parseSigner } from "./parse-signer";
import type { Signer } from "./signer";

/**
 * The hash that the registries know a key by: `keccak256(signer)`.
 *
 * @throws OpenDepinError `HEX_INVALID`, `SIGNER_INVALID` as `parseSigner`
 */
export function keyHashOf(signer: Signer): Hex {
  parseSigner(signer);
  return bytesToHex(keccak256(hexToBytes(signer)));
}
