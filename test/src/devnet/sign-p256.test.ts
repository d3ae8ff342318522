import { createPrivateKey, createPublicKey, verify } from "node:crypto";

import { expect } from "chai";
import { getBytes, id, toBigInt } from "ethers";

import { deviceKeyOf } from "../../../scripts/devnet/devices/keys";
import type { Hex } from "../../../src/hex";

const VERIFIER = `0x${"5f".repeat(20)}` as const;
const HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;

describe("signatures of the devnet's P-256 keys", () => {
  for (let index = 0; index < 8; index++) {
    it(`hold for the key's public key, are low and always the same: ${index}`, async () => {
      const key = await deviceKeyOf(`device-${index}`, "P-256", VERIFIER);
      const digest = id(`message ${index}`) as Hex;
      const signature = await key.sign(digest);
      const publicKey = createPublicKey(createPrivateKey(key.pem));
      const proof = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
      expect(verify("sha256", getBytes(digest), proof, getBytes(signature))).to.equal(true);
      expect(verify("sha256", getBytes(id("another")), proof, getBytes(signature))).to.equal(false);
      expect(toBigInt(`0x${signature.slice(66)}`) <= HALF_ORDER, "s is low").to.equal(true);
      expect(await key.sign(digest)).to.equal(signature);
    });
  }
});
