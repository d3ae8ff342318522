import { bigintToBytes, bytesToBigint, concatBytes } from "../bytes";
import { type Address, bytesToHex, type Hex, hexToBytes } from "../hex";
import type { DeviceKey } from "./device-key";
import { lowS } from "./low-s";
import { P256_BYTES, type P256PublicKey } from "./p256-point";
import { p256PublicKeyOf } from "./p256-public-key";
import { p256Signer } from "./p256-signer";
import { subtleCrypto, type WebCryptoKey } from "./web-crypto";

/** A P-256 key of WebCrypto, for ECDSA; the private one need not be extractable. */
export interface P256Keys {
  privateKey: WebCryptoKey;
  /** The public key or its point. */
  publicKey: WebCryptoKey | P256PublicKey;
}

const DIGEST_BYTES = 32;

/**
 * A device's key that WebCrypto holds.
 *
 * Its signatures are `r || s`, 64 bytes, over the SHA-256 of the digest, with `s` in the lower half of the order.
 *
 * @param keys what `crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, …)` gives, or a private key and
 *   its point
 * @param verifier address of the network's `P256Verifier`
 * @throws OpenDepinError `KEY_INVALID` if the public key is not one of P-256, `HEX_INVALID` if the verifier is no
 *   address
 */
export async function p256Key({ privateKey, publicKey }: P256Keys, verifier: Address): Promise<DeviceKey> {
  const point = "x" in publicKey ? publicKey : await p256PublicKeyOf(publicKey);
  return {
    signer: p256Signer(verifier, point),
    sign: (digest) => signWith(privateKey, digest),
  };
}

async function signWith(privateKey: WebCryptoKey, digest: Hex): Promise<Hex> {
  const message = hexToBytes(digest, DIGEST_BYTES);
  const algorithm = { name: "ECDSA", hash: "SHA-256" } as const;
  const signature = new Uint8Array(await subtleCrypto().sign(algorithm, privateKey, message));
  const { r, s } = lowS(
    bytesToBigint(signature.subarray(0, P256_BYTES)),
    bytesToBigint(signature.subarray(P256_BYTES)),
  );
  return bytesToHex(concatBytes([bigintToBytes(r, P256_BYTES), bigintToBytes(s, P256_BYTES)]));
}
