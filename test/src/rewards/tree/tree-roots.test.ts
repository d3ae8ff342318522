import { expect } from "chai";
import { bytesToHex } from "../../../../src/hex";
import { buildTree, encodeDeviceRows, hashLeaves, treeRoots } from "../../../../src/rewards/tree";
import { devicesOf } from "./fixtures";

const SEED = "tree-roots";
const ZERO = `0x${"00".repeat(32)}`;

function rootsOf(leaves: Uint8Array, sizes: readonly number[]): { batched: string[]; single: string[] } {
  const offsets = new Uint32Array(sizes.length + 1);
  sizes.forEach((size, group) => (offsets[group + 1] = (offsets[group] ?? 0) + size));
  const roots = treeRoots(leaves, offsets);
  return {
    batched: sizes.map((_, group) => bytesToHex(roots.subarray(group * 32, group * 32 + 32))),
    single: sizes.map((size, group) => {
      const start = (offsets[group] ?? 0) * 32;
      return size === 0 ? ZERO : buildTree(leaves.subarray(start, start + size * 32)).root();
    }),
  };
}

describe(`treeRoots (seed "${SEED}")`, () => {
  const leaves = hashLeaves(encodeDeviceRows(devicesOf(SEED, 12_000)));
  const take = (sizes: readonly number[]): Uint8Array =>
    leaves.subarray(0, sizes.reduce((sum, size) => sum + size, 0) * 32);

  it("has the roots of the single trees for every size around its batches", () => {
    const sizes = Array.from({ length: 131 }, (_, size) => size);
    const { batched, single } = rootsOf(take(sizes), sizes);
    expect(batched).to.deep.equal(single);
  });

  it("has the roots of the single trees for thousands of small groups", () => {
    const sizes = Array.from({ length: 3000 }, (_, group) => (group * group) % 7);
    const { batched, single } = rootsOf(take(sizes), sizes);
    expect(batched).to.deep.equal(single);
  });

  it("has the roots of the single trees for large groups between small ones", () => {
    const sizes = [1, 3000, 2, 0, 65, 64, 63, 2500, 0];
    const { batched, single } = rootsOf(take(sizes), sizes);
    expect(batched).to.deep.equal(single);
  });

  it("handles duplicate leaves", () => {
    const same = new Uint8Array(10 * 32);
    for (let i = 0; i < 10; i++) same.set(leaves.subarray(0, 32), i * 32);
    const { batched, single } = rootsOf(same, [3, 7]);
    expect(batched).to.deep.equal(single);
  });

  it("has root zero for a group without leaves", () => {
    expect(rootsOf(new Uint8Array(0), [0, 0]).batched).to.deep.equal([ZERO, ZERO]);
    expect(treeRoots(new Uint8Array(0), Uint32Array.of(0))).to.have.length(0);
  });

  it("refuses offsets that do not cut all leaves into groups", () => {
    const two = leaves.subarray(0, 64);
    expect(() => treeRoots(two, Uint32Array.of())).to.throw(RangeError, "from 0 to the number of leaves, 2");
    expect(() => treeRoots(two, Uint32Array.of(0, 1))).to.throw(
      RangeError,
      "from 0 to the number of leaves, 2",
    );
    expect(() => treeRoots(two, Uint32Array.of(1, 2))).to.throw(
      RangeError,
      "from 0 to the number of leaves, 2",
    );
    expect(() => treeRoots(two, Uint32Array.of(0, 2, 1, 2))).to.throw(RangeError, "offset 2 is less");
    expect(() => treeRoots(leaves.subarray(0, 33), Uint32Array.of(0, 1))).to.throw(RangeError, "cut off");
  });
});
