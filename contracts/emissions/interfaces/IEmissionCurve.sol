// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IEmissionCurve
/// @notice How much a network emits over time, as a pure function of the number of epochs that have passed.
interface IEmissionCurve {
    /// @notice Everything emitted in the first `epochs` epochs, rounded down to a base unit.
    /// @dev An implementation must be immutable, in closed form (the cost may not grow with `epochs`), must never
    /// revert for any `epochs` up to 2^32, and must be monotone: `cumulative(n) <= cumulative(n + 1)`, with
    /// `cumulative(0) == 0`. `cumulative(2^32)` is the most that the curve can ever emit.
    ///
    /// Warning: the EmissionController trusts these properties for as long as the curve is in force, and checks only
    /// the start and the limit. A curve that falls or reverts stops new reports until it is replaced, and emits nothing
    /// for the era that it broke.
    /// @param epochs Number of epochs, counted from genesis. Range: 0 to 2^32.
    /// @return amount Base units.
    function cumulative(uint256 epochs) external view returns (uint256 amount);
}
