import type { Address } from "../hex";
import { encodePoint, type P256PublicKey } from "./p256-point";
import type { Signer } from "./signer";
import { verifierSigner } from "./verifier-signer";

/**
 * The signer of a passkey of the curve P-256, such as a phone holds.
 *
 * @param verifier address of the network's `WebAuthnVerifier`
 * @throws OpenDepinError `KEY_INVALID` if the point is not on the curve, `HEX_INVALID` if the verifier is no address
 */
export function webAuthnSigner(verifier: Address, publicKey: P256PublicKey): Signer {
  return verifierSigner(verifier, encodePoint(publicKey));
}
