// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";

import {IEmissionCurve} from "../interfaces/IEmissionCurve.sol";

/// @title DecayCurve
/// @notice Smooth exponential decay: of a fixed total, half is emitted in every half-life of what is left, as
/// Filecoin's simple minting does.
contract DecayCurve is IEmissionCurve {
    /// @notice An amount or a length is zero or too large.
    error DecayCurveParameterOutOfRange(uint256 value, uint256 min, uint256 max);

    // Constants

    uint256 private constant WAD = 1e18;
    /// @dev ln 2 in WAD, rounded down.
    uint256 private constant LN2_WAD = 693_147_180_559_945_309;

    // Immutables

    /// @notice What the curve emits for ever, in base units; approached, never reached. Range: 1 to 2^128 - 1.
    uint128 public immutable total;
    /// @notice Epochs in which half of what is left is emitted. Range: 1 to 2^32 - 1.
    uint32 public immutable halfLifeEpochs;

    // Construction

    /// @param total_ Base units, 1 to 2^128 - 1.
    /// @param halfLifeEpochs_ Epochs, 1 to 2^32 - 1.
    constructor(uint128 total_, uint32 halfLifeEpochs_) {
        require(total_ > 0, DecayCurveParameterOutOfRange(total_, 1, type(uint128).max));
        require(halfLifeEpochs_ > 0, DecayCurveParameterOutOfRange(halfLifeEpochs_, 1, type(uint32).max));

        total = total_;
        halfLifeEpochs = halfLifeEpochs_;
    }

    // Views

    /// @inheritdoc IEmissionCurve
    /// @dev `total * (1 - 2^(-epochs / halfLife))`. Whole half-lives are exact shifts; only the running one needs the
    /// exponential, where one epoch moves the result by more than the library's error (about one part in 1e18), so
    /// that the curve stays monotone. What is left is rounded up, so the result is rounded down.
    function cumulative(uint256 epochs) external view returns (uint256) {
        uint256 halvings = epochs / halfLifeEpochs;
        // fraction < 1e18, so the exponent lies in (-ln 2, 0] and expWad cannot overflow.
        uint256 fractionWad = ((epochs % halfLifeEpochs) * LN2_WAD) / halfLifeEpochs;
        uint256 leftWad = uint256(FixedPointMathLib.expWad(-int256(fractionWad)));
        // leftWad <= 1e18 < 2^60 and total < 2^128: from 188 halvings on, less than one base unit is left.
        uint256 left = halvings > 187 ? 1 : Math.ceilDiv(total * leftWad, WAD << halvings);
        return total - left;
    }
}
