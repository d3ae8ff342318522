import { bytesToBigint } from "../bytes";
import { OpenDepinError } from "../errors";
import type { P256PublicKey } from "./p256-point";
import { subtleCrypto, type WebCryptoKey } from "./web-crypto";

/** Reads the point of an extractable P-256 key of WebCrypto, public or private. */
export async function p256PublicKeyOf(key: WebCryptoKey): Promise<P256PublicKey> {
  const { crv, x, y } = await subtleCrypto().exportKey("jwk", key);
  if (crv !== "P-256" || x === undefined || y === undefined) {
    throw new OpenDepinError(
      "KEY_INVALID",
      `Expected a key of the curve P-256, got one of ${crv ?? key.algorithm.name}.`,
    );
  }
  return { x: coordinate(x), y: coordinate(y) };
}

function coordinate(base64url: string): bigint {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return bytesToBigint(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
