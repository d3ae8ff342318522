// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRewardSource} from "../emissions/interfaces/IRewardSource.sol";

/// @title RewardSourceMock
/// @notice Stands for a source that promises everything and delivers what a test says: too little, too much, or with
/// a call back to the distributor in the middle of the delivery.
contract RewardSourceMock is IRewardSource {
    /// @inheritdoc IRewardSource
    IERC20 public immutable token;
    /// @inheritdoc IRewardSource
    uint40 public immutable genesis;
    /// @inheritdoc IRewardSource
    uint32 public immutable epochLength;

    int256 private _excess;
    bytes private _callback;

    /// @notice The result of the call back, for the test to look at.
    event CalledBack(bool success, bytes result);

    constructor(IERC20 token_, uint40 genesis_, uint32 epochLength_) {
        token = token_;
        genesis = genesis_;
        epochLength = epochLength_;
    }

    /// @param excess Base units that a delivery differs from what is drawn; negative for a short one.
    function setExcess(int256 excess) external {
        _excess = excess;
    }

    /// @param callback What to call on the distributor before a delivery; empty for nothing.
    function setCallback(bytes calldata callback) external {
        _callback = callback;
    }

    /// @inheritdoc IRewardSource
    function draw(uint32, uint256 amount) external {
        if (_callback.length > 0) {
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory result) = msg.sender.call(_callback);
            emit CalledBack(success, result);
        }
        // The mock's token returns true or reverts.
        // forge-lint: disable-next-line(erc20-unchecked-transfer)
        token.transfer(msg.sender, uint256(int256(amount) + _excess));
    }

    /// @inheritdoc IRewardSource
    function available(uint32, uint32) external pure returns (uint256) {
        return type(uint128).max;
    }
}
