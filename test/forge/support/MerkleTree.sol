// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title MerkleTree
/// @notice The "standard-v1" tree of OpenZeppelin, built the plain way: leaves ascending, one flat array of nodes
/// with the root first and the leaves, reversed, last.
library MerkleTree {
    /// @param leaves Leaf hashes in any order, at least one; duplicates are allowed.
    /// @return nodes `2 * leaves.length - 1` nodes.
    function build(bytes32[] memory leaves) internal pure returns (bytes32[] memory nodes) {
        bytes32[] memory ascending = _sort(leaves);
        uint256 count = 2 * leaves.length - 1;
        nodes = new bytes32[](count);
        for (uint256 i = 0; i < ascending.length; ++i) nodes[count - 1 - i] = ascending[i];
        for (uint256 i = count - ascending.length; i > 0; --i) {
            nodes[i - 1] = hashPair(nodes[2 * i - 1], nodes[2 * i]);
        }
    }

    /// @return proof Siblings from the first node equal to `leaf` up to the root.
    function proofOf(bytes32[] memory nodes, bytes32 leaf) internal pure returns (bytes32[] memory proof) {
        uint256 start = nodes.length - 1;
        while (nodes[start] != leaf) --start;
        uint256 depth = 0;
        for (uint256 i = start; i > 0; i = (i - 1) / 2) ++depth;
        proof = new bytes32[](depth);
        uint256 level = 0;
        for (uint256 i = start; i > 0; i = (i - 1) / 2) proof[level++] = nodes[i % 2 == 1 ? i + 1 : i - 1];
    }

    function hashPair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    function _sort(bytes32[] memory values) private pure returns (bytes32[] memory sorted) {
        sorted = new bytes32[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            uint256 place = i;
            for (; place > 0 && sorted[place - 1] > values[i]; --place) sorted[place] = sorted[place - 1];
            sorted[place] = values[i];
        }
    }
}
