// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title H3Cell
/// @notice Says whether 64 bits are the index of a cell of the H3 grid.
/// @dev From the top: 1 reserved bit (0), 4 bits of mode (1, a cell), 3 reserved bits (0), 4 bits of resolution, 7 bits
/// of base cell (0 to 121), then fifteen digits of 3 bits: 0 to 6 down to the resolution, 7 below it. Twelve base
/// cells are pentagons, which lack one direction: their first digit that is not 0 cannot be 1.
/// Source: https://h3geo.org/docs/core-library/h3Indexing
library H3Cell {
    uint256 private constant CELL_MODE = 1;
    uint256 private constant BASE_CELLS = 122;
    uint256 private constant DIGITS = 15;
    /// @dev One bit for each base cell that is a pentagon.
    uint256 private constant PENTAGONS =
        (1 << 4) |
            (1 << 14) |
            (1 << 24) |
            (1 << 38) |
            (1 << 49) |
            (1 << 58) |
            (1 << 63) |
            (1 << 72) |
            (1 << 83) |
            (1 << 97) |
            (1 << 107) |
            (1 << 117);
    /// @dev The lowest bit of each of the fifteen digits.
    uint256 private constant LOW_BITS = 0x1249249249249;

    /// @notice Whether `cell` is a valid cell index, of any resolution from 0 to 15.
    function isValid(uint64 cell) internal pure returns (bool) {
        uint256 index = cell;
        // one comparison for mode and reserved bits: they fill the top byte
        if (index >> 56 != CELL_MODE << 3) return false;
        uint256 baseCell = (index >> 45) & 0x7f;
        if (baseCell >= BASE_CELLS) return false;

        uint256 unusedBits = 3 * (DIGITS - ((index >> 52) & 0xf));
        uint256 unused = (1 << unusedBits) - 1;
        if (index & unused != unused) return false;

        uint256 used = (index & ((1 << (3 * DIGITS)) - 1)) >> unusedBits;
        // a digit of 7 has all its three bits set
        if (used & (used >> 1) & (used >> 2) & LOW_BITS != 0) return false;
        return ((PENTAGONS >> baseCell) & 1) == 0 || _firstDigit(used) != 1;
    }

    /// @dev The first digit that is not 0, or 0 if there is none.
    function _firstDigit(uint256 digits) private pure returns (uint256) {
        if (digits == 0) return 0;
        uint256 place = Math.log2(digits) / 3;
        return digits >> (3 * place);
    }
}
