import { bigintToBytes, concatBytes } from "../bytes";
import { OpenDepinError } from "../errors";
import type { Address } from "../hex";
import type { Signer } from "./signer";
import { verifierSigner } from "./verifier-signer";

/** An RSA public key. */
export interface RsaPublicKey {
  /** Odd, at least 3; 65,537 nearly always. */
  exponent: bigint;
  /** Odd, at least 2,048 bits. */
  modulus: bigint;
}

const WORD_BYTES = 32;
const MIN_MODULUS_BITS = 2048;

/**
 * The signer of an RSA key: its key part is `abi.encode(bytes exponent, bytes modulus)`, neither with leading zeros.
 *
 * @param verifier address of the network's `RSAVerifier`
 * @throws OpenDepinError `KEY_INVALID` if the exponent or the modulus is out of range, `HEX_INVALID` if the verifier is
 *   no address
 */
export function rsaSigner(verifier: Address, { exponent, modulus }: RsaPublicKey): Signer {
  if (exponent < 3n || !isOdd(exponent)) {
    throw new OpenDepinError("KEY_INVALID", `An RSA exponent is odd and at least 3, got ${exponent}.`);
  }
  if (modulus < 1n << BigInt(MIN_MODULUS_BITS - 1) || !isOdd(modulus)) {
    throw new OpenDepinError(
      "KEY_INVALID",
      `An RSA modulus is odd and has at least ${MIN_MODULUS_BITS} bits, got ${modulus}.`,
    );
  }
  return verifierSigner(verifier, encodeTwo(minimalBytes(exponent), minimalBytes(modulus)));
}

function isOdd(value: bigint): boolean {
  return (value & 1n) === 1n;
}

function minimalBytes(value: bigint): Uint8Array {
  return bigintToBytes(value, Math.ceil(value.toString(16).length / 2));
}

/** `abi.encode` of two `bytes`: their offsets, then each with its length before it and padded to whole words. */
function encodeTwo(first: Uint8Array, second: Uint8Array): Uint8Array {
  const firstTail = encodeTail(first);
  const offset = 2 * WORD_BYTES;
  return concatBytes([word(offset), word(offset + firstTail.length), firstTail, encodeTail(second)]);
}

function encodeTail(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(bytes.length / WORD_BYTES) * WORD_BYTES);
  padded.set(bytes);
  return concatBytes([word(bytes.length), padded]);
}

function word(value: number): Uint8Array {
  return bigintToBytes(BigInt(value), WORD_BYTES);
}
