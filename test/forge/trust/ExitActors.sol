// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDuty} from "../../../contracts/rewards/interfaces/IDuty.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {HostileDuty} from "../mocks/HostileDuty.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title ExitActors
/// @notice Everybody leaves, one after another, whatever happened before, and collects what waits for them.
contract ExitActors is TrustActors {
    uint256 private constant LONGEST_THAW = 366 days;

    constructor(TrustModel model) TrustActors(model) {}

    /// @param seed Chooses the order.
    function leaveAll(uint256 seed) external {
        _model.duty().behave(HostileDuty.Behaviour.LetGo);
        // those under way; there may be as many as an account can have
        vm.warp(_now() + LONGEST_THAW);
        _withdrawAll(seed);
        for (uint256 i = 0; i < _keys.ACCOUNTS(); ++i) _leave(_keys.accountAt(i ^ (seed % _keys.ACCOUNTS())));
        vm.warp(_now() + _staking.thawPeriod());
        _withdrawAll(seed >> 8);
    }

    function endDisputes() external {
        for (uint256 id = 1; id <= _disputes.disputeCount(); ++id) {
            bool isOpen = _disputeBooks.disputeAt(id).status == IDisputeManager.Status.Open;
            if (!isOpen) continue;
            _disputeBooks.expire(id);
            _disputes.expire(id);
        }
    }

    function collectAll() external {
        for (uint256 i = 0; i < _model.partyCount(); ++i) {
            address party = _model.partyAt(i);
            if (_staking.creditOf(party) > 0) _staking.withdrawCredit(party);
            if (_disputes.creditOf(party) > 0) _disputes.withdrawCredit(party);
        }
    }

    // Internals

    function _leave(address account) private {
        for (uint256 i = 0; i < _model.COMMITTEES(); ++i) _resign(address(_model.committeeAt(i)), account);
        _release(account, address(_model.duty()));
        uint128 bonded = _staking.stakeOf(account).bonded;
        if (bonded == 0) return;
        _stakeBooks.thaw(account, bonded);
        vm.prank(account);
        _staking.thaw(bonded);
    }

    function _resign(address committee, address account) private {
        for (uint256 key = 0; key < _keys.KEYS(); ++key) {
            bool isMember = _committeeBooks.isMember(committee, key);
            if (!isMember || _committeeBooks.memberAt(committee, key).account != account) continue;
            _committeeBooks.resign(committee, key, account);
            bytes32 hash = _keys.hashOf(key);
            vm.prank(account);
            IReporterCommittee(committee).resign(hash);
        }
        _release(account, committee);
    }

    function _release(address account, address duty) private {
        if (_stakeBooks.pledgeTo(account, duty) == 0) return;
        _stakeBooks.pledge(account, duty, 0, 0);
        vm.prank(account);
        _staking.pledge(IDuty(duty), 0);
    }

    function _withdrawAll(uint256 seed) private {
        for (uint256 i = 0; i < _keys.ACCOUNTS(); ++i) {
            address account = _keys.accountAt(i ^ (seed % _keys.ACCOUNTS()));
            if (_staking.thawsOf(account).length == 0) continue;
            _stakeBooks.withdraw(account);
            _staking.withdraw(account);
        }
    }
}
