// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IEmissionCurve} from "../interfaces/IEmissionCurve.sol";

/// @title HalvingCurve
/// @notice A constant amount an epoch that halves after every `halvingEpochs` epochs, as Bitcoin's does, approaching
/// a limit of `2 * initialPerEpoch * halvingEpochs`.
contract HalvingCurve is IEmissionCurve {
    /// @notice An amount or a length is zero or too large.
    error HalvingCurveParameterOutOfRange(uint256 value, uint256 min, uint256 max);

    // Immutables

    /// @notice What each epoch emits before the first halving, in base units. Range: 1 to 2^128 - 1.
    uint128 public immutable initialPerEpoch;
    /// @notice Epochs from one halving to the next. Range: 1 to 2^32 - 1.
    uint32 public immutable halvingEpochs;

    // Construction

    /// @param initialPerEpoch_ Base units, 1 to 2^128 - 1.
    /// @param halvingEpochs_ Epochs, 1 to 2^32 - 1.
    constructor(uint128 initialPerEpoch_, uint32 halvingEpochs_) {
        require(
            initialPerEpoch_ > 0,
            HalvingCurveParameterOutOfRange(initialPerEpoch_, 1, type(uint128).max)
        );
        require(halvingEpochs_ > 0, HalvingCurveParameterOutOfRange(halvingEpochs_, 1, type(uint32).max));

        initialPerEpoch = initialPerEpoch_;
        halvingEpochs = halvingEpochs_;
    }

    // Views

    /// @inheritdoc IEmissionCurve
    /// @dev With amount A, period P and `epochs = k * P + r`, the sum of the geometric series and of the running
    /// period is `2PA - A(2P - r) / 2^k`. What is still to come is rounded up, so the result is rounded down, once.
    function cumulative(uint256 epochs) external view returns (uint256) {
        uint256 halvings = epochs / halvingEpochs;
        uint256 remainingEpochs = 2 * uint256(halvingEpochs) - (epochs % halvingEpochs);
        uint256 limit = 2 * uint256(halvingEpochs) * initialPerEpoch;
        return limit - _shiftRightCeil(initialPerEpoch * remainingEpochs, halvings);
    }

    // Internals

    function _shiftRightCeil(uint256 value, uint256 bits) private pure returns (uint256) {
        // value < 2^161: from 161 halvings on, the rest of the limit is less than one base unit, rounded up to one.
        return bits > 160 ? 1 : Math.ceilDiv(value, 1 << bits);
    }
}
