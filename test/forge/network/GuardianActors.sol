// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ExpiringPause} from "../../../contracts/access/ExpiringPause.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {Actors} from "./Actors.sol";
import {Model, Path} from "./Model.sol";

/// @title GuardianActors
/// @notice Who stops reports: the guardian, who voids and pauses, and an account in the place of the DisputeManager, which
/// freezes, lets go and voids.
contract GuardianActors is Actors {
    constructor(Model model) Actors(model) {}

    // Actions

    function void(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        (uint32 epoch, IRewardDistributor.PendingReport memory pending) = _pickEpoch(program, seed);
        bytes4 refusal = _pendingRefusal(epoch, pending);
        if (refusal == 0 && !pending.frozen) refusal = _windowRefusal(pending);

        IRewardDistributor distributor = _distributor(program);
        vm.prank(seed % 2 == 0 ? _network.GUARDIAN() : _network.DISPUTES());
        try distributor.void(epoch, bytes32(seed)) {
            _assertTrue(
                refusal == 0,
                "RD-07 voided another report, or one that was not frozen after its window"
            );
            _model.void(program);
        } catch (bytes memory reason) {
            _refusedWith(reason, refusal, "RD-07 void was");
            _model.reach(Path.VoidRefused);
        }
    }

    function freeze(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        (uint32 epoch, IRewardDistributor.PendingReport memory pending) = _pickEpoch(program, seed);
        bytes4 refusal = _pendingRefusal(epoch, pending);
        if (refusal == 0 && pending.frozen)
            refusal = IRewardDistributor.RewardDistributorReportFrozen.selector;
        if (refusal == 0) refusal = _windowRefusal(pending);

        IRewardDistributor distributor = _distributor(program);
        vm.prank(_network.DISPUTES());
        try distributor.freeze(epoch) {
            _assertTrue(refusal == 0, "RD-15 frozen against the rules");
            _model.setFrozen(program, true);
        } catch (bytes memory reason) {
            _refusedWith(reason, refusal, "RD-15 freeze was");
            _model.reach(Path.FreezeRefused);
        }
    }

    function unfreeze(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        (uint32 epoch, IRewardDistributor.PendingReport memory pending) = _pickEpoch(program, seed);
        bytes4 refusal = _pendingRefusal(epoch, pending);
        if (refusal == 0 && !pending.frozen) {
            refusal = IRewardDistributor.RewardDistributorReportNotFrozen.selector;
        }

        IRewardDistributor distributor = _distributor(program);
        vm.prank(_network.DISPUTES());
        try distributor.unfreeze(epoch) {
            _assertTrue(refusal == 0, "RD-15 let go what was not frozen");
            _model.setFrozen(program, false);
        } catch (bytes memory reason) {
            _refusedWith(reason, refusal, "RD-15 unfreeze was");
            _model.reach(Path.UnfreezeRefused);
        }
    }

    /// @dev Mostly for so short a time that reports go on.
    function pauseProposals(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        uint256 most = _now() + 7 days;
        uint40 until = uint40(_now() + (_random(seed, 1) % 1 hours));
        if (seed % 8 == 0) until = uint40(most + (_random(seed, 2) % 3));

        IRewardDistributor distributor = _distributor(program);
        vm.prank(_network.GUARDIAN());
        try distributor.pauseProposals(until) {
            _assertLe(until, most, "RD-16 a pause longer than seven days was taken");
            _model.pauseProposals(program, until);
        } catch (bytes memory reason) {
            _assertTrue(until > most, "RD-16 the guardian could not pause");
            _refusedWith(reason, ExpiringPause.PauseTooLong.selector, "RD-16 a pause was");
            _model.reach(Path.PauseRefused);
        }
    }

    // Internals

    /// @dev Now and then an epoch that is not the pending one.
    function _pickEpoch(
        uint32 program,
        uint256 seed
    ) private view returns (uint32 epoch, IRewardDistributor.PendingReport memory pending) {
        pending = _model.bookOf(program).pending;
        epoch = (seed >> 1) % 8 == 0 ? pending.epoch + 1 : pending.epoch;
    }

    function _pendingRefusal(
        uint32 epoch,
        IRewardDistributor.PendingReport memory pending
    ) private pure returns (bytes4) {
        bool isPending = pending.finalizableAt != 0 && pending.epoch == epoch;
        return isPending ? bytes4(0) : IRewardDistributor.RewardDistributorNothingPending.selector;
    }

    function _windowRefusal(IRewardDistributor.PendingReport memory pending) private view returns (bytes4) {
        bool isOpen = _now() < pending.finalizableAt;
        return isOpen ? bytes4(0) : IRewardDistributor.RewardDistributorWindowClosed.selector;
    }
}
