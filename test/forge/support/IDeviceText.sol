// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {DeviceJson} from "../../../contracts/devices/DeviceJson.sol";

/// @title IDeviceText
/// @notice What DeviceTextHarness exposes.
interface IDeviceText {
    function dataURI(DeviceJson.Fields calldata fields) external pure returns (string memory);

    function isPrintable(string calldata text) external pure returns (bool);
}
