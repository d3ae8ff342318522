import {
  createECDH,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign as nodeSign,
} from "node:crypto";

import { AbiCoder, concat, dataSlice, getBytes, hexlify, id, keccak256, toBeHex, toUtf8Bytes } from "ethers";

import { offlineKey } from "./accounts";

/** A device's or a maker's key. */
export interface DeviceKey {
  /** Its ERC-7913 form: an address of 20 bytes, or a verifier's address and the key. */
  readonly signer: string;
  readonly sign: (digest: string) => string;
}

/** Order of the group of secp256k1. Source: SEC 2, §2.4.1. */
export const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** Order of the group of P-256. Source: SEC 2, §2.4.2. */
export const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** `keccak256(signer)`, which is how contracts name a key. */
export function keyHash({ signer }: Pick<DeviceKey, "signer">): string {
  return keccak256(signer);
}

/** The id of the device that a key becomes. */
export function deviceId(key: Pick<DeviceKey, "signer">): bigint {
  return BigInt(keyHash(key));
}

/** The same name gives the same key in every run. */
export function secp256k1Key(name: string): DeviceKey {
  const wallet = offlineKey(name);
  return {
    signer: wallet.address.toLowerCase(),
    sign: (digest) => wallet.signingKey.sign(digest).serialized,
  };
}

/** A key of the P256Verifier at `verifier`; signatures have the low s. */
export function p256Key(name: string, verifier: string): DeviceKey {
  const { privateKey, publicKey } = p256KeyPair(name);
  return {
    signer: concat([verifier, publicKey]),
    sign: (digest) => signP256(getBytes(digest), privateKey),
  };
}

/** What an authenticator and its client state; each part can be told to lie. */
export interface AssertionOptions {
  /** Flags of the authenticator data; user present and user verified unless given. */
  flags?: number;
  type?: string;
  origin?: string;
}

const USER_PRESENT_AND_VERIFIED = 0x05;

/** A passkey of the WebAuthnVerifier at `verifier`. */
export function webAuthnKey(name: string, verifier: string, options: AssertionOptions = {}): DeviceKey {
  const { privateKey, publicKey } = p256KeyPair(name);
  return {
    signer: concat([verifier, publicKey]),
    sign: (digest) => assertion(digest, privateKey, options),
  };
}

/** A new 2048-bit key of the RSAVerifier at `verifier`. */
export function rsaKey(verifier: string): DeviceKey {
  const { privateKey, exponent, modulus } = rsaKeyPair();
  return {
    signer: concat([verifier, canonicalRsaKey(exponent, modulus)]),
    sign: (digest) => signRsa(digest, privateKey),
  };
}

/** A new pair; exponent and modulus as bytes without leading zeros. */
export function rsaKeyPair(modulusLength = 2048) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength });
  const { e, n } = publicKey.export({ format: "jwk" });
  return { privateKey, exponent: base64UrlToHex(e), modulus: base64UrlToHex(n) };
}

/** PKCS#1 v1.5 with SHA-256. */
export function signRsa(digest: string, privateKey: KeyObject): string {
  return hexlify(nodeSign("sha256", getBytes(digest), privateKey));
}

/** `abi.encode(bytes exponent, bytes modulus)`. */
export function canonicalRsaKey(exponent: string, modulus: string): string {
  return AbiCoder.defaultAbiCoder().encode(["bytes", "bytes"], [exponent, modulus]);
}

/** The other signature `(r, n - s)` that plain ECDSA takes as well; of a secp256k1 signature the parity flips too. */
export function highS(signature: string): string {
  const [r, s] = [dataSlice(signature, 0, 32), BigInt(dataSlice(signature, 32, 64))];
  const parity = dataSlice(signature, 64);
  if (parity === "0x") return concat([r, toBeHex(P256_ORDER - s, 32)]);
  return concat([r, toBeHex(SECP256K1_ORDER - s, 32), toBeHex(55 - Number(parity), 1)]);
}

/** P-256's own pair for a name: the private scalar is the name's hash, and the public key is `x || y`. */
export function p256KeyPair(name: string): { privateKey: KeyObject; publicKey: string } {
  const scalar = getBytes(id(name));
  const curve = createECDH("prime256v1");
  curve.setPrivateKey(scalar);
  const point = curve.getPublicKey().subarray(1);
  const [x, y] = [point.subarray(0, 32), point.subarray(32)];
  const jwk = {
    kty: "EC",
    crv: "P-256",
    d: base64Url(scalar),
    x: base64Url(x),
    y: base64Url(y),
  };
  return { privateKey: createPrivateKey({ key: jwk, format: "jwk" }), publicKey: hexlify(point) };
}

function signP256(message: Uint8Array, key: KeyObject): string {
  const signature = hexlify(nodeSign("sha256", message, { key, dsaEncoding: "ieee-p1363" }));
  const isHigh = BigInt(dataSlice(signature, 32)) > P256_ORDER / 2n;
  return isHigh ? highS(signature) : signature;
}

/** Source: Web Authentication Level 2, §6.1 and §5.8.1. */
function assertion(digest: string, key: KeyObject, options: AssertionOptions): string {
  const {
    flags = USER_PRESENT_AND_VERIFIED,
    type = "webauthn.get",
    origin = "https://wallet.example",
  } = options;
  const relyingParty = createHash("sha256").update("wallet.example").digest();
  const authenticatorData = concat([relyingParty, toBeHex(flags, 1), toBeHex(7, 4)]);
  const clientData = JSON.stringify({ type, challenge: base64Url(getBytes(digest)), origin });
  const clientDataHash = createHash("sha256").update(clientData).digest();
  const signature = signP256(getBytes(concat([authenticatorData, clientDataHash])), key);
  return AbiCoder.defaultAbiCoder().encode(
    ["bytes32", "bytes32", "uint256", "uint256", "bytes", "bytes"],
    [
      dataSlice(signature, 0, 32),
      dataSlice(signature, 32),
      clientData.indexOf('"challenge"'),
      clientData.indexOf('"type"'),
      authenticatorData,
      toUtf8Bytes(clientData),
    ],
  );
}

function base64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

function base64UrlToHex(text: string | undefined): string {
  if (text === undefined) throw new Error("the key lacks a part");
  return hexlify(Buffer.from(text, "base64url"));
}
