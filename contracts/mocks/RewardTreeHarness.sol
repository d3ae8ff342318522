// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {RewardTree} from "../rewards/RewardTree.sol";

/// @title RewardTreeHarness
/// @notice Exposes the library's internal functions to tests.
contract RewardTreeHarness {
    function claimLeaf(
        address account,
        uint256 cumulative,
        bytes32 devicesRoot
    ) external pure returns (bytes32) {
        return RewardTree.claimLeaf(account, cumulative, devicesRoot);
    }

    function deviceLeaf(uint256 device, uint256 units, uint256 reward) external pure returns (bytes32) {
        return RewardTree.deviceLeaf(device, units, reward);
    }

    function contains(bytes32 root, bytes32 leaf, bytes32[] calldata proof) external pure returns (bool) {
        return RewardTree.contains(root, leaf, proof);
    }
}
