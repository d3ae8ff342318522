// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title PrintableText
/// @notice Which texts may go into a device's JSON. A `string` of the ABI may hold any bytes; what is no valid UTF-8
/// cannot be mended by escaping, so it is refused where it comes in.
library PrintableText {
    /// @notice Whether every byte is a printable ASCII character, 0x20 to 0x7e.
    function isPrintable(string memory text) internal pure returns (bool) {
        bytes memory characters = bytes(text);
        for (uint256 i = 0; i < characters.length; ++i) {
            if (characters[i] < 0x20 || characters[i] > 0x7e) return false;
        }
        return true;
    }
}
