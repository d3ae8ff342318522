// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {GovernorTimelockAccess} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockAccess.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {INetworkTimelock} from "./interfaces/INetworkTimelock.sol";

/// @title NetworkTimelock
/// @notice OpenZeppelin's TimelockController as the admin of the role table. The governor schedules and cancels, anybody
/// executes when the delay is over, and no operation can leave the network without an admin that works.
contract NetworkTimelock is INetworkTimelock, TimelockController {
    // Constants

    uint64 private constant ADMIN_ROLE = 0;
    uint256 private constant MIN_DELAY = 1 hours;
    uint256 private constant MAX_DELAY = 30 days;

    // Immutables

    /// @inheritdoc INetworkTimelock
    IAccessManager public immutable authority;
    /// @inheritdoc INetworkTimelock
    address public immutable governor;

    // Construction

    /// @param authority_ AccessManager that holds the role table.
    /// @param governor_ Who schedules: a governor of the same table.
    /// @param delay Seconds from scheduling to execution, 3,600 to 2,592,000.
    constructor(
        IAccessManager authority_,
        address governor_,
        uint256 delay
    ) TimelockController(delay, _only(governor_), _only(address(0)), address(0)) {
        _checkDelay(delay);
        require(
            address(GovernorTimelockAccess(payable(governor_)).accessManager()) == address(authority_),
            NetworkTimelockForeignGovernor(governor_)
        );
        authority = authority_;
        governor = governor_;
    }

    // Hand-over

    /// @inheritdoc INetworkTimelock
    function takeOver() external {
        authority.revokeRole(ADMIN_ROLE, msg.sender);
    }

    // Delay

    /// @notice Changes the delay of operations that are scheduled later. Only an operation of this timelock can.
    /// @dev Emits `MinDelayChange`.
    ///
    /// Requirements:
    /// - The caller is this contract, else `TimelockUnauthorizedCaller`.
    /// - The delay is in range, else {NetworkTimelockDelayOutOfRange}.
    /// @param newDelay Seconds, 3,600 to 2,592,000 (1 hour to 30 days).
    function updateDelay(uint256 newDelay) public override {
        _checkDelay(newDelay);
        super.updateDelay(newDelay);
    }

    // Internals

    /// @dev One that has been replaced can still move what it owns.
    function _execute(address target, uint256 value, bytes calldata data) internal override {
        bool wasAdmin = _isAdmin();
        super._execute(target, value, data);
        require(!wasAdmin || _isAdmin(), NetworkTimelockWouldResign());
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool) {
        require(
            (role != PROPOSER_ROLE || account != governor) &&
                (role != EXECUTOR_ROLE || account != address(0)),
            NetworkTimelockPermanentRole(role, account)
        );
        return super._revokeRole(role, account);
    }

    function _isAdmin() private view returns (bool) {
        (bool isMember, uint32 delay) = authority.hasRole(ADMIN_ROLE, address(this));
        return isMember && delay == 0;
    }

    function _checkDelay(uint256 delay) private pure {
        require(
            delay >= MIN_DELAY && delay <= MAX_DELAY,
            NetworkTimelockDelayOutOfRange(delay, MIN_DELAY, MAX_DELAY)
        );
    }

    function _only(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }
}
