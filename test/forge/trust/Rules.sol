// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ForgeTest} from "../support/ForgeTest.sol";

/// @dev Stands for a refusal that gives no reason.
bytes4 constant NO_REASON = 0xffffffff;

/// @title Rules
/// @notice What all books of the campaign share: a call of a book says whether the contract must take the same call. It
/// writes down what changes, or reverts with the four bytes of the error that the contract must refuse with.
abstract contract Rules is ForgeTest {
    function _rule(bool isKept, bytes4 refusal) internal pure {
        if (isKept) return;
        assembly ("memory-safe") {
            mstore(0x00, refusal)
            revert(0x00, 4)
        }
    }
}
