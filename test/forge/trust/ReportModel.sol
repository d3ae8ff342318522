// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExpiringPause} from "../../../contracts/access/ExpiringPause.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {HostileReporter} from "../mocks/HostileReporter.sol";
import {Approval, ReporterKeys} from "../support/ReporterKeys.sol";
import {CommitteeModel} from "./CommitteeModel.sol";
import {Rules} from "./Rules.sol";
import {StakeModel} from "./StakeModel.sol";

/// @notice What an account put behind a report when it was accepted.
/// @param pledged Behind the committee's duty at that moment.
/// @param slashedBefore All that had been taken from the account by then.
struct Stand {
    address account;
    uint256 pledged;
    uint256 slashedBefore;
}

/// @title ReportModel
/// @notice The books of all programs' reports, kept without asking the distributors. A program pays one account, so that
/// a root is one leaf.
contract ReportModel is Rules {
    /// @param window Of later reports.
    /// @param reporter Of later reports.
    /// @param accepted The pending report, as {Accepted}; meaningless if none is pending.
    /// @param promised What the last finalised report gave the program's one account.
    struct Book {
        IRewardDistributor.PendingReport pending;
        address reporter;
        uint32 window;
        uint32 reports;
        uint32 nextEpoch;
        uint40 pausedUntil;
        uint256 accepted;
        uint256 promised;
        uint256 funded;
        uint256 paid;
    }

    /// @notice A report that was accepted.
    /// @param reporter Who signed it.
    /// @param configuration Of the committee that signed it; zero if it was none.
    struct Accepted {
        IRewardDistributor.Report report;
        address reporter;
        uint32 configuration;
        Approval[] approvals;
        Stand[] stands;
    }

    uint32 public constant PROGRAMS = 2;

    ReporterKeys public immutable keys;
    StakeModel public immutable stakes;
    CommitteeModel public immutable committees;
    uint256 public immutable genesis;
    uint256 public immutable epochLength;

    mapping(uint32 program => Book book) private _books;
    Accepted[] private _accepted;

    constructor(CommitteeModel committees_, uint256 genesis_, uint256 epochLength_) {
        committees = committees_;
        (keys, stakes) = (committees_.keys(), committees_.stakes());
        (genesis, epochLength) = (genesis_, epochLength_);
    }

    // Reports

    function propose(
        IRewardDistributor.Report calldata report,
        Approval[] calldata approvals,
        bool isCut
    ) external {
        Book storage book = _books[report.program];
        _checkSequence(book, report);
        _rule(report.root != 0, IRewardDistributor.RewardDistributorEmptyRoot.selector);
        _rule(report.dataHash != 0, IRewardDistributor.RewardDistributorEmptyDataHash.selector);
        bool isSigned = _isSigned(book.reporter, approvals, isCut);
        _rule(isSigned, IRewardDistributor.RewardDistributorInvalidSignature.selector);

        ++book.reports;
        book.pending = IRewardDistributor.PendingReport({
            epoch: report.epoch,
            nonce: report.nonce,
            finalizableAt: uint40(_now()) + book.window,
            frozen: false,
            total: report.total,
            root: report.root
        });
        book.accepted = _accept(book.reporter, report, approvals);
    }

    function finalize(uint32 program) external {
        Book storage book = _books[program];
        IRewardDistributor.PendingReport memory pending = book.pending;
        _rule(pending.finalizableAt != 0, IRewardDistributor.RewardDistributorNothingPending.selector);
        _rule(!pending.frozen, IRewardDistributor.RewardDistributorReportFrozen.selector);
        bool isDue = _now() >= pending.finalizableAt;
        _rule(isDue, IRewardDistributor.RewardDistributorWindowOpen.selector);
        book.nextEpoch = pending.epoch + 1;
        book.promised = pending.total;
        if (pending.total > book.funded) book.funded = pending.total;
        delete book.pending;
    }

    function void(uint32 program, uint32 epoch) external {
        IRewardDistributor.PendingReport memory pending = _books[program].pending;
        bool isPending = pending.finalizableAt != 0 && pending.epoch == epoch;
        _rule(isPending, IRewardDistributor.RewardDistributorNothingPending.selector);
        bool isInTime = pending.frozen || _now() < pending.finalizableAt;
        _rule(isInTime, IRewardDistributor.RewardDistributorWindowClosed.selector);
        delete _books[program].pending;
    }

    /// @notice What an open dispute does to the report that waits.
    function freeze(uint32 program) external {
        IRewardDistributor.PendingReport storage pending = _books[program].pending;
        _rule(pending.finalizableAt != 0, IRewardDistributor.RewardDistributorNothingPending.selector);
        bool isOpen = _now() < pending.finalizableAt;
        _rule(isOpen, IRewardDistributor.RewardDistributorWindowClosed.selector);
        pending.frozen = true;
    }

    /// @notice What the end of a dispute does to its report, if that still waits.
    function settle(uint32 program, uint32 nonce, bool isVoid) external {
        Book storage book = _books[program];
        if (book.pending.nonce != nonce) return;
        book.pending.frozen = false;
        if (isVoid) delete book.pending;
    }

    /// @return amount What the program's account is owed.
    function claim(uint32 program) external returns (uint256 amount) {
        Book storage book = _books[program];
        amount = book.promised > book.paid ? book.promised - book.paid : 0;
        book.paid += amount;
    }

    // Parameters

    function setReporter(uint32 program, address reporter) external {
        _books[program].reporter = reporter;
    }

    function setWindow(uint32 program, uint32 window) external {
        bool isInRange = window >= 10 minutes && window <= 30 days;
        _rule(isInRange, IRewardDistributor.RewardDistributorChallengeWindowOutOfRange.selector);
        _books[program].window = window;
    }

    function pauseProposals(uint32 program, uint40 until) external {
        _rule(until <= _now() + 7 days, ExpiringPause.PauseTooLong.selector);
        _books[program].pausedUntil = until;
    }

    // What must be true

    function bookOf(uint32 program) external view returns (Book memory) {
        return _books[program];
    }

    function acceptedCount() external view returns (uint256) {
        return _accepted.length;
    }

    function acceptedAt(uint256 index) external view returns (Accepted memory) {
        return _accepted[index];
    }

    /// @notice Which report {acceptedAt} is, without its contents.
    function numberOf(uint256 index) external view returns (uint32 program, uint32 nonce) {
        IRewardDistributor.Report storage report = _accepted[index].report;
        return (report.program, report.nonce);
    }

    /// @notice What {acceptedAt} knows of the accounts behind a report.
    function standsOf(uint256 index) external view returns (Stand[] memory) {
        return _accepted[index].stands;
    }

    function isCommittee(address reporter) public view returns (bool) {
        return committees.booksOf(reporter).configuration > 0;
    }

    // Internals

    function _checkSequence(Book storage book, IRewardDistributor.Report calldata report) private view {
        bool isNone = book.pending.finalizableAt == 0;
        _rule(isNone, IRewardDistributor.RewardDistributorReportPending.selector);
        bool isRunning = _now() >= book.pausedUntil;
        _rule(isRunning, IRewardDistributor.RewardDistributorProposalsPaused.selector);
        bool isNext = report.nonce == book.reports + 1;
        _rule(isNext, IRewardDistributor.RewardDistributorWrongNonce.selector);
        _rule(_now() <= report.deadline, IRewardDistributor.RewardDistributorReportExpired.selector);
        bool isOpen = report.epoch >= book.nextEpoch;
        _rule(isOpen, IRewardDistributor.RewardDistributorEpochClosed.selector);
        bool isEnded = _now() >= genesis + (uint256(report.epoch) + 1) * epochLength;
        _rule(isEnded, IRewardDistributor.RewardDistributorEpochNotEnded.selector);
    }

    function _isSigned(
        address reporter,
        Approval[] calldata approvals,
        bool isCut
    ) private view returns (bool) {
        if (isCommittee(reporter)) return committees.isConsent(reporter, approvals, isCut);
        if (reporter == keys.sole()) return !isCut && !approvals[0].isForged;
        return keys.wallet().behaviour() == HostileReporter.Behaviour.Consent;
    }

    function _accept(
        address reporter,
        IRewardDistributor.Report calldata report,
        Approval[] calldata approvals
    ) private returns (uint256 index) {
        index = _accepted.length;
        Accepted storage accepted = _accepted.push();
        (accepted.report, accepted.reporter) = (report, reporter);
        accepted.configuration = committees.booksOf(reporter).configuration;
        if (accepted.configuration == 0) return index;
        for (uint256 i = 0; i < approvals.length; ++i) {
            address account = committees.memberAt(reporter, approvals[i].key).account;
            accepted.approvals.push(approvals[i]);
            accepted.stands.push(
                Stand(account, stakes.pledged(account, reporter), stakes.booksOf(account).slashed)
            );
        }
    }
}
