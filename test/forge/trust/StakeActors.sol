// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDuty} from "../../../contracts/rewards/interfaces/IDuty.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {HostileDuty} from "../mocks/HostileDuty.sol";
import {NO_REASON} from "./Rules.sol";
import {StakeModel} from "./StakeModel.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title StakeActors
/// @notice Who has a stake: bonds, pledges, takes it out, votes with it; and strangers, who bond dust to others.
contract StakeActors is TrustActors {
    uint256 private constant MOST_AT_ONCE = 400e18;

    constructor(TrustModel model) TrustActors(model) {}

    // Actions

    function bond(uint256 accountSeed, uint256 seed) external {
        address account = seed % 32 == 0 ? address(0) : _pickAccount(accountSeed);
        uint128 amount = _pickAmount(seed >> 8, MOST_AT_ONCE);
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.bond, (account, amount)),
            _pickParty(_random(seed, 1)),
            address(_staking),
            abi.encodeCall(IOperatorStaking.bond, (account, amount)),
            "OS-01 a bond"
        );
    }

    function thaw(uint256 accountSeed, uint256 seed) external {
        _thaw(accountSeed, _pickAmount(seed, _stakeBooks.freeOf(_keys.accountAt(accountSeed))));
    }

    /// @notice A few trifles, or as many as an account may have on their way and one more.
    function thawDust(uint256 accountSeed, uint256 seed) external {
        uint256 count = seed % 8 == 0 ? 17 : seed % 4;
        for (uint256 i = 0; i < count; ++i) _thaw(accountSeed, 1);
    }

    function withdraw(uint256 accountSeed) external {
        address account = _pickAccount(accountSeed);
        uint256 before = _network.token().balanceOf(account);
        uint256 thawing = _stakeBooks.booksOf(account).thawing;
        bool isTaken = _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.withdraw, (account)),
            NOBODY,
            address(_staking),
            abi.encodeCall(IOperatorStaking.withdraw, (account)),
            "OS-03 a withdrawal"
        );
        uint256 paid = isTaken ? thawing - _stakeBooks.booksOf(account).thawing : 0;
        _assertEq(
            _network.token().balanceOf(account),
            before + paid,
            "OS-03 a withdrawal did not pay what was due"
        );
    }

    function pledge(uint256 accountSeed, uint256 dutySeed, uint256 seed) external {
        address account = _pickAccount(accountSeed);
        address duty = dutySeed % 4 == 0 ? address(_model.duty()) : _pickCommittee(dutySeed);
        uint256 previous = _stakeBooks.pledgeTo(account, duty);
        uint128 amount = _pickAmount(seed, previous + _stakeBooks.freeOf(account));
        if (seed % 16 == 9 && previous > 0) amount = uint128(previous - 1);
        bytes4 refusal = _dutyRefusal(account, duty);
        bool isTaken = _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.pledge, (account, duty, amount, refusal)),
            account,
            address(_staking),
            abi.encodeCall(IOperatorStaking.pledge, (IDuty(duty), amount)),
            "OS-06 a pledge"
        );
        if (isTaken && amount < previous) _model.see("a pledge was taken back");
    }

    function delegate(uint256 accountSeed, uint256 delegateeSeed) external {
        address account = _pickAccount(accountSeed);
        address delegatee = delegateeSeed % 8 == 0 ? address(0) : _pickParty(delegateeSeed >> 8);
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.delegate, (account, delegatee)),
            account,
            address(_staking),
            abi.encodeWithSignature("delegate(address)", delegatee),
            "OS-02 a delegation"
        );
    }

    function withdrawCredit(uint256 partySeed) external {
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.withdrawCredit, (_pickParty(partySeed))),
            NOBODY,
            address(_staking),
            abi.encodeCall(IOperatorStaking.withdrawCredit, (_pickParty(partySeed))),
            "OS-01 a credit"
        );
    }

    // Internals

    function _thaw(uint256 accountSeed, uint128 amount) private {
        address account = _pickAccount(accountSeed);
        bool isShort = _stakeBooks.booksOf(account).bonded < _stakeBooks.booksOf(account).pledged;
        bool isTaken = _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.thaw, (account, amount)),
            account,
            address(_staking),
            abi.encodeCall(IOperatorStaking.thaw, (amount)),
            "OS-06 a thaw"
        );
        if (!isTaken && isShort) _model.see("a stake that was slashed below its pledges could not thaw");
    }

    function _dutyRefusal(address account, address duty) private view returns (bytes4) {
        bytes4 onDuty = IOperatorStaking.OperatorStakingOnDuty.selector;
        if (duty != address(_model.duty())) {
            return _committeeBooks.isOnDuty(duty, account) ? onDuty : bytes4(0);
        }
        HostileDuty.Behaviour behaviour = _model.duty().behaviour();
        if (behaviour < HostileDuty.Behaviour.Keep) return 0;
        if (behaviour == HostileDuty.Behaviour.Keep) return onDuty;
        bool isReasoned = behaviour == HostileDuty.Behaviour.Revert;
        return isReasoned ? HostileDuty.HostileDutyRefused.selector : NO_REASON;
    }
}
