// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IEmissionController} from "opendepin/contracts/emissions/interfaces/IEmissionController.sol";
import {IRewardDistributor} from "opendepin/contracts/rewards/interfaces/IRewardDistributor.sol";
import {IRewardToken} from "opendepin/contracts/token/interfaces/IRewardToken.sol";

/// @title BonusVault
/// @notice A stranger's contract that builds on the suite by its interfaces.
contract BonusVault {
    IRewardDistributor public immutable distributor;
    IEmissionController public immutable controller;
    IRewardToken public immutable token;

    constructor(IRewardDistributor distributor_, IEmissionController controller_, IRewardToken token_) {
        distributor = distributor_;
        controller = controller_;
        token = token_;
    }

    function owed(
        uint256 cumulative,
        bytes32 devicesRoot,
        bytes32[] calldata proof
    ) external view returns (uint256) {
        return distributor.claimable(msg.sender, cumulative, devicesRoot, proof);
    }
}
