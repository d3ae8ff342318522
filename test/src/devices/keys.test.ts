import { verify, webcrypto } from "node:crypto";

import { expect } from "chai";
import { keccak256, recoverAddress, toUtf8Bytes } from "ethers";

import { secp256k1Key } from "../../../src/chain";
import {
  type DeviceKey,
  generateP256,
  lowS,
  p256Key,
  p256KeyFromPem,
  p256Signer,
} from "../../../src/devices";
import { type Hex, hexToBytes } from "../../../src/hex";
import { expectError, publicKeyOf, RFC_KEY, rfcPrivateKey, VERIFIER } from "./support";

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURES = 40;

function digestAt(index: number): Hex {
  return keccak256(toUtf8Bytes(`keys ${index}`)) as Hex;
}

/** Every signature must verify, have one length and the low s. */
async function expectSigns(key: DeviceKey, { x, y }: { x: bigint; y: bigint }): Promise<void> {
  const publicKey = publicKeyOf(x, y);
  for (let i = 0; i < SIGNATURES; i++) {
    const signature = hexToBytes(await key.sign(digestAt(i)), 64);
    expect(BigInt(`0x${Buffer.from(signature.subarray(32)).toString("hex")}`) <= ORDER / 2n).to.be.true;
    const verifying = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
    expect(verify("sha256", hexToBytes(digestAt(i)), verifying, signature), `digest ${i}`).to.be.true;
  }
}

describe("keys of devices", () => {
  describe("p256Key", () => {
    it("signs with a pair of WebCrypto whose private key cannot be taken out", async () => {
      const pair = await webcrypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
      const { x = "", y = "" } = await webcrypto.subtle.exportKey("jwk", pair.publicKey);
      const point = { x: numberOf(x), y: numberOf(y) };
      const key = await p256Key(pair, VERIFIER);
      expect(key.signer).to.equal(p256Signer(VERIFIER, point));
      await expectSigns(key, point);
    });

    it("signs with a private key and its point", async () => {
      const der = rfcPrivateKey().export({ format: "der", type: "pkcs8" });
      const privateKey = await webcrypto.subtle.importKey("pkcs8", der, ALGORITHM, false, ["sign"]);
      const key = await p256Key({ privateKey, publicKey: RFC_KEY }, VERIFIER);
      expect(key.signer).to.equal(p256Signer(VERIFIER, RFC_KEY));
      await expectSigns(key, RFC_KEY);
    });

    it("refuses a public key that is no P-256 key", async () => {
      const { privateKey } = await webcrypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
      const aes = await webcrypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
      const p384 = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["sign"]);
      const keys = [
        { publicKey: aes, message: /got one of AES-GCM/ },
        { publicKey: p384.publicKey, message: /got one of P-384/ },
      ];
      for (const { publicKey, message } of keys) {
        await expectError(() => p256Key({ privateKey, publicKey }, VERIFIER), "KEY_INVALID", message);
      }
    });

    it("refuses to sign what is not 32 bytes", async () => {
      const key = await p256KeyFromPem((await generateP256()).pem, VERIFIER);
      await expectError(() => key.sign("0x1234"), "HEX_INVALID", /64 hexadecimal digits/);
    });
  });

  describe("generateP256", () => {
    it("gives a PEM that Node reads, and the point of the same key", async () => {
      const { pem, publicKey } = await generateP256();
      expect(pem).to.match(/^-----BEGIN PRIVATE KEY-----\n([\w+/=]{1,64}\n)+-----END PRIVATE KEY-----\n$/);
      const key = await p256KeyFromPem(pem, VERIFIER);
      expect(key.signer).to.equal(p256Signer(VERIFIER, publicKey));
      await expectSigns(key, publicKey);
    });

    it("gives another key each time", async () => {
      expect((await generateP256()).pem).to.not.equal((await generateP256()).pem);
    });
  });

  describe("lowS", () => {
    const half = ORDER / 2n;
    it("keeps a low s and flips a high one", () => {
      expect(lowS(7n, 1n)).to.deep.equal({ r: 7n, s: 1n });
      expect(lowS(7n, half)).to.deep.equal({ r: 7n, s: half });
      expect(lowS(7n, half + 1n)).to.deep.equal({ r: 7n, s: half });
      expect(lowS(ORDER - 1n, ORDER - 1n)).to.deep.equal({ r: ORDER - 1n, s: 1n });
    });

    it("refuses numbers that no signature has", async () => {
      for (const [r, s] of [
        [0n, 1n],
        [1n, 0n],
        [ORDER, 1n],
        [1n, ORDER],
        [-1n, 1n],
      ] as const) {
        await expectError(() => lowS(r, s), "SIGNATURE_INVALID", /No P-256 signature/);
      }
    });
  });

  describe("secp256k1Key", () => {
    const key = secp256k1Key(`0x${"11".repeat(32)}`);

    it("gives signatures of 65 bytes that recover to its signer", async () => {
      for (let i = 0; i < SIGNATURES; i++) {
        const signature = await key.sign(digestAt(i));
        expect(signature).to.have.lengthOf(132);
        expect(recoverAddress(digestAt(i), signature).toLowerCase()).to.equal(key.signer);
      }
    });

    it("refuses what is no private key without repeating it", async () => {
      for (const wrong of ["0x", "0x1234", `0x${"00".repeat(32)}`, `0x${"ff".repeat(32)}`] as const) {
        await expectError(() => secp256k1Key(wrong), "KEY_INVALID", /^expected a secp256k1 key: 0x and 64/);
      }
    });

    it("refuses to sign what is not 32 bytes", async () => {
      await expectError(() => key.sign("0x1234"), "HEX_INVALID", /64 hexadecimal digits/);
    });
  });
});

function numberOf(base64url: string): bigint {
  return BigInt(`0x${Buffer.from(base64url, "base64url").toString("hex")}`);
}
