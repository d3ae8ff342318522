// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {H3CellHarness} from "../../../contracts/mocks/H3CellHarness.sol";
import {Artifact} from "../support/Artifact.sol";
import {ForgeTest} from "../support/ForgeTest.sol";

/// @title H3CellTest
/// @notice The library's bit tricks against the definition of an index, digit by digit.
contract H3CellTest is ForgeTest {
    uint256 private constant DIGITS = 15;
    H3CellHarness private immutable _cells = H3CellHarness(
        Artifact.deploy("contracts/mocks/", "H3CellHarness", "")
    );
    uint8[12] private _pentagons = [4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117];

    /// @dev Most numbers are no cells: the other two tests start from one.
    function testFuzz_DV_17_anyNumberIsJudgedByTheDefinition(uint64 index) external view {
        _check(index);
    }

    function testFuzz_DV_17_everyCellIsAccepted(uint8 base, uint8 resolution, uint256 digits) external view {
        uint64 cell = _cell(base, resolution, digits);
        _check(cell);
        bool isDeleted = _isPentagon(uint256(cell >> 45) & 0x7f) && _firstDigit(cell) == 1;
        _assertTrue(_isValid(cell) != isDeleted, "DV-17 a cell was refused");
    }

    function testFuzz_DV_17_aChangedCellIsJudgedByTheDefinition(
        uint8 base,
        uint8 resolution,
        uint256 digits,
        uint8 bit
    ) external view {
        _check(_cell(base, resolution, digits) ^ uint64(1 << (bit % 64)));
    }

    /// @dev Zeros down to one digit: where a pentagon's missing direction is found.
    function testFuzz_DV_17_noPentagonHasItsMissingDirection(
        uint8 pentagon,
        uint8 resolution,
        uint8 place,
        uint8 digit
    ) external view {
        uint256 base = _pentagons[pentagon % 12];
        uint256 depth = 1 + (resolution % DIGITS);
        uint256 position = 1 + (place % depth);
        uint256 digits = uint256(digit % 7) << (3 * (DIGITS - position));
        uint64 cell = _cell(uint8(base), uint8(depth), digits);
        _check(cell);
        _assertTrue(_isValid(cell) == (digit % 7 != 1), "DV-17 a pentagon has six directions");
    }

    function _isValid(uint64 index) private view returns (bool) {
        uint64[] memory cells = new uint64[](1);
        cells[0] = index;
        return _cells.areValid(cells)[0];
    }

    // The definition

    function _check(uint64 index) private view {
        _assertTrue(_isValid(index) == _isCell(index), "DV-17 a number is judged otherwise");
    }

    function _isCell(uint64 index) private view returns (bool) {
        bool isReservedZero = index >> 63 == 0 && (index >> 56) & 7 == 0;
        bool isCellMode = (index >> 59) & 0xf == 1;
        uint256 base = (index >> 45) & 0x7f;
        if (!isReservedZero || !isCellMode || base > 121) return false;
        uint256 resolution = (index >> 52) & 0xf;
        for (uint256 place = 1; place <= DIGITS; ++place) {
            bool isUnused = _digit(index, place) == 7;
            if (isUnused != (place > resolution)) return false;
        }
        return !_isPentagon(base) || _firstDigit(index) != 1;
    }

    function _digit(uint64 index, uint256 place) private pure returns (uint256) {
        return (index >> (3 * (DIGITS - place))) & 7;
    }

    /// @dev The first digit that is not 0.
    function _firstDigit(uint64 index) private pure returns (uint256 digit) {
        for (uint256 place = 1; place <= DIGITS && digit == 0; ++place) digit = _digit(index, place);
    }

    function _isPentagon(uint256 base) private view returns (bool isPentagon) {
        for (uint256 i = 0; i < _pentagons.length; ++i) isPentagon = isPentagon || base == _pentagons[i];
    }

    function _cell(uint8 base, uint8 resolution, uint256 digits) private pure returns (uint64 cell) {
        uint256 depth = resolution % 16;
        cell = uint64((1 << 59) | (depth << 52) | (uint256(base % 122) << 45));
        for (uint256 place = 1; place <= DIGITS; ++place) {
            uint256 shift = 3 * (DIGITS - place);
            uint256 digit = place > depth ? 7 : ((digits >> shift) & 7) % 7;
            cell |= uint64(digit << shift);
        }
    }
}
