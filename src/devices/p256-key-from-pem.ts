import { OpenDepinError } from "../errors";
import type { Address } from "../hex";
import type { DeviceKey } from "./device-key";
import { readPkcs8, readSec1, writePkcs8 } from "./p256-der";
import { p256Key } from "./p256-key";
import { p256PublicKeyOf } from "./p256-public-key";
import { P256_ALGORITHM, subtleCrypto, type WebCryptoKey } from "./web-crypto";

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
const READERS = new Map([
  ["PRIVATE KEY", readPkcs8],
  ["EC PRIVATE KEY", readSec1],
]);

/**
 * A device's P-256 key from the text of a PEM file, as OpenSSL writes it: "PRIVATE KEY" (PKCS#8) or
 * "EC PRIVATE KEY" (SEC 1), with or without "EC PARAMETERS" before it.
 *
 * No error repeats any of the key.
 *
 * @param verifier address of the network's `P256Verifier`
 * @throws OpenDepinError `KEY_ENCRYPTED` if a password protects the key, `KEY_INVALID` if the text holds no private key
 *   of P-256, `HEX_INVALID` if the verifier is no address
 */
export async function p256KeyFromPem(pem: string, verifier: Address): Promise<DeviceKey> {
  const privateKey = await importKey(writePkcs8(readPem(pem)));
  return p256Key({ privateKey, publicKey: await p256PublicKeyOf(privateKey) }, verifier);
}

function readPem(pem: string): Uint8Array {
  const blocks = [...pem.matchAll(BLOCK)].map(([, label = "", body = ""]) => ({ label, body }));
  if (blocks.some(({ label, body }) => label.startsWith("ENCRYPTED") || body.includes("ENCRYPTED"))) {
    throw new OpenDepinError(
      "KEY_ENCRYPTED",
      "A password protects the key. Take it off: openssl pkcs8 -topk8 -nocrypt -in <file> -out <file without it>.",
    );
  }
  for (const { label, body } of blocks) {
    const read = READERS.get(label);
    if (read !== undefined) return read(decodeBase64(body));
  }
  const found = blocks.length === 0 ? "no PEM at all" : blocks.map(({ label }) => `"${label}"`).join(", ");
  throw new OpenDepinError("KEY_INVALID", `Expected a "PRIVATE KEY" or an "EC PRIVATE KEY", found ${found}.`);
}

function decodeBase64(body: string): Uint8Array {
  try {
    return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
  } catch {
    throw new OpenDepinError("KEY_INVALID", "The PEM is not in base64 between its first line and its last.");
  }
}

async function importKey(pkcs8: Uint8Array): Promise<WebCryptoKey> {
  try {
    // extractable: the public key is not in the file's required part, and is computed
    return await subtleCrypto().importKey("pkcs8", pkcs8, P256_ALGORITHM, true, ["sign"]);
  } catch {
    throw new OpenDepinError("KEY_INVALID", "The PEM's private key is out of the range of P-256.");
  }
}
