// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";

/// @title IDevices
/// @notice The registry of devices with its tokens. Tests name no contract, so that they are not compiled for size as
/// the registry is.
interface IDevices is IDeviceRegistry, IERC721 {}
