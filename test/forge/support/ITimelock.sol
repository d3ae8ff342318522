// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {INetworkTimelock} from "../../../contracts/governance/interfaces/INetworkTimelock.sol";

/// @title ITimelock
/// @notice The timelock with what it inherits from OpenZeppelin's TimelockController.
interface ITimelock is INetworkTimelock {
    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) external;

    function execute(
        address target,
        uint256 value,
        bytes calldata payload,
        bytes32 predecessor,
        bytes32 salt
    ) external payable;
}
