// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {ExpiringPause} from "../access/ExpiringPause.sol";
import {IDeviceRegistry} from "../devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../devices/interfaces/IMakerRegistry.sol";
import {IDuty} from "../rewards/interfaces/IDuty.sol";
import {IPledges} from "../rewards/interfaces/IPledges.sol";
import {IOperatorStaking} from "./interfaces/IOperatorStaking.sol";

/// @title OperatorStaking
/// @notice Keeps bonds, lets them out through a thaw, and takes what a ruling says. Every account's books are its own:
/// nobody else can lengthen its thaws, add to their list, or move its votes.
contract OperatorStaking is IOperatorStaking, Votes, AccessManaged {
    using SafeERC20 for IERC20;

    /// @dev One slot.
    struct Pledge {
        uint128 amount;
        bool everMade;
    }

    // Constants

    uint256 private constant WHOLE_BPS = 10_000;
    uint256 private constant MAX_SHARE_BPS = 5_000;
    uint256 private constant MAX_THAWS = 16;
    uint256 private constant MIN_THAW_PERIOD = 1 hours;
    uint256 private constant MAX_THAW_PERIOD = 366 days;

    // Immutables

    /// @inheritdoc IOperatorStaking
    IERC20 public immutable token;
    /// @notice Whose devices {coverage} asks about.
    IDeviceRegistry public immutable registry;
    IMakerRegistry private immutable _makers;

    // Storage

    // One slot.
    uint32 private _thawPeriod;
    uint32 private _nextThawPeriod;
    uint40 private _nextThawPeriodFrom;
    /// @inheritdoc IOperatorStaking
    uint40 public bondingPausedUntil;

    /// @inheritdoc IOperatorStaking
    SlashSplit public slashSplit;
    mapping(address account => Stake stake) private _stakes;
    mapping(address account => Thaw[] thaws) private _thaws;
    mapping(address account => mapping(address duty => Pledge pledge)) private _pledges;
    /// @inheritdoc IOperatorStaking
    mapping(address account => uint256 amount) public creditOf;

    // Construction

    /// @param token_ The reward token: burnable, with permits.
    /// @param registry_ The network's devices.
    /// @param thawPeriod_ Seconds, 3,600 to 31,622,400.
    /// @param split Where what is slashed goes.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        IERC20 token_,
        IDeviceRegistry registry_,
        uint32 thawPeriod_,
        SlashSplit memory split,
        address authority_
    ) AccessManaged(authority_) EIP712("OpenDePIN OperatorStaking", "1") {
        token = token_;
        registry = registry_;
        _makers = registry_.makers();
        _setThawPeriod(thawPeriod_);
        _setSlashSplit(split);
    }

    // Bonds

    /// @inheritdoc IOperatorStaking
    function bond(address account, uint128 amount) external {
        _bond(account, amount);
    }

    /// @inheritdoc IOperatorStaking
    function bondWithPermit(
        address account,
        uint128 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        // whoever saw the permit may have used it: then the allowance is there, and else the transfer fails
        // solhint-disable no-empty-blocks
        try
            IERC20Permit(address(token)).permit(msg.sender, address(this), amount, deadline, v, r, s)
        {} catch {}
        // solhint-enable no-empty-blocks
        _bond(account, amount);
    }

    /// @inheritdoc IOperatorStaking
    function thaw(uint128 amount) external returns (uint40 availableAt) {
        require(amount > 0, OperatorStakingZeroAmount());
        Stake storage stake = _stakes[msg.sender];
        _checkFree(amount, stake);
        Thaw[] storage thaws = _thaws[msg.sender];
        require(thaws.length < MAX_THAWS, OperatorStakingTooManyThaws(msg.sender, MAX_THAWS));

        // seconds fit 40 bits for 34,000 years
        availableAt = uint40(block.timestamp) + thawPeriod();
        stake.bonded -= amount;
        thaws.push(Thaw(amount, availableAt));

        emit ThawStarted(msg.sender, amount, availableAt);

        _transferVotingUnits(msg.sender, address(0), amount);
    }

    /// @inheritdoc IOperatorStaking
    function withdraw(address account) external returns (uint256 amount) {
        Thaw[] storage thaws = _thaws[account];
        uint256 count = thaws.length;
        uint256 kept = 0;
        for (uint256 i = 0; i < count; ++i) {
            Thaw memory each = thaws[i];
            if (block.timestamp >= each.availableAt) {
                amount += each.amount;
                continue;
            }
            // not swapped with the last: a slash takes the latest first
            if (kept < i) thaws[kept] = each;
            ++kept;
        }
        require(amount > 0, OperatorStakingNothingDue(account));
        for (; count > kept; --count) thaws.pop();

        emit Withdrawn(account, amount);

        token.safeTransfer(account, amount);
    }

    // Duties

    /// @inheritdoc IOperatorStaking
    function pledge(IDuty duty, uint128 amount) external {
        Stake storage stake = _stakes[msg.sender];
        Pledge memory standing = _pledges[msg.sender][address(duty)];
        uint128 previous = standing.amount;
        require(
            amount >= previous || !duty.isOnDuty(msg.sender),
            OperatorStakingOnDuty(msg.sender, address(duty))
        );
        if (amount > previous) _checkFree(amount - previous, stake);

        stake.pledged = stake.pledged - previous + amount;
        _pledges[msg.sender][address(duty)] = Pledge(amount, standing.everMade || amount > 0);

        emit PledgeSet(msg.sender, address(duty), amount);
    }

    // Slashing

    /// @inheritdoc IOperatorStaking
    function slash(
        address account,
        uint256 amount,
        address beneficiary,
        uint16 shareBps
    ) external restricted returns (uint256 taken) {
        require(beneficiary != address(0), OperatorStakingZeroAccount());
        require(shareBps <= MAX_SHARE_BPS, OperatorStakingShareTooHigh(shareBps, MAX_SHARE_BPS));

        uint256 fromBond = _takeFromBond(account, amount);
        taken = fromBond + _takeFromThaws(account, amount - fromBond);
        SlashSplit memory split = slashSplit;
        uint256 share = (taken * shareBps) / WHOLE_BPS;
        uint256 burned = ((taken - share) * split.burnBps) / WHOLE_BPS;
        _credit(beneficiary, share);
        _credit(split.treasury, taken - share - burned);

        emit Slashed(account, msg.sender, beneficiary, taken, fromBond, share, burned);

        if (burned > 0) ERC20Burnable(address(token)).burn(burned);
    }

    /// @inheritdoc IOperatorStaking
    function withdrawCredit(address account) external returns (uint256 amount) {
        amount = creditOf[account];
        require(amount > 0, OperatorStakingNoCredit(account));
        creditOf[account] = 0;

        emit CreditPaid(account, amount);

        token.safeTransfer(account, amount);
    }

    // Parameters

    /// @inheritdoc IOperatorStaking
    function setThawPeriod(uint32 thawPeriod_) external restricted {
        _setThawPeriod(thawPeriod_);
    }

    /// @inheritdoc IOperatorStaking
    function setSlashSplit(SlashSplit calldata split) external restricted {
        _setSlashSplit(split);
    }

    /// @inheritdoc IOperatorStaking
    function pauseBonding(uint40 until) external restricted {
        ExpiringPause.check(until);
        bondingPausedUntil = until;
        emit BondingPaused(until, msg.sender);
    }

    // Delegation

    /// @notice Who votes with an account's bond: itself, unless it has chosen another.
    function delegates(address account) public view override(IVotes, Votes) returns (address) {
        address chosen = super.delegates(account);
        return chosen == address(0) ? account : chosen;
    }

    // Views

    /// @inheritdoc IOperatorStaking
    function coverage(
        address operator,
        uint256[] calldata devices
    ) external view returns (uint256 required, uint256 bonded) {
        uint256 previous = 0;
        for (uint256 i = 0; i < devices.length; ++i) {
            uint256 device = devices[i];
            require(device > previous, OperatorStakingUnsortedDevices(device));
            IDeviceRegistry.DeviceState memory state = registry.stateAt(device, 0);
            require(state.owner == operator, OperatorStakingNotOperator(device, operator));
            required += _makers.requiredBondOf(state.kind);
            previous = device;
        }
        bonded = _stakes[operator].bonded;
    }

    /// @inheritdoc IOperatorStaking
    function stakeOf(address account) external view returns (Stake memory) {
        return _stakes[account];
    }

    /// @inheritdoc IOperatorStaking
    function thawsOf(address account) external view returns (Thaw[] memory) {
        return _thaws[account];
    }

    /// @inheritdoc IOperatorStaking
    function atStake(address account) external view returns (uint256 amount) {
        amount = _stakes[account].bonded;
        Thaw[] storage thaws = _thaws[account];
        for (uint256 i = 0; i < thaws.length; ++i) amount += thaws[i].amount;
    }

    /// @inheritdoc IPledges
    function pledged(address account, address duty) external view returns (uint128) {
        Stake memory stake = _stakes[account];
        uint256 shortfall = Math.saturatingSub(stake.pledged, stake.bonded);
        // no more than the pledge, which fits
        return uint128(Math.saturatingSub(_pledges[account][duty].amount, shortfall));
    }

    /// @inheritdoc IOperatorStaking
    function hasPledged(address account, address duty) external view returns (bool) {
        return _pledges[account][duty].everMade;
    }

    /// @inheritdoc IOperatorStaking
    function totalBonded() external view returns (uint256) {
        return _getTotalSupply();
    }

    /// @inheritdoc IOperatorStaking
    function thawPeriod() public view returns (uint32) {
        (uint32 current, uint32 next) = (_thawPeriod, _nextThawPeriod);
        return block.timestamp < _nextThawPeriodFrom && current > next ? current : next;
    }

    /// @notice Seconds since 1970 (ERC-6372).
    function clock() public view override(IERC6372, Votes) returns (uint48) {
        return Time.timestamp();
    }

    /// @notice `mode=timestamp` (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public view override(IERC6372, Votes) returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock());
    }

    // Internals

    function _bond(address account, uint128 amount) private {
        uint40 pausedUntil = bondingPausedUntil;
        require(block.timestamp >= pausedUntil, OperatorStakingBondingPaused(pausedUntil));
        require(account != address(0), OperatorStakingZeroAccount());
        require(amount > 0, OperatorStakingZeroAmount());

        _stakes[account].bonded += amount;

        emit Bonded(account, msg.sender, amount);

        _transferVotingUnits(address(0), account, amount);
        uint256 balanceBefore = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = token.balanceOf(address(this)) - balanceBefore;
        require(received == amount, OperatorStakingUnderfunded(received, amount));
    }

    function _checkFree(uint128 amount, Stake storage stake) private view {
        uint256 free = Math.saturatingSub(stake.bonded, stake.pledged);
        require(amount <= free, OperatorStakingInsufficientBond(msg.sender, amount, free));
    }

    function _takeFromBond(address account, uint256 amount) private returns (uint256 taken) {
        uint128 bonded = _stakes[account].bonded;
        taken = Math.min(amount, bonded);
        // no more than what is bonded, which fits
        _stakes[account].bonded = bonded - uint128(taken);
        _transferVotingUnits(account, address(0), taken);
    }

    /// @dev At most 16 of them: the list is bounded, and nobody but the account adds to it.
    function _takeFromThaws(address account, uint256 amount) private returns (uint256 taken) {
        Thaw[] storage thaws = _thaws[account];
        for (uint256 i = thaws.length; i > 0 && taken < amount; --i) {
            Thaw storage last = thaws[i - 1];
            uint256 part = Math.min(last.amount, amount - taken);
            taken += part;
            // no more than what thaws, which fits
            last.amount -= uint128(part);
            if (last.amount == 0) thaws.pop();
        }
    }

    function _credit(address account, uint256 amount) private {
        if (amount == 0) return;
        creditOf[account] += amount;
        emit Credited(account, amount);
    }

    /// @dev Until the notice of a shorter thaw has passed, whatever could need the longer one has ended.
    function _setThawPeriod(uint32 thawPeriod_) private {
        require(
            thawPeriod_ >= MIN_THAW_PERIOD && thawPeriod_ <= MAX_THAW_PERIOD,
            OperatorStakingThawPeriodOutOfRange(thawPeriod_, MIN_THAW_PERIOD, MAX_THAW_PERIOD)
        );
        uint32 previous = thawPeriod();
        uint40 fromTime = uint40(block.timestamp) + (thawPeriod_ < previous ? previous : 0);
        _thawPeriod = previous;
        _nextThawPeriod = thawPeriod_;
        _nextThawPeriodFrom = fromTime;
        emit ThawPeriodSet(previous, thawPeriod_, fromTime);
    }

    function _setSlashSplit(SlashSplit memory split) private {
        require(split.treasury != address(0), OperatorStakingZeroAccount());
        require(split.burnBps <= WHOLE_BPS, OperatorStakingBurnAboveWhole(split.burnBps, WHOLE_BPS));
        slashSplit = split;
        emit SlashSplitSet(split.treasury, split.burnBps);
    }

    /// @dev Delegating to nobody is delegating to oneself: no bonded token is without a vote.
    function _delegate(address account, address delegatee) internal override {
        super._delegate(account, delegatee == address(0) ? account : delegatee);
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return _stakes[account].bonded;
    }
}
