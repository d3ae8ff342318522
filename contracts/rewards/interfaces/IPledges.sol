// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IPledges
/// @notice Where the bond of an account stands behind a duty, and cannot leave while the account has the duty.
interface IPledges {
    /// @notice What of an account's bond stands behind a duty at this moment, in base units. A shortfall after a slash
    /// counts against every pledge in full.
    /// @param account Who carries the bond.
    /// @param duty The contract that the account has pledged to.
    function pledged(address account, address duty) external view returns (uint128);
}
