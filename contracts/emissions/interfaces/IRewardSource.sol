// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IRewardSource
/// @notice Where the money of a program comes from, and the clock by which it comes: minting within a schedule, a
/// reserve, or revenue. A RewardDistributor knows nothing else of its source.
interface IRewardSource {
    /// @notice Moves `amount` base units of `token()` to the caller, for `program`.
    /// @dev The source decides whom it trusts to draw for a program, and reverts when the amount is not available.
    /// @param program Program id, from 1.
    /// @param amount Base units, exactly what the caller must receive.
    function draw(uint32 program, uint256 amount) external;

    /// @notice What may still be drawn for `program` on account of the epochs up to and including `epoch`.
    /// @dev For an epoch that has begun it never falls except by a draw of the same program.
    /// @param program Program id, from 1. Unknown programs have nothing available.
    /// @param epoch Epoch number, from 0; it need not have ended.
    /// @return amount Base units.
    function available(uint32 program, uint32 epoch) external view returns (uint256 amount);

    /// @notice When epoch 0 starts, in seconds since 1970. Never changes.
    function genesis() external view returns (uint40);

    /// @notice The length of every epoch, in seconds, at least 1. Never changes.
    function epochLength() external view returns (uint32);

    /// @notice The token that `draw` moves.
    function token() external view returns (IERC20);
}
