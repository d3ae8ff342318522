// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {H3Cell} from "../devices/H3Cell.sol";

/// @title H3CellHarness
/// @notice Exposes the library's internal function to tests, for many words at once.
contract H3CellHarness {
    function areValid(uint64[] calldata cells) external pure returns (bool[] memory valid) {
        valid = new bool[](cells.length);
        for (uint256 i = 0; i < cells.length; ++i) valid[i] = H3Cell.isValid(cells[i]);
    }
}
