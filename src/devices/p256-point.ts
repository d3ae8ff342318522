import { bigintToBytes, concatBytes } from "../bytes";
import { OpenDepinError } from "../errors";

/** A public key of the curve P-256: a point on it, other than the one at infinity. */
export interface P256PublicKey {
  /** From 0 to p − 1, where p is the curve's field. */
  x: bigint;
  /** From 0 to p − 1, where p is the curve's field. */
  y: bigint;
}

/** Bytes of a coordinate, of a private key, and of each half of a signature. */
export const P256_BYTES = 32;

// Source: NIST SP 800-186, 3.2.1.3
const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/**
 * Encodes a public key as `x || y`, 64 bytes.
 *
 * @throws OpenDepinError `KEY_INVALID` if the point is not on the curve
 */
export function encodePoint({ x, y }: P256PublicKey): Uint8Array {
  if (!isOnCurve(x, y)) {
    throw new OpenDepinError(
      "KEY_INVALID",
      `No P-256 key has the coordinates x ${x} and y ${y}: that point is not on the curve.`,
    );
  }
  return concatBytes([bigintToBytes(x, P256_BYTES), bigintToBytes(y, P256_BYTES)]);
}

/** y² = x³ − 3x + b; the point (0, 0), which stands for infinity in some encodings, does not fulfil it. */
function isOnCurve(x: bigint, y: bigint): boolean {
  if (x < 0n || x >= FIELD || y < 0n || y >= FIELD) return false;
  return (y * y - (x * x - 3n) * x - B) % FIELD === 0n;
}
