import { expect } from "chai";
import { bytesToHex } from "../../../src/hex";
import { keccak256 } from "../../../src/merkle/keccak256";
import { keccak256Stream } from "../../../src/merkle/keccak256-stream";

const STAGE_BYTES = 6144 * 32;

function message(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 131 + length) % 256);
}

let noble: (bytes: Uint8Array) => Uint8Array;

function expected(bytes: Uint8Array): string {
  return bytesToHex(noble(bytes));
}

async function loadNoble(): Promise<void> {
  noble = (await import("@noble/hashes/sha3.js")).keccak_256;
}

describe("keccak256", () => {
  before(loadNoble);

  it("agrees with @noble/hashes for every length from 0 to 300", () => {
    for (let length = 0; length <= 300; length++) {
      expect(bytesToHex(keccak256(message(length))), `${length} bytes`).to.equal(expected(message(length)));
    }
  });

  it("agrees with @noble/hashes around the size of its staging area", () => {
    for (const length of [
      STAGE_BYTES - 137,
      STAGE_BYTES - 1,
      STAGE_BYTES,
      STAGE_BYTES + 1,
      3 * STAGE_BYTES,
    ]) {
      expect(bytesToHex(keccak256(message(length))), `${length} bytes`).to.equal(expected(message(length)));
    }
  });

  it("reads a view that begins at an odd byte", () => {
    const bytes = message(401).subarray(3);
    expect(bytesToHex(keccak256(bytes))).to.equal(expected(bytes));
  });
});

describe("keccak256Stream", () => {
  before(loadNoble);

  it("gives the same hash wherever the message is cut in three", () => {
    const bytes = message(420);
    for (let first = 0; first <= 420; first += 7) {
      for (let second = first; second <= 420; second += 17) {
        const stream = keccak256Stream();
        for (const [from, to] of [
          [0, first],
          [first, second],
          [second, 420],
        ] as const) {
          stream.update(bytes.subarray(from, to));
        }
        expect(bytesToHex(stream.digest()), `cut at ${first} and ${second}`).to.equal(expected(bytes));
      }
    }
  });

  it("goes on after a digest", () => {
    const stream = keccak256Stream().update(message(200));
    expect(bytesToHex(stream.digest())).to.equal(expected(message(200)));
    expect(bytesToHex(stream.digest())).to.equal(expected(message(200)));
    stream.update(message(100));
    expect(bytesToHex(stream.digest())).to.equal(expected(Buffer.concat([message(200), message(100)])));
  });

  it("keeps two messages apart that are hashed by turns", () => {
    const [a, b] = [keccak256Stream(), keccak256Stream()];
    for (let i = 0; i < 10; i++) {
      a.update(message(150));
      b.update(message(61));
    }
    const repeat = (bytes: Uint8Array): Uint8Array => Buffer.concat(Array.from({ length: 10 }, () => bytes));
    expect(bytesToHex(a.digest())).to.equal(expected(repeat(message(150))));
    expect(bytesToHex(b.digest())).to.equal(expected(repeat(message(61))));
  });

  it("does not keep the caller's buffer", () => {
    const bytes = message(50);
    const stream = keccak256Stream().update(bytes);
    bytes.fill(0);
    expect(bytesToHex(stream.digest())).to.equal(expected(message(50)));
  });
});
