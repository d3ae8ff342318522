// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {MerkleTree} from "./MerkleTree.sol";

/// @notice One row of a claims tree.
struct Row {
    address account;
    uint256 cumulative;
    bytes32 devicesRoot;
}

/// @title RowTree
/// @notice Claims trees of a few rows, by the definition of a leaf and not by the library under test.
library RowTree {
    function leafOf(Row memory row) internal pure returns (bytes32) {
        bytes32 inner = keccak256(abi.encode(row.account, row.cumulative, row.devicesRoot));
        return keccak256(bytes.concat(inner));
    }

    function nodesOf(Row[] memory rows) internal pure returns (bytes32[] memory) {
        bytes32[] memory leaves = new bytes32[](rows.length);
        for (uint256 i = 0; i < rows.length; ++i) leaves[i] = leafOf(rows[i]);
        return MerkleTree.build(leaves);
    }

    function rootOf(Row[] memory rows) internal pure returns (bytes32) {
        return nodesOf(rows)[0];
    }

    function claimOf(
        Row[] memory rows,
        uint256 index
    ) internal pure returns (IRewardDistributor.Claim memory) {
        Row memory row = rows[index];
        bytes32[] memory proof = MerkleTree.proofOf(nodesOf(rows), leafOf(row));
        return IRewardDistributor.Claim(row.account, row.cumulative, row.devicesRoot, proof);
    }
}
