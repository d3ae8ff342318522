// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IToken} from "../support/IToken.sol";
import {Row, RowTree} from "../support/RowTree.sol";
import {Campaign} from "./Campaign.sol";
import {ClaimActors} from "./ClaimActors.sol";
import {GovernanceActors} from "./GovernanceActors.sol";
import {GuardianActors} from "./GuardianActors.sol";
import {Model} from "./Model.sol";
import {ReportActors} from "./ReportActors.sol";

/// @title NetworkInvariants
/// @notice What holds after every single action of anybody. Properties of one action are asserted by the actors.
contract NetworkInvariants is Campaign {
    using RowTree for Row[];

    function setUp() external {
        _startCampaign();
        _target(address(_reports), _reportSelectors());
        _target(address(_claims), _claimSelectors());
        _target(address(_governance), _governanceSelectors());
        _target(address(_guardians), _guardianSelectors());
    }

    /// @dev One function, because forge repeats the whole campaign for each.
    function invariant_network() external view {
        _checkSupply();
        _checkSchedule();
        uint32 program = _model.touched();
        _checkMoney(program);
        _checkRecords(program);
    }

    /// @dev At the end of each run everything that was ever said is checked once more, and everybody is paid.
    function afterInvariant() external {
        for (uint256 i = 0; i < _model.certaintyCount(); ++i) _checkCertainty(i);
        uint32 programs = _network.controller().programCount();
        for (uint32 program = 1; program <= programs; ++program) {
            _checkHistory(program);
            _checkExit(program);
            _checkMoney(program);
            _checkRecords(program);
        }
        _checkSupply();
        _checkSchedule();
    }

    // Token

    function _checkSupply() private view {
        IToken token = _network.token();
        uint256 drawn = _network.controller().totalDrawn();
        _assertLe(token.totalSupply(), token.cap(), "RT-01 supply above the cap");
        _assertEq(
            token.totalSupply(),
            _network.INITIAL_SUPPLY() + drawn - _model.burned(),
            "RT-02 supply is not what was allocated and drawn, less what was burned"
        );
    }

    // Emissions

    function _checkSchedule() private view {
        IEmissionController controller = _network.controller();
        uint32 ended = controller.endedEpochs();
        uint256 scheduled = controller.scheduled(ended);
        _assertLe(controller.totalDrawn(), scheduled, "EC-01 minted more than the schedule");
        _assertLe(scheduled, controller.emissionCap(), "EC-01 the schedule exceeds the cap");
        uint256 certainties = _model.certaintyCount();
        if (certainties > 0) _checkCertainty(certainties - 1);
    }

    function _checkCertainty(uint256 index) private view {
        IEmissionController controller = _network.controller();
        Model.Certainty memory known = _model.certaintyAt(index);
        _assertEq(
            controller.scheduled(known.begunEpochs),
            known.scheduled,
            "EC-03 the schedule of a begun epoch changed"
        );
        uint256 sum = 0;
        for (uint32 program = 1; program <= known.entitled.length; ++program) {
            uint256 entitled = controller.entitled(program, known.begunEpochs);
            _assertEq(entitled, known.entitled[program - 1], "EC-03 what a begun epoch earns changed");
            sum += entitled;
        }
        _assertLe(sum, known.scheduled, "EC-02 programs are entitled to more than the schedule");
    }

    // Money

    function _checkMoney(uint32 program) private view {
        IRewardDistributor distributor = _network.distributorOf(program);
        IEmissionController controller = _network.controller();
        Model.Book memory book = _model.bookOf(program);

        _assertLe(book.paid, book.finalised + book.donated, "RD-01 paid more than was finalised and donated");
        if (_model.isCovered(program))
            _assertLe(book.paid, book.finalised, "RD-02 paid more than was finalised");
        _assertEq(distributor.funded(), book.finalised, "RD-04 funded is not the highest finalised total");
        _assertEq(controller.drawn(program), book.finalised, "RD-04 drawn is not what was finalised");
        _assertLe(
            book.finalised,
            controller.entitled(program, controller.endedEpochs()),
            "EC-05 drew more than its ended epochs earned"
        );
        _assertEq(
            _network.token().balanceOf(address(distributor)),
            book.finalised + book.donated - book.paid,
            "RD-05 a distributor's balance is not what came in less what it paid"
        );
    }

    // Records

    function _checkRecords(uint32 program) private view {
        IRewardDistributor distributor = _network.distributorOf(program);
        Model.Book memory book = _model.bookOf(program);
        IRewardDistributor.PendingReport memory pending = distributor.pendingReport();
        (uint32 nextEpoch, bytes32 root) = _model.lastFinalised(program);

        _assertEq(distributor.nextEpoch(), nextEpoch, "RD-06 next epoch is not one past the last finalised");
        _assertTrue(distributor.activeRoot() == root, "RD-06 the active root is not the last finalised one");
        _assertEq(distributor.reportNonce(), book.reports + 1, "RD-10 the nonce does not count the reports");
        _assertTrue(
            keccak256(abi.encode(pending)) == keccak256(abi.encode(book.pending)),
            "RD-07 a pending report, frozen or not, is another one"
        );
        if (pending.finalizableAt != 0) {
            _assertTrue(distributor.rootOf(pending.epoch) == 0, "RD-07 a pending root is given as final");
        }
    }

    function _checkHistory(uint32 program) private view {
        IRewardDistributor distributor = _network.distributorOf(program);
        uint32[] memory epochs = _model.finalisedEpochsOf(program);
        uint32 unreported = 0;
        for (uint256 i = 0; i < epochs.length; ++i) {
            for (; unreported < epochs[i]; ++unreported) {
                _assertTrue(
                    distributor.rootOf(unreported) == 0,
                    "RD-06 an epoch without a report has a root"
                );
            }
            unreported = epochs[i] + 1;
            bytes32 root = _model.finalisedRootOf(program, epochs[i]);
            _assertTrue(distributor.rootOf(epochs[i]) == root, "RD-06 a finalised root changed");
        }
    }

    // Exit

    /// @dev Whatever happened before: where every report was honest, everybody can take all that he earned.
    function _checkExit(uint32 program) private {
        IRewardDistributor distributor = _network.distributorOf(program);
        IRewardDistributor.PendingReport memory pending = _model.bookOf(program).pending;
        // seeds that choose the pending epoch
        if (pending.frozen) _guardians.unfreeze(program - 1, 2);
        if (pending.finalizableAt != 0) _reports.finalize(program - 1, true);
        if (!_model.isCovered(program)) return;

        Row[] memory rows = _model.rowsOf(program, Model.Tree.Active);
        for (uint256 i = 0; i < rows.length; ++i) {
            // A root may name it, and no token can be sent to it.
            if (rows[i].account == address(0)) continue;
            _claims.claim(program - 1, i);
            // He may have more already, if this root corrected an earlier one downwards.
            _assertLe(
                rows[i].cumulative,
                distributor.claimed(rows[i].account),
                "RD-12 somebody could not take what he earned"
            );
        }
    }

    // Targets

    function _reportSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](4);
        selectors[0] = ReportActors.wait.selector;
        selectors[1] = ReportActors.propose.selector;
        selectors[2] = ReportActors.replay.selector;
        selectors[3] = ReportActors.finalize.selector;
    }

    function _claimSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](3);
        selectors[0] = ClaimActors.claim.selector;
        selectors[1] = ClaimActors.claimMany.selector;
        selectors[2] = ClaimActors.claimUnpayable.selector;
    }

    function _governanceSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](9);
        selectors[0] = GovernanceActors.setWeights.selector;
        selectors[1] = GovernanceActors.setCurve.selector;
        selectors[2] = GovernanceActors.addProgram.selector;
        selectors[3] = GovernanceActors.setReporter.selector;
        selectors[4] = GovernanceActors.setChallengeWindow.selector;
        selectors[5] = GovernanceActors.intrude.selector;
        selectors[6] = GovernanceActors.drawForAnother.selector;
        selectors[7] = GovernanceActors.donate.selector;
        selectors[8] = GovernanceActors.burn.selector;
    }

    function _guardianSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](4);
        selectors[0] = GuardianActors.void.selector;
        selectors[1] = GuardianActors.freeze.selector;
        selectors[2] = GuardianActors.unfreeze.selector;
        selectors[3] = GuardianActors.pauseProposals.selector;
    }
}
