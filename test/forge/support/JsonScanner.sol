// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title JsonScanner
/// @notice As much of base64 and JSON as it takes to say whether a text is one object, and how many strings it has.
library JsonScanner {
    bytes private constant ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// @param text Base64 with padding, from `start` on.
    function decodeBase64(bytes memory text, uint256 start) internal pure returns (bytes memory decoded) {
        uint256 length = text.length - start;
        require(length > 0 && length % 4 == 0, "no base64");
        uint256 padding = (text[text.length - 1] == "=" ? 1 : 0) + (text[text.length - 2] == "=" ? 1 : 0);
        decoded = new bytes((length / 4) * 3 - padding);
        uint8[256] memory values = _values();
        for (uint256 i = 0; i < decoded.length; ++i) {
            uint256 place = start + (i / 3) * 4 + (i % 3);
            uint256 pair = (uint256(values[uint8(text[place])]) << 6) | values[uint8(text[place + 1])];
            decoded[i] = bytes1(uint8(pair >> (4 - 2 * (i % 3))));
        }
    }

    /// @notice Reverts unless every bracket is closed by its own, outside of strings, and the first one last.
    /// @return strings How many strings there are, keys included.
    function scanObject(bytes memory json) internal pure returns (uint256 strings) {
        bytes memory open = new bytes(json.length);
        uint256 depth = 0;
        require(json.length > 0 && json[0] == "{", "no object");
        for (uint256 i = 0; i < json.length; ++i) {
            bytes1 character = json[i];
            require(character >= 0x20, "a control character");
            if (character == '"') {
                i = _endOfString(json, i + 1);
                ++strings;
            } else if (character == "{" || character == "[") {
                open[depth++] = character;
            } else if (character == "}" || character == "]") {
                require(depth > 0, "closed too often");
                require(open[--depth] == (character == "}" ? bytes1("{") : bytes1("[")), "crossed brackets");
                require(depth > 0 || i == json.length - 1, "more than one object");
            } else {
                require(character == "," || character == ":", "text outside of a string");
            }
        }
        require(depth == 0, "not closed");
    }

    function _endOfString(bytes memory json, uint256 i) private pure returns (uint256) {
        while (json[i] != '"') {
            require(json[i] >= 0x20, "a control character in a string");
            i += json[i] == "\\" ? 2 : 1;
        }
        return i;
    }

    function _values() private pure returns (uint8[256] memory values) {
        bytes memory alphabet = ALPHABET;
        for (uint8 i = 0; i < alphabet.length; ++i) values[uint8(alphabet[i])] = i;
    }
}
