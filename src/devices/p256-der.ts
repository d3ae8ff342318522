import { OpenDepinError } from "../errors";
import { bytesToHex, hexToBytes } from "../hex";
import { DER, type DerValue, readDer, writeDer } from "./der";
import { P256_BYTES } from "./p256-point";

// Source: RFC 5480, 2.1.1
const EC_PUBLIC_KEY = "0x2a8648ce3d0201";
const CURVE_P256 = "0x2a8648ce3d030107";

/**
 * Takes the private key out of the content of a "PRIVATE KEY" (PKCS#8).
 *
 * @returns its 32 bytes
 * @throws OpenDepinError `KEY_INVALID` if it is not one of the curve P-256
 *
 * Source: RFC 5958, 2
 */
export function readPkcs8(der: Uint8Array): Uint8Array {
  const [, algorithm, key] = readSequence(der);
  const [type, curve] = readDer(contentOf(algorithm, DER.sequence)) ?? [];
  requireObject(type, EC_PUBLIC_KEY, "an elliptic curve's");
  requireObject(curve, CURVE_P256, "of the curve P-256");
  return readSec1(contentOf(key, DER.octets));
}

/**
 * Takes the private key out of the content of an "EC PRIVATE KEY" (SEC 1).
 *
 * @returns its 32 bytes
 * @throws OpenDepinError `KEY_INVALID` if it is not one of the curve P-256
 *
 * Source: RFC 5915, 3
 */
export function readSec1(der: Uint8Array): Uint8Array {
  const [, key, ...options] = readSequence(der);
  const parameters = options.find(({ tag }) => tag === DER.first);
  if (parameters !== undefined) {
    requireObject(readDer(parameters.content)?.[0], CURVE_P256, "of the curve P-256");
  }
  const scalar = contentOf(key, DER.octets);
  if (scalar.length !== P256_BYTES) throw notP256(`it has ${scalar.length} bytes`);
  return scalar;
}

/** The PKCS#8 form of a private key, without its public key: what a key store computes it need not believe. */
export function writePkcs8(scalar: Uint8Array): Uint8Array {
  return writeDer(
    DER.sequence,
    writeDer(DER.integer, Uint8Array.of(0)),
    writeDer(
      DER.sequence,
      writeDer(DER.object, hexToBytes(EC_PUBLIC_KEY)),
      writeDer(DER.object, hexToBytes(CURVE_P256)),
    ),
    writeDer(
      DER.octets,
      writeDer(DER.sequence, writeDer(DER.integer, Uint8Array.of(1)), writeDer(DER.octets, scalar)),
    ),
  );
}

function readSequence(der: Uint8Array): DerValue[] {
  const values = readDer(der);
  const inner = values?.length === 1 ? readDer(contentOf(values[0], DER.sequence)) : undefined;
  if (inner === undefined) throw incomplete();
  return inner;
}

function contentOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw incomplete();
  return value.content;
}

function requireObject(value: DerValue | undefined, expected: string, what: string): void {
  if (bytesToHex(contentOf(value, DER.object)) !== expected) throw notP256(`it is not ${what}`);
}

function incomplete(): OpenDepinError {
  return new OpenDepinError("KEY_INVALID", "The PEM holds no whole private key; is the file complete?");
}

function notP256(problem: string): OpenDepinError {
  return new OpenDepinError("KEY_INVALID", `Expected a private key of the curve P-256: ${problem}.`);
}
