// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {HostileReporter} from "../mocks/HostileReporter.sol";
import {Approval} from "../support/ReporterKeys.sol";
import {DisputeModel} from "./DisputeModel.sol";
import {ReportModel} from "./ReportModel.sol";
import {TrialActors} from "./TrialActors.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title PunishmentActors
/// @notice Anybody who has whoever signed a bad report punished: all at once, in parts, twice, with what was proposed or
/// with what else was signed for the same root, and by proofs that prove nothing.
contract PunishmentActors is TrustActors {
    TrialActors private immutable _trials;

    constructor(TrustModel model, TrialActors trials) TrustActors(model) {
        _trials = trials;
    }

    // Actions

    function punishApprovers(uint256 disputeSeed, uint256 seed) external {
        uint256 id = _pickUpheld(disputeSeed);
        if (id > _disputeBooks.disputeCount() || _reportBooks.acceptedCount() == 0) return;
        if (_disputeBooks.ruledAt(id) > 0) _hesitate(_disputeBooks.ruledAt(id) + 1 days, _random(seed, 3));
        ReportModel.Accepted memory accepted = _reportBooks.acceptedAt(_disputeBooks.acceptedOf(id));
        uint32 configuration = accepted.configuration;
        if (seed % 32 == 0) ++configuration;
        Approval[] memory approvals = _pickApprovals(accepted, configuration, _random(seed, 1));
        if (seed % 32 == 1 && configuration > 1) --configuration;
        IRewardDistributor.Report memory report = _alter(accepted.report, _random(seed, 2));
        bool isCut = seed % 32 == 2 && approvals.length > 0;
        bool isTaken = _punishApprovers(id, report, approvals, configuration, isCut);
        if (isTaken) _seePunished(id, accepted, approvals);
    }

    function punishSigner(uint256 disputeSeed, uint256 seed) external {
        uint256 id = _pickUpheld(disputeSeed);
        if (id > _disputeBooks.disputeCount() || _reportBooks.acceptedCount() == 0) return;
        ReportModel.Accepted memory accepted = _reportBooks.acceptedAt(_disputeBooks.acceptedOf(id));
        IRewardDistributor.Report memory report = _alter(accepted.report, _random(seed, 1));
        bool isForged = seed % 8 == 0;
        bool isWallet = seed % 8 > 5;
        address account = isWallet ? address(_keys.wallet()) : _keys.sole();
        bool hasSigned =
            isWallet ? _keys.wallet().behaviour() == HostileReporter.Behaviour.Consent : !isForged;
        bytes32 digest = _distributor(report.program).hashReport(report);
        bytes memory signature = _keys.signAlone(digest, isForged);
        _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.punishSigner, (id, report, account, hasSigned)),
            NOBODY,
            address(_disputes),
            abi.encodeCall(IDisputeManager.punishSigner, (id, report, account, signature)),
            "DM-02 a punishment"
        );
    }

    // Choices

    /// @dev Mostly the last dispute about a report that was upheld, or that waited for nothing but the ruling.
    function _pickUpheld(uint256 seed) private returns (uint256 id) {
        id = _pickDispute(seed);
        if (seed % 16 == 1) return id;
        for (uint256 i = _disputeBooks.disputeCount(); i > 0; --i) {
            IDisputeManager.Dispute memory dispute = _disputeBooks.disputeAt(i);
            if (dispute.subject == IDisputeManager.Subject.Device) continue;
            bool isOpen = dispute.status == IDisputeManager.Status.Open;
            if (isOpen && seed % 2 == 0) _trials.uphold(i);
            if (_disputeBooks.disputeAt(i).status == IDisputeManager.Status.Upheld) return i;
        }
    }

    /// @dev All or some of those who approved, and now and then a member whose approval nobody needed.
    function _pickApprovals(
        ReportModel.Accepted memory accepted,
        uint32 configuration,
        uint256 seed
    ) private view returns (Approval[] memory approvals) {
        uint256 mask = seed % 2 == 0 ? type(uint256).max : seed >> 8;
        approvals = new Approval[](_keys.KEYS());
        uint256 count = 0;
        for (uint256 key = 0; key < approvals.length; ++key) {
            bool isChosen = _hasApproved(accepted, key) && (mask >> key) % 2 == 1;
            bool isOther = (seed >> 32) % 8 == 0 && (seed >> 40) % approvals.length == key;
            if (!isChosen && !isOther) continue;
            bool isForged = (seed >> (64 + key)) % 64 == 0;
            approvals[count++] = Approval(key, configuration, isForged);
        }
        assembly ("memory-safe") {
            mstore(approvals, count) // shorter than what was allocated
        }
        approvals = _keys.sort(approvals);
        if ((seed >> 48) % 16 == 0 && count > 1) approvals[0] = approvals[1];
    }

    function _hasApproved(ReportModel.Accepted memory accepted, uint256 key) private pure returns (bool) {
        for (uint256 i = 0; i < accepted.approvals.length; ++i) {
            if (accepted.approvals[i].key == key) return true;
        }
        return false;
    }

    /// @dev What was signed besides for the same root, or for another one.
    function _alter(
        IRewardDistributor.Report memory report,
        uint256 seed
    ) private pure returns (IRewardDistributor.Report memory) {
        if (seed % 8 == 0) ++report.deadline;
        if (seed % 16 == 1) report.root = bytes32(seed);
        return report;
    }

    // Internals

    function _punishApprovers(
        uint256 id,
        IRewardDistributor.Report memory report,
        Approval[] memory approvals,
        uint32 configuration,
        bool isCut
    ) private returns (bool) {
        bytes memory signature = _sign(id, report, approvals, isCut);
        return
            _play(
                address(_disputeBooks),
                abi.encodeCall(DisputeModel.punishApprovers, (id, report, approvals, configuration, isCut)),
                NOBODY,
                address(_disputes),
                abi.encodeCall(IDisputeManager.punishApprovers, (id, report, configuration, signature)),
                "DM-02 a punishment"
            );
    }

    function _sign(
        uint256 id,
        IRewardDistributor.Report memory report,
        Approval[] memory approvals,
        bool isCut
    ) private view returns (bytes memory signature) {
        address committee = id == 0 ? address(0) : _disputeBooks.disputeAt(id).culprit;
        bytes32 digest = _distributor(report.program).hashReport(report);
        signature = _keys.pack(committee, digest, approvals);
        return isCut ? _cut(signature) : signature;
    }

    function _seePunished(
        uint256 id,
        ReportModel.Accepted memory accepted,
        Approval[] memory approvals
    ) private {
        IDisputeManager.Dispute memory dispute = _disputeBooks.disputeAt(id);
        if (approvals.length == 0) return;
        if (_now() == _disputeBooks.ruledAt(id) + 1 days) _model.see("punished in the last second");
        if (_reportBooks.bookOf(dispute.program).reporter != accepted.reporter) {
            _model.see("punished after the reporter was replaced");
        }
        for (uint256 i = 0; i < approvals.length; ++i) {
            bool isMember = _committeeBooks.isMember(accepted.reporter, approvals[i].key);
            if (!isMember) _model.see("punished after leaving the committee");
            if (!_hasApproved(accepted, approvals[i].key)) _model.see("punished for an approval unused");
        }
        if (_stakeBooks.atStake(_keys.accountOf(approvals[0].key)) == 0) _model.see("nothing was left");
    }
}
