// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceActors} from "./DeviceActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {DevicePath} from "./Paths.sol";

/// @title ThiefActors
/// @notice Who has kept every call that was ever taken, who acts on others' devices, and who has no role.
contract ThiefActors is DeviceActors {
    constructor(DeviceModel model) DeviceActors(model) {}

    // Actions

    /// @notice Any call with signatures that was taken, once more, also by who sent it at first.
    function replay(uint256 seed) external {
        uint256 count = _model.savedCount();
        if (count == 0) return;
        DeviceModel.SavedCall memory saved = _model.savedAt(seed % count);
        vm.prank((seed >> 128) % 2 == 0 ? SPONSOR : saved.sender);
        (bool success, ) = address(_devices).call(saved.data);
        _assertTrue(!success, "DV-04 a saved signature worked twice");
        _model.reach(DevicePath.ReplayRefused);
    }

    /// @notice What only the owner may do, by somebody else.
    function impersonate(uint256 seed) external {
        uint256 firstKey = _pickDevice(seed);
        uint256 device = _model.idOf(firstKey);
        address sender = _keys.ownerAt(_random(seed, 1));
        if (sender == _model.deviceAt(firstKey).owner) sender = SPONSOR;
        bytes[5] memory calls = [
            abi.encodeCall(_devices.release, (device)),
            abi.encodeCall(_devices.setPayee, (device, sender)),
            abi.encodeCall(_devices.cancelRotation, (device)),
            abi.encodeCall(_devices.setMetadata, (device, "", 0)),
            abi.encodeCall(_devices.appeal, (device, 0, ""))
        ];
        bytes4 refusal = IDeviceRegistry.DeviceRegistryNotOwner.selector;
        _call(sender, calls[_random(seed, 2) % calls.length], refusal, "DV-15 an impersonator");
        _model.reach(DevicePath.ImpersonationRefused);
    }

    /// @notice What needs a role, or a maker's account, by somebody who has neither.
    function intrude(uint256 seed) external {
        bytes4 unauthorised = IAccessManaged.AccessManagedUnauthorized.selector;
        uint256 choice = seed % 8;
        if (choice < 2) {
            uint256 device = _model.idOf(_pickDevice(seed >> 8));
            bytes[2] memory calls = [
                abi.encodeCall(_devices.suspend, (device, 1_000, 1_001, 1, 0)),
                abi.encodeCall(_devices.lift, (device))
            ];
            _call(SPONSOR, calls[choice], unauthorised, "DV-15 an intruder");
        } else {
            _intrudeMakers(choice - 2, unauthorised);
        }
        _model.reach(DevicePath.Intruded);
    }

    /// @notice What only a maker's own account may do, by another maker.
    function impersonateMaker(uint256 seed) external {
        bytes[4] memory calls = [
            abi.encodeCall(_makers.addAttestationKey, (1, abi.encodePacked(SPONSOR))),
            abi.encodeCall(_makers.provisionBatch, (1, bytes32(seed | 1), type(uint40).max, "")),
            abi.encodeCall(_makers.transferMaker, (1, SPONSOR)),
            abi.encodeCall(_makers.setMakerURI, (1, ""))
        ];
        bytes4 refusal = IMakerRegistry.MakerRegistryNotMaker.selector;
        _refuseMakers(_keys.accountOf(2), calls[seed % calls.length], refusal);
        _model.reach(DevicePath.MakerImpersonated);
    }

    // Internals

    function _intrudeMakers(uint256 choice, bytes4 unauthorised) private {
        bytes32 key = keccak256(_keys.makerSignerOf(1, 0));
        bytes[6] memory calls = [
            abi.encodeCall(_makers.setVerifier, (SPONSOR, true)),
            abi.encodeCall(_makers.setKindActive, (1, false)),
            abi.encodeCall(_makers.setMakerActive, (1, false)),
            abi.encodeCall(_makers.setMakerKind, (1, 1, true)),
            abi.encodeCall(_makers.revokeAttestationKey, (1, key)),
            abi.encodeCall(_makers.revokeBatch, (1, _makerModel.rootOf(0)))
        ];
        _refuseMakers(SPONSOR, calls[choice], unauthorised);
    }

    function _refuseMakers(address sender, bytes memory data, bytes4 expected) private {
        vm.prank(sender);
        (bool success, bytes memory reason) = address(_makers).call(data);
        _assertTrue(!success, "MK-02 a maker's affairs were taken over");
        _refusedWith(reason, expected, "MK-02 an intruder");
    }
}
