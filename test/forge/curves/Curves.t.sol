// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {Curves, Step} from "../support/Curves.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {PowerOfHalf} from "../support/PowerOfHalf.sol";

/// @title CurvesTest
/// @notice Each curve against its definition, computed another way: sums term by term, exact rationals, square roots.
contract CurvesTest is ForgeTest {
    uint256 private constant ALL_EPOCHS = 2 ** 32;

    // All curves

    function testFuzz_CU_01_02_03_halving(
        uint128 initial,
        uint32 period,
        uint256 epochs,
        uint256 next
    ) external {
        vm.assume(initial > 0 && period > 0);
        _checkShape(Curves.halving(initial, period), 2 * uint256(initial) * period, epochs, next);
    }

    function testFuzz_CU_01_02_03_step(uint256 seed, uint256 epochs, uint256 next) external {
        Step[] memory steps = _randomSteps(seed);
        _checkShape(Curves.step(steps), _naiveStepSum(steps, ALL_EPOCHS), epochs, next);
    }

    function testFuzz_CU_01_02_03_decay(
        uint128 total,
        uint32 halfLife,
        uint256 epochs,
        uint256 next
    ) external {
        vm.assume(total > 0 && halfLife > 0);
        _checkShape(Curves.decay(total, halfLife), total, epochs, next);
    }

    // Halving

    /// @dev The sum, term by term, in units of 2^-128 base units, in which every term here is whole.
    function testFuzz_CU_05_halvingIsTheFloorOfTheExactSum(
        uint96 initial,
        uint256 period,
        uint256 epochs
    ) external {
        vm.assume(initial > 0);
        period = _bound(period, 1, 12);
        epochs = _bound(epochs, 0, 400);
        uint256 exact = 0;
        for (uint256 epoch = 0; epoch < epochs && epoch / period <= 128; ++epoch) {
            exact += (uint256(initial) << 128) >> (epoch / period);
        }
        IEmissionCurve curve = Curves.halving(initial, uint32(period));
        // Past the 128th halving the terms no longer reach a base unit together; only the floor is left to compare.
        uint256 limit = 2 * period * initial;
        uint256 expected = exact >> 128 == limit ? limit - 1 : exact >> 128;
        _assertEq(curve.cumulative(epochs), expected, "CU-05 halving is not the floor of the exact sum");
    }

    /// @dev For any parameters: two neighbours differ by an epoch's emission, up to the one rounding of each.
    function testFuzz_CU_05_halvingGrowsByTheEpochsEmission(
        uint128 initial,
        uint32 period,
        uint256 epochs
    ) external {
        vm.assume(initial > 0 && period > 0);
        epochs = _bound(epochs, 0, ALL_EPOCHS - 1);
        IEmissionCurve curve = Curves.halving(initial, period);
        uint256 halvings = epochs / period;
        uint256 emission = halvings > 127 ? 0 : uint256(initial) >> halvings;
        uint256 growth = curve.cumulative(epochs + 1) - curve.cumulative(epochs);
        _assertLe(emission, growth + 1, "CU-05 halving grows by less than the epoch emits");
        _assertLe(growth, emission + 1, "CU-05 halving grows by more than the epoch emits");
    }

    // Steps

    function testFuzz_CU_06_stepIsTheExactSum(uint256 seed, uint256 epochs) external {
        Step[] memory steps = _randomSteps(seed);
        epochs = _bound(epochs, 0, ALL_EPOCHS);
        uint256 expected = _naiveStepSum(steps, epochs);
        _assertEq(Curves.step(steps).cumulative(epochs), expected, "CU-06 step is not the exact sum");
    }

    // Decay

    function testFuzz_CU_07_decayIsWithinItsRounding(
        uint128 total,
        uint32 halfLife,
        uint256 epochs
    ) external {
        vm.assume(total > 0 && halfLife > 0);
        epochs = _bound(epochs, 0, Math.min(ALL_EPOCHS, 200 * uint256(halfLife)));
        uint256 left = total - Curves.decay(total, halfLife).cumulative(epochs);

        uint256 exactLeft = PowerOfHalf.scale(total, epochs, halfLife);
        // Two units in the eighteenth place of the fraction of the running half-life, and the rounding to a base unit.
        uint256 tolerance = (((2 * uint256(total)) / 1e18) >> Math.min(epochs / halfLife, 255)) + 2;
        _assertLe(left, exactLeft + tolerance, "CU-07 decay leaves too much");
        _assertLe(exactLeft, left + tolerance, "CU-07 decay leaves too little");
    }

    function testFuzz_CU_08_decayHalvesExactly(uint128 total, uint32 halfLife, uint256 halvings) external {
        vm.assume(total > 0 && halfLife > 0);
        halvings = _bound(halvings, 0, Math.min(256, ALL_EPOCHS / halfLife));
        uint256 left = total - Curves.decay(total, halfLife).cumulative(halvings * halfLife);
        uint256 expected = halvings > 127 ? 1 : Math.ceilDiv(total, 1 << halvings);
        _assertEq(left, expected, "CU-08 decay does not halve at a half-life");
    }

    // Internals

    /// @dev CU-04 is in every line: a call that reverted would fail the test.
    function _checkShape(IEmissionCurve curve, uint256 limit, uint256 epochs, uint256 next) private view {
        epochs = _bound(epochs, 0, ALL_EPOCHS - 1);
        next = _bound(next, epochs + 1, ALL_EPOCHS);
        _assertEq(curve.cumulative(0), 0, "CU-01 emits before the first epoch");
        _assertLe(
            curve.cumulative(epochs),
            curve.cumulative(epochs + 1),
            "CU-02 falls from one epoch to the next"
        );
        _assertLe(curve.cumulative(epochs), curve.cumulative(next), "CU-02 falls");
        _assertLe(curve.cumulative(ALL_EPOCHS), limit, "CU-03 emits more than its limit");
    }

    function _randomSteps(uint256 seed) private pure returns (Step[] memory steps) {
        steps = new Step[](1 + (seed % 128));
        uint32 fromEpoch = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            steps[i] = Step(fromEpoch, random % 5 == 0 ? 0 : uint96(random >> 160));
            fromEpoch += 1 + uint32((random >> 8) % (random % 3 == 0 ? 30_000_000 : 3));
        }
    }

    /// @dev Every step by itself, without a running sum.
    function _naiveStepSum(Step[] memory steps, uint256 epochs) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 from = Math.min(epochs, steps[i].fromEpoch);
            uint256 to = i + 1 == steps.length ? epochs : Math.min(epochs, steps[i + 1].fromEpoch);
            sum += (to - from) * steps[i].perEpoch;
        }
    }
}
