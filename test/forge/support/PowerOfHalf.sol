// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title PowerOfHalf
/// @notice `2^(-x)` without a series or a logarithm: the binary digits of x select repeated square roots of one half.
library PowerOfHalf {
    uint256 private constant ONE = 2 ** 127;
    uint256 private constant DIGITS = 110;

    /// @return `amount * 2^(-numerator / denominator)`, off by less than one part in 2^119.
    function scale(uint256 amount, uint256 numerator, uint256 denominator) internal pure returns (uint256) {
        uint256 shift = numerator / denominator;
        if (shift > 255) return 0;
        return Math.mulDiv(amount, _fraction(numerator % denominator, denominator), ONE) >> shift;
    }

    function _fraction(uint256 numerator, uint256 denominator) private pure returns (uint256 power) {
        power = ONE;
        uint256 root = ONE / 2;
        for (uint256 digit = 0; digit < DIGITS && numerator > 0; ++digit) {
            root = Math.sqrt(root * ONE);
            numerator *= 2;
            if (numerator < denominator) continue;
            numerator -= denominator;
            power = (power * root) / ONE;
        }
    }
}
