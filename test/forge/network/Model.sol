// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {Network} from "../support/Network.sol";
import {Row, RowTree} from "../support/RowTree.sol";

/// @notice Everything that the actors of a campaign can bring about; a test proves that they bring about all of it.
enum Path {
    EpochBegun,
    Proposed,
    ProposedLower,
    ProposalRefused,
    ReplayRefused,
    Finalised,
    FinalisedUncovered,
    FinaliseRefused,
    FinaliseFrozenRefused,
    FinalisedAfterUnfreezing,
    Voided,
    VoidedWhileFrozen,
    VoidedLate,
    VoidRefused,
    Frozen,
    FreezeRefused,
    Unfrozen,
    UnfreezeRefused,
    ProposalsPaused,
    PauseRefused,
    PausedProposalRefused,
    Claimed,
    ClaimedNothing,
    ClaimUnpayable,
    BatchClaimed,
    BatchDuplicateSkipped,
    BatchElementUnpayable,
    BatchRefused,
    PendingClaimRefused,
    VoidedClaimRefused,
    EarlierClaimRefused,
    DrawRefused,
    WeightsSet,
    CurveSet,
    CurveRefused,
    ProgramAdded,
    ReporterSet,
    WindowSet,
    Intruded,
    Donated,
    DonationSpent,
    Burned
}

