// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {Row, RowTree} from "../support/RowTree.sol";
import {Actors} from "./Actors.sol";
import {Model, Path} from "./Model.sol";

/// @title ReportActors
/// @notice The honest reporter, the hostile one, and whoever turns the crank or replays a signature.
contract ReportActors is Actors {
    using RowTree for Row[];

    struct Signed {
        IRewardDistributor.Report report;
        bytes signature;
    }

    mapping(uint32 program => Signed accepted) private _lastAccepted;

    constructor(Model model) Actors(model) {}

    // Actions

    /// @notice Time passes: from a second to two epochs.
    function wait(uint256 timeSeconds) external {
        _model.warpTo(_now() + _bound(timeSeconds, 1, 2 hours));
    }

    function propose(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        IRewardDistributor distributor = _distributor(program);
        (IRewardDistributor.Report memory report, Row[] memory rows) = _draft(program, seed);
        bool isImpostor = seed % 16 == 1;
        bytes memory signature = _sign(distributor, report, isImpostor);

        bytes4 refusal = _refusalOf(distributor, report, isImpostor);
        try distributor.propose(report, signature) {
            _assertTrue(refusal == 0, "RD-09 a report was accepted against the rules");
            _model.propose(program, report.epoch, report.total, rows);
            _lastAccepted[program] = Signed(report, signature);
        } catch (bytes memory reason) {
            _refusedWith(reason, refusal, "RD-09 a proposal was");
            bool isPaused = refusal == IRewardDistributor.RewardDistributorProposalsPaused.selector;
            _model.reach(isPaused ? Path.PausedProposalRefused : Path.ProposalRefused);
        }
    }

    /// @notice Anybody sends the last accepted report once more.
    function replay(uint256 programSeed) external {
        uint32 program = _pickProgram(programSeed);
        Signed memory signed = _lastAccepted[program];
        if (signed.signature.length == 0) return;
        try _distributor(program).propose(signed.report, signed.signature) {
            revert("RD-10 a signature worked twice");
        } catch {
            _model.reach(Path.ReplayRefused);
        }
    }

    function finalize(uint256 programSeed, bool isPatient) external {
        uint32 program = _pickProgram(programSeed);
        IRewardDistributor.PendingReport memory pending = _model.bookOf(program).pending;
        if (isPatient && pending.finalizableAt > _now()) _model.warpTo(pending.finalizableAt);

        bytes4 refusal = _finaliseRefusalOf(pending);
        try _distributor(program).finalize() {
            _assertTrue(refusal == 0, "RD-07 finalised without a report, inside its window, or frozen");
            _model.finalise(program);
        } catch (bytes memory reason) {
            _refusedWith(reason, refusal, "RD-07 finalize was");
            _model.reach(pending.frozen ? Path.FinaliseFrozenRefused : Path.FinaliseRefused);
        }
    }

    // Drafting

    function _draft(
        uint32 program,
        uint256 seed
    ) private view returns (IRewardDistributor.Report memory report, Row[] memory rows) {
        IRewardDistributor distributor = _distributor(program);
        uint32 epoch = _chooseEpoch(distributor, seed);
        uint256 highest = _model.bookOf(program).finalised;
        uint256 available = _available(program, epoch);
        uint256 total;
        if (distributor.reporter() == vm.addr(HONEST_KEY)) {
            uint256 increase = _bound(_random(seed, 1), 0, available);
            rows = _honestRows(program, seed, increase);
            total = highest + increase;
        } else {
            rows = _hostileRows(program, seed, highest + available);
            // Now and then more than the budget, or less than was finalised before.
            total = _bound(_random(seed, 1), 0, highest + available + (available / 4));
        }

        report.program = program;
        report.epoch = epoch;
        report.nonce = distributor.reportNonce() + (seed % 16 == 2 ? 1 : 0);
        report.deadline = uint40(_now()) + uint40(seed % 2);
        report.root = seed % 16 == 3 ? bytes32(0) : rows.rootOf();
        report.total = uint128(total);
        report.dataHash = bytes32(uint256(1));
    }

    function _chooseEpoch(IRewardDistributor distributor, uint256 seed) private view returns (uint32) {
        uint32 next = distributor.nextEpoch();
        uint32 ended = _network.controller().endedEpochs();
        if (seed % 16 == 4 && next > 0) return next - 1;
        if (seed % 16 == 5 || ended <= next) return ended > next ? ended : next;
        return uint32(_bound(_random(seed, 2), next, ended - 1));
    }

    /// @dev Everybody has what he had, and a part of the increase, all of which is shared out.
    function _honestRows(
        uint32 program,
        uint256 seed,
        uint256 increase
    ) private view returns (Row[] memory rows) {
        rows = new Row[](ACCOUNTS);
        bool isCovered = _model.isCovered(program);
        uint256 left = increase;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            address account = _account(i);
            uint256 part = i + 1 == ACCOUNTS ? left : _bound(_random(seed, 10 + i), 0, left);
            uint256 before =
                isCovered ? _model.highest(program, account) : _distributor(program).claimed(account);
            rows[i] = Row(account, before + part, bytes32(_random(seed, 20 + i) % 2));
            left -= part;
        }
    }

    /// @dev Any number of rows, accounts that repeat or cannot be paid, amounts that nothing covers.
    function _hostileRows(
        uint32 program,
        uint256 seed,
        uint256 money
    ) private view returns (Row[] memory rows) {
        rows = new Row[](1 + (_random(seed, 3) % 8));
        for (uint256 i = 0; i < rows.length; ++i) {
            uint256 random = _random(seed, 30 + i);
            uint256 cumulative = random % 32 == 0 ? type(uint256).max : _bound(random, 0, money);
            rows[i] = Row(_hostileAccount(program, random >> 64), cumulative, bytes32(0));
        }
    }

    function _hostileAccount(uint32 program, uint256 random) private view returns (address) {
        uint256 choice = random % 24;
        if (choice == 0) return address(0);
        if (choice == 1) return address(_network.token());
        if (choice == 2) return address(_distributor(program));
        if (choice == 3) return address(_network.controller());
        return _account(random >> 8);
    }

    // Rules

    function _available(uint32 program, uint32 epoch) private view returns (uint256) {
        uint256 earned = _network.controller().entitled(program, epoch + 1);
        uint256 drawn = _model.bookOf(program).finalised;
        return earned > drawn ? earned - drawn : 0;
    }

    /// @dev The rules for a proposal, from the documentation; zero if it must be accepted.
    function _refusalOf(
        IRewardDistributor distributor,
        IRewardDistributor.Report memory report,
        bool isImpostor
    ) private view returns (bytes4) {
        Model.Book memory book = _model.bookOf(report.program);
        (uint32 nextEpoch, ) = _model.lastFinalised(report.program);
        if (book.pending.finalizableAt != 0)
            return IRewardDistributor.RewardDistributorReportPending.selector;
        if (_now() < book.pausedUntil) return IRewardDistributor.RewardDistributorProposalsPaused.selector;
        if (report.nonce != book.reports + 1) return IRewardDistributor.RewardDistributorWrongNonce.selector;
        if (report.epoch < nextEpoch) return IRewardDistributor.RewardDistributorEpochClosed.selector;
        uint256 endsAt =
            distributor.source().genesis() + (uint256(report.epoch) + 1) * _network.EPOCH_LENGTH();
        if (_now() < endsAt) return IRewardDistributor.RewardDistributorEpochNotEnded.selector;
        if (report.root == 0) return IRewardDistributor.RewardDistributorEmptyRoot.selector;
        if (report.total > book.finalised + _available(report.program, report.epoch)) {
            return IRewardDistributor.RewardDistributorOverBudget.selector;
        }
        return isImpostor ? IRewardDistributor.RewardDistributorInvalidSignature.selector : bytes4(0);
    }

    function _finaliseRefusalOf(
        IRewardDistributor.PendingReport memory pending
    ) private view returns (bytes4) {
        if (pending.finalizableAt == 0) return IRewardDistributor.RewardDistributorNothingPending.selector;
        if (pending.frozen) return IRewardDistributor.RewardDistributorReportFrozen.selector;
        bool isOpen = _now() < pending.finalizableAt;
        return isOpen ? IRewardDistributor.RewardDistributorWindowOpen.selector : bytes4(0);
    }

    function _sign(
        IRewardDistributor distributor,
        IRewardDistributor.Report memory report,
        bool isImpostor
    ) private view returns (bytes memory) {
        bool isHonest = distributor.reporter() == vm.addr(HONEST_KEY);
        uint256 key = isHonest != isImpostor ? HONEST_KEY : HOSTILE_KEY;
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, distributor.hashReport(report));
        return abi.encodePacked(r, s, v);
    }
}
