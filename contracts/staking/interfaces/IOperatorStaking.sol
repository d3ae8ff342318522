// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IDuty} from "../../rewards/interfaces/IDuty.sol";
import {IPledges} from "../../rewards/interfaces/IPledges.sol";

/// @title IOperatorStaking
/// @notice Keeps the bonds of operators and reporters: tokens at stake for what their devices and signatures do. A bond
/// votes, and leaves through a thaw, which does not vote and can be slashed until it is withdrawn.
/// @dev Votes are ERC-5805 by timestamps. Whoever has delegated to nobody votes for itself: bonding is enough.
interface IOperatorStaking is IERC5805, IPledges {
    /// @notice A part of a bond on its way out.
    /// @param amount Base units that remain of it.
    /// @param availableAt From this second on it can be withdrawn.
    struct Thaw {
        uint128 amount;
        uint40 availableAt;
    }

    /// @notice An account's stake, without what thaws.
    /// @param bonded Base units bonded; they vote.
    /// @param pledged Base units of these that stand behind duties; they cannot thaw.
    struct Stake {
        uint128 bonded;
        uint128 pledged;
    }

    /// @notice How what is slashed is split, after the challenger's share.
    /// @param treasury Who is credited with what is not burned; not zero.
    /// @param burnBps Ten-thousandths of the rest that are burned, 0 to 10,000.
    struct SlashSplit {
        address treasury;
        uint16 burnBps;
    }

    /// @notice `payer` added `amount` base units to the bond of `account`.
    event Bonded(address indexed account, address indexed payer, uint256 amount);
    /// @notice A part of a bond began to thaw.
    event ThawStarted(address indexed account, uint256 amount, uint40 availableAt);
    /// @notice What had thawed was paid to its account.
    event Withdrawn(address indexed account, uint256 amount);
    /// @notice `pledge` base units of the account's bond stand behind the duty now.
    event PledgeSet(address indexed account, address indexed duty, uint128 pledge);
    /// @notice `amount` base units were taken from the account's stake, of which `fromBond` from its bond.
    event Slashed(
        address indexed account,
        address indexed by,
        address indexed beneficiary,
        uint256 amount,
        uint256 fromBond,
        uint256 share,
        uint256 burned
    );
    /// @notice `amount` base units wait to be collected by the account.
    event Credited(address indexed account, uint256 amount);
    /// @notice A credit was paid to its account.
    event CreditPaid(address indexed account, uint256 amount);
    /// @notice The thaw of what is bonded changes: longer at once, shorter from `fromTime` on.
    event ThawPeriodSet(uint32 previous, uint32 current, uint40 fromTime);
    /// @notice The split of what is slashed was replaced.
    event SlashSplitSet(address indexed treasury, uint16 burnBps);
    /// @notice Nothing can be bonded until then.
    event BondingPaused(uint40 until, address indexed by);

    /// @notice The amount is zero.
    error OperatorStakingZeroAmount();
    /// @notice The account is zero.
    error OperatorStakingZeroAccount();
    /// @notice Bonding is paused.
    error OperatorStakingBondingPaused(uint40 until);
    /// @notice The token did not deliver what was bonded.
    error OperatorStakingUnderfunded(uint256 received, uint256 expected);
    /// @notice More than what is bonded and stands behind no duty.
    error OperatorStakingInsufficientBond(address account, uint256 asked, uint256 free);
    /// @notice As many thaws as an account may have at a time are under way: withdraw what is due first.
    error OperatorStakingTooManyThaws(address account, uint256 max);
    /// @notice Nothing has thawed yet.
    error OperatorStakingNothingDue(address account);
    /// @notice There is no credit to collect.
    error OperatorStakingNoCredit(address account);
    /// @notice The account still has the duty that it would take its pledge from.
    error OperatorStakingOnDuty(address account, address duty);
    /// @notice A challenger's share is at most half.
    error OperatorStakingShareTooHigh(uint256 shareBps, uint256 max);
    /// @notice The thaw period is out of range.
    error OperatorStakingThawPeriodOutOfRange(uint256 thawPeriod, uint256 min, uint256 max);
    /// @notice More than the whole would be burned.
    error OperatorStakingBurnAboveWhole(uint256 burnBps, uint256 max);
    /// @notice Device ids must ascend, each given once.
    error OperatorStakingUnsortedDevices(uint256 device);
    /// @notice The device is not the operator's.
    error OperatorStakingNotOperator(uint256 device, address operator);

