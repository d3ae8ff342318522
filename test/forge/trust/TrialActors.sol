// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {DisputeModel} from "./DisputeModel.sol";
import {ReportModel} from "./ReportModel.sol";
import {ReportingActors} from "./ReportingActors.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title TrialActors
/// @notice Challengers of reports and devices, an arbiter who rules either way, and anybody who ends what nobody ruled on.
contract TrialActors is TrustActors {
    ReportingActors private immutable _reports;
    uint256 private immutable _device;

    constructor(TrustModel model, ReportingActors reports, uint256 device) TrustActors(model) {
        (_reports, _device) = (reports, device);
    }

    // Actions

    function challengeReport(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        if (seed % 4 != 0) _reports.prepare(program, _random(seed, 3));
        IRewardDistributor.PendingReport memory pending = _reportBooks.bookOf(program).pending;
        if (pending.finalizableAt > 0) _hesitate(pending.finalizableAt - 1, _random(seed, 4));
        uint256 flaw = _random(seed, 1) % 64;
        if (flaw == 0) program = _reportBooks.PROGRAMS() + 1;
        else if (flaw == 1) ++pending.epoch;
        else if (flaw == 2) ++pending.nonce;
        else if (flaw == 3) pending.root = ~pending.root;
        _challengeReport(program, pending, _random(seed, 2));
    }

    function challengeDevice(uint256 accountSeed, uint256 seed) external {
        bool isKnown = seed % 16 != 0;
        uint256 device = isKnown ? _device : 1;
        address operator = seed % 16 == 1 ? address(0) : _pickAccount(accountSeed);
        (address challenger, uint128 penalty, bytes32 evidence) = _pickCharge(_random(seed, 1));
        _play(
            address(_disputeBooks),
            abi.encodeCall(
                DisputeModel.challengeDevice,
                (challenger, bytes32(device), isKnown, operator, penalty, evidence)
            ),
            challenger,
            address(_disputes),
            abi.encodeCall(
                IDisputeManager.challengeDevice,
                (device, operator, penalty, evidence, "evidence")
            ),
            "DM-01 a challenge to a device"
        );
    }

    function rule(uint256 disputeSeed, uint256 seed) external {
        uint256 id = _pickDispute(disputeSeed);
        bool isUpheld = seed % 3 != 0;
        if (id > _disputeBooks.disputeCount()) return _rule(id, isUpheld, 1);
        _hesitate(_disputeBooks.disputeAt(id).rulingDeadline, _random(seed, 2));
        uint128 most = _disputeBooks.disputeAt(id).penalty;
        uint128 penalty = most;
        if (_random(seed, 1) % 8 == 0) penalty = most + 1;
        else if (_random(seed, 1) % 4 == 0) penalty = most / 2;
        _rule(id, isUpheld, penalty);
    }

    /// @notice Rules in favour of the challenger, in time or not.
    function uphold(uint256 id) external {
        _rule(id, true, _disputeBooks.disputeAt(id).penalty);
    }

    function expire(uint256 disputeSeed) external {
        uint256 id = _pickDispute(disputeSeed);
        _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.expire, (id)),
            NOBODY,
            address(_disputes),
            abi.encodeCall(IDisputeManager.expire, (id)),
            "DM-03 an expiry"
        );
    }

    function withdrawCredit(uint256 partySeed) external {
        address party = _pickParty(partySeed);
        _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.withdrawCredit, (party)),
            NOBODY,
            address(_disputes),
            abi.encodeCall(IDisputeManager.withdrawCredit, (party)),
            "DM-01 a credit"
        );
    }

    // Internals

    function _challengeReport(
        uint32 program,
        IRewardDistributor.PendingReport memory pending,
        uint256 seed
    ) private {
        (address challenger, , bytes32 evidence) = _pickCharge(seed);
        (uint32 epoch, uint32 nonce, bytes32 root) = (pending.epoch, pending.nonce, pending.root);
        bool isTaken = _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.challengeReport, (challenger, program, epoch, nonce, root, evidence)),
            challenger,
            address(_disputes),
            abi.encodeCall(
                IDisputeManager.challengeReport,
                (program, epoch, nonce, root, evidence, "evidence")
            ),
            "DM-05 a challenge to a report"
        );
        if (isTaken && _now() + 1 == pending.finalizableAt) {
            _model.see("a report was challenged in the last second");
        }
    }

    function _pickCharge(
        uint256 seed
    ) private view returns (address challenger, uint128 penalty, bytes32 evidence) {
        uint128 most = _disputeBooks.terms().maxPenalty;
        challenger = seed % 2 == 0 ? _model.CHALLENGER() : _pickParty(seed >> 8);
        penalty = seed % 4 < 2 ? most : uint128(_bound(seed >> 16, 1, most));
        if (seed % 32 == 30) penalty = 0;
        else if (seed % 32 == 31) penalty = most + 1;
        evidence = bytes32(seed % 32 == 29 ? 0 : seed);
    }

    function _rule(uint256 id, bool isUpheld, uint128 penalty) private {
        bool isTaken = _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.rule, (id, isUpheld, penalty)),
            _network.ARBITER(),
            address(_disputes),
            abi.encodeCall(IDisputeManager.rule, (id, isUpheld, penalty, "reasons")),
            "DM-03 a ruling"
        );
        if (!isTaken) return;
        IDisputeManager.Dispute memory dispute = _disputeBooks.disputeAt(id);
        bool isLast = dispute.rulingDeadline == _now();
        if (isLast) _model.see("the arbiter ruled in the last second");
        if (dispute.subject == IDisputeManager.Subject.Device) return;
        ReportModel.Book memory book = _reportBooks.bookOf(dispute.program);
        if (book.reports > dispute.nonce) _model.see("a dispute outlived its report");
    }
}
