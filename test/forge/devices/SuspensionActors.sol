// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {DeviceActors} from "./DeviceActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {DevicePath} from "./Paths.sol";

/// @title SuspensionActors
/// @notice Who suspends devices and lifts that, and the time that passes.
contract SuspensionActors is DeviceActors {
    uint32 private constant MAX_EPOCHS = 366;

    constructor(DeviceModel model) DeviceActors(model) {}

    // Actions

    /// @dev Mostly hours, so that deadlines, epochs and delays are met from both sides; sometimes months.
    function wait(uint256 seed) external {
        uint256 most = seed % 16 == 0 ? 90 days : 1 days;
        vm.warp(_now() + _bound(seed >> 8, 1, most));
        _model.reach(DevicePath.Waited);
    }

    function suspend(uint256 seed) external {
        uint256 firstKey = _pickDevice(seed);
        uint32 epoch = _model.currentEpoch();
        uint32 fromEpoch = epoch + uint32(_random(seed, 1) % 4);
        if (_random(seed, 2) % 8 == 0 && fromEpoch > 0) --fromEpoch;
        uint32 untilEpoch = fromEpoch + uint32(_random(seed, 3) % 12);
        if (_random(seed, 4) % 8 == 0) untilEpoch = fromEpoch + 365 + uint32(_random(seed, 5) % 3);
        bytes4 expected = _expected(firstKey, epoch, fromEpoch, untilEpoch);

        uint32 ended = epoch == 0 ? 0 : uint32(_random(seed, 6) % epoch);
        bool wasSuspended = _isSuspended(firstKey, ended);
        bytes memory data = abi.encodeCall(
            _devices.suspend,
            (_model.idOf(firstKey), fromEpoch, untilEpoch, uint16(seed), bytes32(seed))
        );
        if (_call(_network.GOVERNANCE(), data, expected, "DV-11 a suspension")) {
            _model.suspend(firstKey, fromEpoch, untilEpoch);
            bool isBackdated = ended < epoch && _isSuspended(firstKey, ended) && !wasSuspended;
            _assertTrue(!isBackdated, "DV-11 a suspension reached an epoch that had ended");
        } else {
            _model.reach(DevicePath.SuspensionRefused);
        }
    }

    function lift(uint256 seed) external {
        uint256 firstKey = _pickDevice(seed);
        uint32 epoch = _model.currentEpoch();
        bytes4 expected =
            _model.suspendedUntil(firstKey) == 0
                ? IDeviceRegistry.DeviceRegistryNotSuspended.selector
                : bytes4(0);
        uint32 ended = epoch == 0 ? 0 : uint32(_random(seed, 1) % epoch);
        bool wasSuspended = _isSuspended(firstKey, ended);
        bytes memory data = abi.encodeCall(_devices.lift, (_model.idOf(firstKey)));
        if (_call(_network.GOVERNANCE(), data, expected, "DV-11 a lift")) {
            _model.lift(firstKey);
            bool isChanged = ended < epoch && _isSuspended(firstKey, ended) != wasSuspended;
            _assertTrue(!isChanged, "DV-11 a lift changed an epoch that had ended");
        } else {
            _model.reach(DevicePath.LiftRefused);
        }
    }

    // Internals

    function _expected(
        uint256 firstKey,
        uint32 epoch,
        uint32 fromEpoch,
        uint32 untilEpoch
    ) private view returns (bytes4 refusal) {
        if (_model.deviceAt(firstKey).nonce == 0) return IDeviceRegistry.DeviceRegistryUnknownDevice.selector;
        bool isValid = fromEpoch >= epoch && untilEpoch > fromEpoch && untilEpoch - fromEpoch <= MAX_EPOCHS;
        if (!isValid) return IDeviceRegistry.DeviceRegistryInvalidSuspension.selector;
        if (_model.suspendedUntil(firstKey) != 0)
            return IDeviceRegistry.DeviceRegistrySuspensionStands.selector;
    }

    function _isSuspended(uint256 firstKey, uint32 epoch) private view returns (bool) {
        IDeviceRegistry.Status status = _devices.stateAt(_model.idOf(firstKey), epoch).status;
        return status == IDeviceRegistry.Status.Suspended;
    }
}
