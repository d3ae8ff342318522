import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import {
  claimTree,
  deviceTree,
  dumpClaimTree,
  dumpDeviceTree,
  loadClaimTree,
  loadDeviceTree,
  type TreeDump,
} from "../../../../src/rewards/tree";
import { claimsOf, devicesOf, itemAt, wordOf } from "./fixtures";

const SEED = "tree-dump";
const CLAIM_TYPES = ["address", "uint256", "bytes32"];

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

describe(`tree dump (seed "${SEED}")`, () => {
  for (const size of [1, 2, 3, 8, 40]) {
    context(`of ${size} rows`, () => {
      const claims = claimsOf(`${SEED} ${size}`, size);
      const standard = StandardMerkleTree.of(
        claims.map(({ account, cumulative, devicesRoot }) => [account, cumulative.toString(), devicesRoot]),
        CLAIM_TYPES,
      );

      it("is the dump of StandardMerkleTree", () => {
        expect(dumpClaimTree(claims, claimTree(claims))).to.deep.equal(standard.dump());
      });

      it("loads in StandardMerkleTree", () => {
        const dump = throughJson(dumpClaimTree(claims, claimTree(claims)));
        const loaded = StandardMerkleTree.load(dump);
        expect(loaded.root).to.equal(standard.root);
        expect(loaded.getProof(size - 1)).to.deep.equal(standard.getProof(size - 1));
      });

      it("loads from StandardMerkleTree", () => {
        const loaded = loadClaimTree(throughJson(standard.dump()));
        expect(loaded.claims).to.deep.equal(claims);
        expect(loaded.tree.root()).to.equal(standard.root);
        for (let i = 0; i < size; i++) expect(loaded.tree.proof(i)).to.deep.equal(standard.getProof(i));
      });

      it("of devices loads both ways", () => {
        const rows = devicesOf(SEED, size);
        const dump = throughJson(dumpDeviceTree(rows, deviceTree(rows)));
        expect(StandardMerkleTree.load(dump).root).to.equal(deviceTree(rows).root());
        expect(loadDeviceTree(dump).rows).to.deep.equal(rows);
      });
    });
  }

  it("loads from a StandardMerkleTree whose leaves are not sorted", () => {
    const claims = claimsOf(SEED, 13);
    const values = claims.map((claim) => [claim.account, claim.cumulative.toString(), claim.devicesRoot]);
    const standard = StandardMerkleTree.of(values, CLAIM_TYPES, { sortLeaves: false });
    const { tree } = loadClaimTree(standard.dump());
    expect(tree.root()).to.equal(standard.root);
    expect(tree.proof(4)).to.deep.equal(standard.getProof(4));
  });

  it("loads numbers as StandardMerkleTree takes them: safe integers and hex", () => {
    const dump = StandardMerkleTree.of([[1, "0xff", 7n]], ["uint256", "uint256", "uint256"]).dump();
    expect(loadDeviceTree(dump).rows).to.deep.equal([{ device: 1n, units: 255n, reward: 7n }]);
  });

  it("refuses to dump a tree with other rows", () => {
    const rows = devicesOf(SEED, 3);
    expect(() => dumpDeviceTree(rows.slice(1), deviceTree(rows))).to.throw(
      RangeError,
      "built from 3 rows, got 2",
    );
  });

  describe("refuses to load", () => {
    const claims = claimsOf(SEED, 6);
    const valid = (): TreeDump => dumpClaimTree(claims, claimTree(claims));
    const firstValue = (dump: TreeDump): { value: unknown[]; treeIndex: number } => itemAt(dump.values, 0);

    const malformed: [string, (dump: TreeDump & Record<string, unknown>) => unknown, string][] = [
      ["nothing", () => undefined, 'format must be "standard-v1"'],
      ["null", () => null, 'format must be "standard-v1"'],
      ["text", () => "{}", 'format must be "standard-v1"'],
      [
        "another format",
        (dump) => ({ ...dump, format: "simple-v1" }),
        'format must be "standard-v1", got "simple-v1"',
      ],
      ["other types", (dump) => ({ ...dump, leafEncoding: ["address", "uint256"] }), "leafEncoding must be"],
      ["no types", (dump) => ({ ...dump, leafEncoding: undefined }), "leafEncoding must be"],
      ["no values", (dump) => ({ ...dump, values: [] }), "values must be a list of at least one row"],
      ["values that are no list", (dump) => ({ ...dump, values: {} }), "values must be a list"],
      [
        "a tree cut short",
        (dump) => ({ ...dump, tree: dump.tree.slice(1) }),
        "tree must be a list of 11 nodes",
      ],
      [
        "a node cut short",
        (dump) => ({ ...dump, tree: dump.tree.with(4, "0x12") }),
        "tree[4] must be 0x and 64",
      ],
      [
        "a node of another type",
        (dump) => ({ ...dump, tree: [...dump.tree.slice(1), 3] }),
        "tree[10] must be 0x",
      ],
      [
        "a changed root",
        (dump) => ({ ...dump, tree: dump.tree.with(0, wordOf("root")) }),
        "tree[0] is not the hash",
      ],
      [
        "a changed inner node",
        (dump) => ({ ...dump, tree: dump.tree.with(3, wordOf("x")) }),
        "tree[3] is not the hash",
      ],
      [
        "a changed leaf",
        (dump) => ({ ...dump, tree: dump.tree.with(10, wordOf("x")) }),
        "tree[10] is not the leaf of",
      ],
      [
        "a value that is no object",
        (dump) => ({ ...dump, values: dump.values.map(() => 1) }),
        "values[0].value must be",
      ],
    ];
    for (const [name, change, message] of malformed) {
      it(name, () => {
        expect(() => loadClaimTree(change({ ...valid() })))
          .to.throw(message)
          .with.property("code", "TREE_DUMP_INVALID");
      });
    }

    const badValues: [string, (entry: { value: unknown[]; treeIndex: number }) => void, string][] = [
      ["a changed amount", ({ value }) => (value[1] = "1"), "is not the leaf of values[0]"],
      [
        "a negative amount",
        ({ value }) => (value[1] = "-1"),
        "values[0].value must be a row of (address, uint256",
      ],
      ["a fractional amount", ({ value }) => (value[1] = 1.5), "values[0].value must be a row of"],
      ["an account that is no hex", ({ value }) => (value[0] = "me"), "values[0].value must be a row of"],
      ["a value too many", ({ value }) => value.push("1"), "values[0].value must be a row of"],
      [
        "an inner node as a leaf",
        (entry) => (entry.treeIndex = 0),
        "values[0].treeIndex must be a leaf's, from 5 to 10",
      ],
      ["a leaf outside the tree", (entry) => (entry.treeIndex = 11), "values[0].treeIndex must be a leaf's"],
      ["a fractional index", (entry) => (entry.treeIndex = 5.5), "values[0].treeIndex must be a leaf's"],
    ];
    for (const [name, change, message] of badValues) {
      it(name, () => {
        const dump = valid();
        change(firstValue(dump));
        expect(() => loadClaimTree(dump))
          .to.throw(message)
          .with.property("code", "TREE_DUMP_INVALID");
      });
    }

    it("a leaf that two rows share", () => {
      const dump = valid();
      const first = itemAt(dump.values, 0);
      dump.values = dump.values.with(1, { value: first.value, treeIndex: first.treeIndex });
      expect(() => loadClaimTree(dump))
        .to.throw("values[1].treeIndex is that of another row")
        .with.property("code", "TREE_DUMP_INVALID");
    });

    it("an amount above 2^256", () => {
      const dump = valid();
      firstValue(dump).value[1] = (2n ** 256n).toString();
      expect(() => loadClaimTree(dump))
        .to.throw("Row 0: cumulative")
        .with.property("code", "TREE_ROW_INVALID");
    });
  });
});
