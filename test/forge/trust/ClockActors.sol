// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title ClockActors
/// @notice The time that passes: at random, and often to the very second at which something begins or ends, the one
/// before, or the one after.
contract ClockActors is TrustActors {
    constructor(TrustModel model) TrustActors(model) {}

    /// @dev Mostly less than a window takes.
    function wait(uint256 seed) external {
        uint256 most = seed % 16 == 0 ? 2 days : 40 minutes;
        _warpTo(_now() + _bound(seed >> 8, 1, most));
    }

    function meetReport(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        _meet(_reportBooks.bookOf(program).pending.finalizableAt, seed);
    }

    /// @notice The end of a ruling's time, or of the day after a ruling.
    function meetDispute(uint256 disputeSeed, uint256 seed) external {
        uint256 id = _pickDispute(disputeSeed);
        if (id > _disputeBooks.disputeCount()) return;
        IDisputeManager.Dispute memory dispute = _disputeBooks.disputeAt(id);
        bool isOpen = dispute.status == IDisputeManager.Status.Open;
        _meet(isOpen ? dispute.rulingDeadline : _disputeBooks.ruledAt(id) + 1 days, seed);
    }

    /// @notice The end of a thaw, of a pause, or of the notice of a change.
    function meetNotice(uint256 pick, uint256 seed) external {
        uint256 choice = (seed >> 8) % 8;
        uint256 moment = _stakeBooks.bondingPausedUntil();
        if (choice == 1) moment = _stakeBooks.nextThawPeriodFrom();
        else if (choice == 2) moment = _disputeBooks.nextRulingFrom();
        else if (choice == 3) moment = _committeeBooks.booksOf(_pickCommittee(pick)).nextMinimumFrom;
        else if (choice > 3) moment = _endOfThaw(_pickAccount(pick), seed >> 16);
        _meet(moment, seed);
    }

    // Internals

    function _endOfThaw(address account, uint256 seed) private view returns (uint256) {
        IOperatorStaking.Thaw[] memory thaws = _stakeBooks.thawsOf(account);
        return thaws.length == 0 ? 0 : thaws[seed % thaws.length].availableAt;
    }

    function _meet(uint256 moment, uint256 seed) private {
        uint256 target = moment + (seed % 3);
        if (moment > 0 && target > _now() + 1) _warpTo(target - 1);
    }
}
