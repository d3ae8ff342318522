// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeviceJson} from "../../../contracts/devices/DeviceJson.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {Artifact} from "../support/Artifact.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {IDeviceText} from "../support/IDeviceText.sol";
import {JsonScanner} from "../support/JsonScanner.sol";

/// @title DeviceJsonTest
/// @notice Whatever text comes in, the JSON that wallets read is one object, and the text cannot leave its string.
contract DeviceJsonTest is ForgeTest {
    string private constant PREFIX = "data:application/json;base64,";
    IDeviceText private immutable _texts = IDeviceText(
        Artifact.deploy("contracts/mocks/", "DeviceTextHarness", "")
    );

    function testFuzz_DV_18_theJsonIsOneObject(
        bytes calldata name,
        bytes calldata uri,
        uint256 device,
        uint32 maker,
        uint64 cell,
        bytes32 contentHash
    ) external view {
        DeviceJson.Fields memory fields;
        fields.device = device;
        fields.kind.program = maker;
        fields.kind.category = IMakerRegistry.Category(device % 2);
        fields.kind.name = _printable(name, 64);
        fields.maker = maker;
        fields.cell = cell;
        fields.uri = _printable(uri, 2048);
        fields.contentHash = contentHash;
        _checkJson(fields);
    }

    /// @dev Nothing but what means something in JSON.
    function testFuzz_DV_18_noTextLeavesItsString(uint256 seed) external view {
        bytes memory marks = '"\\{}[],: ';
        bytes memory text = new bytes(32);
        for (uint256 i = 0; i < text.length; ++i) text[i] = marks[uint8(bytes32(seed)[i]) % marks.length];
        DeviceJson.Fields memory fields;
        (fields.kind.name, fields.uri) = (string(text), string(text));
        _checkJson(fields);
    }

    function testFuzz_DV_18_onlyPrintableTextIsTaken(bytes calldata text) external view {
        bool isPrintable = true;
        for (uint256 i = 0; i < text.length; ++i) {
            isPrintable = isPrintable && uint8(text[i]) > 31 && uint8(text[i]) < 127;
        }
        _assertTrue(_texts.isPrintable(string(text)) == isPrintable, "DV-18 a text was misjudged");
    }

    // Internals

    function _checkJson(DeviceJson.Fields memory fields) private view {
        bytes memory uri = bytes(_texts.dataURI(fields));
        for (uint256 i = 0; i < bytes(PREFIX).length; ++i) {
            _assertTrue(uri[i] == bytes(PREFIX)[i], "DV-18 no data URI of JSON");
        }
        bytes memory json = JsonScanner.decodeBase64(uri, bytes(PREFIX).length);
        uint256 strings = JsonScanner.scanObject(json);
        // name, attributes; of each attribute two keys and two values; the URI is two more
        uint256 attributes = 3 + (fields.maker == 0 ? 0 : 1) + (fields.cell == 0 ? 0 : 1);
        if (fields.contentHash != 0) ++attributes;
        uint256 expected = 3 + 4 * attributes + (bytes(fields.uri).length == 0 ? 0 : 2);
        _assertEq(strings, expected, "DV-18 a text left its string");
    }

    /// @dev Any bytes, made printable, as the registries demand of what they take.
    function _printable(bytes calldata text, uint256 most) private pure returns (string memory) {
        bytes memory printable = new bytes(text.length < most ? text.length : most);
        for (uint256 i = 0; i < printable.length; ++i) printable[i] = bytes1(32 + (uint8(text[i]) % 95));
        return string(printable);
    }
}
