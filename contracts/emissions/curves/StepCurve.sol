// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionCurve} from "../interfaces/IEmissionCurve.sol";

/// @title StepCurve
/// @notice A table: from each listed epoch on, a constant amount an epoch, until the next line of the table. A last
/// line of zero ends emission.
contract StepCurve is IEmissionCurve {
    /// @notice One line of the table.
    /// @param fromEpoch First epoch of the step. The first step starts at 0; the others follow in ascending order.
    /// @param perEpoch What each epoch of the step emits, in base units.
    struct Step {
        uint32 fromEpoch;
        uint96 perEpoch;
    }

    /// @dev A step and what was emitted before it, in one slot.
    struct Segment {
        uint32 fromEpoch;
        uint96 perEpoch;
        uint128 emittedBefore;
    }

    /// @notice The table must hold 1 to 128 steps.
    error StepCurveLengthOutOfRange(uint256 length, uint256 min, uint256 max);
    /// @notice The first step must start at epoch 0 and every other one after the one before it.
    error StepCurveNotAscending(uint256 index, uint32 fromEpoch);

    // Constants

    uint256 private constant MAX_STEPS = 128;

    // Storage

    Segment[] private _segments;

    // Construction

    /// @param steps The table, 1 to 128 lines.
    constructor(Step[] memory steps) {
        require(
            steps.length > 0 && steps.length <= MAX_STEPS,
            StepCurveLengthOutOfRange(steps.length, 1, MAX_STEPS)
        );
        require(steps[0].fromEpoch == 0, StepCurveNotAscending(0, steps[0].fromEpoch));

        // At most 2^32 epochs of less than 2^96 each: the sum fits 128 bits.
        uint128 emitted = 0;
        _segments.push(Segment({fromEpoch: 0, perEpoch: steps[0].perEpoch, emittedBefore: 0}));
        for (uint256 i = 1; i < steps.length; ++i) {
            (Step memory previous, Step memory step) = (steps[i - 1], steps[i]);
            require(step.fromEpoch > previous.fromEpoch, StepCurveNotAscending(i, step.fromEpoch));
            emitted += uint128(step.fromEpoch - previous.fromEpoch) * previous.perEpoch;
            _segments.push(Segment(step.fromEpoch, step.perEpoch, emitted));
        }
    }

    // Views

    /// @inheritdoc IEmissionCurve
    /// @dev Exact: nothing is rounded.
    function cumulative(uint256 epochs) external view returns (uint256) {
        Segment memory segment = _segmentOf(epochs);
        return segment.emittedBefore + (epochs - segment.fromEpoch) * segment.perEpoch;
    }

    /// @notice The line `index` of the table, counted from 0.
    function stepAt(uint256 index) external view returns (Step memory) {
        Segment memory segment = _segments[index];
        return Step({fromEpoch: segment.fromEpoch, perEpoch: segment.perEpoch});
    }

    /// @notice The number of lines of the table.
    function stepCount() external view returns (uint256) {
        return _segments.length;
    }

    // Internals

    /// @dev Binary search for the last segment that starts at or before `epoch`; the first one starts at 0.
    function _segmentOf(uint256 epoch) private view returns (Segment memory) {
        uint256 low = 0;
        uint256 high = _segments.length - 1;
        while (low < high) {
            uint256 middle = (low + high + 1) / 2;
            if (_segments[middle].fromEpoch <= epoch) low = middle;
            else high = middle - 1;
        }
        return _segments[low];
    }
}
