// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {Curves, Step} from "../support/Curves.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {Network} from "../support/Network.sol";
import {ClaimActors} from "./ClaimActors.sol";
import {GovernanceActors} from "./GovernanceActors.sol";
import {GuardianActors} from "./GuardianActors.sol";
import {Model} from "./Model.sol";
import {ReportActors} from "./ReportActors.sol";

/// @title Campaign
/// @notice A network of three programs, reported honestly, by a thief, and by both in turn, and everybody who acts.
abstract contract Campaign is ForgeTest {
    Network internal _network;
    Model internal _model;
    ReportActors internal _reports;
    ClaimActors internal _claims;
    GovernanceActors internal _governance;
    GuardianActors internal _guardians;

    function _startCampaign() internal {
        vm.warp(1_800_000_000);
        IEmissionCurve[] memory curves = _curves();
        _network = new Network(curves[0], 30 minutes);
        _model = new Model(_network);
        _reports = new ReportActors(_model);
        _claims = new ClaimActors(_model);
        _governance = new GovernanceActors(_model, curves);
        _guardians = new GuardianActors(_model);

        _addProgram(vm.addr(_reports.HONEST_KEY()));
        _addProgram(vm.addr(_reports.HOSTILE_KEY()));
        _addProgram(vm.addr(_reports.HONEST_KEY()));
        _setWeights();
    }

    function _curves() private returns (IEmissionCurve[] memory curves) {
        Step[] memory steps = new Step[](4);
        steps[0] = Step(0, 1e24);
        steps[1] = Step(10, 0);
        steps[2] = Step(20, 3e23);
        steps[3] = Step(200, 1);
        curves = new IEmissionCurve[](3);
        curves[0] = Curves.halving(2e24 + 1, 20);
        curves[1] = Curves.step(steps);
        // All that the cap leaves: whatever was emitted before may make it too much.
        curves[2] = Curves.decay(800_000_000e18, 1_000);
    }

    function _addProgram(address reporter) private {
        IRewardDistributor distributor = _network.deployDistributor(reporter, 1 hours);
        IEmissionController controller = _network.controller();
        vm.prank(_network.GOVERNANCE());
        controller.addProgram(address(distributor));
    }

    function _setWeights() private {
        uint16[] memory weightsBps = new uint16[](3);
        (weightsBps[0], weightsBps[1], weightsBps[2]) = (3_333, 3_333, 3_334);
        IEmissionController controller = _network.controller();
        vm.prank(_network.GOVERNANCE());
        controller.setWeights(weightsBps);
    }
}
