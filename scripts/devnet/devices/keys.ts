import { createECDH, createPrivateKey } from "node:crypto";

import { getBytes, id } from "ethers";

import { secp256k1Key } from "../../../src/chain/secp256k1-key";
import type { DeviceKey } from "../../../src/devices/device-key";
import { p256KeyFromPem } from "../../../src/devices/p256-key-from-pem";
import type { DevnetDevice } from "../../../src/devnet/manifest";
import type { Address, Hex } from "../../../src/hex";
import { signP256 } from "./sign-p256";

type Curve = DevnetDevice["curve"];

/** A device's key, and what a file of it holds. */
export interface DevnetDeviceKey extends DeviceKey {
  /** PKCS#8, without a password. */
  pem: string;
}

const OPENSSL_NAMES: Readonly<Record<Curve, string>> = { "P-256": "prime256v1", secp256k1: "secp256k1" };

/** The key that follows from a device's name: the same every time, and known to everybody. */
export async function deviceKeyOf(
  name: string,
  curve: Curve,
  p256Verifier: Address,
): Promise<DevnetDeviceKey> {
  const secret = id(`OpenDePIN devnet device ${name}`) as Hex;
  const pem = pemOf(secret, curve);
  if (curve === "secp256k1") return { ...secp256k1Key(secret), pem };
  const { signer } = await p256KeyFromPem(pem, p256Verifier);
  return { signer, sign: (digest) => Promise.resolve(signP256(secret, digest)), pem };
}

function pemOf(secret: Hex, curve: Curve): string {
  const ecdh = createECDH(OPENSSL_NAMES[curve]);
  ecdh.setPrivateKey(getBytes(secret));
  const [x, y] = [ecdh.getPublicKey().subarray(1, 33), ecdh.getPublicKey().subarray(33)];
  const [d, ...point] = [getBytes(secret), x, y].map((bytes) => Buffer.from(bytes).toString("base64url"));
  const key = { kty: "EC", crv: curve, d, x: point[0], y: point[1] };
  return createPrivateKey({ key, format: "jwk" }).export({ format: "pem", type: "pkcs8" }).toString();
}
