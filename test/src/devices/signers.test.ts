import { expect } from "chai";
import { AbiCoder, computeAddress, concat, keccak256, toBeHex } from "ethers";

import {
  addressSigner,
  deviceIdOf,
  keyHashOf,
  p256Signer,
  parseSigner,
  rsaSigner,
  type Signer,
  webAuthnSigner,
} from "../../../src/devices";
import type { Hex } from "../../../src/hex";
import { expectError, RFC_KEY, VERIFIER } from "./support";

const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const ADDRESS = computeAddress(toBeHex(RFC_KEY.d, 32)) as Hex;
const MODULUS = (1n << 2047n) + 12_345n;

describe("signers", () => {
  const signers: Record<string, Signer> = {
    address: addressSigner(ADDRESS),
    p256: p256Signer(VERIFIER, RFC_KEY),
    rsa: rsaSigner(VERIFIER, { exponent: 65_537n, modulus: MODULUS }),
  };

  describe("deviceIdOf and keyHashOf", () => {
    for (const [name, signer] of Object.entries(signers)) {
      it(`are Keccak-256 of the bytes: ${name}`, () => {
        expect(keyHashOf(signer)).to.equal(keccak256(signer));
        expect(deviceIdOf(signer)).to.equal(BigInt(keccak256(signer)));
      });
    }

    it("do not depend on the case of the digits", () => {
      expect(deviceIdOf(ADDRESS)).to.equal(deviceIdOf(addressSigner(ADDRESS)));
    });

    it("refuse what is no signer", async () => {
      await expectError(() => deviceIdOf("0x"), "SIGNER_INVALID", /got 0 bytes/);
      await expectError(() => keyHashOf(`0x${"ab".repeat(19)}`), "SIGNER_INVALID", /got 19 bytes/);
      await expectError(() => deviceIdOf(`0x${"zz".repeat(20)}`), "HEX_INVALID", /hexadecimal/);
    });
  });

  describe("addressSigner", () => {
    it("is the address in lower case", () => {
      expect(addressSigner(ADDRESS)).to.equal(ADDRESS.toLowerCase());
    });

    it("refuses another length", async () => {
      await expectError(() => addressSigner("0x1234"), "HEX_INVALID", /40 hexadecimal digits/);
    });
  });

  describe("p256Signer and webAuthnSigner", () => {
    it("are the verifier, x and y", () => {
      const expected = concat([VERIFIER, toBeHex(RFC_KEY.x, 32), toBeHex(RFC_KEY.y, 32)]);
      expect(p256Signer(VERIFIER, RFC_KEY)).to.equal(expected);
      expect(webAuthnSigner(VERIFIER, RFC_KEY)).to.equal(expected);
    });

    it("take the negative of a point", () => {
      const y = FIELD - RFC_KEY.y;
      expect(parseSigner(p256Signer(VERIFIER, { x: RFC_KEY.x, y }))).to.have.property("kind", "verifier");
    });

    const { x, y } = RFC_KEY;
    for (const [name, point] of Object.entries({
      "the point (0, 0)": { x: 0n, y: 0n },
      "another x": { x: x + 1n, y },
      "another y": { x, y: y + 1n },
      "x and y in the wrong order": { x: y, y: x },
      "a coordinate that wraps around": { x: x + FIELD, y },
      "a negative coordinate": { x, y: y - FIELD },
    })) {
      it(`refuse ${name}`, async () => {
        await expectError(() => p256Signer(VERIFIER, point), "KEY_INVALID", /not on the curve/);
        await expectError(() => webAuthnSigner(VERIFIER, point), "KEY_INVALID", /not on the curve/);
      });
    }

    it("refuse a verifier that is no address", async () => {
      await expectError(() => p256Signer("0xf1", RFC_KEY), "HEX_INVALID", /40 hexadecimal digits/);
    });
  });

  describe("rsaSigner", () => {
    for (const [exponent, modulus] of [
      [3n, MODULUS],
      [65_537n, MODULUS],
      [65_537n, (1n << 4095n) + 1n],
      [(1n << 255n) + 1n, (1n << 2049n) - 1n],
      [(1n << 256n) + 1n, (1n << 3000n) + 1n],
    ] as const) {
      it(`is the canonical abi.encode of ${bitsOf(exponent)} and ${bitsOf(modulus)} bits`, () => {
        const key = AbiCoder.defaultAbiCoder().encode(
          ["bytes", "bytes"],
          [toBeHex(exponent), toBeHex(modulus)],
        );
        expect(rsaSigner(VERIFIER, { exponent, modulus })).to.equal(concat([VERIFIER, key]));
      });
    }

    it("refuses exponents that are even or verify anything", async () => {
      for (const exponent of [0n, 1n, 2n, 65_536n, -3n]) {
        await expectError(
          () => rsaSigner(VERIFIER, { exponent, modulus: MODULUS }),
          "KEY_INVALID",
          /exponent/,
        );
      }
    });

    it("refuses moduli that are even or below 2,048 bits", async () => {
      for (const modulus of [0n, (1n << 2047n) - 1n, MODULUS + 1n, -MODULUS]) {
        await expectError(() => rsaSigner(VERIFIER, { exponent: 3n, modulus }), "KEY_INVALID", /2048 bits/);
      }
    });
  });

  describe("parseSigner", () => {
    it("tells an address from a verifier and its key", () => {
      expect(parseSigner(ADDRESS)).to.deep.equal({ kind: "address", address: ADDRESS.toLowerCase() });
      expect(parseSigner(`${VERIFIER}00`)).to.deep.equal({
        kind: "verifier",
        verifier: VERIFIER,
        key: "0x00",
      });
    });

    it("refuses less than 20 bytes, and what is not hex", async () => {
      await expectError(() => parseSigner("0x"), "SIGNER_INVALID", /got 0 bytes/);
      await expectError(() => parseSigner(`0x${"0".repeat(41)}`), "HEX_INVALID", /hexadecimal/);
    });
  });
});

function bitsOf(value: bigint): number {
  return value.toString(2).length;
}