/// @title Model
/// @notice What must be true, kept by the actors beside the contracts and without asking them.
contract Model is ForgeTest {
    using RowTree for Row[];

    /// @param finalised The highest total that a finalised report named: what the program was funded with.
    /// @param donated What came in without being asked for, a payment of the distributor to itself included.
    /// @param promised The sum, over all accounts, of the highest cumulative that a finalised root gave each.
    /// @param reports How many reports were accepted; also the nonce of the last one.
    /// @param wasFrozen Whether the pending report is or was frozen.
    struct Book {
        uint256 finalised;
        uint256 donated;
        uint256 paid;
        uint256 promised;
        uint32 reports;
        uint40 pausedUntil;
        bool wasFrozen;
        IRewardDistributor.PendingReport pending;
    }

    /// @notice The trees of a program that claims can be tried with.
    enum Tree {
        Active,
        Pending,
        Voided,
        Earlier
    }

    /// @notice What was certain about the schedule when `begunEpochs` epochs had begun.
    struct Certainty {
        uint32 begunEpochs;
        uint256 scheduled;
        uint256[] entitled;
    }

    Network public immutable network;
    mapping(Path path => uint256 times) public reached;
    mapping(uint32 program => mapping(address account => uint256 amount)) public highest;
    mapping(uint32 program => mapping(address account => uint256 amount)) public paidTo;
    uint256 public burned;
    /// @notice The program that was acted on last; what an action does to another one shows at its own next turn.
    uint32 public touched = 1;

    mapping(uint32 program => Book book) private _books;
    mapping(uint32 program => mapping(uint32 report => Row[] rows)) private _rows;
    mapping(uint32 program => mapping(Tree tree => uint32 report)) private _reportOf;
    mapping(uint32 program => uint32[] epochs) private _finalisedEpochs;
    mapping(uint32 program => mapping(uint32 epoch => bytes32 root)) private _finalisedRoots;
    Certainty[] private _certainties;

    constructor(Network network_) {
        network = network_;
    }

    // What the actors did

    function touch(uint32 program) external {
        touched = program;
    }

    function reach(Path path) public {
        ++reached[path];
    }

    function warpTo(uint256 timestamp) external {
        vm.warp(timestamp);
        uint32 begun = _begunEpochs();
        if (_certainties.length > 0 && _certainties[_certainties.length - 1].begunEpochs >= begun) return;

        Certainty storage certainty = _certainties.push();
        certainty.begunEpochs = begun;
        certainty.scheduled = network.controller().scheduled(begun);
        for (uint32 program = 1; program <= network.controller().programCount(); ++program) {
            certainty.entitled.push(network.controller().entitled(program, begun));
        }
        reach(Path.EpochBegun);
    }

    function propose(uint32 program, uint32 epoch, uint128 total, Row[] memory rows) external {
        Book storage book = _books[program];
        uint40 finalizableAt = uint40(_now()) + network.distributorOf(program).challengeWindow();
        ++book.reports;
        book.pending = IRewardDistributor.PendingReport({
            epoch: epoch,
            nonce: book.reports,
            finalizableAt: finalizableAt,
            frozen: false,
            total: total,
            root: rows.rootOf()
        });
        book.wasFrozen = false;
        for (uint256 i = 0; i < rows.length; ++i) _rows[program][book.reports].push(rows[i]);
        _reportOf[program][Tree.Pending] = book.reports;
        reach(total < book.finalised ? Path.ProposedLower : Path.Proposed);
    }

    function finalise(uint32 program) external {
        Book storage book = _books[program];
        Row[] memory rows = rowsOf(program, Tree.Pending);
        _reportOf[program][Tree.Earlier] = _reportOf[program][Tree.Active];
        _move(program, Tree.Pending, Tree.Active);
        _finalisedEpochs[program].push(book.pending.epoch);
        _finalisedRoots[program][book.pending.epoch] = book.pending.root;
        for (uint256 i = 0; i < rows.length; ++i) _promise(program, rows[i]);
        if (book.pending.total > book.finalised) book.finalised = book.pending.total;
        delete book.pending;
        reach(isCovered(program) ? Path.Finalised : Path.FinalisedUncovered);
        if (book.wasFrozen) reach(Path.FinalisedAfterUnfreezing);
    }

    function void(uint32 program) external {
        IRewardDistributor.PendingReport memory pending = _books[program].pending;
        _move(program, Tree.Pending, Tree.Voided);
        delete _books[program].pending;
        reach(pending.frozen ? Path.VoidedWhileFrozen : Path.Voided);
        if (_now() >= pending.finalizableAt) reach(Path.VoidedLate);
    }

    function setFrozen(uint32 program, bool isFrozen) external {
        Book storage book = _books[program];
        book.pending.frozen = isFrozen;
        book.wasFrozen = true;
        reach(isFrozen ? Path.Frozen : Path.Unfrozen);
    }

    function pauseProposals(uint32 program, uint40 until) external {
        _books[program].pausedUntil = until;
        reach(Path.ProposalsPaused);
    }

    function pay(uint32 program, address account, uint256 amount) external {
        Book storage book = _books[program];
        book.paid += amount;
        if (account == address(network.distributorOf(program))) book.donated += amount;
        paidTo[program][account] += amount;
        if (book.paid > book.finalised) reach(Path.DonationSpent);
    }

    function donate(uint32 program, uint256 amount) external {
        _books[program].donated += amount;
        reach(Path.Donated);
    }

    function burn(uint256 amount) external {
        burned += amount;
        reach(Path.Burned);
    }

    // What must be true

    function bookOf(uint32 program) external view returns (Book memory) {
        return _books[program];
    }

    /// @notice Whether the funding covers all that finalised roots ever promised, as it does if reports are honest.
    function isCovered(uint32 program) public view returns (bool) {
        return _books[program].promised <= _books[program].finalised;
    }

    /// @return Empty if there is no such tree; reports are counted from 1.
    function rowsOf(uint32 program, Tree tree) public view returns (Row[] memory) {
        return _rows[program][_reportOf[program][tree]];
    }

    function finalisedEpochsOf(uint32 program) external view returns (uint32[] memory) {
        return _finalisedEpochs[program];
    }

    function lastFinalised(uint32 program) external view returns (uint32 nextEpoch, bytes32 root) {
        uint256 count = _finalisedEpochs[program].length;
        if (count == 0) return (0, 0);
        uint32 epoch = _finalisedEpochs[program][count - 1];
        return (epoch + 1, _finalisedRoots[program][epoch]);
    }

    function finalisedRootOf(uint32 program, uint32 epoch) external view returns (bytes32) {
        return _finalisedRoots[program][epoch];
    }

    function certaintyCount() external view returns (uint256) {
        return _certainties.length;
    }

    function certaintyAt(uint256 index) external view returns (Certainty memory) {
        return _certainties[index];
    }

    // Internals

    function _begunEpochs() private view returns (uint32) {
        uint256 genesis = network.controller().genesis();
        return _now() < genesis ? 0 : uint32((_now() - genesis) / network.EPOCH_LENGTH() + 1);
    }

    function _move(uint32 program, Tree from, Tree to) private {
        _reportOf[program][to] = _reportOf[program][from];
        _reportOf[program][from] = 0;
    }

    function _promise(uint32 program, Row memory row) private {
        uint256 before = highest[program][row.account];
        if (row.cumulative <= before) return;
        highest[program][row.account] = row.cumulative;
        _books[program].promised = Math.saturatingAdd(_books[program].promised, row.cumulative - before);
    }
}
