import type { Address } from "../hex";
import { encodePoint, type P256PublicKey } from "./p256-point";
import type { Signer } from "./signer";
import { verifierSigner } from "./verifier-signer";

/**
 * The signer of a P-256 key, such as a secure element holds.
 *
 * @param verifier address of the network's `P256Verifier`
 * @throws OpenDepinError `KEY_INVALID` if the point is not on the curve, `HEX_INVALID` if the verifier is no address
 */
export function p256Signer(verifier: Address, publicKey: P256PublicKey): Signer {
  return verifierSigner(verifier, encodePoint(publicKey));
}
