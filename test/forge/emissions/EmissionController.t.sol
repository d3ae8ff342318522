// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {Curves} from "../support/Curves.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {Network} from "../support/Network.sol";

/// @title EmissionControllerTest
/// @notice The controller's era accounting against the naive one: epoch by epoch, the curve and weights of each.
contract EmissionControllerTest is ForgeTest {
    uint256 private constant PROGRAMS = 3;

    IEmissionCurve[2] private _curves;
    Network private _network;
    IEmissionController private _controller;
    /// @dev Sum over the ended epochs of emission times weight, in ten-thousandths of a base unit: nothing is rounded.
    uint256[PROGRAMS] private _earnedBps;

    function setUp() external {
        vm.warp(1_800_000_000);
        _curves[0] = Curves.halving(1e24 + 7, 5);
        _curves[1] = Curves.decay(700_000_000e18, 9);
        _network = new Network(_curves[0], 0);
        _controller = _network.controller();
        for (uint256 i = 0; i < PROGRAMS; ++i) {
            address distributor = address(_network.deployDistributor(address(1), 1 hours));
            vm.prank(_network.GOVERNANCE());
            _controller.addProgram(distributor);
        }
    }

    /// @dev Parameters change at random seconds; each era may lose less than one base unit to rounding.
    function testFuzz_EC_07_entitlementIsTheSumOverEpochs(uint256 seed) external {
        uint256 eras = 1;
        for (uint256 round = 0; round < 12; ++round) {
            uint256 random = uint256(keccak256(abi.encode(seed, round)));
            if (random % 3 != 0) _setRandomWeights(random);
            if (random % 5 == 0) _setCurve(_curves[(random >> 8) % 2]);
            ++eras;
            _passEpochs(1 + ((random >> 16) % 4));

            uint32 ended = _controller.endedEpochs();
            for (uint32 program = 1; program <= PROGRAMS; ++program) {
                uint256 entitled = _controller.entitled(program, ended);
                uint256 exact = _earnedBps[program - 1] / 10_000;
                _assertLe(entitled, exact, "EC-07 entitled to more than the epochs earned");
                _assertLe(exact, entitled + eras, "EC-07 entitled to less than the epochs earned");
            }
        }
    }

    function testFuzz_EC_08_manyDrawsAreOne(uint256 seed) external {
        _setRandomWeights(seed);
        _passEpochs(20);
        uint256 earned = _controller.entitled(1, 20);
        address distributor = _controller.distributorOf(1);
        uint256 drawn = 0;
        for (uint256 i = 0; i < 10; ++i) {
            uint256 step = _bound(uint256(keccak256(abi.encode(seed, i))), 0, earned - drawn);
            vm.prank(distributor);
            _controller.draw(1, step);
            drawn += step;
            _assertEq(_controller.available(1, 19), earned - drawn, "EC-08 a draw took more than it drew");
        }
        vm.prank(distributor);
        _controller.draw(1, earned - drawn);
        _assertEq(_network.token().balanceOf(distributor), earned, "EC-08 many draws are not one");

        bytes4 overdrawn = IEmissionController.EmissionControllerOverdrawn.selector;
        vm.expectRevert(abi.encodeWithSelector(overdrawn, 1, 0));
        vm.prank(distributor);
        _controller.draw(1, 1);
    }

    /// @dev What epochs that have begun earn is out of reach; later ones follow the new weights.
    function testFuzz_EC_03_weightsAreNeverRetroactive(uint256 seed, uint256 late) external {
        _setRandomWeights(seed);
        _passEpochs(_bound(seed, 1, 30));
        uint32 begun = _controller.nextEpoch();
        uint256[PROGRAMS] memory before;
        for (uint32 p = 1; p <= PROGRAMS; ++p) before[p - 1] = _controller.available(p, begun - 1);

        _setRandomWeights(late);
        _setCurve(_curves[1]);
        for (uint32 p = 1; p <= PROGRAMS; ++p) {
            uint256 available = _controller.available(p, begun - 1);
            _assertEq(available, before[p - 1], "EC-03 a setter changed what was earned");
        }
    }

    function testFuzz_EC_04_availableNeverFalls(uint256 seed) external {
        uint256 floor = 0;
        uint32 epoch = 0;
        for (uint256 i = 0; i < 10; ++i) {
            _setRandomWeights(uint256(keccak256(abi.encode(seed, i))));
            _passEpochs(1 + (i % 3));
            uint256 available = _controller.available(1, epoch);
            _assertLe(floor, available, "EC-04 available fell without a draw");
            epoch = _controller.endedEpochs();
            floor = _controller.available(1, epoch);
        }
    }

    /// @dev The sizes at which any loop of the controller is longest; 2^24 is the cap of one transaction.
    function test_EC_09_everyCallFitsOneTransactionAtItsLargest() external {
        address governance = _network.GOVERNANCE();
        for (uint256 i = PROGRAMS; i < 64; ++i) {
            address distributor = address(_network.deployDistributor(address(1), 1 hours));
            vm.prank(governance);
            _controller.addProgram(distributor);
        }
        uint16[] memory weightsBps = new uint16[](64);
        for (uint256 i = 0; i < 64; ++i) weightsBps[i] = 150;
        for (uint256 era = 0; era < 3; ++era) {
            vm.prank(governance);
            uint256 gasBefore = gasleft();
            _controller.setWeights(weightsBps);
            _assertLe(gasBefore - gasleft(), 2 ** 24, "EC-09 setWeights does not fit a transaction");
            vm.warp(_now() + 1 hours);
        }

        address last = address(_network.deployDistributor(address(1), 1 hours));
        vm.expectRevert(
            abi.encodeWithSelector(IEmissionController.EmissionControllerTooManyPrograms.selector, 64)
        );
        vm.prank(governance);
        _controller.addProgram(last);
    }

    /// @dev As on a chain whose block numbers stand still, jump or go back.
    function testFuzz_EC_10_theBlockNumberIsNotTime(uint64 before, uint64 later, uint256 seed) external {
        vm.roll(before);
        _setRandomWeights(seed);
        _passEpochs(_bound(seed, 2, 30));
        uint32 ended = _controller.endedEpochs();
        uint256 entitled = _controller.entitled(1, ended);
        vm.roll(later);
        _assertEq(_controller.endedEpochs(), ended, "EC-10 the block number moved the epoch");
        _assertEq(_controller.entitled(1, ended), entitled, "EC-10 the block number moved what was earned");
        _assertEq(ended, (_now() - _controller.genesis()) / 1 hours, "EC-10 epochs do not follow time");
    }

    // Internals

    function _setRandomWeights(uint256 seed) private {
        uint16[] memory weightsBps = new uint16[](PROGRAMS);
        uint256 leftBps = 10_000;
        for (uint256 i = 0; i < PROGRAMS; ++i) {
            weightsBps[i] = uint16(_bound(uint256(keccak256(abi.encode(seed, "weight", i))), 0, leftBps));
            leftBps -= weightsBps[i];
        }
        vm.prank(_network.GOVERNANCE());
        _controller.setWeights(weightsBps);
    }

    function _setCurve(IEmissionCurve curve) private {
        vm.prank(_network.GOVERNANCE());
        try _controller.setCurve(curve) {} catch (bytes memory reason) {
            bytes4 refusal = IEmissionController.EmissionControllerScheduleAboveCap.selector;
            _assertTrue(bytes4(reason) == refusal, "EC-01 a curve was refused for another reason");
        }
    }

    /// @dev Asks about each epoch only while it runs, so that nothing depends on how the controller keeps its past.
    function _passEpochs(uint256 count) private {
        for (uint256 i = 0; i < count; ++i) {
            uint32 running = _controller.endedEpochs();
            IEmissionCurve curve = _controller.curveOf(running);
            uint256 emission = curve.cumulative(running + 1) - curve.cumulative(running);
            for (uint32 program = 1; program <= PROGRAMS; ++program) {
                _earnedBps[program - 1] += emission * _controller.weightOf(program, running);
            }
            vm.warp(_now() + 1 hours);
        }
    }
}
