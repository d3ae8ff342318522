// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {AccountSignature} from "../access/AccountSignature.sol";
import {IDeviceRegistry} from "../devices/interfaces/IDeviceRegistry.sol";
import {IEmissionController} from "../emissions/interfaces/IEmissionController.sol";
import {IReporterCommittee} from "../rewards/interfaces/IReporterCommittee.sol";
import {IRewardDistributor} from "../rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "./interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "./interfaces/IOperatorStaking.sol";

/// @title DisputeManager
/// @notice Keeps the bonds of challengers, carries out what the arbiter rules, and keeps the times of windows, rulings and
/// thaws such that no stake can leave before a dispute about what it stood behind has ended.
contract DisputeManager is IDisputeManager, AccessManaged {
    using SafeERC20 for IERC20;

    // Constants

    uint256 private constant MAX_SHARE_BPS = 5_000;
    uint256 private constant MIN_RULING_PERIOD = 10 minutes;
    uint256 private constant MAX_RULING_PERIOD = 30 days;
    /// @dev Time to punish after a ruling in the last second.
    uint256 private constant PUNISHMENT_MARGIN = 1 days;

    // Immutables

    /// @notice Names the programs and their distributors.
    IEmissionController public immutable controller;
    /// @notice Keeps the bonds that are slashed.
    IOperatorStaking public immutable staking;
    /// @notice The network's devices.
    IDeviceRegistry public immutable registry;
    /// @notice The token of bonds.
    IERC20 public immutable token;

    // Storage

    // One slot.
    /// @inheritdoc IDisputeManager
    uint32 public maxChallengeWindow;
    uint32 private _rulingPeriod;
    uint32 private _nextRulingPeriod;
    uint40 private _nextRulingPeriodFrom;

    /// @inheritdoc IDisputeManager
    Terms public terms;
    /// @inheritdoc IDisputeManager
    uint256 public disputeCount;
    mapping(uint256 id => Dispute dispute) private _disputes;
    /// @inheritdoc IDisputeManager
    mapping(uint32 program => mapping(uint32 nonce => uint256 dispute)) public disputeOf;
    /// @inheritdoc IDisputeManager
    mapping(uint256 dispute => mapping(address account => bool punished)) public isPunished;
    /// @inheritdoc IDisputeManager
    mapping(address account => uint256 amount) public creditOf;

    // Construction

    /// @param controller_ Names the programs.
    /// @param staking_ Keeps the bonds that are slashed; also names the token.
    /// @param registry_ The network's devices.
    /// @param maxChallengeWindow_ Longest challenge window of a program, in seconds.
    /// @param rulingPeriod_ Seconds, 600 to 2,592,000. Window, ruling and a day are at most the staking's thaw period.
    /// @param terms_ What disputes are opened under.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        IEmissionController controller_,
        IOperatorStaking staking_,
        IDeviceRegistry registry_,
        uint32 maxChallengeWindow_,
        uint32 rulingPeriod_,
        Terms memory terms_,
        address authority_
    ) AccessManaged(authority_) {
        controller = controller_;
        staking = staking_;
        registry = registry_;
        token = staking_.token();
        uint32 thawPeriod = staking_.thawPeriod();
        _checkTiming(maxChallengeWindow_, rulingPeriod_, thawPeriod);
        maxChallengeWindow = maxChallengeWindow_;
        _nextRulingPeriod = rulingPeriod_;
        emit TimingSet(maxChallengeWindow_, rulingPeriod_, thawPeriod, 0);
        _setTerms(terms_);
    }

    // Challenges

    /// @inheritdoc IDisputeManager
    function challengeReport(
        uint32 program,
        uint32 epoch,
        uint32 nonce,
        bytes32 root,
        bytes32 evidence,
        string calldata evidenceURI
    ) external returns (uint256 id) {
        uint256 known = disputeOf[program][nonce];
        require(known == 0, DisputeManagerAlreadyDisputed(known));
        (IRewardDistributor distributor, IRewardDistributor.PendingReport memory pending) = _pendingOf(
            program
        );
        require(
            pending.epoch == epoch && pending.nonce == nonce && pending.root == root,
            DisputeManagerNotPending(program, epoch, nonce)
        );

        // the challenger does not choose it: a culprit that challenges its own report must not spare itself
        uint128 penalty = terms.maxPenalty;
        Dispute memory dispute = _newDispute(Subject.Report, terms.reportBond, penalty, evidence);
        dispute.culprit = distributor.pendingReporter();
        dispute.program = program;
        dispute.epoch = epoch;
        dispute.nonce = nonce;
        dispute.content = keccak256(abi.encode(root, pending.total));
        id = _store(dispute);
        disputeOf[program][nonce] = id;

        emit ReportChallenged(id, program, epoch, nonce, root, dispute.culprit);
        _emitOpened(id, dispute, evidence, evidenceURI);

        distributor.freeze(epoch);
        _collect(dispute.bond);
    }

    /// @inheritdoc IDisputeManager
    function challengeDevice(
        uint256 device,
        address operator,
        uint128 penalty,
        bytes32 evidence,
        string calldata evidenceURI
    ) external returns (uint256 id) {
        require(registry.nonceOf(device) != 0, DisputeManagerUnknownDevice(device));
        require(operator != address(0), DisputeManagerZeroOperator());

        Dispute memory dispute = _newDispute(Subject.Device, terms.deviceBond, penalty, evidence);
        dispute.culprit = operator;
        dispute.content = bytes32(device);
        id = _store(dispute);

        emit DeviceChallenged(id, device, operator);
        _emitOpened(id, dispute, evidence, evidenceURI);

        _collect(dispute.bond);
    }

    // Endings

    /// @inheritdoc IDisputeManager
    function rule(uint256 id, bool upheld, uint128 penalty, string calldata reasonURI) external restricted {
        Dispute storage dispute = _open(id);
        uint40 deadline = dispute.rulingDeadline;
        require(block.timestamp <= deadline, DisputeManagerRulingTooLate(deadline, block.timestamp));
        if (!upheld) penalty = 0;
        uint128 max = dispute.penalty;
        require(penalty <= max, DisputeManagerPenaltyOutOfRange(penalty, max));

        dispute.status = upheld ? Status.Upheld : Status.Rejected;
        dispute.penalty = penalty;

        emit DisputeRuled(id, upheld, penalty, msg.sender, reasonURI);

        _settle(id, dispute, upheld);
        if (upheld) {
            _credit(dispute.challenger, dispute.bond);
            if (dispute.subject == Subject.Device) _punish(id, dispute, dispute.culprit);
        } else {
            (address treasury, ) = staking.slashSplit();
            _credit(treasury, dispute.bond);
        }
    }

    /// @inheritdoc IDisputeManager
    function expire(uint256 id) external {
        Dispute storage dispute = _open(id);
        uint40 deadline = dispute.rulingDeadline;
        require(block.timestamp > deadline, DisputeManagerRulingAwaited(deadline, block.timestamp));

        dispute.status = Status.Expired;

        emit DisputeExpired(id);

        _settle(id, dispute, true);
        _credit(dispute.challenger, dispute.bond);
    }

    // Punishment

    /// @inheritdoc IDisputeManager
    function punishApprovers(
        uint256 id,
        IRewardDistributor.Report calldata report,
        uint32 configuration,
        bytes calldata signature
    ) external {
        (Dispute storage dispute, bytes32 digest) = _proven(id, report);
        address committee = dispute.culprit;
        address[] memory accounts = IReporterCommittee(committee).approversOf(
            digest,
            configuration,
            signature
        );
        for (uint256 i = 0; i < accounts.length; ++i) {
            address account = accounts[i];
            // whoever reports may be any contract, and name anybody: only a pledge accepts its word
            if (!isPunished[id][account] && staking.hasPledged(account, committee)) {
                _punish(id, dispute, account);
            }
        }
    }

    /// @inheritdoc IDisputeManager
    function punishSigner(
        uint256 id,
        IRewardDistributor.Report calldata report,
        address account,
        bytes calldata signature
    ) external {
        (Dispute storage dispute, bytes32 digest) = _proven(id, report);
        require(
            AccountSignature.isValidCalldata(account, digest, signature),
            DisputeManagerNotSigned(account)
        );
        if (!isPunished[id][account]) _punish(id, dispute, account);
    }

    // Credits

    /// @inheritdoc IDisputeManager
    function withdrawCredit(address account) external returns (uint256 amount) {
        amount = creditOf[account];
        require(amount > 0, DisputeManagerNoCredit(account));
        creditOf[account] = 0;

        emit CreditPaid(account, amount);

        token.safeTransfer(account, amount);
    }

    // Parameters

    /// @inheritdoc IDisputeManager
    function setTerms(Terms calldata terms_) external restricted {
        _setTerms(terms_);
    }

    /// @inheritdoc IDisputeManager
    function setTiming(
        uint32 maxChallengeWindow_,
        uint32 rulingPeriod_,
        uint32 thawPeriod_
    ) external restricted {
        _checkTiming(maxChallengeWindow_, rulingPeriod_, thawPeriod_);
        uint32 programs = controller.programCount();
        for (uint32 program = 1; program <= programs; ++program) {
            _checkWindow(program, _distributorOf(program).challengeWindow(), maxChallengeWindow_);
        }

        // seconds fit 40 bits for 34,000 years
        uint40 rulingFrom = uint40(block.timestamp) + staking.thawPeriod();
        maxChallengeWindow = maxChallengeWindow_;
        _rulingPeriod = rulingPeriod();
        _nextRulingPeriod = rulingPeriod_;
        _nextRulingPeriodFrom = rulingFrom;

        emit TimingSet(maxChallengeWindow_, rulingPeriod_, thawPeriod_, rulingFrom);

        staking.setThawPeriod(thawPeriod_);
    }

    /// @inheritdoc IDisputeManager
    function setChallengeWindow(uint32 program, uint32 challengeWindow) external restricted {
        _checkWindow(program, challengeWindow, maxChallengeWindow);
        _distributorOf(program).setChallengeWindow(challengeWindow);
    }

    // Views

    /// @inheritdoc IDisputeManager
    function disputeAt(uint256 id) external view returns (Dispute memory) {
        return _disputes[id];
    }

    /// @inheritdoc IDisputeManager
    function rulingPeriod() public view returns (uint32) {
        (uint32 current, uint32 next) = (_rulingPeriod, _nextRulingPeriod);
        return block.timestamp < _nextRulingPeriodFrom && current < next ? current : next;
    }

    // Internals

    function _distributorOf(uint32 program) private view returns (IRewardDistributor) {
        address distributor = controller.distributorOf(program);
        require(distributor != address(0), DisputeManagerUnknownProgram(program));
        return IRewardDistributor(distributor);
    }

    /// @dev The nonce is zero, which no report has, if none is pending.
    function _pendingOf(
        uint32 program
    ) private view returns (IRewardDistributor distributor, IRewardDistributor.PendingReport memory pending) {
        distributor = _distributorOf(program);
        pending = distributor.pendingReport();
    }

    function _newDispute(
        Subject subject,
        uint128 bond,
        uint128 penalty,
        bytes32 evidence
    ) private view returns (Dispute memory dispute) {
        require(evidence != 0, DisputeManagerNoEvidence());
        uint128 max = terms.maxPenalty;
        require(penalty > 0 && penalty <= max, DisputeManagerPenaltyOutOfRange(penalty, max));
        dispute.challenger = msg.sender;
        dispute.rulingDeadline = uint40(block.timestamp) + rulingPeriod();
        dispute.shareBps = terms.shareBps;
        dispute.subject = subject;
        dispute.status = Status.Open;
        dispute.bond = bond;
        dispute.penalty = penalty;
    }

    function _store(Dispute memory dispute) private returns (uint256 id) {
        id = ++disputeCount;
        _disputes[id] = dispute;
    }

    function _emitOpened(
        uint256 id,
        Dispute memory dispute,
        bytes32 evidence,
        string calldata evidenceURI
    ) private {
        emit DisputeOpened(
            id,
            dispute.challenger,
            dispute.bond,
            dispute.penalty,
            dispute.rulingDeadline,
            evidence,
            evidenceURI
        );
    }

    function _collect(uint128 bond) private {
        uint256 balanceBefore = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), bond);
        uint256 received = token.balanceOf(address(this)) - balanceBefore;
        require(received == bond, DisputeManagerUnderfunded(received, bond));
    }

    function _open(uint256 id) private view returns (Dispute storage dispute) {
        dispute = _disputes[id];
        require(dispute.status == Status.Open, DisputeManagerNotOpen(id));
    }

    /// @dev The guardian may have voided the report meanwhile, and another may wait in its place.
    function _settle(uint256 id, Dispute storage dispute, bool isVoid) private {
        if (dispute.subject != Subject.Report) return;
        (IRewardDistributor distributor, IRewardDistributor.PendingReport memory pending) = _pendingOf(
            dispute.program
        );
        if (pending.nonce != dispute.nonce) return;
        if (isVoid) distributor.void(dispute.epoch, bytes32(id));
        else distributor.unfreeze(dispute.epoch);
    }

    /// @dev The report as it was disputed: what else it says does not change who has signed its root.
    function _proven(
        uint256 id,
        IRewardDistributor.Report calldata report
    ) private view returns (Dispute storage dispute, bytes32 digest) {
        dispute = _disputes[id];
        require(
            dispute.status == Status.Upheld && dispute.subject == Subject.Report,
            DisputeManagerNotUpheld(id)
        );
        require(
            report.program == dispute.program &&
                report.epoch == dispute.epoch &&
                report.nonce == dispute.nonce &&
                keccak256(abi.encode(report.root, report.total)) == dispute.content,
            DisputeManagerWrongReport(id)
        );
        digest = _distributorOf(dispute.program).hashReport(report);
    }

    function _punish(uint256 id, Dispute storage dispute, address account) private {
        isPunished[id][account] = true;
        uint256 taken = staking.slash(account, dispute.penalty, dispute.challenger, dispute.shareBps);
        emit Punished(id, account, taken);
    }

    function _credit(address account, uint256 amount) private {
        creditOf[account] += amount;
        emit Credited(account, amount);
    }

    function _setTerms(Terms memory terms_) private {
        require(terms_.reportBond > 0 && terms_.deviceBond > 0, DisputeManagerZeroBond());
        require(terms_.maxPenalty > 0, DisputeManagerZeroPenalty());
        require(terms_.shareBps <= MAX_SHARE_BPS, DisputeManagerShareTooHigh(terms_.shareBps, MAX_SHARE_BPS));
        terms = terms_;
        emit TermsSet(terms_.reportBond, terms_.deviceBond, terms_.maxPenalty, terms_.shareBps);
    }

    function _checkTiming(uint32 maxWindow, uint32 ruling, uint32 thawPeriod) private pure {
        require(
            ruling >= MIN_RULING_PERIOD && ruling <= MAX_RULING_PERIOD,
            DisputeManagerRulingPeriodOutOfRange(ruling, MIN_RULING_PERIOD, MAX_RULING_PERIOD)
        );
        uint256 min = uint256(maxWindow) + ruling + PUNISHMENT_MARGIN;
        require(thawPeriod >= min, DisputeManagerThawTooShort(thawPeriod, min));
    }

    function _checkWindow(uint32 program, uint32 challengeWindow, uint32 max) private pure {
        require(challengeWindow <= max, DisputeManagerWindowTooLong(program, challengeWindow, max));
    }
}
