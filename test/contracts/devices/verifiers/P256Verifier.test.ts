import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { expect } from "chai";
import { concat, dataLength, dataSlice, id, toBeHex, ZeroHash } from "ethers";
import { ethers } from "hardhat";

import { P256Verifier__factory } from "../../../../typechain-types";
import { highS, P256_ORDER, p256Key } from "../../../helpers/device-keys";
import { olderChain } from "../../../helpers/older-chain";

const ACCEPTED = "0x024ad318";
const REFUSED = "0xffffffff";
const DIGEST = id("digest");
const PRECOMPILE = "0x0000000000000000000000000000000000000100";
/** The prime of the field. Source: SEC 2, §2.4.2. */
const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;

describe("P256Verifier", () => {
  async function deployWithPrecompile() {
    const verifier = await ethers.deployContract("P256Verifier");
    return { verifier, ...keyOf(await verifier.getAddress()) };
  }

  async function deployWithoutPrecompile() {
    const verifier = await new P256Verifier__factory(older).deploy();
    await verifier.waitForDeployment();
    return { verifier, ...keyOf(await verifier.getAddress()) };
  }

  function keyOf(verifier: string) {
    const device = p256Key("device", verifier);
    return { key: dataSlice(device.signer, 20), signature: device.sign(DIGEST), device };
  }

  let older: Awaited<ReturnType<typeof olderChain>>;
  let withoutPrecompile: Promise<Awaited<ReturnType<typeof deployWithoutPrecompile>>>;
  before(async () => {
    older = await olderChain("prague");
    withoutPrecompile = deployWithoutPrecompile();
    await withoutPrecompile;
  });

  it("the precompile answers on this chain and is not there on the older one", async () => {
    const device = p256Key("device", ethers.ZeroAddress);
    const input = concat([ethers.sha256(DIGEST), device.sign(DIGEST), dataSlice(device.signer, 20)]);
    expect(await ethers.provider.call({ to: PRECOMPILE, data: input })).to.equal(toBeHex(1, 32));
    expect(await older.call({ to: PRECOMPILE, data: input })).to.equal("0x");
  });

  for (const [where, deploy] of Object.entries({
    "with the precompile": () => loadFixture(deployWithPrecompile),
    "without the precompile": () => withoutPrecompile,
  })) {
    context(where, () => {
      it("accepts what WebCrypto and secure elements sign: the digest, hashed once more", async () => {
        const { verifier, key, signature } = await deploy();
        expect(await verifier.verify(key, DIGEST, signature)).to.equal(ACCEPTED);
      });

      it("refuses another digest, another key and a signature with one bit flipped", async () => {
        const { verifier, key, signature, device } = await deploy();
        const other = dataSlice(p256Key("other", ethers.ZeroAddress).signer, 20);
        const flipped = toBeHex(BigInt(signature) ^ 1n, 64);
        expect(await verifier.verify(key, id("another digest"), signature)).to.equal(REFUSED);
        expect(await verifier.verify(other, DIGEST, device.sign(DIGEST))).to.equal(REFUSED);
        expect(await verifier.verify(key, DIGEST, flipped)).to.equal(REFUSED);
      });

      it("refuses the high s of a good signature", async () => {
        const { verifier, key, signature } = await deploy();
        expect(BigInt(dataSlice(highS(signature), 32))).to.be.above(P256_ORDER / 2n);
        expect(await verifier.verify(key, DIGEST, highS(signature))).to.equal(REFUSED);
      });

      it("refuses a signature with a tail or cut short", async () => {
        const { verifier, key, signature } = await deploy();
        for (const changed of [concat([signature, "0x00"]), dataSlice(signature, 0, 63), "0x"]) {
          expect(await verifier.verify(key, DIGEST, changed)).to.equal(REFUSED);
        }
      });

      it("refuses r and s of 0 and of the order", async () => {
        const { verifier, key, signature } = await deploy();
        const [r, s] = [dataSlice(signature, 0, 32), dataSlice(signature, 32)];
        const order = toBeHex(P256_ORDER, 32);
        for (const [badR, badS] of [
          [ZeroHash, s],
          [r, ZeroHash],
          [order, s],
          [r, order],
        ] as const) {
          expect(await verifier.verify(key, DIGEST, concat([badR, badS]))).to.equal(REFUSED);
        }
      });

      it("refuses keys off the curve, at infinity, beyond the field, and of another length", async () => {
        const { verifier, key, signature } = await deploy();
        const [x, y] = [dataSlice(key, 0, 32), dataSlice(key, 32)];
        const refused = [
          concat([x, toBeHex(BigInt(y) ^ 1n, 32)]),
          concat([ZeroHash, ZeroHash]),
          concat([toBeHex(FIELD, 32), y]),
          concat([x, toBeHex(FIELD, 32)]),
          concat([key, "0x00"]),
          dataSlice(key, 0, 63),
          concat(["0x04", key]),
          "0x",
        ];
        for (const changed of refused) {
          expect(await verifier.verify(changed, DIGEST, signature), changed).to.equal(REFUSED);
        }
        expect(dataLength(key)).to.equal(64);
      });
    });
  }
});
