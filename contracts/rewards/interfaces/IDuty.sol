// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IDuty
/// @notice Something that accounts serve and stand behind with a bond. Whoever keeps the bond asks here before it lets
/// a pledge go.
interface IDuty {
    /// @notice Whether the account serves at this moment.
    function isOnDuty(address account) external view returns (bool);
}
