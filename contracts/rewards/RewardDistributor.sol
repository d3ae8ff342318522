// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {ExpiringPause} from "../access/ExpiringPause.sol";
import {IRewardSource} from "../emissions/interfaces/IRewardSource.sol";
import {IRewardDistributor} from "./interfaces/IRewardDistributor.sol";
import {RewardTree} from "./RewardTree.sol";

/// @title RewardDistributor
/// @notice Pays one program's rewards from one root an epoch. The root carries every payee's cumulative total, so a
/// payee claims once for any number of devices and epochs, and the chain's cost does not grow with the network.
contract RewardDistributor is IRewardDistributor, AccessManaged, EIP712 {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    // Constants

    /// @notice EIP-712 type of a report.
    bytes32 public constant REPORT_TYPEHASH = keccak256(
        "Report(uint32 program,uint32 epoch,uint32 nonce,uint40 deadline,bytes32 root,uint128 total,"
        "bytes32 dataHash,string dataURI)"
    );
    uint256 private constant MIN_CHALLENGE_WINDOW = 10 minutes;
    uint256 private constant MAX_CHALLENGE_WINDOW = 30 days;

    // Immutables

    /// @inheritdoc IRewardDistributor
    IERC20 public immutable token;
    /// @inheritdoc IRewardDistributor
    IRewardSource public immutable source;
    /// @inheritdoc IRewardDistributor
    uint32 public immutable program;
    uint256 private immutable _genesis;
    uint256 private immutable _epochLength;

    // Storage

    /// @inheritdoc IRewardDistributor
    bytes32 public activeRoot;

    // One slot. The pending ones are meaningless while `_pendingFinalizableAt` is zero.
    uint128 private _pendingTotal;
    uint40 private _pendingFinalizableAt;
    uint32 private _pendingEpoch;
    /// @inheritdoc IRewardDistributor
    uint32 public reportNonce = 1;
    bool private _pendingFrozen;

    // One slot.
    /// @inheritdoc IRewardDistributor
    uint128 public funded;
    /// @inheritdoc IRewardDistributor
    uint32 public nextEpoch;
    /// @inheritdoc IRewardDistributor
    uint32 public challengeWindow;
    /// @inheritdoc IRewardDistributor
    uint40 public proposalsPausedUntil;

    /// @inheritdoc IRewardDistributor
    address public reporter;
    /// @dev Roots of finalised epochs and of the pending one.
    mapping(uint32 epoch => bytes32 root) private _roots;
    /// @inheritdoc IRewardDistributor
    mapping(address account => uint256 amount) public claimed;
    /// @dev Who signed until the first change of reporter under a value of `reportNonce`: a report that was pending then
    /// is that signer's.
    mapping(uint32 reportNonce => address reporter) private _reporterBefore;

    // Construction

    /// @param source_ Where the money comes from; also names the token.
    /// @param program_ Id of the program, from 1.
    /// @param reporter_ Who signs reports; not zero.
    /// @param challengeWindow_ Seconds, 600 to 2,592,000.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        IRewardSource source_,
        uint32 program_,
        address reporter_,
        uint32 challengeWindow_,
        address authority_
    ) AccessManaged(authority_) EIP712("OpenDePIN RewardDistributor", "1") {
        token = source_.token();
        source = source_;
        program = program_;
        _genesis = source_.genesis();
        _epochLength = source_.epochLength();
        _setReporter(reporter_);
        _setChallengeWindow(challengeWindow_);
    }

    // Reports

    /// @inheritdoc IRewardDistributor
    function propose(Report calldata report, bytes calldata signature) external {
        _checkSequence(report);
        _checkContent(report);
        address signer = reporter;
        require(
            SignatureChecker.isValidSignatureNowCalldata(signer, hashReport(report), signature),
            RewardDistributorInvalidSignature(signer)
        );

        // seconds fit 40 bits for 34,000 years
        uint40 finalizableAt = uint40(block.timestamp) + challengeWindow;
        _pendingTotal = report.total;
        _pendingFinalizableAt = finalizableAt;
        _pendingEpoch = report.epoch;
        reportNonce = report.nonce + 1;
        _roots[report.epoch] = report.root;

        emit ReportProposed(
            report.epoch,
            report.root,
            report.total,
            report.dataHash,
            report.dataURI,
            signer,
            report.nonce,
            finalizableAt
        );
    }

    /// @inheritdoc IRewardDistributor
    function finalize() external {
        (uint32 epoch, uint40 finalizableAt) = (_pendingEpoch, _pendingFinalizableAt);
        require(finalizableAt != 0, RewardDistributorNothingPending(epoch));
        require(!_pendingFrozen, RewardDistributorReportFrozen(epoch));
        require(
            block.timestamp >= finalizableAt,
            RewardDistributorWindowOpen(finalizableAt, block.timestamp)
        );

        bytes32 root = _roots[epoch];
        uint128 total = _pendingTotal;
        uint128 increase = _increase(total);
        activeRoot = root;
        funded += increase;
        nextEpoch = epoch + 1;
        _pendingFinalizableAt = 0;

        emit ReportFinalized(epoch, root, total, increase);

        if (increase > 0) _draw(increase);
    }

    /// @inheritdoc IRewardDistributor
    function void(uint32 epoch, bytes32 reason) external restricted {
        uint40 finalizableAt = _checkPending(epoch);
        require(
            _pendingFrozen || block.timestamp < finalizableAt || !_isFundable(_increase(_pendingTotal)),
            RewardDistributorWindowClosed(finalizableAt, block.timestamp)
        );

        bytes32 root = _roots[epoch];
        delete _roots[epoch];
        _pendingFinalizableAt = 0;
        _pendingFrozen = false;

        emit ReportVoided(epoch, root, msg.sender, reason);
    }

    /// @inheritdoc IRewardDistributor
    function freeze(uint32 epoch) external restricted {
        uint40 finalizableAt = _checkPending(epoch);
        require(!_pendingFrozen, RewardDistributorReportFrozen(epoch));
        require(
            block.timestamp < finalizableAt,
            RewardDistributorWindowClosed(finalizableAt, block.timestamp)
        );

        _pendingFrozen = true;

        emit ReportFrozen(epoch, msg.sender);
    }

    /// @inheritdoc IRewardDistributor
    function unfreeze(uint32 epoch) external restricted {
        _checkPending(epoch);
        require(_pendingFrozen, RewardDistributorReportNotFrozen(epoch));

        _pendingFrozen = false;

        emit ReportUnfrozen(epoch, msg.sender);
    }

    /// @inheritdoc IRewardDistributor
    function pauseProposals(uint40 until) external restricted {
        ExpiringPause.check(until);
        proposalsPausedUntil = until;
        emit ProposalsPaused(until, msg.sender);
    }

    // Claims

    /// @inheritdoc IRewardDistributor
    function claim(
        address account,
        uint256 cumulative,
        bytes32 devicesRoot,
        bytes32[] calldata proof
    ) external returns (uint256 amount) {
        _checkClaim(activeRoot, account, cumulative, devicesRoot, proof);
        uint256 alreadyClaimed = claimed[account];
        if (cumulative <= alreadyClaimed) return 0;

        amount = cumulative - alreadyClaimed;
        claimed[account] = cumulative;

        emit RewardsClaimed(account, amount);

        token.safeTransfer(account, amount);
    }

    /// @inheritdoc IRewardDistributor
    function claimMany(Claim[] calldata claims) external returns (uint256 paid) {
        bytes32 root = activeRoot;
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata claim_ = claims[i];
            _checkClaim(root, claim_.account, claim_.cumulative, claim_.devicesRoot, claim_.proof);
            paid += _tryPay(claim_.account, claim_.cumulative);
        }
    }

    // Parameters

    /// @inheritdoc IRewardDistributor
    function setReporter(address reporter_) external restricted {
        uint32 nonce = reportNonce;
        if (_reporterBefore[nonce] == address(0)) _reporterBefore[nonce] = reporter;
        _setReporter(reporter_);
    }

    /// @inheritdoc IRewardDistributor
    function setChallengeWindow(uint32 challengeWindow_) external restricted {
        _setChallengeWindow(challengeWindow_);
    }

    // Views

    /// @inheritdoc IRewardDistributor
    function claimable(
        address account,
        uint256 cumulative,
        bytes32 devicesRoot,
        bytes32[] calldata proof
    ) external view returns (uint256) {
        _checkClaim(activeRoot, account, cumulative, devicesRoot, proof);
        uint256 alreadyClaimed = claimed[account];
        return cumulative > alreadyClaimed ? cumulative - alreadyClaimed : 0;
    }

    /// @inheritdoc IRewardDistributor
    function verifyDevice(
        uint32 epoch,
        Claim calldata claim_,
        DeviceRecord calldata record
    ) external view returns (bool) {
        bytes32 leaf = RewardTree.claimLeaf(claim_.account, claim_.cumulative, claim_.devicesRoot);
        bytes32 deviceLeaf = RewardTree.deviceLeaf(record.device, record.units, record.reward);
        return
            RewardTree.contains(rootOf(epoch), leaf, claim_.proof) &&
            RewardTree.contains(claim_.devicesRoot, deviceLeaf, record.proof);
    }

    /// @inheritdoc IRewardDistributor
    function hashReport(Report calldata report) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        REPORT_TYPEHASH,
                        report.program,
                        report.epoch,
                        report.nonce,
                        report.deadline,
                        report.root,
                        report.total,
                        report.dataHash,
                        keccak256(bytes(report.dataURI))
                    )
                )
            );
    }

    /// @inheritdoc IRewardDistributor
    function rootOf(uint32 epoch) public view returns (bytes32) {
        return epoch < nextEpoch ? _roots[epoch] : bytes32(0);
    }

    /// @inheritdoc IRewardDistributor
    function pendingReport() external view returns (PendingReport memory pending) {
        if (_pendingFinalizableAt == 0) return pending;
        return
            PendingReport({
                epoch: _pendingEpoch,
                nonce: reportNonce - 1,
                finalizableAt: _pendingFinalizableAt,
                frozen: _pendingFrozen,
                total: _pendingTotal,
                root: _roots[_pendingEpoch]
            });
    }

    /// @inheritdoc IRewardDistributor
    function pendingReporter() external view returns (address) {
        if (_pendingFinalizableAt == 0) return address(0);
        address replaced = _reporterBefore[reportNonce];
        return replaced == address(0) ? reporter : replaced;
    }

    // Internals

    function _checkSequence(Report calldata report) private view {
        uint40 finalizableAt = _pendingFinalizableAt;
        require(finalizableAt == 0, RewardDistributorReportPending(_pendingEpoch, finalizableAt));
        uint40 pausedUntil = proposalsPausedUntil;
        require(block.timestamp >= pausedUntil, RewardDistributorProposalsPaused(pausedUntil));
        require(report.program == program, RewardDistributorWrongProgram(report.program, program));
        uint32 nonce = reportNonce;
        require(report.nonce == nonce, RewardDistributorWrongNonce(report.nonce, nonce));
        uint40 deadline = report.deadline;
        require(block.timestamp <= deadline, RewardDistributorReportExpired(deadline, block.timestamp));
        uint32 openEpoch = nextEpoch;
        require(report.epoch >= openEpoch, RewardDistributorEpochClosed(report.epoch, openEpoch));
        uint256 endsAt = _genesis + (uint256(report.epoch) + 1) * _epochLength;
        require(block.timestamp >= endsAt, RewardDistributorEpochNotEnded(report.epoch, endsAt));
    }

    function _checkPending(uint32 epoch) private view returns (uint40 finalizableAt) {
        finalizableAt = _pendingFinalizableAt;
        require(finalizableAt != 0 && epoch == _pendingEpoch, RewardDistributorNothingPending(epoch));
    }

    function _checkContent(Report calldata report) private view {
        require(report.root != 0, RewardDistributorEmptyRoot());
        require(report.dataHash != 0, RewardDistributorEmptyDataHash());
        uint256 increase = _increase(report.total);
        if (increase == 0) return;
        uint256 available = source.available(program, report.epoch);
        require(increase <= available, RewardDistributorOverBudget(increase, available));
    }

    /// @dev Not so only if the source has broken its promise since the report was accepted. It is asked for all that has
    /// ended, as it will be when it pays: about the report's own epoch a broken source may answer nothing, for ever.
    function _isFundable(uint256 increase) private view returns (bool) {
        if (increase == 0) return true;
        // the report's epoch has ended, so that at least one has
        uint256 lastEnded = (block.timestamp - _genesis) / _epochLength - 1;
        return increase <= source.available(program, lastEnded.toUint32());
    }

    /// @dev Funding follows the highest total: a correction that lowers it takes nothing back, nor funds anything twice.
    function _increase(uint128 total) private view returns (uint128) {
        uint128 highest = funded;
        return total > highest ? total - highest : 0;
    }

    function _checkClaim(
        bytes32 root,
        address account,
        uint256 cumulative,
        bytes32 devicesRoot,
        bytes32[] calldata proof
    ) private pure {
        bytes32 leaf = RewardTree.claimLeaf(account, cumulative, devicesRoot);
        require(RewardTree.contains(root, leaf, proof), RewardDistributorInvalidProof(account));
    }

    function _draw(uint256 amount) private {
        uint256 balanceBefore = token.balanceOf(address(this));
        source.draw(program, amount);
        uint256 received = token.balanceOf(address(this)) - balanceBefore;
        require(received == amount, RewardDistributorUnderfunded(received, amount));
    }

    function _tryPay(address account, uint256 cumulative) private returns (uint256 amount) {
        uint256 alreadyClaimed = claimed[account];
        if (cumulative <= alreadyClaimed) return 0;

        amount = cumulative - alreadyClaimed;
        claimed[account] = cumulative;
        if (token.trySafeTransfer(account, amount)) {
            emit RewardsClaimed(account, amount);
        } else {
            // not reset to what it was: the token may have re-entered and been paid for a later epoch meanwhile
            claimed[account] -= amount;
            emit RewardsClaimFailed(account, amount);
            amount = 0;
        }
    }

    function _setReporter(address reporter_) private {
        require(reporter_ != address(0), RewardDistributorZeroReporter());
        emit ReporterSet(reporter, reporter_);
        reporter = reporter_;
    }

    function _setChallengeWindow(uint32 challengeWindow_) private {
        require(
            challengeWindow_ >= MIN_CHALLENGE_WINDOW && challengeWindow_ <= MAX_CHALLENGE_WINDOW,
            RewardDistributorChallengeWindowOutOfRange(
                challengeWindow_,
                MIN_CHALLENGE_WINDOW,
                MAX_CHALLENGE_WINDOW
            )
        );
        emit ChallengeWindowSet(challengeWindow, challengeWindow_);
        challengeWindow = challengeWindow_;
    }
}
