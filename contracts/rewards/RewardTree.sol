// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title RewardTree
/// @notice Leaves and proofs of the two trees that a report commits to: claims, one leaf a payee, and under each
/// payee's leaf its devices. Leaves are hashed twice and are 96 bytes long before, so that no inner node, which is
/// the single hash of 64 bytes, can pass for a leaf.
library RewardTree {
    /// @notice The leaf of one payee.
    /// @return `keccak256(keccak256(abi.encode(account, cumulative, devicesRoot)))`
    function claimLeaf(
        address account,
        uint256 cumulative,
        bytes32 devicesRoot
    ) internal pure returns (bytes32) {
        return _hashTwice(bytes32(uint256(uint160(account))), bytes32(cumulative), devicesRoot);
    }

    /// @notice The leaf of one device.
    /// @return `keccak256(keccak256(abi.encode(device, units, reward)))`
    function deviceLeaf(uint256 device, uint256 units, uint256 reward) internal pure returns (bytes32) {
        return _hashTwice(bytes32(device), bytes32(units), bytes32(reward));
    }

    /// @notice Whether `proof` leads from `leaf` to `root`. A zero root contains nothing.
    /// @param proof Sibling hashes from the leaf up; each pair is hashed in ascending order.
    function contains(bytes32 root, bytes32 leaf, bytes32[] calldata proof) internal pure returns (bool) {
        return root != 0 && _climb(leaf, proof) == root;
    }

    /// @dev Written in assembly because a claim spends most of its own gas here: a level costs a third of what the
    /// compiler's bounds checks and OpenZeppelin's loop cost. The ABI decoder has checked that `proof` lies within
    /// calldata; only the scratch space (0x00 to 0x3f) is written.
    function _climb(bytes32 leaf, bytes32[] calldata proof) private pure returns (bytes32 node) {
        node = leaf;
        assembly ("memory-safe") {
            let sibling := proof.offset
            let end := add(sibling, shl(5, proof.length))
            // A tree of one leaf has an empty proof. Testing at the end of a round saves a jump a level.
            if proof.length {
                for {} 1 {} {
                    let other := calldataload(sibling)
                    // 0x20 if the node is the greater of the two, so that the smaller one comes first
                    let place := shl(5, gt(node, other))
                    mstore(place, node)
                    mstore(xor(place, 0x20), other)
                    node := keccak256(0x00, 0x40)
                    sibling := add(sibling, 0x20)
                    if iszero(lt(sibling, end)) {
                        break
                    }
                }
            }
        }
    }

    function _hashTwice(bytes32 a, bytes32 b, bytes32 c) private pure returns (bytes32 leaf) {
        // Writes 96 bytes past the free memory pointer without moving it: nothing else refers to that memory.
        assembly ("memory-safe") {
            let row := mload(0x40)
            mstore(row, a)
            mstore(add(row, 0x20), b)
            mstore(add(row, 0x40), c)
            mstore(0x00, keccak256(row, 0x60))
            leaf := keccak256(0x00, 0x20)
        }
    }
}
