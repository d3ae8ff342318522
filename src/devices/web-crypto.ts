/**
 * A `CryptoKey` of WebCrypto, as far as it matters here: the library compiles without the DOM's declarations.
 *
 * Source: https://www.w3.org/TR/WebCryptoAPI/
 */
export interface WebCryptoKey {
  readonly type: string;
  readonly extractable: boolean;
  readonly algorithm: { readonly name: string };
}

/** A `CryptoKeyPair` of WebCrypto. */
export interface WebCryptoKeyPair {
  readonly privateKey: WebCryptoKey;
  readonly publicKey: WebCryptoKey;
}

interface P256Parameters {
  name: "ECDSA";
  namedCurve: "P-256";
}

interface SubtleCrypto {
  generateKey(
    algorithm: P256Parameters,
    extractable: boolean,
    usages: ("sign" | "verify")[],
  ): Promise<WebCryptoKeyPair>;
  importKey(
    format: "pkcs8",
    bytes: Uint8Array,
    algorithm: P256Parameters,
    extractable: boolean,
    usages: ("sign" | "verify")[],
  ): Promise<WebCryptoKey>;
  exportKey(format: "pkcs8", key: WebCryptoKey): Promise<ArrayBuffer>;
  exportKey(format: "jwk", key: WebCryptoKey): Promise<{ crv?: string; x?: string; y?: string }>;
  sign(
    algorithm: { name: "ECDSA"; hash: "SHA-256" },
    key: WebCryptoKey,
    message: Uint8Array,
  ): Promise<ArrayBuffer>;
}

declare const crypto: { readonly subtle: SubtleCrypto };

/** The algorithm that P-256 keys are generated and imported for. */
export const P256_ALGORITHM: P256Parameters = { name: "ECDSA", namedCurve: "P-256" };

/** WebCrypto's operations; browsers have them in secure contexts only. */
export function subtleCrypto(): SubtleCrypto {
  return crypto.subtle;
}
