// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MerkleTree} from "./MerkleTree.sol";

/// @title BatchTree
/// @notice Trees of a maker's batch, by the definition of a leaf and not by the contract under test.
library BatchTree {
    function leafOf(uint256 device, uint32 kind) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(device, kind))));
    }

    function nodesOf(uint256[] memory devices, uint32 kind) internal pure returns (bytes32[] memory) {
        bytes32[] memory leaves = new bytes32[](devices.length);
        for (uint256 i = 0; i < devices.length; ++i) leaves[i] = leafOf(devices[i], kind);
        return MerkleTree.build(leaves);
    }
}
