import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { AbiCoder, keccak256, toBeHex, toUtf8Bytes } from "ethers";

import { type BatchRow, batchTree, loadBatchTree, verifyBatch } from "../../../src/devices";
import { expectError } from "./support";

const SEED = "batch";
const TYPES = ["uint256", "uint32"];
const SIZES = [
  ...Array.from({ length: 40 }, (_, i) => i + 1),
  63,
  64,
  65,
  1_000,
  2_047,
  2_048,
  2_049,
  4_096,
  5_000,
];

function rowsOf(count: number): BatchRow[] {
  return Array.from({ length: count }, (_, i) => ({
    device: BigInt(keccak256(toUtf8Bytes(`${SEED} ${i}`))),
    kind: 1 + (i % 5),
  }));
}

function standardOf(rows: readonly BatchRow[]): StandardMerkleTree<[string, string]> {
  return StandardMerkleTree.of(
    rows.map(({ device, kind }): [string, string] => [device.toString(), kind.toString()]),
    TYPES,
  );
}

describe(`batchTree (seed "${SEED}")`, () => {
  for (const size of SIZES) {
    it(`has the root and the proofs of StandardMerkleTree: ${size} devices`, () => {
      const rows = rowsOf(size);
      const tree = batchTree(rows);
      const standard = standardOf(rows);
      expect(tree.root()).to.equal(standard.root);
      expect(tree.size).to.equal(size);
      for (let index = 0; index < size; index += Math.ceil(size / 20)) {
        const { device, kind } = rows[index] ?? { device: 0n, kind: 0 };
        expect(tree.proof(device)).to.deep.equal(standard.getProof(index));
        expect(tree.kindOf(device)).to.equal(kind);
        expect(tree.has(device)).to.be.true;
      }
    });
  }

  it("takes rows from a generator, in any order", () => {
    const rows = rowsOf(100);
    function* backwards() {
      for (const row of rows.toReversed()) yield row;
    }
    expect(batchTree(backwards()).root()).to.equal(batchTree(rows).root());
    expect([...batchTree(backwards()).rows()]).to.deep.equal(rows.toReversed());
  });

  it("finds ids at both ends of their range and with a common beginning", () => {
    const ids = [0n, 1n, 2n, 3n, 255n, 256n, 2n ** 64n, 2n ** 255n, 2n ** 256n - 2n, 2n ** 256n - 1n];
    const rows = ids.map((device) => ({ device, kind: 2 ** 32 - 1 }));
    const tree = batchTree(rows);
    expect(tree.root()).to.equal(standardOf(rows).root);
    for (const row of rows) {
      expect(verifyBatch({ root: tree.root(), row, proof: tree.proof(row.device) }), String(row.device)).to.be
        .true;
    }
    for (const device of [4n, 2n ** 64n + 1n, 2n ** 254n, 2n ** 256n, -1n])
      expect(tree.has(device)).to.be.false;
  });

  describe("verifyBatch", () => {
    const rows = rowsOf(33);
    const tree = batchTree(rows);
    const [row = { device: 0n, kind: 0 }] = rows;
    const proof = tree.proof(row.device);

    it("refuses another kind, device, root or proof", () => {
      const root = tree.root();
      expect(verifyBatch({ root, row, proof })).to.be.true;
      expect(verifyBatch({ root, row: { ...row, kind: row.kind + 1 }, proof })).to.be.false;
      expect(verifyBatch({ root, row: { ...row, device: row.device + 1n }, proof })).to.be.false;
      expect(verifyBatch({ root: batchTree(rowsOf(32)).root(), row, proof })).to.be.false;
      expect(verifyBatch({ root, row, proof: proof.slice(1) })).to.be.false;
    });

    it("has leaves that are no pair of nodes", () => {
      const encoded = AbiCoder.defaultAbiCoder().encode(TYPES, [row.device, row.kind]);
      expect(verifyBatch({ root: keccak256(keccak256(encoded)) as `0x${string}`, row, proof: [] })).to.be
        .true;
      expect(verifyBatch({ root: keccak256(encoded) as `0x${string}`, row, proof: [] })).to.be.false;
    });
  });

  describe("dump and loadBatchTree", () => {
    const rows = rowsOf(70);

    it("are those of StandardMerkleTree", () => {
      const dump: unknown = JSON.parse(JSON.stringify(batchTree(rows).dump()));
      expect(dump).to.deep.equal(standardOf(rows).dump());
      expect(StandardMerkleTree.load(batchTree(rows).dump()).root).to.equal(batchTree(rows).root());
      const loaded = loadBatchTree(dump);
      expect(loaded.root()).to.equal(batchTree(rows).root());
      expect([...loaded.rows()]).to.deep.equal(rows);
    });

    it("refuse a dump with another kind, of another tree, or that is none", async () => {
      const { values, ...dump } = batchTree(rows).dump();
      const [first, ...rest] = values;
      const device = first?.value[0];
      const wrong: [unknown, RegExp][] = [
        [{ ...dump, values: [{ ...first, value: [device, "9"] }, ...rest] }, /not the leaf of values\[0\]/],
        [
          { ...dump, values: [{ ...first, value: [device, "9", "9"] }, ...rest] },
          /a row of \(uint256, uint32\)/,
        ],
        [{ ...dump, values, leafEncoding: ["uint256", "uint256"] }, /leafEncoding must be/],
        [{}, /format must be/],
      ];
      for (const [value, message] of wrong) {
        await expectError(() => loadBatchTree(value), "TREE_DUMP_INVALID", message);
      }
    });
  });

  describe("refusals", () => {
    it("names the device that comes twice and its rows, whatever its kinds", async () => {
      const rows = rowsOf(3_000);
      const [row = { device: 0n, kind: 0 }] = rows.slice(2_100);
      for (const kind of [row.kind, row.kind + 1]) {
        await expectError(
          () => batchTree([...rows, { ...row, kind }]),
          "BATCH_DUPLICATE",
          new RegExp(`Rows 2100 and 3000 are about the same device, ${toBeHex(row.device, 32)}`),
        );
      }
    });

    it("names the first row that is out of range", async () => {
      const rows = rowsOf(3_000);
      const [device] = [1n];
      const wrong: [BatchRow, RegExp][] = [
        [{ device: 2n ** 256n, kind: 1 }, /Row 3000: device must be/],
        [{ device: -1n, kind: 1 }, /Row 3000: device must be/],
        [{ device, kind: 0 }, /Row 3000: kind must be a whole number from 1/],
        [{ device, kind: 2 ** 32 }, /got 4294967296/],
        [{ device, kind: 1.5 }, /got 1.5/],
        [{ device, kind: NaN }, /got NaN/],
      ];
      for (const [row, message] of wrong) {
        await expectError(() => batchTree([...rows, row]), "TREE_ROW_INVALID", message);
      }
    });

    it("has no tree without rows, and no proof of a device that it does not hold", async () => {
      await expectError(() => batchTree([]), "TREE_EMPTY", /at least one row/);
      const tree = batchTree(rowsOf(5));
      await expectError(() => tree.proof(7n), "BATCH_DEVICE_UNKNOWN", /batch of 5 devices does not hold 7/);
      await expectError(() => tree.kindOf(7n), "BATCH_DEVICE_UNKNOWN", /does not hold 7/);
    });
  });
});
