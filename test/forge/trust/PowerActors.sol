// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {DisputeModel} from "./DisputeModel.sol";
import {ReportModel} from "./ReportModel.sol";
import {StakeModel} from "./StakeModel.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title PowerActors
/// @notice Governance, which turns every knob at any time, and the guardian, who voids and pauses.
contract PowerActors is TrustActors {
    constructor(TrustModel model) TrustActors(model) {}

    // Governance

    function setTerms(uint256 seed) external {
        IDisputeManager.Terms memory terms = IDisputeManager.Terms({
            reportBond: uint128(seed % 16 == 0 ? 0 : _bound(_random(seed, 1), 1, 200e18)),
            deviceBond: uint128(_bound(_random(seed, 2), 1, 50e18)),
            maxPenalty: uint128(seed % 16 == 2 ? 0 : _bound(_random(seed, 3), 1, 1_000e18)),
            shareBps: uint16(_bound(_random(seed, 4), 0, seed % 16 == 1 ? 10_000 : 5_000))
        });
        _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.setTerms, (terms)),
            _network.GOVERNANCE(),
            address(_disputes),
            abi.encodeCall(IDisputeManager.setTerms, (terms)),
            "DM-04 terms"
        );
    }

    /// @dev Mostly a thaw that is just long enough, or too short by a second.
    function setTiming(uint256 seed) external {
        uint32 window = uint32(_bound(_random(seed, 1), 10 minutes, 8 hours));
        uint32 ruling = uint32(_bound(_random(seed, 2), 10 minutes, 20 hours));
        uint32 thaw = window + ruling + 1 days;
        if (seed % 4 == 0) thaw += uint32(_random(seed, 3) % 2 days);
        else if (seed % 8 == 1) thaw -= 1;
        else if (seed % 16 == 2) thaw = 366 days + 1;
        else if (seed % 16 == 3) ruling = 10 minutes - 1;
        _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.setTiming, (window, ruling, thaw)),
            _network.GOVERNANCE(),
            address(_disputes),
            abi.encodeCall(IDisputeManager.setTiming, (window, ruling, thaw)),
            "DM-02 a timing"
        );
    }

    function setChallengeWindow(uint256 programSeed, uint256 seed) external {
        uint32 program = seed % 16 == 0 ? _reportBooks.PROGRAMS() + 1 : _pickProgram(programSeed);
        uint32 window = uint32(_bound(_random(seed, 1), 10 minutes, _disputeBooks.maxWindow()));
        if (seed % 4 == 1) window = 10 minutes - uint32((seed >> 8) % 2);
        else if (seed % 8 == 2) window = _disputeBooks.maxWindow() + uint32((seed >> 8) % 2);
        _play(
            address(_disputeBooks),
            abi.encodeCall(DisputeModel.setChallengeWindow, (program, window)),
            _network.GOVERNANCE(),
            address(_disputes),
            abi.encodeCall(IDisputeManager.setChallengeWindow, (program, window)),
            "DM-02 a window"
        );
    }

    function setSlashSplit(uint256 seed) external {
        address treasury = seed % 2 == 0 ? _network.TREASURY() : _model.OTHER_TREASURY();
        if (seed % 16 == 1) treasury = address(0);
        uint16 burnBps = uint16(_bound(_random(seed, 1), 0, seed % 16 == 2 ? 12_000 : 10_000));
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.setSlashSplit, (treasury, burnBps)),
            _network.GOVERNANCE(),
            address(_staking),
            abi.encodeCall(IOperatorStaking.setSlashSplit, (IOperatorStaking.SlashSplit(treasury, burnBps))),
            "OS-04 a split"
        );
    }

    /// @notice Mostly a committee; now and then somebody who reports alone.
    function setReporter(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        address reporter = _pickCommittee(seed >> 8);
        if (seed % 8 == 0) reporter = _keys.sole();
        else if (seed % 8 == 1) reporter = address(_keys.wallet());
        _play(
            address(_reportBooks),
            abi.encodeCall(ReportModel.setReporter, (program, reporter)),
            _network.GOVERNANCE(),
            address(_distributor(program)),
            abi.encodeCall(IRewardDistributor.setReporter, (reporter)),
            "RD-07 a reporter"
        );
    }

    /// @dev Mostly on the list.
    function setVerifier(uint256 seed) external {
        bool isAllowed = seed % 4 != 0;
        _committeeBooks.setVerifier(isAllowed);
        IMakerRegistry makers = _network.makers();
        address verifier = address(_keys.verifier());
        vm.prank(_network.GOVERNANCE());
        makers.setVerifier(verifier, isAllowed);
    }

    // Guardian

    function void(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        IRewardDistributor.PendingReport memory pending = _reportBooks.bookOf(program).pending;
        uint32 epoch = seed % 16 == 0 ? pending.epoch + 1 : pending.epoch;
        bool isTaken = _play(
            address(_reportBooks),
            abi.encodeCall(ReportModel.void, (program, epoch)),
            _network.GUARDIAN(),
            address(_distributor(program)),
            abi.encodeCall(IRewardDistributor.void, (epoch, bytes32(seed))),
            "DM-05 a void"
        );
        if (isTaken && pending.frozen) _model.see("the guardian voided a disputed report");
    }

    function pauseBonding(uint256 seed) external {
        uint40 until = _pickPause(seed);
        _play(
            address(_stakeBooks),
            abi.encodeCall(StakeModel.pauseBonding, (until)),
            _network.GUARDIAN(),
            address(_staking),
            abi.encodeCall(IOperatorStaking.pauseBonding, (until)),
            "OS-03 a pause"
        );
    }

    function pauseProposals(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        uint40 until = _pickPause(seed);
        _play(
            address(_reportBooks),
            abi.encodeCall(ReportModel.pauseProposals, (program, until)),
            _network.GUARDIAN(),
            address(_distributor(program)),
            abi.encodeCall(IRewardDistributor.pauseProposals, (until)),
            "RD-16 a pause"
        );
    }

    /// @dev Mostly over at once, or so short that others go on.
    function _pickPause(uint256 seed) private view returns (uint40) {
        if (seed % 16 == 0) return uint40(_now() + 7 days + ((seed >> 8) % 2));
        return uint40(seed % 2 == 0 ? _now() : _now() + (_random(seed, 1) % 20 minutes));
    }
}
