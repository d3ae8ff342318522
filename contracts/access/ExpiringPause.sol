// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ExpiringPause
/// @notice Bounds how far ahead something may be paused, so that a pause ends by itself.
library ExpiringPause {
    /// @notice A pause may end at most seven days from now.
    error PauseTooLong(uint40 until, uint256 max);

    uint256 internal constant MAX_PAUSE = 7 days;

    /// @notice Reverts if `until` is too far ahead.
    function check(uint40 until) internal view {
        uint256 max = block.timestamp + MAX_PAUSE;
        require(until <= max, PauseTooLong(until, max));
    }
}
