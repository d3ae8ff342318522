import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

import { secp256k1Key } from "../chain/secp256k1-key";
import type { DeviceKey } from "../devices/device-key";
import { generateP256 } from "../devices/generate-p256";
import { p256KeyFromPem } from "../devices/p256-key-from-pem";
import { OpenDepinError } from "../errors";
import { type Address, bytesToHex } from "../hex";
import { fileError } from "./file-error";
import type { KeyType } from "./key-type";

/** Read and written by its owner only. */
const PRIVATE_MODE = 0o600;

/**
 * Makes a key and its file: PKCS#8 in PEM, without a password, readable by nobody else.
 *
 * @throws OpenDepinError `FILE_UNWRITABLE`, also when there is a file of that name: a key is never replaced.
 */
export async function createKeyFile(path: string, type: KeyType): Promise<void> {
  const pem = type === "p256" ? (await generateP256()).pem : newSecp256k1Pem();
  await writeFile(path, pem, { flag: "wx", mode: PRIVATE_MODE }).catch((error: unknown) => {
    throw fileError(path, error, "write");
  });
}

/**
 * Reads a key file: a PEM file of either curve, as `createKeyFile` or OpenSSL writes it. No error repeats any of it.
 *
 * @param verifier The network's P256Verifier; asked for only if the key is of P-256.
 * @throws OpenDepinError `FILE_UNREADABLE`, `KEY_INVALID`, `KEY_ENCRYPTED`, and what `verifier` throws.
 */
export async function readKeyFile(path: string, verifier: () => Promise<Address>): Promise<DeviceKey> {
  try {
    const pem = await readFile(path, "utf8");
    return secp256k1FromPem(pem) ?? (await p256KeyFromPem(pem, await verifier()));
  } catch (error) {
    throw error instanceof OpenDepinError ? error.at(path) : fileError(path, error);
  }
}

function newSecp256k1Pem(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "secp256k1" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Undefined if it is something else than a secp256k1 key. */
function secp256k1FromPem(pem: string): DeviceKey | undefined {
  const key = parsedPem(pem);
  if (key?.asymmetricKeyDetails?.namedCurve !== "secp256k1") return undefined;
  const { d = "" } = key.export({ format: "jwk" });
  return secp256k1Key(bytesToHex(Buffer.from(d, "base64url")));
}

function parsedPem(pem: string): ReturnType<typeof createPrivateKey> | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
