import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import { bytesToHex, hexToBytes } from "../../../../src/hex";
import {
  buildTree,
  type Claim,
  claimLeaf,
  claimTree,
  type DeviceRow,
  deviceLeaf,
  deviceTree,
  encodeClaimRows,
  encodeDeviceRows,
  hashLeaves,
  verifyClaim,
  verifyDevice,
  verifyProof,
} from "../../../../src/rewards/tree";
import { claimsOf, devicesOf, itemAt, wordOf } from "./fixtures";

const SEED = "tree";
const CLAIM_TYPES = ["address", "uint256", "bytes32"];
const DEVICE_TYPES = ["uint256", "uint256", "uint256"];
const SIZES = [...Array.from({ length: 40 }, (_, i) => i + 1), 63, 64, 65, 257, 1000];

function standardClaims(claims: readonly Claim[]): StandardMerkleTree<[string, bigint, string]> {
  return StandardMerkleTree.of(
    claims.map((claim): [string, bigint, string] => [claim.account, claim.cumulative, claim.devicesRoot]),
    CLAIM_TYPES,
  );
}

function standardDevices(rows: readonly DeviceRow[]): StandardMerkleTree<[bigint, bigint, bigint]> {
  return StandardMerkleTree.of(
    rows.map(({ device, units, reward }) => [device, units, reward]),
    DEVICE_TYPES,
  );
}

