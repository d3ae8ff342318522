// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {H3Cell} from "../devices/H3Cell.sol";

/// @title H3CellHarness
/// @notice Exposes the library's internal function to tests.
contract H3CellHarness {
    function isValid(uint64 cell) external pure returns (bool) {
        return H3Cell.isValid(cell);
    }
}
