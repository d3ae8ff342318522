import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

import { expect } from "chai";

import { OpenDepinError } from "../../../src/errors";

export const VERIFIER = "0xf1000000000000000000000000000000000000f1";

/** The key of RFC 6979, A.2.5. */
export const RFC_KEY = {
  d: 0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721n,
  x: 0x60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6n,
  y: 0x7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299n,
};

/** The key of RFC 6979 as Node holds it. */
export function rfcPrivateKey(): KeyObject {
  const [d, x, y] = [RFC_KEY.d, RFC_KEY.x, RFC_KEY.y].map(base64Url);
  return createPrivateKey({ format: "jwk", key: { kty: "EC", crv: "P-256", d, x, y } });
}

/** A P-256 public key as Node holds it. */
export function publicKeyOf(x: bigint, y: bigint): KeyObject {
  return createPublicKey({
    format: "jwk",
    key: { kty: "EC", crv: "P-256", x: base64Url(x), y: base64Url(y) },
  });
}

/** Expects an error of the library; a promise is awaited. */
export async function expectError(call: () => unknown, code: string, message: RegExp): Promise<void> {
  const error = await Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  expect(error).to.be.instanceOf(OpenDepinError);
  expect(error).to.have.property("code", code);
  expect(error).to.have.property("message").that.matches(message);
}

function base64Url(value: bigint): string {
  return Buffer.from(value.toString(16).padStart(64, "0"), "hex").toString("base64url");
}
