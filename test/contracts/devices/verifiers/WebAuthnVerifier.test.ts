import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { AbiCoder, concat, dataSlice, id, toBeHex, toUtf8Bytes } from "ethers";
import { ethers } from "hardhat";

import { type AssertionOptions, highS, webAuthnKey } from "../../../helpers/device-keys";

const ACCEPTED = "0x024ad318";
const REFUSED = "0xffffffff";
const DIGEST = id("digest");
const ASSERTION = ["bytes32", "bytes32", "uint256", "uint256", "bytes", "bytes"];

const PRESENT = 0x01;
const VERIFIED = 0x04;
const BACKUP_ELIGIBLE = 0x08;
const BACKED_UP = 0x10;

type Assertion = [
  r: string,
  s: string,
  challenge: bigint,
  type: bigint,
  authenticator: string,
  client: string,
];

function decode(signature: string): Assertion {
  return [...AbiCoder.defaultAbiCoder().decode(ASSERTION, signature)] as Assertion;
}

function encode(assertion: Assertion): string {
  return AbiCoder.defaultAbiCoder().encode(ASSERTION, assertion);
}

describe("WebAuthnVerifier", () => {
  async function deployVerifier() {
    const verifier = await ethers.deployContract("WebAuthnVerifier");
    const address = await verifier.getAddress();
    const sign = (options?: AssertionOptions) => webAuthnKey("phone", address, options).sign(DIGEST);
    const key = dataSlice(webAuthnKey("phone", address).signer, 20);
    const verify = (signature: string) => verifier.verify(key, DIGEST, signature);
    return { verifier, address, key, sign, verify, assertion: decode(sign()) };
  }

  it("accepts an assertion of a user who was present and verified", async () => {
    const { verify, sign, assertion } = await loadFixture(deployVerifier);
    expect(await verify(sign())).to.equal(ACCEPTED);
    expect(await verify(encode(assertion))).to.equal(ACCEPTED);
  });

  it("accepts any origin and any state of backup that can be", async () => {
    const { verify, sign } = await loadFixture(deployVerifier);
    const backedUp = PRESENT | VERIFIED | BACKUP_ELIGIBLE | BACKED_UP;
    expect(await verify(sign({ origin: "android:apk-key-hash:app" }))).to.equal(ACCEPTED);
    expect(await verify(sign({ flags: backedUp }))).to.equal(ACCEPTED);
  });

  const lies: Record<string, AssertionOptions> = {
    "a user who was not present": { flags: VERIFIED },
    "a user who was not verified": { flags: PRESENT },
    "a backup of what cannot be backed up": { flags: PRESENT | VERIFIED | BACKED_UP },
    "the creation of a key instead of an assertion": { type: "webauthn.create" },
  };
  for (const [what, options] of Object.entries(lies)) {
    it(`refuses ${what}, though the key has signed it`, async () => {
      const { verify, sign } = await loadFixture(deployVerifier);
      expect(await verify(sign(options))).to.equal(REFUSED);
    });
  }

  it("refuses another digest and another key", async () => {
    const { verifier, address, key, sign } = await loadFixture(deployVerifier);
    const other = dataSlice(webAuthnKey("another phone", address).signer, 20);
    expect(await verifier.verify(key, id("another digest"), sign())).to.equal(REFUSED);
    expect(await verifier.verify(other, DIGEST, sign())).to.equal(REFUSED);
  });

  it("refuses keys off the curve and of another length", async () => {
    const { verifier, key, sign } = await loadFixture(deployVerifier);
    const offCurve = concat([dataSlice(key, 0, 32), toBeHex(BigInt(dataSlice(key, 32)) ^ 1n, 32)]);
    for (const changed of [offCurve, concat([key, "0x00"]), dataSlice(key, 0, 63), "0x"]) {
      expect(await verifier.verify(changed, DIGEST, sign()), changed).to.equal(REFUSED);
    }
  });

  it("refuses the high s, wrong places of challenge and type, and changed data of client and authenticator", async () => {
    const { verify, assertion } = await loadFixture(deployVerifier);
    const [r, s, challenge, type, authenticator, client] = assertion;
    const otherS = dataSlice(highS(concat([r, s])), 32);
    const otherClient = ethers.hexlify(
      toUtf8Bytes(ethers.toUtf8String(client).replace("wallet.example", "wallet.invalid")),
    );
    const changed: Assertion[] = [
      [r, otherS, challenge, type, authenticator, client],
      [r, s, challenge + 1n, type, authenticator, client],
      [r, s, challenge, type + 1n, authenticator, client],
      [r, s, 2n ** 256n - 1n, 2n ** 256n - 1n, authenticator, client],
      [r, s, challenge, type, dataSlice(authenticator, 0, 36), client],
      [r, s, challenge, type, concat([authenticator, "0x00"]), client],
      [r, s, challenge, type, authenticator, otherClient],
    ];
    for (const [i, each] of changed.entries()) expect(await verify(encode(each)), `${i}`).to.equal(REFUSED);
  });

  it("refuses every form of the encoding but the canonical one", async () => {
    const { verify, sign, assertion } = await loadFixture(deployVerifier);
    const signature = sign();
    const offset = AbiCoder.defaultAbiCoder().encode(
      ["tuple(bytes32, bytes32, uint256, uint256, bytes, bytes)"],
      [assertion],
    );
    const [r, s, challenge, type, authenticator, client] = assertion;
    // the two dynamic parts in the other order: every offset is right, and yet it is another form
    const swapped = swapTails(encode([r, s, challenge, type, client, authenticator]));
    for (const [i, changed] of [
      concat([signature, "0x00"]),
      concat([signature, ethers.ZeroHash]),
      dataSlice(signature, 0, ethers.dataLength(signature) - 1),
      offset,
      swapped,
      dataSlice(signature, 0, 0xbf),
      "0x",
    ].entries()) {
      expect(await verify(changed), `${i}`).to.equal(REFUSED);
    }
  });

  /** Exchanges the two offsets, so that the fifth field is read where the sixth lies and the other way round. */
  function swapTails(encoded: string): string {
    return concat([
      dataSlice(encoded, 0, 0x80),
      dataSlice(encoded, 0xa0, 0xc0),
      dataSlice(encoded, 0x80, 0xa0),
      dataSlice(encoded, 0xc0),
    ]);
  }
});
