// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @title INetworkTimelock
/// @notice The only admin of the role table: it carries out what the governor schedules, after a delay that everybody can
/// watch. What OpenZeppelin's TimelockController does is documented there; here stands what keeps a network from losing its
/// last admin by mistake.
/// @dev Three things that no operation can do: give up the admin role, take the governor's right to schedule or anybody's
/// right to execute, and stretch the delay beyond use. To replace it, grant the admin role to another one and let that one
/// revoke this one's: who removes an admin has thereby shown that it is one. An operation can be cancelled by the governor
/// only; the guardian's veto ends when the proposal that schedules it is executed.
interface INetworkTimelock {
    /// @notice The delay is out of range.
    error NetworkTimelockDelayOutOfRange(uint256 delay, uint256 min, uint256 max);
    /// @notice The governor acts under another role table.
    error NetworkTimelockForeignGovernor(address governor);
    /// @notice The operation would leave this contract without its admin role, or delay what it does with it. Only another
    /// admin can take it.
    error NetworkTimelockWouldResign();
    /// @notice The role is the account's for good: without it nothing could be scheduled, or executed, ever again.
    error NetworkTimelockPermanentRole(bytes32 role, address account);

    /// @notice Ends the caller's admin role over the role table, by this contract's own. It is how a deployer hands over:
    /// if this contract were not the admin, the call would fail, and the deployer would still be it.
    /// @dev The AccessManager emits `RoleRevoked`. Reverts with its `AccessManagerUnauthorizedAccount` if this contract is
    /// not the admin, and with `AccessManagerNotScheduled` if it is with a delay.
    function takeOver() external;

    /// @notice The AccessManager that holds the role table.
    function authority() external view returns (IAccessManager);

    /// @notice Who schedules: the governor.
    function governor() external view returns (address);
}
