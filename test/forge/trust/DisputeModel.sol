// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {Approval} from "../support/ReporterKeys.sol";
import {CommitteeModel} from "./CommitteeModel.sol";
import {ReportModel} from "./ReportModel.sol";
import {NO_REASON, Rules} from "./Rules.sol";
import {StakeModel} from "./StakeModel.sol";

/// @title DisputeModel
/// @notice The books of the DisputeManager, kept without asking it.
contract DisputeModel is Rules {
    /// @dev How long after a ruling whoever signed can still be punished for certain.
    uint256 public constant PUNISHMENT_TIME = 1 days;

    ReportModel public immutable reports;
    StakeModel public immutable stakes;
    CommitteeModel public immutable committees;

    IDisputeManager.Terms private _terms;
    uint32 public maxWindow;
    uint32 private _ruling;
    uint32 private _nextRuling;
    uint40 public nextRulingFrom;

    IDisputeManager.Dispute[] private _disputes;
    /// @notice The report that a dispute is about, as {ReportModel.acceptedAt}.
    mapping(uint256 dispute => uint256 accepted) public acceptedOf;
    mapping(uint256 dispute => uint256 timestamp) public ruledAt;
    mapping(uint32 program => mapping(uint32 nonce => uint256 dispute)) public disputeOf;
    mapping(uint256 dispute => mapping(address account => bool punished)) public isPunished;
    mapping(address account => uint256 amount) public creditOf;
    uint256 public bondsIn;
    uint256 public paidOut;
    uint256 public open;
    uint256 public totalCredits;
    uint256 public gifts;
    uint256 private _oldestAnswerable;

    constructor(
        ReportModel reports_,
        IDisputeManager.Terms memory terms_,
        uint32 maxWindow_,
        uint32 rulingPeriod_
    ) {
        reports = reports_;
        (stakes, committees) = (reports_.stakes(), reports_.committees());
        (_terms, maxWindow, _nextRuling) = (terms_, maxWindow_, rulingPeriod_);
        _disputes.push();
    }

    // Challenges

    function challengeReport(
        address challenger,
        uint32 program,
        uint32 epoch,
        uint32 nonce,
        bytes32 root,
        bytes32 evidence
    ) external {
        bool isFirst = disputeOf[program][nonce] == 0;
        _rule(isFirst, IDisputeManager.DisputeManagerAlreadyDisputed.selector);
        bool isKnown = program >= 1 && program <= reports.PROGRAMS();
        _rule(isKnown, IDisputeManager.DisputeManagerUnknownProgram.selector);
        ReportModel.Book memory book = reports.bookOf(program);
        bool isPending =
            book.pending.epoch == epoch && book.pending.nonce == nonce && book.pending.root == root;
        _rule(isPending, IDisputeManager.DisputeManagerNotPending.selector);

        uint256 id = _add(challenger, IDisputeManager.Subject.Report, _terms.maxPenalty, evidence);
        reports.freeze(program);
        IDisputeManager.Dispute storage dispute = _disputes[id];
        dispute.culprit = reports.acceptedAt(book.accepted).reporter;
        (dispute.program, dispute.epoch, dispute.nonce) = (program, epoch, nonce);
        dispute.content = keccak256(abi.encode(book.pending.root, book.pending.total));
        disputeOf[program][nonce] = id;
        acceptedOf[id] = book.accepted;
    }

    function challengeDevice(
        address challenger,
        bytes32 device,
        bool isKnown,
        address operator,
        uint128 penalty,
        bytes32 evidence
    ) external {
        _rule(isKnown, IDisputeManager.DisputeManagerUnknownDevice.selector);
        _rule(operator != address(0), IDisputeManager.DisputeManagerZeroOperator.selector);
        uint256 id = _add(challenger, IDisputeManager.Subject.Device, penalty, evidence);
        (_disputes[id].culprit, _disputes[id].content) = (operator, device);
    }

    // Endings

    function rule(uint256 id, bool upheld, uint128 penalty) external {
        IDisputeManager.Dispute storage dispute = _openAt(id);
        bool isInTime = _now() <= dispute.rulingDeadline;
        _rule(isInTime, IDisputeManager.DisputeManagerRulingTooLate.selector);
        bool isAsked = !upheld || penalty <= dispute.penalty;
        _rule(isAsked, IDisputeManager.DisputeManagerPenaltyOutOfRange.selector);

        dispute.status = upheld ? IDisputeManager.Status.Upheld : IDisputeManager.Status.Rejected;
        dispute.penalty = upheld ? penalty : 0;
        ruledAt[id] = _now();
        _end(dispute, upheld, upheld ? dispute.challenger : stakes.treasury());
        if (upheld && dispute.subject == IDisputeManager.Subject.Device) _punish(id, dispute.culprit);
    }

    function expire(uint256 id) external {
        IDisputeManager.Dispute storage dispute = _openAt(id);
        bool isLate = _now() > dispute.rulingDeadline;
        _rule(isLate, IDisputeManager.DisputeManagerRulingAwaited.selector);
        dispute.status = IDisputeManager.Status.Expired;
        _end(dispute, true, dispute.challenger);
    }

    // Punishment

    function punishApprovers(
        uint256 id,
        IRewardDistributor.Report calldata report,
        Approval[] calldata approvals,
        uint32 configuration,
        bool isCut
    ) external {
        _checkProven(id, report);
        address culprit = _disputes[id].culprit;
        _rule(reports.isCommittee(culprit), NO_REASON);
        bytes4 refusal = committees.refusalOf(culprit, approvals, configuration, isCut);
        _rule(refusal == 0, refusal);
        for (uint256 i = 0; i < approvals.length; ++i) {
            address account = committees.memberAt(culprit, approvals[i].key).account;
            if (stakes.hasPledged(account, culprit)) _punish(id, account);
        }
    }

    function punishSigner(
        uint256 id,
        IRewardDistributor.Report calldata report,
        address account,
        bool hasSigned
    ) external {
        _checkProven(id, report);
        _rule(hasSigned, IDisputeManager.DisputeManagerNotSigned.selector);
        _punish(id, account);
    }

    // Credits

    function withdrawCredit(address account) external returns (uint256 amount) {
        amount = creditOf[account];
        _rule(amount > 0, IDisputeManager.DisputeManagerNoCredit.selector);
        creditOf[account] = 0;
        totalCredits -= amount;
        paidOut += amount;
    }

    function give(uint256 amount) external {
        gifts += amount;
    }

    // Parameters

    function setTerms(IDisputeManager.Terms calldata terms_) external {
        bool isCostly = terms_.reportBond > 0 && terms_.deviceBond > 0;
        _rule(isCostly, IDisputeManager.DisputeManagerZeroBond.selector);
        _rule(terms_.maxPenalty > 0, IDisputeManager.DisputeManagerZeroPenalty.selector);
        _rule(terms_.shareBps <= 5_000, IDisputeManager.DisputeManagerShareTooHigh.selector);
        _terms = terms_;
    }

    function setTiming(uint32 window, uint32 ruling, uint32 thawPeriod) external {
        bool isInRange = ruling >= 10 minutes && ruling <= 30 days;
        _rule(isInRange, IDisputeManager.DisputeManagerRulingPeriodOutOfRange.selector);
        bool isLongEnough = uint256(window) + ruling + PUNISHMENT_TIME <= thawPeriod;
        _rule(isLongEnough, IDisputeManager.DisputeManagerThawTooShort.selector);
        for (uint32 program = 1; program <= reports.PROGRAMS(); ++program) {
            bool isWithin = reports.bookOf(program).window <= window;
            _rule(isWithin, IDisputeManager.DisputeManagerWindowTooLong.selector);
        }
        (maxWindow, _ruling) = (window, rulingPeriod());
        (_nextRuling, nextRulingFrom) = (ruling, uint40(_now()) + stakes.thawPeriod());
        stakes.setThawPeriod(thawPeriod);
    }

    function setChallengeWindow(uint32 program, uint32 window) external {
        _rule(window <= maxWindow, IDisputeManager.DisputeManagerWindowTooLong.selector);
        bool isKnown = program >= 1 && program <= reports.PROGRAMS();
        _rule(isKnown, IDisputeManager.DisputeManagerUnknownProgram.selector);
        reports.setWindow(program, window);
    }

    // What must be true

    function disputeCount() public view returns (uint256) {
        return _disputes.length - 1;
    }

    function disputeAt(uint256 id) external view returns (IDisputeManager.Dispute memory) {
        return _disputes[id];
    }

    function terms() external view returns (IDisputeManager.Terms memory) {
        return _terms;
    }

    function rulingPeriod() public view returns (uint32) {
        bool isAwaited = _now() < nextRulingFrom && _nextRuling > _ruling;
        return isAwaited ? _ruling : _nextRuling;
    }

    /// @notice Whether who signed a report can still be made to answer for it: as long as it can be disputed, ruled on, and
    /// for a day after an upholding ruling.
    function isAnswerable(uint256 accepted) public view returns (bool) {
        (uint32 program, uint32 nonce) = reports.numberOf(accepted);
        uint256 id = disputeOf[program][nonce];
        if (id == 0) {
            IRewardDistributor.PendingReport memory pending = reports.bookOf(program).pending;
            return pending.nonce == nonce && _now() < pending.finalizableAt;
        }
        IDisputeManager.Dispute storage dispute = _disputes[id];
        if (dispute.status == IDisputeManager.Status.Open) return _now() <= dispute.rulingDeadline;
        bool isUpheld = dispute.status == IDisputeManager.Status.Upheld;
        return isUpheld && _now() <= ruledAt[id] + PUNISHMENT_TIME;
    }

    /// @notice The reports that somebody may still have to answer for are among those from this one on.
    function oldestAnswerable() external view returns (uint256) {
        return _oldestAnswerable;
    }

    function forgetUnanswerable() external {
        uint256 count = reports.acceptedCount();
        while (_oldestAnswerable < count && !isAnswerable(_oldestAnswerable)) ++_oldestAnswerable;
    }

    // Internals

    function _add(
        address challenger,
        IDisputeManager.Subject subject,
        uint128 penalty,
        bytes32 evidence
    ) private returns (uint256 id) {
        _rule(evidence != 0, IDisputeManager.DisputeManagerNoEvidence.selector);
        bool isInRange = penalty > 0 && penalty <= _terms.maxPenalty;
        _rule(isInRange, IDisputeManager.DisputeManagerPenaltyOutOfRange.selector);
        id = _disputes.length;
        IDisputeManager.Dispute storage dispute = _disputes.push();
        dispute.challenger = challenger;
        dispute.rulingDeadline = uint40(_now()) + rulingPeriod();
        dispute.shareBps = _terms.shareBps;
        dispute.subject = subject;
        dispute.status = IDisputeManager.Status.Open;
        bool isReport = subject == IDisputeManager.Subject.Report;
        dispute.bond = isReport ? _terms.reportBond : _terms.deviceBond;
        dispute.penalty = penalty;
        bondsIn += dispute.bond;
        open += dispute.bond;
    }

    function _openAt(uint256 id) private view returns (IDisputeManager.Dispute storage dispute) {
        bool isThere = id < _disputes.length && _disputes[id].status == IDisputeManager.Status.Open;
        _rule(isThere, IDisputeManager.DisputeManagerNotOpen.selector);
        dispute = _disputes[id];
    }

    function _end(IDisputeManager.Dispute storage dispute, bool isVoid, address creditor) private {
        open -= dispute.bond;
        creditOf[creditor] += dispute.bond;
        totalCredits += dispute.bond;
        if (dispute.subject == IDisputeManager.Subject.Report) {
            reports.settle(dispute.program, dispute.nonce, isVoid);
        }
    }

    function _checkProven(uint256 id, IRewardDistributor.Report calldata report) private view {
        bool isUpheld =
            id < _disputes.length &&
                _disputes[id].status == IDisputeManager.Status.Upheld &&
                _disputes[id].subject == IDisputeManager.Subject.Report;
        _rule(isUpheld, IDisputeManager.DisputeManagerNotUpheld.selector);
        IRewardDistributor.Report memory disputed = reports.acceptedAt(acceptedOf[id]).report;
        bool isSame =
            report.program == disputed.program &&
                report.epoch == disputed.epoch &&
                report.nonce == disputed.nonce &&
                report.root == disputed.root &&
                report.total == disputed.total;
        _rule(isSame, IDisputeManager.DisputeManagerWrongReport.selector);
    }

    function _punish(uint256 id, address account) private {
        if (isPunished[id][account]) return;
        IDisputeManager.Dispute storage dispute = _disputes[id];
        isPunished[id][account] = true;
        stakes.slash(account, dispute.penalty, dispute.challenger, dispute.shareBps);
    }
}
