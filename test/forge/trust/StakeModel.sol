// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExpiringPause} from "../../../contracts/access/ExpiringPause.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {Rules} from "./Rules.sol";

/// @title StakeModel
/// @notice The books of the staking, kept without asking it.
contract StakeModel is Rules {
    /// @param slashed All that was ever taken.
    /// @param thawing The sum of the thaws.
    struct Account {
        uint256 bonded;
        uint256 pledged;
        uint256 thawing;
        uint256 slashed;
        address delegatee;
    }

    uint256 private constant MAX_THAWS = 16;

    mapping(address account => Account books) private _accounts;
    mapping(address account => IOperatorStaking.Thaw[] thaws) private _thaws;
    mapping(address account => mapping(address duty => uint256 amount)) public pledgeTo;
    mapping(address account => mapping(address duty => bool ever)) public hasPledged;
    mapping(address account => uint256 amount) public creditOf;
    mapping(address delegatee => uint256 votes) public votesOf;
    uint256 public totalBonded;
    uint256 public totalThawing;
    uint256 public totalCredits;
    uint256 public gifts;
    uint256 public burned;
    uint40 public bondingPausedUntil;

    address public treasury;
    uint16 public burnBps;
    uint32 private _thawPeriod;
    uint32 private _nextThawPeriod;
    uint40 public nextThawPeriodFrom;

    constructor(uint32 thawPeriod_, address treasury_, uint16 burnBps_) {
        (_nextThawPeriod, treasury, burnBps) = (thawPeriod_, treasury_, burnBps_);
    }

    // Bonds

    function bond(address account, uint256 amount) external {
        _rule(_now() >= bondingPausedUntil, IOperatorStaking.OperatorStakingBondingPaused.selector);
        _rule(account != address(0), IOperatorStaking.OperatorStakingZeroAccount.selector);
        _rule(amount > 0, IOperatorStaking.OperatorStakingZeroAmount.selector);
        _accounts[account].bonded += amount;
        totalBonded += amount;
        votesOf[delegateeOf(account)] += amount;
    }

    function thaw(address account, uint256 amount) external {
        _rule(amount > 0, IOperatorStaking.OperatorStakingZeroAmount.selector);
        _rule(amount <= freeOf(account), IOperatorStaking.OperatorStakingInsufficientBond.selector);
        bool isRoom = _thaws[account].length < MAX_THAWS;
        _rule(isRoom, IOperatorStaking.OperatorStakingTooManyThaws.selector);
        _unbond(account, amount);
        _thaws[account].push(IOperatorStaking.Thaw(uint128(amount), uint40(_now()) + thawPeriod()));
        _accounts[account].thawing += amount;
        totalThawing += amount;
    }

    function withdraw(address account) external returns (uint256 amount) {
        IOperatorStaking.Thaw[] storage thaws = _thaws[account];
        IOperatorStaking.Thaw[] memory before = thaws;
        delete _thaws[account];
        for (uint256 i = 0; i < before.length; ++i) {
            if (_now() < before[i].availableAt) thaws.push(before[i]);
            else amount += before[i].amount;
        }
        _rule(amount > 0, IOperatorStaking.OperatorStakingNothingDue.selector);
        _accounts[account].thawing -= amount;
        totalThawing -= amount;
    }

    /// @param dutyRefusal What the duty answers to a smaller pledge: zero if it lets go.
    function pledge(address account, address duty, uint256 amount, bytes4 dutyRefusal) external {
        uint256 previous = pledgeTo[account][duty];
        _rule(amount >= previous || dutyRefusal == 0, dutyRefusal);
        bool isThere = amount <= previous || amount - previous <= freeOf(account);
        _rule(isThere, IOperatorStaking.OperatorStakingInsufficientBond.selector);
        _accounts[account].pledged = _accounts[account].pledged + amount - previous;
        pledgeTo[account][duty] = amount;
        if (amount > 0) hasPledged[account][duty] = true;
    }

    function delegate(address account, address delegatee) external {
        uint256 bonded = _accounts[account].bonded;
        votesOf[delegateeOf(account)] -= bonded;
        _accounts[account].delegatee = delegatee;
        votesOf[delegateeOf(account)] += bonded;
    }

    // Slashes and credits

    /// @dev The share and what is burned are rounded down, in favour of the treasury.
    function slash(
        address account,
        uint256 amount,
        address beneficiary,
        uint256 shareBps
    ) external returns (uint256 taken) {
        uint256 bonded = _accounts[account].bonded;
        uint256 fromBond = amount < bonded ? amount : bonded;
        _unbond(account, fromBond);
        taken = fromBond + _takeFromThaws(account, amount - fromBond);
        _accounts[account].slashed += taken;

        uint256 share = (taken * shareBps) / 10_000;
        uint256 fire = ((taken - share) * burnBps) / 10_000;
        burned += fire;
        _credit(beneficiary, share);
        _credit(treasury, taken - share - fire);
    }

    function withdrawCredit(address account) external returns (uint256 amount) {
        amount = creditOf[account];
        _rule(amount > 0, IOperatorStaking.OperatorStakingNoCredit.selector);
        creditOf[account] = 0;
        totalCredits -= amount;
    }

    function give(uint256 amount) external {
        gifts += amount;
    }

    // Parameters

    function setThawPeriod(uint32 thawPeriod_) external {
        bool isInRange = thawPeriod_ >= 1 hours && thawPeriod_ <= 366 days;
        _rule(isInRange, IOperatorStaking.OperatorStakingThawPeriodOutOfRange.selector);
        uint32 current = thawPeriod();
        nextThawPeriodFrom = uint40(_now()) + (thawPeriod_ < current ? current : 0);
        (_thawPeriod, _nextThawPeriod) = (current, thawPeriod_);
    }

    function setSlashSplit(address treasury_, uint16 burnBps_) external {
        _rule(treasury_ != address(0), IOperatorStaking.OperatorStakingZeroAccount.selector);
        _rule(burnBps_ <= 10_000, IOperatorStaking.OperatorStakingBurnAboveWhole.selector);
        (treasury, burnBps) = (treasury_, burnBps_);
    }

    function pauseBonding(uint40 until) external {
        _rule(until <= _now() + 7 days, ExpiringPause.PauseTooLong.selector);
        bondingPausedUntil = until;
    }

    // What must be true

    function booksOf(address account) external view returns (Account memory) {
        return _accounts[account];
    }

    function thawsOf(address account) external view returns (IOperatorStaking.Thaw[] memory) {
        return _thaws[account];
    }

    function atStake(address account) external view returns (uint256) {
        return _accounts[account].bonded + _accounts[account].thawing;
    }

    /// @notice What an account can thaw or pledge.
    function freeOf(address account) public view returns (uint256) {
        Account storage books = _accounts[account];
        return books.bonded > books.pledged ? books.bonded - books.pledged : 0;
    }

    /// @notice What stands behind a duty: a shortfall counts against every pledge in full.
    function pledged(address account, address duty) external view returns (uint256) {
        Account storage books = _accounts[account];
        uint256 shortfall = books.pledged > books.bonded ? books.pledged - books.bonded : 0;
        uint256 amount = pledgeTo[account][duty];
        return amount > shortfall ? amount - shortfall : 0;
    }

    function delegateeOf(address account) public view returns (address) {
        address delegatee = _accounts[account].delegatee;
        return delegatee == address(0) ? account : delegatee;
    }

    function thawPeriod() public view returns (uint32) {
        bool isAwaited = _now() < nextThawPeriodFrom && _nextThawPeriod < _thawPeriod;
        return isAwaited ? _thawPeriod : _nextThawPeriod;
    }

    // Internals

    function _unbond(address account, uint256 amount) private {
        _accounts[account].bonded -= amount;
        totalBonded -= amount;
        votesOf[delegateeOf(account)] -= amount;
    }

    function _takeFromThaws(address account, uint256 amount) private returns (uint256 taken) {
        IOperatorStaking.Thaw[] storage thaws = _thaws[account];
        while (thaws.length > 0 && taken < amount) {
            IOperatorStaking.Thaw storage last = thaws[thaws.length - 1];
            uint256 left = amount - taken;
            uint256 part = last.amount < left ? last.amount : left;
            last.amount -= uint128(part);
            taken += part;
            if (last.amount == 0) thaws.pop();
        }
        _accounts[account].thawing -= taken;
        totalThawing -= taken;
    }

    function _credit(address account, uint256 amount) private {
        creditOf[account] += amount;
        totalCredits += amount;
    }
}
