// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IMakerRegistry} from "./interfaces/IMakerRegistry.sol";

// JSON is written in double quotes, so its pieces stand in single ones.
// solhint-disable quotes

/// @title DeviceJson
/// @notice Writes the JSON that wallets and marketplaces show of a device.
library DeviceJson {
    using Strings for uint256;

    /// @param device Its id.
    /// @param kind Its kind.
    /// @param maker Id of the maker, zero if none.
    /// @param cell H3 index of its location, zero if none.
    /// @param uri Where its metadata is, in printable ASCII; empty if nowhere.
    /// @param contentHash Hash of the metadata, zero if not stated.
    struct Fields {
        uint256 device;
        IMakerRegistry.Kind kind;
        uint32 maker;
        uint64 cell;
        string uri;
        bytes32 contentHash;
    }

    /// @notice The JSON, as a base64 data URI.
    function dataURI(Fields memory fields) internal pure returns (string memory) {
        return string.concat("data:application/json;base64,", Base64.encode(bytes(_json(fields))));
    }

    function _json(Fields memory fields) private pure returns (string memory) {
        string memory name = Strings.escapeJSON(fields.kind.name);
        string memory id = fields.device.toHexString(32);
        string memory uri =
            bytes(fields.uri).length == 0
                ? ""
                : string.concat(',"external_url":"', Strings.escapeJSON(fields.uri), '"');
        return
            string.concat(
                '{"name":"',
                name,
                " ",
                id,
                '"',
                uri,
                ',"attributes":[',
                _attribute("Kind", name),
                ",",
                _attribute("Category", _category(fields.kind.category)),
                ",",
                _attribute("Program", uint256(fields.kind.program).toString()),
                _optional("Maker", fields.maker == 0 ? "" : uint256(fields.maker).toString()),
                _optional("Location (H3)", fields.cell == 0 ? "" : uint256(fields.cell).toHexString()),
                _optional(
                    "Metadata hash",
                    fields.contentHash == 0 ? "" : uint256(fields.contentHash).toHexString(32)
                ),
                "]}"
            );
    }

    function _category(IMakerRegistry.Category category) private pure returns (string memory) {
        return category == IMakerRegistry.Category.Physical ? "Physical" : "Digital";
    }

    function _optional(string memory trait, string memory value) private pure returns (string memory) {
        return bytes(value).length == 0 ? "" : string.concat(",", _attribute(trait, value));
    }

    function _attribute(string memory trait, string memory value) private pure returns (string memory) {
        return string.concat('{"trait_type":"', trait, '","value":"', value, '"}');
    }
}
