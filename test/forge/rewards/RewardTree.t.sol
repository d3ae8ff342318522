// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {RewardTreeHarness} from "../../../contracts/mocks/RewardTreeHarness.sol";
import {Artifact} from "../support/Artifact.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {MerkleTree} from "../support/MerkleTree.sol";
import {Row, RowTree} from "../support/RowTree.sol";

/// @title RewardTreeTest
/// @notice The assembly of RewardTree against definitions, OpenZeppelin's proofs, and forgeries.
contract RewardTreeTest is ForgeTest {
    using RowTree for Row[];

    RewardTreeHarness private immutable _tree = RewardTreeHarness(
        Artifact.deploy("contracts/mocks/", "RewardTreeHarness", "")
    );

    function testFuzz_TR_01_anInnerNodeIsNeverALeaf(uint256 seed) external view {
        Row[] memory rows = _rows(seed, 2 + (seed % 31));
        bytes32[] memory nodes = rows.nodesOf();
        bytes32 root = nodes[0];
        // Every inner node, given as the content of a leaf in each of the ways in which 64 bytes could fill 96.
        for (uint256 i = 0; i < rows.length - 1; ++i) {
            bytes32[] memory proof = MerkleTree.proofOf(nodes, nodes[i]);
            (bytes32 left, bytes32 right) = (nodes[2 * i + 1], nodes[2 * i + 2]);
            if (left > right) (left, right) = (right, left);
            _assertNotIn(root, _claimLeaf(left, right, 0), proof, "TR-01 an inner node was taken as a leaf");
            _assertNotIn(
                root,
                _claimLeaf(left, right, right),
                proof,
                "TR-01 an inner node was taken as a leaf"
            );
            _assertNotIn(root, _claimLeaf(0, left, right), proof, "TR-01 an inner node was taken as a leaf");
            _assertNotIn(root, _claimLeaf(nodes[i], 0, 0), proof, "TR-01 an inner node was taken as a leaf");
        }
    }

    function testFuzz_TR_02_theTreeIsOpenZeppelins(uint256 seed) external view {
        Row[] memory rows = _rows(seed, 1 + (seed % 32));
        bytes32[] memory nodes = rows.nodesOf();
        for (uint256 i = 0; i < rows.length; ++i) {
            bytes32 leaf = _tree.claimLeaf(rows[i].account, rows[i].cumulative, rows[i].devicesRoot);
            bytes32[] memory proof = MerkleTree.proofOf(nodes, leaf);
            _assertTrue(leaf == RowTree.leafOf(rows[i]), "TR-02 a leaf is not its definition");
            _assertTrue(_tree.contains(nodes[0], leaf, proof), "TR-02 a true proof was refused");
            _assertTrue(MerkleProof.verify(proof, nodes[0], leaf), "TR-02 OpenZeppelin refuses the proof");
        }
    }

    function testFuzz_TR_02_anyProofIsJudgedAsOpenZeppelinDoes(
        bytes32 leaf,
        bytes32[] calldata proof
    ) external view {
        bytes32 root = MerkleProof.processProofCalldata(proof, leaf);
        _assertTrue(_tree.contains(root, leaf, proof), "TR-02 another climb than OpenZeppelin's");
        _assertTrue(!_tree.contains(~root, leaf, proof), "TR-02 a proof leads to two roots");
    }

    function testFuzz_TR_03_anyAlterationIsRefused(uint256 seed, uint256 bit) external view {
        Row[] memory rows = _rows(seed, 2 + (seed % 15));
        bytes32[] memory nodes = rows.nodesOf();
        Row memory row = rows[seed % rows.length];
        bytes32[] memory proof = MerkleTree.proofOf(nodes, RowTree.leafOf(row));
        uint256 mask = 1 << (bit % 256);
        address stranger = address(uint160(row.account) ^ uint160(1 << (bit % 160)));

        _assertNotIn(
            nodes[0],
            _tree.claimLeaf(stranger, row.cumulative, row.devicesRoot),
            proof,
            "TR-03 an altered claim was taken"
        );
        _assertNotIn(
            nodes[0],
            _tree.claimLeaf(row.account, row.cumulative ^ mask, row.devicesRoot),
            proof,
            "TR-03 an altered claim was taken"
        );
        bytes32 devicesRoot = row.devicesRoot ^ bytes32(mask);
        _assertNotIn(
            nodes[0],
            _tree.claimLeaf(row.account, row.cumulative, devicesRoot),
            proof,
            "TR-03 an altered claim was taken"
        );
        proof[bit % proof.length] ^= bytes32(mask);
        _assertNotIn(nodes[0], RowTree.leafOf(row), proof, "TR-03 an altered claim was taken");
    }

    function testFuzz_TR_04_aZeroRootContainsNothing(bytes32 leaf, bytes32[] calldata proof) external view {
        _assertTrue(!_tree.contains(0, leaf, proof), "TR-04 a zero root contains something");
        _assertTrue(!_tree.contains(0, 0, proof), "TR-04 a zero root contains zero");
    }

    function testFuzz_TR_05_aDeviceIsNotAClaim(
        uint256 device,
        uint256 units,
        uint256 reward,
        uint256 seed
    ) external view {
        bytes32 deviceLeaf = _tree.deviceLeaf(device, units, reward);
        bytes32 inner = keccak256(abi.encode(device, units, reward));
        _assertTrue(
            deviceLeaf == keccak256(bytes.concat(inner)),
            "TR-02 a device leaf is not its definition"
        );
        // A devices root is content of a claim, not a node above it: no proof leads from a device to the claims root.
        Row[] memory rows = _rows(seed, 1);
        rows[0].devicesRoot = deviceLeaf;
        _assertNotIn(rows.rootOf(), deviceLeaf, new bytes32[](0), "TR-05 a device was taken as a claim");
    }

    // Internals

    function _rows(uint256 seed, uint256 count) private pure returns (Row[] memory rows) {
        rows = new Row[](count);
        for (uint256 i = 0; i < count; ++i) {
            bytes32 random = keccak256(abi.encode(seed, i));
            rows[i] = Row(address(bytes20(random)), uint256(random), random & bytes32(uint256(1)));
        }
    }

    function _claimLeaf(bytes32 a, bytes32 b, bytes32 c) private view returns (bytes32) {
        return _tree.claimLeaf(address(uint160(uint256(a))), uint256(b), c);
    }

    function _assertNotIn(bytes32 root, bytes32 leaf, bytes32[] memory proof, string memory id) private view {
        _assertTrue(!_tree.contains(root, leaf, proof), id);
    }
}
