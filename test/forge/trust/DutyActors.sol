// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDuty} from "../../../contracts/rewards/interfaces/IDuty.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {CommitteeModel, Terms} from "./CommitteeModel.sol";
import {StakeModel} from "./StakeModel.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title DutyActors
/// @notice Governance, which configures committees; members, who resign; and anybody, who dismisses.
contract DutyActors is TrustActors {
    constructor(TrustModel model) TrustActors(model) {}

    // Actions

    function configure(uint256 committeeSeed, uint256 seed) external {
        address committee = _pickCommittee(committeeSeed);
        uint256[] memory leaving = _pickLeaving(committee, _random(seed, 1));
        Terms[] memory joining = _pickJoining(_random(seed, 2));
        for (uint256 i = 0; i < joining.length; ++i) {
            if (_random(seed, 3 + i) % 8 != 0) _pledgeEnough(committee, joining[i].account);
        }
        uint64 quorum = _pickQuorum(_totalAfter(committee, leaving, joining), _random(seed, 9));
        _play(
            address(_committeeBooks),
            abi.encodeCall(CommitteeModel.configure, (committee, leaving, joining, quorum)),
            _network.GOVERNANCE(),
            committee,
            abi.encodeCall(IReporterCommittee.configure, (_hashesOf(leaving), _membersOf(joining), quorum)),
            "RC-02 a configuration"
        );
    }

    function resign(uint256 committeeSeed, uint256 keySeed, uint256 seed) external {
        address committee = _pickCommittee(committeeSeed);
        uint256 key = keySeed % _keys.KEYS();
        address caller = _pickAccount(seed >> 8);
        if (seed % 4 == 0) caller = _committeeBooks.memberAt(committee, key).account;
        _play(
            address(_committeeBooks),
            abi.encodeCall(CommitteeModel.resign, (committee, key, caller)),
            caller,
            committee,
            abi.encodeCall(IReporterCommittee.resign, (_keys.hashOf(key))),
            "RC-02 a resignation"
        );
    }

    function dismiss(uint256 committeeSeed, uint256 keySeed) external {
        address committee = _pickCommittee(committeeSeed);
        uint256 key = keySeed % _keys.KEYS();
        _play(
            address(_committeeBooks),
            abi.encodeCall(CommitteeModel.dismiss, (committee, key)),
            NOBODY,
            committee,
            abi.encodeCall(IReporterCommittee.dismiss, (_keys.hashOf(key))),
            "RC-02 a dismissal"
        );
    }

    function setMinimumPledge(uint256 committeeSeed, uint256 seed) external {
        address committee = _pickCommittee(committeeSeed);
        uint128 minimum = uint128(_bound(seed, 1e18, 200e18));
        _play(
            address(_committeeBooks),
            abi.encodeCall(CommitteeModel.setMinimumPledge, (committee, minimum)),
            _network.GOVERNANCE(),
            committee,
            abi.encodeCall(IReporterCommittee.setMinimumPledge, (minimum)),
            "RC-02 a minimum"
        );
    }

    // Choices

    /// @dev Nobody or one member, or somebody who may be none.
    function _pickLeaving(address committee, uint256 seed) private view returns (uint256[] memory leaving) {
        if (seed % 4 > 1) return leaving;
        leaving = new uint256[](1);
        leaving[0] = (seed >> 8) % _keys.KEYS();
        bool isWrongAllowed = (seed >> 16) % 8 == 0;
        for (uint256 i = 0; i < _keys.KEYS() && !isWrongAllowed; ++i) {
            if (_committeeBooks.isMember(committee, leaving[0])) break;
            leaving[0] = (leaving[0] + 1) % _keys.KEYS();
        }
    }

    /// @dev One in eight has something wrong: key, account or weight.
    function _pickJoining(uint256 seed) private view returns (Terms[] memory joining) {
        joining = new Terms[](seed % 16 == 0 ? 0 : 1 + (seed % 3));
        for (uint256 i = 0; i < joining.length; ++i) {
            uint256 random = _random(seed, i);
            uint256 key = (random >> 8) % _keys.KEYS();
            uint32 weight = (random >> 16) % 8 == 0 ? type(uint32).max : uint32(1 + ((random >> 24) % 10));
            joining[i] = Terms(key, _keys.accountOf(key), weight);
            if (random % 32 == 0) joining[i].weight = 0;
            else if (random % 32 == 1) joining[i].account = address(0);
            else if (random % 32 == 2) joining[i].account = _keys.accountAt(random >> 32);
            else if (random % 32 == 3) joining[i].key = _keys.KEYS();
        }
    }

    /// @dev Mostly more than half and no more than all.
    function _pickQuorum(uint256 total, uint256 seed) private pure returns (uint64) {
        if (seed % 16 == 0) return uint64(total / 2);
        if (seed % 16 == 1) return uint64(total + 1);
        return total == 0 ? 0 : uint64(_bound(seed >> 8, total / 2 + 1, total));
    }

    function _totalAfter(
        address committee,
        uint256[] memory leaving,
        Terms[] memory joining
    ) private view returns (uint256 total) {
        for (uint256 key = 0; key < _keys.KEYS(); ++key) {
            uint256 weight = _committeeBooks.weightOf(committee, key);
            for (uint256 i = 0; i < leaving.length; ++i) if (leaving[i] == key) weight = 0;
            for (uint256 i = 0; i < joining.length; ++i)
                if (joining[i].key == key) weight = joining[i].weight;
            total += weight;
        }
    }

    // Internals

    /// @dev Whatever was slashed is bonded anew, unless bonding is paused.
    function _pledgeEnough(address committee, address account) private {
        if (account == address(0)) return;
        uint256 pledge = _stakeBooks.pledgeTo(account, committee);
        uint256 minimum = _committeeBooks.minimumOf(committee);
        uint256 more = pledge < minimum ? minimum - pledge : 0;
        StakeModel.Account memory books = _stakeBooks.booksOf(account);
        if (books.pledged + more > books.bonded) _bond(account, books.pledged + more - books.bonded);
        if (more == 0 || more > _stakeBooks.freeOf(account)) return;
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.pledge, (account, committee, minimum, 0)),
            account,
            address(_staking),
            abi.encodeCall(IOperatorStaking.pledge, (IDuty(committee), uint128(minimum))),
            "OS-06 a pledge"
        );
    }

    function _bond(address account, uint256 amount) private {
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.bond, (account, amount)),
            _model.CHALLENGER(),
            address(_staking),
            abi.encodeCall(IOperatorStaking.bond, (account, uint128(amount))),
            "OS-01 a bond"
        );
    }

    function _hashesOf(uint256[] memory keys) private view returns (bytes32[] memory hashes) {
        hashes = new bytes32[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) hashes[i] = _keys.hashOf(keys[i]);
    }

    function _membersOf(
        Terms[] memory terms
    ) private view returns (IReporterCommittee.MemberTerms[] memory members) {
        members = new IReporterCommittee.MemberTerms[](terms.length);
        for (uint256 i = 0; i < terms.length; ++i) {
            bytes memory signer = _keys.signerOf(terms[i].key);
            members[i] = IReporterCommittee.MemberTerms(signer, terms[i].account, terms[i].weight);
        }
    }
}
