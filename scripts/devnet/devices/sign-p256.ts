import { createECDH, createHash, createHmac } from "node:crypto";

import { concat, getBytes, toBeHex, toBigInt } from "ethers";

import type { Hex } from "../../../src/hex";

/** Order of the curve's group. Source: NIST SP 800-186, P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * Signs as a device's P-256 key does, `r || s` with a low `s` over the SHA-256 of the digest, but the same every time:
 * WebCrypto draws a new nonce for each signature, and then no two devnets would be alike.
 *
 * Only for keys that everybody knows.
 *
 * @param secret 32 bytes, below the order
 */
export function signP256(secret: Hex, digest: Hex): Hex {
  const hash = createHash("sha256").update(getBytes(digest)).digest();
  const nonce = toBigInt(createHmac("sha256", getBytes(secret)).update(hash).digest()) % ORDER;
  const r = xOf(nonce) % ORDER;
  const s = (inverse(nonce) * (toBigInt(hash) + r * toBigInt(secret))) % ORDER;
  return concat([toBeHex(r, 32), toBeHex(s > ORDER / 2n ? ORDER - s : s, 32)]) as Hex;
}

/** The x coordinate of a multiple of the curve's generator. */
function xOf(multiple: bigint): bigint {
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(getBytes(toBeHex(multiple, 32)));
  return toBigInt(ecdh.getPublicKey().subarray(1, 33));
}

/** By Fermat's little theorem: the order is a prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  for (let [base, exponent] = [value, ORDER - 2n]; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % ORDER;
    base = (base * base) % ORDER;
  }
  return result;
}