    /// @notice Adds to an account's bond. Anybody may, with their own tokens; the bond is the account's from then on.
    /// @dev Emits {Bonded}.
    ///
    /// Requirements:
    /// - Bonding is not paused, else {OperatorStakingBondingPaused}.
    /// - {OperatorStakingZeroAmount}, {OperatorStakingZeroAccount}.
    /// - The caller has allowed this contract the amount, else `ERC20InsufficientAllowance`.
    /// - The token delivers all of it, else {OperatorStakingUnderfunded}.
    /// @param account Whose bond grows.
    /// @param amount Base units.
    function bond(address account, uint128 amount) external;

    /// @notice {bond} with the caller's permit for the amount (ERC-2612). A permit that somebody else has used already
    /// does no harm: what it allowed is there.
    /// @param account Whose bond grows.
    /// @param amount Base units, 1 or more.
    /// @param deadline Last second of the permit, since 1970.
    /// @param v Of the permit's signature.
    /// @param r Of the permit's signature.
    /// @param s Of the permit's signature.
    function bondWithPermit(
        address account,
        uint128 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Starts to take a part of the caller's bond out. It stops voting at once and stays at stake until it is
    /// withdrawn.
    /// @dev Emits {ThawStarted}.
    ///
    /// Requirements:
    /// - {OperatorStakingZeroAmount}.
    /// - The amount is bonded and stands behind no duty, else {OperatorStakingInsufficientBond}.
    /// - Fewer than 16 thaws are under way, else {OperatorStakingTooManyThaws}.
    /// @param amount Base units.
    /// @return availableAt From this second on it can be withdrawn, whatever changes meanwhile.
    function thaw(uint128 amount) external returns (uint40 availableAt);

    /// @notice Pays an account everything of its own that has thawed, in whatever order the thaws were started. Anybody
    /// may call.
    /// @dev Emits {Withdrawn}. Reverts with {OperatorStakingNothingDue}.
    /// @param account Who is paid.
    /// @return amount Base units paid.
    function withdraw(address account) external returns (uint256 amount);

    /// @notice Puts a part of the caller's bond behind a duty, instead of what stood behind it before. Less than before
    /// only while the caller does not have the duty.
    /// @dev Emits {PledgeSet}. Pledge to contracts that you trust: one that says for ever that you serve keeps the pledge
    /// from thawing for ever. That never keeps it from being slashed. And whoever has once pledged to a committee answers for
    /// what that committee says that it has signed, with all of its bond.
    ///
    /// Requirements:
    /// - All pledges together are bonded, else {OperatorStakingInsufficientBond}.
    /// - {OperatorStakingOnDuty}.
    /// @param duty The contract, as a committee of reporters.
    /// @param amount Base units that shall stand behind the duty.
    function pledge(IDuty duty, uint128 amount) external;

    /// @notice Takes from an account's stake, as much as there is: the bond first, then what thaws, latest first. The votes
    /// of the bond fall at once.
    /// @dev Emits {Slashed} and {Credited}. Never fails for want of stake: it takes what there is, and nothing if there is
    /// nothing.
    ///
    /// Requirements:
    /// - The caller must hold the disputes role, else `AccessManagedUnauthorized`.
    /// - {OperatorStakingShareTooHigh}, {OperatorStakingZeroAccount}.
    /// @param account Who is slashed.
    /// @param amount Base units asked for.
    /// @param beneficiary Who is credited with a share, as the challenger.
    /// @param shareBps Ten-thousandths of what is taken that the beneficiary gets, 0 to 5,000.
    /// @return taken Base units taken.
    function slash(
        address account,
        uint256 amount,
        address beneficiary,
        uint16 shareBps
    ) external returns (uint256 taken);

    /// @notice Pays an account what it was credited with. Anybody may call.
    /// @dev Emits {CreditPaid}. Reverts with {OperatorStakingNoCredit}.
    /// @param account Who is paid.
    /// @return amount Base units paid.
    function withdrawCredit(address account) external returns (uint256 amount);

    /// @notice Changes how long a thaw takes. A longer one counts at once; a shorter one only when all thaws have ended
    /// that could still be needed. Thaws under way keep their time.
    /// @dev Emits {ThawPeriodSet}.
    ///
    /// Requirements:
    /// - The caller must hold the disputes role, else `AccessManagedUnauthorized`: the DisputeManager compares the thaw with
    /// the time that a dispute can take.
    /// - {OperatorStakingThawPeriodOutOfRange}.
    /// @param thawPeriod_ Seconds, 3,600 to 31,622,400.
    function setThawPeriod(uint32 thawPeriod_) external;

    /// @notice Changes where later slashes go.
    /// @dev Emits {SlashSplitSet}.
    ///
    /// Requirements:
    /// - The caller must hold the trust role, else `AccessManagedUnauthorized`.
    /// - {OperatorStakingZeroAccount}, {OperatorStakingBurnAboveWhole}.
    /// @param split The treasury, and what is burned before it is credited.
    function setSlashSplit(SlashSplit calldata split) external;

    /// @notice Stops new bonds for a while, or lets them in again. Thawing, withdrawing and slashing go on.
    /// @dev Emits {BondingPaused}.
    ///
    /// Requirements:
    /// - The caller must hold the guardian role, else `AccessManagedUnauthorized`.
    /// - At most seven days ahead, else `PauseTooLong`.
    /// @param until First second at which bonds are taken again; the present or less to end the pause.
    function pauseBonding(uint40 until) external;

    /// @notice What the operator's devices need behind them, and what it has bonded: it is covered while the first is no
    /// more than the second.
    /// @dev Reverts with {OperatorStakingUnsortedDevices} or {OperatorStakingNotOperator}.
    /// @param operator The devices' owner.
    /// @param devices Its devices, in ascending order of their ids; the caller says which. At most 1,000 stay below 2^24
    /// gas.
    function coverage(
        address operator,
        uint256[] calldata devices
    ) external view returns (uint256 required, uint256 bonded);

    /// @notice An account's stake, without what thaws.
    function stakeOf(address account) external view returns (Stake memory);

    /// @notice An account's thaws that were not withdrawn, at most 16, in the order they were started in.
    function thawsOf(address account) external view returns (Thaw[] memory);

    /// @notice Everything of an account that a slash reaches: bond and thaws, in base units.
    function atStake(address account) external view returns (uint256);

    /// @notice Whether the account has ever put a part of its bond behind the duty: it has accepted to answer for it.
    function hasPledged(address account, address duty) external view returns (bool);

    /// @notice All that is bonded, in base units.
    function totalBonded() external view returns (uint256);

    /// @notice What waits for an account to collect, in base units.
    function creditOf(address account) external view returns (uint256);

    /// @notice Seconds that a thaw takes if it starts now.
    function thawPeriod() external view returns (uint32);

    /// @notice Where what is slashed goes after the challenger's share.
    function slashSplit() external view returns (address treasury, uint16 burnBps);

    /// @notice First second at which bonds are taken again; past if they are not paused.
    function bondingPausedUntil() external view returns (uint40);

    /// @notice The token that is bonded.
    function token() external view returns (IERC20);
}
