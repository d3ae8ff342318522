import { generateKeyPairSync } from "node:crypto";

import { expect } from "chai";

import { p256KeyFromPem, p256Signer } from "../../../src/devices";
import { expectError, RFC_KEY, rfcPrivateKey, VERIFIER } from "./support";

const EXPECTED = p256Signer(VERIFIER, RFC_KEY);
// the curve's name alone, as `openssl ecparam -genkey` writes it before the key
const PARAMETERS = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

function pemOf(type: "pkcs8" | "sec1"): string {
  return rfcPrivateKey().export({ format: "pem", type }).toString();
}

function pemOfBytes(bytes: Uint8Array, label = "PRIVATE KEY"): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString("base64")}\n-----END ${label}-----\n`;
}

describe("p256KeyFromPem", () => {
  const pkcs8 = pemOf("pkcs8");
  const sec1 = pemOf("sec1");

  for (const [name, pem] of Object.entries({
    "PKCS#8": pkcs8,
    "SEC 1": sec1,
    "SEC 1 after its parameters": PARAMETERS + sec1,
    "lines that end as on Windows": pkcs8.replaceAll("\n", "\r\n"),
    "text around the key": `Bag Attributes\n  friendlyName: device\n${pkcs8}\ntrailing text\n`,
    "no line end after the last line": pkcs8.trimEnd(),
    "SEC 1 without curve and public key": pemOfBytes(minimalSec1(), "EC PRIVATE KEY"),
  })) {
    it(`reads ${name}`, async () => {
      expect((await p256KeyFromPem(pem, VERIFIER)).signer).to.equal(EXPECTED);
    });
  }

  it("names the remedy for a key that a password protects", async () => {
    const cipher = { cipher: "aes-256-cbc", passphrase: "secret", format: "pem" } as const;
    for (const type of ["pkcs8", "sec1"] as const) {
      const pem = rfcPrivateKey()
        .export({ ...cipher, type })
        .toString();
      await expectError(
        () => p256KeyFromPem(pem, VERIFIER),
        "KEY_ENCRYPTED",
        /openssl pkcs8 -topk8 -nocrypt/,
      );
    }
  });

  for (const namedCurve of ["secp256k1", "P-384", "P-521"]) {
    it(`refuses a key of the curve ${namedCurve}`, async () => {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve });
      for (const type of ["pkcs8", "sec1"] as const) {
        const pem = privateKey.export({ format: "pem", type }).toString();
        await expectError(() => p256KeyFromPem(pem, VERIFIER), "KEY_INVALID", /not of the curve P-256/);
      }
    });
  }

  it("refuses keys that are not of an elliptic curve", async () => {
    for (const { privateKey } of [
      generateKeyPairSync("rsa", { modulusLength: 2048 }),
      generateKeyPairSync("ed25519"),
    ]) {
      const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
      await expectError(() => p256KeyFromPem(pem, VERIFIER), "KEY_INVALID", /not an elliptic curve's/);
    }
  });

  it("says what it found in place of a private key", async () => {
    const found = {
      'found "PUBLIC KEY"': pemOfBytes(new Uint8Array(8), "PUBLIC KEY"),
      'found "CERTIFICATE", "RSA PRIVATE KEY"':
        pemOfBytes(new Uint8Array(8), "CERTIFICATE") + pemOfBytes(new Uint8Array(8), "RSA PRIVATE KEY"),
      'found "OPENSSH PRIVATE KEY"': pemOfBytes(new Uint8Array(8), "OPENSSH PRIVATE KEY"),
      "found no PEM at all": "0x1234",
      "found no PEM at all\\.": "",
    };
    for (const [message, pem] of Object.entries(found)) {
      await expectError(() => p256KeyFromPem(pem, VERIFIER), "KEY_INVALID", new RegExp(message));
    }
  });

  it("refuses a file that is cut off anywhere", async () => {
    const der = rfcPrivateKey().export({ format: "der", type: "pkcs8" });
    for (let length = 0; length < der.length; length++) {
      await expectError(
        () => p256KeyFromPem(pemOfBytes(der.subarray(0, length)), VERIFIER),
        "KEY_INVALID",
        /no whole private key/,
      );
    }
  });

  it("refuses what is not base64", async () => {
    const pem = "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----";
    await expectError(() => p256KeyFromPem(pem, VERIFIER), "KEY_INVALID", /base64/);
  });

  it("refuses keys out of range, of another length, or with lengths that lie", async () => {
    const cases: [Uint8Array, RegExp][] = [
      [minimalSec1("00".repeat(32)), /out of the range/],
      [minimalSec1("ff".repeat(32)), /out of the range/],
      [minimalSec1("11".repeat(31)), /has 31 bytes/],
      [Uint8Array.of(0x30, 0x80), /no whole private key/],
      [Uint8Array.of(0x30, 0x84, 0xff, 0xff, 0xff, 0xff), /no whole private key/],
    ];
    for (const [der, message] of cases) {
      await expectError(
        () => p256KeyFromPem(pemOfBytes(der, "EC PRIVATE KEY"), VERIFIER),
        "KEY_INVALID",
        message,
      );
    }
  });

  it("repeats nothing of the key in an error", async () => {
    const secret = "11".repeat(31);
    const pem = pemOfBytes(minimalSec1(secret), "EC PRIVATE KEY");
    const error: unknown = await p256KeyFromPem(pem, VERIFIER).catch((reason: unknown) => reason);
    const text = JSON.stringify(error, Object.getOwnPropertyNames(error));
    expect(text).to.not.contain("1111").and.not.contain("EREREREREREREREREREREREREREREREREREREREREREREQ");
  });
});

/** Version and private key, and nothing else. */
function minimalSec1(scalar = RFC_KEY.d.toString(16)): Uint8Array {
  const key = Buffer.from(scalar, "hex");
  return Buffer.concat([Buffer.of(0x30, key.length + 5, 2, 1, 1, 4, key.length), key]);
}