describe(`tree (seed "${SEED}")`, () => {
  describe("rows", () => {
    it("are abi.encode of their three values", () => {
      const claim = itemAt(claimsOf(SEED, 5), 4);
      const row = itemAt(devicesOf(SEED, 5), 4);
      const coder = AbiCoder.defaultAbiCoder();
      expect(bytesToHex(encodeClaimRows([claim]))).to.equal(coder.encode(CLAIM_TYPES, Object.values(claim)));
      expect(bytesToHex(encodeDeviceRows([row]))).to.equal(coder.encode(DEVICE_TYPES, Object.values(row)));
    });

    it("take the largest numbers and no larger or negative ones", () => {
      const row = { device: 0n, units: 0n, reward: 2n ** 256n - 1n };
      expect(bytesToHex(encodeDeviceRows([row])).slice(-64)).to.equal("f".repeat(64));
      for (const units of [2n ** 256n, 2n ** 320n, -1n, -(2n ** 256n)]) {
        expect(() => encodeDeviceRows([row, { ...row, units }]))
          .to.throw(`Row 1: units must be from 0 to 2^256 - 1, got ${units}.`)
          .with.property("code", "TREE_ROW_INVALID");
      }
    });

    it("refuse what is not an account or a hash", () => {
      const claim = itemAt(claimsOf(SEED, 1), 0);
      for (const account of [
        "0x",
        "0x12",
        `0x${"g".repeat(40)}`,
        `0x${"0".repeat(42)}`,
        `0x${"é".repeat(40)}`,
      ] as const) {
        expect(() => claimLeaf({ ...claim, account })).to.throw(
          "Row 0: account must be 0x and 40 hexadecimal digits",
        );
      }
      expect(() => claimLeaf({ ...claim, devicesRoot: "0x00" })).to.throw("devicesRoot must be 0x and 64");
    });

    it("of a chunk do not show through in the next", () => {
      const claims = claimsOf(SEED, 2050).map((claim, i) =>
        i < 2048 ? claim : { ...claim, cumulative: 1n },
      );
      expect(bytesToHex(hashLeaves(encodeClaimRows(claims)).subarray(2049 * 32))).to.equal(
        claimLeaf(itemAt(claims, 2049)),
      );
      expect(claimTree(claims).leaf(2049)).to.equal(claimLeaf(itemAt(claims, 2049)));
    });
  });

  describe("hashLeaves", () => {
    it("hashes every row twice, for odd and even numbers of rows", () => {
      for (const count of [1, 2, 3, 2047, 2048, 2049, 4097]) {
        const rows = encodeDeviceRows(devicesOf(SEED, count));
        const leaves = hashLeaves(rows);
        expect(leaves.length).to.equal(count * 32);
        for (const index of [0, count >> 1, count - 1]) {
          const twice = keccak256(keccak256(rows.subarray(index * 96, (index + 1) * 96)));
          expect(bytesToHex(leaves.subarray(index * 32, (index + 1) * 32)), `${index} of ${count}`).to.equal(
            twice,
          );
        }
      }
    });

    it("refuses a row that is cut off, and a target of another size", () => {
      expect(() => hashLeaves(new Uint8Array(97))).to.throw(RangeError, "cut off after 1");
      expect(() => hashLeaves(new Uint8Array(96), new Uint8Array(64))).to.throw(
        RangeError,
        "1 rows need 32 bytes",
      );
    });
  });

  describe("against StandardMerkleTree", () => {
    it("has the same root, leaves and proofs", () => {
      for (const size of SIZES) {
        const claims = claimsOf(`${SEED} ${size}`, size);
        const tree = claimTree(claims);
        const standard = standardClaims(claims);
        expect(tree.size).to.equal(size);
        expect(tree.root(), `root of ${size}`).to.equal(standard.root);
        for (let i = 0; i < size; i += size > 100 ? 31 : 1) {
          expect(tree.proof(i), `proof ${i} of ${size}`).to.deep.equal(standard.getProof(i));
        }
      }
    });

    it("has the same root over many chunks", () => {
      const rows = devicesOf(SEED, 5000);
      expect(deviceTree(rows).root()).to.equal(standardDevices(rows).root);
    });

    it("has the same proofs where rows are duplicates", () => {
      const distinct = devicesOf(SEED, 3);
      const [a, b, c] = [itemAt(distinct, 0), itemAt(distinct, 1), itemAt(distinct, 2)];
      for (const rows of [[a, a], [a, a, a], [a, b, a, c, b, a, a], Array.from({ length: 3000 }, () => a)]) {
        const [tree, standard] = [deviceTree(rows), standardDevices(rows)];
        expect(tree.root()).to.equal(standard.root);
        const index = rows.length - 1;
        expect(tree.proof(index)).to.deep.equal(standard.getProof(index));
      }
    });

    it("sorts leaves that share their first 32 bits, up to the last byte", () => {
      const leaf = hexToBytes(wordOf("prefix"));
      const leaves = new Uint8Array(300 * 32);
      for (let i = 0; i < 300; i++) {
        leaf[31] = (i * 7) % 256;
        leaf[4 + (i % 3)] = i % 5;
        leaves.set(leaf, i * 32);
      }
      const { nodes, positions } = buildTree(leaves);
      const sorted = Array.from({ length: 300 }, (_, rank) =>
        bytesToHex(nodes.subarray((598 - rank) * 32, (599 - rank) * 32)),
      );
      expect(sorted).to.deep.equal([...sorted].sort());
      positions.forEach((position, i) => {
        expect(bytesToHex(nodes.subarray(position * 32, position * 32 + 32))).to.equal(
          bytesToHex(leaves.subarray(i * 32, i * 32 + 32)),
        );
      });
    });
  });

  describe("buildTree", () => {
    it("refuses no rows", () => {
      expect(() => buildTree(new Uint8Array(0)))
        .to.throw("at least one row")
        .with.property("code", "TREE_EMPTY");
      expect(() => claimTree([]))
        .to.throw("at least one row")
        .with.property("code", "TREE_EMPTY");
    });

    it("has the leaf as its root and an empty proof for one row", () => {
      const rows = devicesOf(SEED, 1);
      const tree = deviceTree(rows);
      const row = itemAt(rows, 0);
      expect(tree.root()).to.equal(deviceLeaf(row));
      expect(tree.proof(0)).to.deep.equal([]);
      expect(verifyDevice({ root: tree.root(), row, proof: [] })).to.be.true;
    });

    it("refuses a proof of a row that it does not have", () => {
      const tree = deviceTree(devicesOf(SEED, 3));
      for (const index of [-1, 3, 0.5]) expect(() => tree.proof(index)).to.throw(RangeError, "rows 0 to 2");
    });

    it("reads leaves at any byte offset", () => {
      const leaves = hashLeaves(encodeDeviceRows(devicesOf(SEED, 9)));
      const shifted = new Uint8Array(leaves.length + 1);
      shifted.set(leaves, 1);
      expect(buildTree(shifted.subarray(1)).root()).to.equal(buildTree(leaves).root());
    });
  });

  describe("verifyProof", () => {
    const claims = claimsOf(SEED, 23);
    const tree = claimTree(claims);
    const root = tree.root();

    it("accepts every claim with its proof", () => {
      claims.forEach((claim, i) => {
        expect(verifyClaim({ root, claim, proof: tree.proof(i) }), `claim ${i}`).to.be.true;
      });
    });

    it("accepts hex in upper case", () => {
      const upper = `0x${root.slice(2).toUpperCase()}` as const;
      expect(verifyProof({ root: upper, leaf: tree.leaf(3), proof: tree.proof(3) })).to.be.true;
    });

    it("refuses every proof with one bit changed, one node less or one more", () => {
      const leaf = tree.leaf(7);
      const proof = tree.proof(7);
      proof.forEach((node, level) => {
        const bytes = hexToBytes(node);
        bytes[level] = (bytes[level] ?? 0) ^ (1 << level);
        expect(verifyProof({ root, leaf, proof: proof.with(level, bytesToHex(bytes)) }), `level ${level}`).to
          .be.false;
        expect(verifyProof({ root, leaf, proof: proof.toSpliced(level, 1) }), `without ${level}`).to.be.false;
        expect(verifyProof({ root, leaf, proof: proof.toSpliced(level, 0, node) }), `twice ${level}`).to.be
          .false;
      });
      expect(verifyProof({ root, leaf, proof: [...proof, root] })).to.be.false;
    });

    it("refuses a claim with any field changed, and another claim's proof", () => {
      const claim = itemAt(claims, 0);
      const proof = tree.proof(0);
      expect(verifyClaim({ root, claim: { ...claim, cumulative: claim.cumulative ^ 1n }, proof })).to.be
        .false;
      expect(verifyClaim({ root, claim: { ...claim, devicesRoot: wordOf("other") }, proof })).to.be.false;
      expect(verifyClaim({ root, claim: { ...claim, account: `0x${"11".repeat(20)}` }, proof })).to.be.false;
      expect(verifyClaim({ root, claim, proof: tree.proof(1) })).to.be.false;
    });

    it("refuses what is not 32 bytes in hex", () => {
      expect(() => verifyProof({ root, leaf: "0x1234", proof: [] }))
        .to.throw("64 hexadecimal digits")
        .with.property("code", "HEX_INVALID");
      expect(() => verifyProof({ root, leaf: root, proof: ["0x"] })).to.throw("64 hexadecimal digits");
    });

    it("never takes an inner node for a row, whatever words its children are read as", () => {
      const rows = devicesOf(SEED, 16);
      const devices = deviceTree(rows);
      const leaves = new Set(rows.map(deviceLeaf));
      const word = (index: number): bigint =>
        BigInt(bytesToHex(devices.nodes.subarray(index * 32, index * 32 + 32)));
      for (let inner = 0; inner < 15; inner++) {
        const [left, right] = [word(2 * inner + 1), word(2 * inner + 2)];
        const proof = proofOfNode(devices.nodes, inner);
        for (const [device, units] of [
          [left, right],
          [right, left],
          [word(inner), 0n],
        ] as const) {
          const row = { device, units, reward: 0n };
          expect(verifyDevice({ root: devices.root(), row, proof }), `inner node ${inner}`).to.be.false;
          expect(leaves.has(deviceLeaf(row))).to.be.false;
        }
        const children = devices.nodes.subarray((2 * inner + 1) * 32, (2 * inner + 3) * 32);
        expect(() => hashLeaves(children)).to.throw(RangeError);
      }
    });
  });
});

function proofOfNode(nodes: Uint8Array, index: number): `0x${string}`[] {
  const proof: `0x${string}`[] = [];
  for (let node = index; node > 0; node = (node - 1) >> 1) {
    const sibling = node % 2 === 0 ? node - 1 : node + 1;
    proof.push(bytesToHex(nodes.subarray(sibling * 32, sibling * 32 + 32)));
  }
  return proof;
}
