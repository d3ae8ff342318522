import type { P256PublicKey } from "./p256-point";
import { p256PublicKeyOf } from "./p256-public-key";
import { P256_ALGORITHM, subtleCrypto } from "./web-crypto";

/** A new P-256 key. */
export interface GeneratedP256 {
  /** The private key as a PEM file holds it ("PRIVATE KEY", PKCS#8, no password): keep it secret. */
  pem: string;
  publicKey: P256PublicKey;
}

const LINE = /.{1,64}/g;

/** Makes a P-256 key, from the randomness of WebCrypto. */
export async function generateP256(): Promise<GeneratedP256> {
  const subtle = subtleCrypto();
  const { privateKey, publicKey } = await subtle.generateKey(P256_ALGORITHM, true, ["sign", "verify"]);
  const pkcs8 = new Uint8Array(await subtle.exportKey("pkcs8", privateKey));
  return { pem: pemOf(pkcs8), publicKey: await p256PublicKeyOf(publicKey) };
}

function pemOf(der: Uint8Array): string {
  const lines = btoa(String.fromCharCode(...der)).match(LINE) ?? [];
  return ["-----BEGIN PRIVATE KEY-----", ...lines, "-----END PRIVATE KEY-----", ""].join("\n");
}
