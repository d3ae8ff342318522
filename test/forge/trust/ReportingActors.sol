// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {Approval} from "../support/ReporterKeys.sol";
import {Row, RowTree} from "../support/RowTree.sol";
import {ReportModel} from "./ReportModel.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title ReportingActors
/// @notice Reporters, who propose with enough approvals, with too few, or with ones that do not count; and whoever turns
/// the crank and claims.
contract ReportingActors is TrustActors {
    /// @dev How approvals are put together; all but the first two must be refused.
    enum Manner {
        Quorum,
        Everybody,
        Minority,
        Duplicate,
        Unsorted,
        Stale,
        Forged,
        Outsider
    }

    constructor(TrustModel model) TrustActors(model) {}

    // Actions

    function propose(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        if (seed % 4 != 0) _finalizeIfDue(program);
        IRewardDistributor.Report memory report = _draft(program, _random(seed, 1));
        Approval[] memory approvals = _approve(program, _random(seed, 2));
        bool isCut = _random(seed, 3) % 16 == 0 && approvals.length > 0;
        _propose(program, report, approvals, isCut);
    }

    /// @notice Sees to it that a report waits whose window is open, as far as that can be.
    function prepare(uint32 program, uint256 seed) external {
        _finalizeIfDue(program);
        if (_reportBooks.bookOf(program).pending.finalizableAt != 0) return;
        // of the seeds those without a flaw, and with a quorum
        _propose(program, _draft(program, seed | 31), _approve(program, seed & ~uint256(15)), false);
    }

    function finalize(uint256 programSeed) external {
        _finalize(_pickProgram(programSeed));
    }

    function claim(uint256 programSeed) external {
        uint32 program = _pickProgram(programSeed);
        if (_reportBooks.bookOf(program).nextEpoch == 0) return;
        address payee = _model.payeeOf(program);
        uint256 before = _network.token().balanceOf(payee);
        uint256 owed = _reportBooks.claim(program);
        uint256 cumulative = _reportBooks.bookOf(program).promised;
        _distributor(program).claim(payee, cumulative, 0, new bytes32[](0));
        uint256 paid = _network.token().balanceOf(payee) - before;
        _assertEq(paid, owed, "RD-03 a claim did not pay what is owed");
    }

    // Drafting

    /// @dev One in four or so has something wrong.
    function _draft(
        uint32 program,
        uint256 seed
    ) private view returns (IRewardDistributor.Report memory report) {
        ReportModel.Book memory book = _reportBooks.bookOf(program);
        uint256 flaw = seed % 32;
        uint32 ended = _network.controller().endedEpochs();
        report.program = program;
        report.epoch = ended > book.nextEpoch ? ended - 1 : book.nextEpoch;
        if (flaw == 0 && book.nextEpoch > 0) report.epoch = book.nextEpoch - 1;
        if (flaw == 1) report.epoch = ended;
        report.nonce = book.reports + (flaw == 2 ? 2 : 1);
        report.deadline = uint40(flaw == 3 ? _now() - 1 : _now());
        uint256 available = _network.controller().available(program, report.epoch);
        uint256 increase = _bound(seed >> 8, 0, available);
        bool isLower = flaw == 4 && book.funded > 0;
        report.total = uint128(isLower ? book.funded - 1 : book.funded + increase);
        if (flaw != 5) report.root = RowTree.leafOf(Row(_model.payeeOf(program), report.total, 0));
        report.dataHash = bytes32(uint256(flaw == 6 ? 0 : 1));
    }

    /// @dev Three in four are good.
    function _approve(uint32 program, uint256 seed) private view returns (Approval[] memory approvals) {
        address reporter = _reportBooks.bookOf(program).reporter;
        Manner manner = Manner(seed % 16 < 12 ? seed % 2 : 2 + ((seed >> 8) % 6));
        if (!_reportBooks.isCommittee(reporter)) {
            approvals = new Approval[](1);
            approvals[0].isForged = manner == Manner.Forged;
            return approvals;
        }
        approvals = _collect(reporter, manner, _random(seed, 1));
        uint256 count = approvals.length;
        if (count == 0) return approvals;
        uint256 picked = (seed >> 16) % count;
        if (manner == Manner.Stale) approvals[picked].configuration ^= uint32(1 + ((seed >> 32) % 2));
        if (manner == Manner.Forged) approvals[picked].isForged = true;
        if (manner == Manner.Duplicate) approvals = _append(approvals, approvals[picked].key);
        if (manner == Manner.Outsider) approvals = _append(approvals, (seed >> 24) % _keys.KEYS());
        approvals = _keys.sort(approvals);
        if (manner == Manner.Unsorted && count > 1) {
            (approvals[0], approvals[count - 1]) = (approvals[count - 1], approvals[0]);
        }
    }

    /// @dev Members in a random order until the quorum is met, all of them, or only those who together do not meet it.
    function _collect(
        address committee,
        Manner manner,
        uint256 seed
    ) private view returns (Approval[] memory approvals) {
        uint256 quorum = _committeeBooks.booksOf(committee).quorum;
        uint256 weight = 0;
        for (uint256 i = 0; i < _keys.KEYS(); ++i) {
            uint256 key = (i * (1 + 2 * (seed % 4)) + (seed >> 8)) % _keys.KEYS();
            uint256 more = _committeeBooks.weightOf(committee, key);
            bool isEnough = weight >= quorum && manner != Manner.Everybody;
            bool isTooMuch = weight + more >= quorum && manner == Manner.Minority;
            if (more == 0 || isEnough || isTooMuch) continue;
            weight += more;
            approvals = _append(approvals, key);
        }
        uint32 configuration = _committeeBooks.booksOf(committee).configuration;
        for (uint256 i = 0; i < approvals.length; ++i) approvals[i].configuration = configuration;
    }

    /// @dev For the configuration of those before.
    function _append(
        Approval[] memory approvals,
        uint256 key
    ) private pure returns (Approval[] memory longer) {
        uint256 count = approvals.length;
        longer = new Approval[](count + 1);
        for (uint256 i = 0; i < count; ++i) longer[i] = approvals[i];
        longer[count] = Approval(key, count == 0 ? 0 : approvals[0].configuration, false);
    }

    function _sign(
        uint32 program,
        IRewardDistributor.Report memory report,
        Approval[] memory approvals,
        bool isCut
    ) private view returns (bytes memory signature) {
        address reporter = _reportBooks.bookOf(program).reporter;
        bytes32 digest = _distributor(program).hashReport(report);
        signature =
            _reportBooks.isCommittee(reporter)
                ? _keys.pack(reporter, digest, approvals)
                : _keys.signAlone(digest, approvals[0].isForged);
        return isCut ? _cut(signature) : signature;
    }

    // Internals

    function _propose(
        uint32 program,
        IRewardDistributor.Report memory report,
        Approval[] memory approvals,
        bool isCut
    ) private {
        address reporter = _reportBooks.bookOf(program).reporter;
        bytes memory signature = _sign(program, report, approvals, isCut);
        bool isTaken = _play(
            address(_reportBooks),
            abi.encodeCall(ReportModel.propose, (report, approvals, isCut)),
            NOBODY,
            address(_distributor(program)),
            abi.encodeCall(IRewardDistributor.propose, (report, signature)),
            "RC-01 a report"
        );
        if (isTaken) _checkQuorum(reporter, approvals);
    }

    /// @dev Once more what was accepted, by counting and not by the rules of reading a signature.
    function _checkQuorum(address reporter, Approval[] memory approvals) private {
        if (!_reportBooks.isCommittee(reporter)) {
            _model.see("a sole reporter's report was accepted");
            return;
        }
        uint256 weight = 0;
        for (uint256 key = 0; key < _keys.KEYS(); ++key) {
            bool hasApproved = false;
            for (uint256 i = 0; i < approvals.length; ++i) {
                bool isIts = approvals[i].key == key;
                _assertTrue(!isIts || !hasApproved, "RC-01 a member was counted twice");
                hasApproved = hasApproved || isIts;
            }
            uint256 own = _committeeBooks.weightOf(reporter, key);
            _assertTrue(own > 0 || !hasApproved, "RC-01 somebody was counted who is no member");
            if (hasApproved) weight += own;
        }
        uint256 total = _committeeBooks.booksOf(reporter).totalWeight;
        _assertTrue(2 * weight > total, "RC-01 no more than half of all weight was enough");
        _model.see("a committee's report was accepted");
    }

    function _finalizeIfDue(uint32 program) private {
        IRewardDistributor.PendingReport memory pending = _reportBooks.bookOf(program).pending;
        bool isDue = pending.finalizableAt != 0 && !pending.frozen && pending.finalizableAt <= _now();
        if (isDue) _finalize(program);
    }

    function _finalize(uint32 program) private {
        _play(
            address(_reportBooks),
            abi.encodeCall(ReportModel.finalize, (program)),
            NOBODY,
            address(_distributor(program)),
            abi.encodeCall(IRewardDistributor.finalize, ()),
            "DM-05 a finalisation"
        );
    }
}
