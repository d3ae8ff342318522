// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeviceJson} from "../devices/DeviceJson.sol";
import {PrintableText} from "../devices/PrintableText.sol";

/// @title DeviceTextHarness
/// @notice Exposes to tests what becomes of the texts that makers and owners write.
contract DeviceTextHarness {
    function dataURI(DeviceJson.Fields calldata fields) external pure returns (string memory) {
        return DeviceJson.dataURI(fields);
    }

    function isPrintable(string calldata text) external pure returns (bool) {
        return PrintableText.isPrintable(text);
    }
}
