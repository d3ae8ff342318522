import { loadFixture } from "@nomicfoundation/hardhat-network-helpers";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { concat, dataSlice, id, keccak256, MaxUint256, ZeroAddress, ZeroHash } from "ethers";
import { ethers } from "hardhat";

const CLAIM_ENCODING = ["address", "uint256", "bytes32"];
const DEVICE_ENCODING = ["uint256", "uint256", "uint256"];

describe("RewardTree", () => {
  async function deployHarness() {
    return { harness: await ethers.deployContract("RewardTreeHarness") };
  }

  function treeOf(size: number) {
    const rows = Array.from({ length: size }, (_, i) => [
      dataSlice(id(`account ${i}`), 12),
      BigInt(i),
      ZeroHash,
    ]);
    return StandardMerkleTree.of(rows, CLAIM_ENCODING);
  }

  describe("claimLeaf", () => {
    const rows: [string, bigint, string][] = [
      [ZeroAddress, 0n, ZeroHash],
      ["0xffffffffffffffffffffffffffffffffffffffff", MaxUint256, id("devices")],
      ["0x0000000000000000000000000000000000000001", 1n, id("other devices")],
    ];
    for (const row of rows) {
      it(`equals OpenZeppelin's leaf for ${row[0]}`, async () => {
        const { harness } = await loadFixture(deployHarness);
        const tree = StandardMerkleTree.of([row], CLAIM_ENCODING);
        expect(await harness.claimLeaf(...row)).to.equal(tree.leafHash(row));
      });
    }
  });

  describe("deviceLeaf", () => {
    const rows: [bigint, bigint, bigint][] = [
      [0n, 0n, 0n],
      [MaxUint256, MaxUint256, MaxUint256],
      [1n, 2n, 3n],
    ];
    for (const row of rows) {
      it(`equals OpenZeppelin's leaf for ${row.join(", ")}`, async () => {
        const { harness } = await loadFixture(deployHarness);
        const tree = StandardMerkleTree.of([row], DEVICE_ENCODING);
        expect(await harness.deviceLeaf(...row)).to.equal(tree.leafHash(row));
      });
    }
  });

  describe("contains", () => {
    it("a zero root contains nothing, not even a zero leaf", async () => {
      const { harness } = await loadFixture(deployHarness);
      expect(await harness.contains(ZeroHash, ZeroHash, [])).to.be.false;
      expect(await harness.contains(ZeroHash, id("leaf"), [])).to.be.false;
    });

    it("a leaf alone is its own root", async () => {
      const { harness } = await loadFixture(deployHarness);
      expect(await harness.contains(id("leaf"), id("leaf"), [])).to.be.true;
      expect(await harness.contains(id("leaf"), id("another leaf"), [])).to.be.false;
    });

    it("an inner node is never a leaf: a row that spells its children hashes to another node", async () => {
      const { harness } = await loadFixture(deployHarness);
      const tree = treeOf(4);
      const [left, right] = tree.dump().tree.slice(1, 3) as [string, string];
      // The climb alone would accept an inner node, as that of every Merkle tree does.
      expect(await harness.contains(tree.root, left, [right])).to.be.true;

      const nodes = tree.dump().tree;
      for (const row of [
        [left, right, ZeroHash],
        [ZeroHash, left, right],
      ] as const) {
        expect(nodes).to.not.include(await harness.deviceLeaf(...row));
        expect(nodes).to.not.include(await harness.claimLeaf(dataSlice(row[0], 12), row[1], row[2]));
      }
    });

    it("equal siblings hash the same in either order", async () => {
      const { harness } = await loadFixture(deployHarness);
      const leaf = id("leaf");
      const root = keccak256(concat([leaf, leaf]));
      expect(await harness.contains(root, leaf, [leaf])).to.be.true;
    });

    for (const size of [1, 2, 3, 4, 5, 7, 8, 33]) {
      it(`accepts every proof of OpenZeppelin's tree of ${size} leaves, and no changed one`, async () => {
        const { harness } = await loadFixture(deployHarness);
        const tree = treeOf(size);
        for (const [index, row] of tree.entries()) {
          const leaf = tree.leafHash(row);
          const proof = tree.getProof(index);
          expect(await harness.contains(tree.root, leaf, proof)).to.be.true;
          expect(await harness.contains(id("another root"), leaf, proof)).to.be.false;
          expect(await harness.contains(tree.root, id("another leaf"), proof)).to.be.false;
          expect(await harness.contains(tree.root, leaf, [...proof, ZeroHash])).to.be.false;
          if (size > 1) expect(await harness.contains(tree.root, leaf, proof.slice(1))).to.be.false;
        }
      });
    }
  });
});
