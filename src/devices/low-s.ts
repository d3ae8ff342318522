import { OpenDepinError } from "../errors";

/** The two numbers of an ECDSA signature. */
export interface EcdsaSignature {
  r: bigint;
  s: bigint;
}

// Source: NIST SP 800-186, 3.2.1.3
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/**
 * The same P-256 signature with its `s` in the lower half of the curve's order, the one form that verifiers accept.
 *
 * @throws OpenDepinError `SIGNATURE_INVALID` unless both numbers are from 1 to the order less 1
 */
export function lowS(r: bigint, s: bigint): EcdsaSignature {
  if (!isScalar(r) || !isScalar(s)) {
    throw new OpenDepinError("SIGNATURE_INVALID", `No P-256 signature has r ${r} and s ${s}.`);
  }
  return { r, s: s > ORDER / 2n ? ORDER - s : s };
}

function isScalar(value: bigint): boolean {
  return value > 0n && value < ORDER;
}
