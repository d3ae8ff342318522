import { constants, createHash, sign as nodeSign } from "node:crypto";

import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, dataSlice, getBytes, hexlify, id, toBeHex, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { onboarding } from "../../../helpers/device-actions";
import { canonicalRsaKey, type DeviceKey, keyHash, rsaKeyPair, signRsa } from "../../../helpers/device-keys";
import { APP, deployDevices } from "../../../helpers/devices";

const ACCEPTED = "0x024ad318";
const REFUSED = "0xffffffff";
const DIGEST = id("digest");
const BYTES = 256;
/** DER of the algorithm and length that precede a SHA-256 digest. Source: RFC 8017, §9.2, note 1. */
const DIGEST_INFO = "0x3031300d060960864801650304020105000420";

/** What a signature opens to: `00 01 ff … ff 00 DigestInfo digest`. Source: RFC 8017, §9.2. */
function encodedMessage(digest: string): string {
  const hash = createHash("sha256").update(getBytes(digest)).digest();
  const suffix = concat(["0x00", DIGEST_INFO, hash]);
  return concat(["0x0001", `0x${"ff".repeat(BYTES - 2 - 52)}`, suffix]);
}

describe("RSAVerifier", () => {
  async function deployVerifier() {
    const verifier = await ethers.deployContract("RSAVerifier");
    const pair = rsaKeyPair();
    const { exponent, modulus, privateKey } = pair;
    const key = canonicalRsaKey(exponent, modulus);
    return { verifier, ...pair, key, signature: signRsa(DIGEST, privateKey) };
  }

  it("accepts keys of 2048 bits and more", async () => {
    const { verifier, key, signature } = await loadFixture(deployVerifier);
    expect(await verifier.verify(key, DIGEST, signature)).to.equal(ACCEPTED);
    const { exponent, modulus, privateKey } = rsaKeyPair(3072);
    const large = canonicalRsaKey(exponent, modulus);
    expect(await verifier.verify(large, DIGEST, signRsa(DIGEST, privateKey))).to.equal(ACCEPTED);
  });

  it("refuses a key of 1024 bits", async () => {
    const { verifier } = await loadFixture(deployVerifier);
    const { exponent, modulus, privateKey } = rsaKeyPair(1024);
    const key = canonicalRsaKey(exponent, modulus);
    expect(await verifier.verify(key, DIGEST, signRsa(DIGEST, privateKey))).to.equal(REFUSED);
  });

  it("refuses another digest and another key", async () => {
    const { verifier, key, signature } = await loadFixture(deployVerifier);
    const { exponent, modulus } = rsaKeyPair();
    expect(await verifier.verify(key, id("another digest"), signature)).to.equal(REFUSED);
    expect(await verifier.verify(canonicalRsaKey(exponent, modulus), DIGEST, signature)).to.equal(REFUSED);
  });

  it("refuses a signature with a tail, a leading zero, cut short, and beyond the modulus", async () => {
    const { verifier, key, modulus, signature } = await loadFixture(deployVerifier);
    for (const changed of [
      concat([signature, "0x00"]),
      concat(["0x00", signature]),
      dataSlice(signature, 0, BYTES - 1),
      modulus,
      `0x${"ff".repeat(BYTES)}`,
      "0x",
    ]) {
      expect(await verifier.verify(key, DIGEST, changed)).to.equal(REFUSED);
    }
  });

  it("refuses other hashes and paddings of the same key", async () => {
    const { verifier, key, privateKey } = await loadFixture(deployVerifier);
    const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
    const signatures = [
      nodeSign("sha512", getBytes(DIGEST), privateKey),
      nodeSign("sha256", getBytes(DIGEST), pss),
    ];
    for (const signature of signatures) {
      expect(await verifier.verify(key, DIGEST, hexlify(signature))).to.equal(REFUSED);
    }
  });

  it("refuses exponents under 3, of which 1 would verify what nobody signed", async () => {
    const { verifier, modulus } = await loadFixture(deployVerifier);
    for (const exponent of ["0x01", "0x02"]) {
      const key = canonicalRsaKey(exponent, modulus);
      expect(await verifier.verify(key, DIGEST, encodedMessage(DIGEST))).to.equal(REFUSED);
    }
  });

  it("the message of exponent 1 is the one that a true signature opens to", async () => {
    const { modulus, exponent, signature } = await loadFixture(deployVerifier);
    const opened = power(BigInt(signature), BigInt(exponent), BigInt(modulus));
    expect(toBeHex(opened, BYTES)).to.equal(encodedMessage(DIGEST));
  });

  it("refuses every encoding of a good key but the canonical one", async () => {
    const { verifier, exponent, modulus, key, signature } = await loadFixture(deployVerifier);
    const others: Record<string, string> = {
      "a leading zero of the exponent": canonicalRsaKey(concat(["0x00", exponent]), modulus),
      "a leading zero of the modulus": canonicalRsaKey(exponent, concat(["0x00", modulus])),
      "a tail": concat([key, ZeroHash]),
      "a tail of a byte": concat([key, "0x00"]),
      "the two parts in the other order": swapTails(canonicalRsaKey(modulus, exponent)),
      "no exponent": canonicalRsaKey("0x", modulus),
      "no modulus": canonicalRsaKey(exponent, "0x"),
      "padding that is not zero": dirtyPadding(key),
    };
    for (const [what, other] of Object.entries(others)) {
      expect(await verifier.verify(other, DIGEST, signature), what).to.equal(REFUSED);
    }
  });

  it("a device whose key is no encoding at all is refused by the registry", async () => {
    const { registry, verifiers, alice } = await loadFixture(deployDevices);
    const key: DeviceKey = {
      signer: concat([await verifiers.rsa.getAddress(), "0x1234"]),
      sign: () => "0x00",
    };
    const item = await onboarding(registry, { key, owner: alice, kind: APP });
    await expect(registry.connect(alice).register(item))
      .to.be.revertedWithCustomError(registry, "DeviceRegistryInvalidSignature")
      .withArgs(keyHash(key));
  });
});

/** Exchanges the two offsets, so that each part is read where the other one's place would be. */
function swapTails(encoded: string): string {
  return concat([dataSlice(encoded, 0x20, 0x40), dataSlice(encoded, 0, 0x20), dataSlice(encoded, 0x40)]);
}

/** Sets the last byte of the word of the exponent: two offsets and its length come before it. */
function dirtyPadding(key: string): string {
  const place = 4 * 0x20 - 1;
  return concat([dataSlice(key, 0, place), "0x01", dataSlice(key, place + 1)]);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base];
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
