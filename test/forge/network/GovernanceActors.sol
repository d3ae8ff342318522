// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IToken} from "../support/IToken.sol";
import {Actors} from "./Actors.sol";
import {Model, Path} from "./Model.sol";

/// @title GovernanceActors
/// @notice Governance, which turns every knob at any time, and an intruder, who tries the same without its role.
contract GovernanceActors is Actors {
    uint256 private constant MAX_PROGRAMS = 5;
    /// @dev The program whose reporter changes hands between the honest and the hostile one.
    uint32 private constant CONTESTED_PROGRAM = 3;

    IEmissionCurve[] private _curves;

    constructor(Model model, IEmissionCurve[] memory curves) Actors(model) {
        _curves = curves;
    }

    // Actions

    function setWeights(uint256 seed) external {
        uint16[] memory weightsBps = new uint16[](_network.controller().programCount());
        uint256 leftBps = 10_000;
        for (uint256 i = 0; i < weightsBps.length; ++i) {
            weightsBps[i] = uint16(_bound(_random(seed, i), 0, leftBps));
            leftBps -= weightsBps[i];
        }
        IEmissionController controller = _network.controller();
        vm.prank(_network.GOVERNANCE());
        controller.setWeights(weightsBps);
        _model.reach(Path.WeightsSet);
    }

    function setCurve(uint256 seed) external {
        IEmissionCurve curve = _curves[seed % _curves.length];
        IEmissionController controller = _network.controller();
        vm.prank(_network.GOVERNANCE());
        try controller.setCurve(curve) {
            _model.reach(Path.CurveSet);
        } catch (bytes memory reason) {
            bytes4 refusal = IEmissionController.EmissionControllerScheduleAboveCap.selector;
            _refusedWith(reason, refusal, "EC-01 a curve was");
            _model.reach(Path.CurveRefused);
        }
    }

    function addProgram(uint256 seed) external {
        IEmissionController controller = _network.controller();
        if (controller.programCount() == MAX_PROGRAMS || seed % 4 != 0) return;
        IRewardDistributor distributor = _network.deployDistributor(vm.addr(HONEST_KEY), 1 hours);
        vm.prank(_network.GOVERNANCE());
        controller.addProgram(address(distributor));
        _model.reach(Path.ProgramAdded);
    }

    function setReporter(bool isHonest) external {
        IRewardDistributor distributor = _distributor(CONTESTED_PROGRAM);
        vm.prank(_network.GOVERNANCE());
        distributor.setReporter(vm.addr(isHonest ? HONEST_KEY : HOSTILE_KEY));
        _model.reach(Path.ReporterSet);
    }

    function setChallengeWindow(uint256 programSeed, uint256 windowSeconds) external {
        IRewardDistributor distributor = _distributor(_pickProgram(programSeed));
        vm.prank(_network.DISPUTES());
        distributor.setChallengeWindow(uint32(_bound(windowSeconds, 10 minutes, 3 hours)));
        _model.reach(Path.WindowSet);
    }

    /// @notice Somebody without a role calls something privileged.
    function intrude(uint256 programSeed, uint256 callSeed) external {
        bytes[9] memory calls = [
            abi.encodeCall(IRewardDistributor.setReporter, (NOBODY)),
            abi.encodeCall(IRewardDistributor.setChallengeWindow, (1 hours)),
            abi.encodeCall(IRewardDistributor.void, (0, 0)),
            abi.encodeCall(IRewardDistributor.freeze, (0)),
            abi.encodeCall(IRewardDistributor.unfreeze, (0)),
            abi.encodeCall(IRewardDistributor.pauseProposals, (0)),
            abi.encodeCall(IEmissionController.setWeights, (new uint16[](0))),
            abi.encodeCall(IEmissionController.setCurve, (_curves[0])),
            abi.encodeWithSignature("mint(address,uint256)", NOBODY, 1)
        ];
        uint256 choice = callSeed % calls.length;
        address target = address(_distributor(_pickProgram(programSeed)));
        if (choice > 5) target = address(_network.controller());
        if (choice > 7) target = address(_network.token());
        vm.prank(NOBODY);
        (bool success, bytes memory reason) = target.call(calls[choice]);
        _assertTrue(!success, "RT-03 a privileged call was taken from anybody");
        _refusedWith(reason, IAccessManaged.AccessManagedUnauthorized.selector, "RT-03 an intruder was");
        _model.reach(Path.Intruded);
    }

    /// @notice Anybody, another program's distributor included, draws on a program's budget.
    function drawForAnother(uint256 programSeed, uint256 callerSeed, uint256 amount) external {
        IEmissionController controller = _network.controller();
        uint32 program = _pickProgram(programSeed);
        uint32 callerProgram = _pickProgram(callerSeed);
        vm.prank(callerProgram == program ? NOBODY : address(_distributor(callerProgram)));
        try controller.draw(program, amount) {
            revert("EC-06 somebody drew on another's budget");
        } catch (bytes memory reason) {
            bytes4 refusal = IEmissionController.EmissionControllerNotDistributor.selector;
            _refusedWith(reason, refusal, "EC-06 a draw was");
            _model.reach(Path.DrawRefused);
        }
    }

    /// @notice The treasury sends tokens where nobody asked for them.
    function donate(uint256 programSeed, uint256 amount) external {
        uint32 program = _pickProgram(programSeed);
        address distributor = address(_distributor(program));
        amount = _bound(amount, 1, 500_000e18);
        _transferFromTreasury(distributor, amount);
        _model.donate(program, amount);
    }

    function burn(uint256 accountSeed, uint256 amount) external {
        address account = _account(accountSeed);
        amount = _bound(amount, 0, _network.token().balanceOf(account));
        if (amount == 0) return;
        IToken token = _network.token();
        vm.prank(account);
        token.burn(amount);
        _model.burn(amount);
    }

    // Internals

    function _transferFromTreasury(address to, uint256 amount) private {
        IToken token = _network.token();
        vm.prank(_network.TREASURY());
        token.transfer(to, amount);
    }
}
