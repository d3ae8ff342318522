// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {DeviceKeys} from "../support/DeviceKeys.sol";
import {DeviceNetwork} from "../support/DeviceNetwork.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {MakerModel} from "./MakerModel.sol";
import {DevicePath} from "./Paths.sol";

/// @title DeviceModel
/// @notice What must be true of every device, kept by the actors beside the contracts and without asking them.
contract DeviceModel is ForgeTest {
    /// @param deviceKey Number of its present key.
    /// @param pendingKey Number of the key that waits, if `pendingAt` is not zero.
    struct Device {
        address owner;
        uint32 kind;
        uint32 maker;
        uint32 nonce;
        uint32 registeredEpoch;
        uint256 deviceKey;
        address payee;
        address approved;
        uint256 pendingKey;
        uint40 pendingAt;
        uint64 cell;
        uint32 locations;
    }

    struct Suspension {
        uint32 fromEpoch;
        uint32 untilEpoch;
    }

    struct SavedCall {
        address sender;
        bytes data;
    }

    DeviceNetwork public immutable network;
    DeviceKeys public immutable keys;
    MakerModel public immutable makers;
    mapping(DevicePath path => uint256 times) public reached;
    mapping(address owner => uint256 count) public owned;
    mapping(address owner => address payee) public defaultPayeeOf;
    /// @notice One more than the first key of the device that the key is or was of; zero if it was never used.
    mapping(uint256 deviceKey => uint256 firstKey) public userOf;
    /// @notice The device that was acted on last, by its first key.
    uint256 public touched;

    uint40 private immutable _genesis;
    uint256[] private _firstKeys;
    mapping(uint256 firstKey => Device device) private _devices;
    mapping(uint256 firstKey => Suspension[] suspensions) private _suspensions;
    SavedCall[] private _saved;

    constructor(DeviceNetwork network_, DeviceKeys keys_, MakerModel makers_, uint40 genesis_) {
        network = network_;
        keys = keys_;
        makers = makers_;
        _genesis = genesis_;
    }

    // What the actors did

    function reach(DevicePath path) public {
        ++reached[path];
    }

    function touch(uint256 firstKey) public {
        touched = firstKey;
    }

    function save(address sender, bytes calldata data) external {
        _saved.push(SavedCall(sender, data));
    }

    function register(uint256 firstKey, address owner, uint32 kind, uint32 maker) external {
        Device storage device = _devices[firstKey];
        if (device.nonce == 0) {
            _firstKeys.push(firstKey);
            userOf[firstKey] = firstKey + 1;
            device.deviceKey = firstKey;
        } else {
            reach(DevicePath.RegisteredAnew);
            if (device.deviceKey != firstKey) reach(DevicePath.RegisteredAnewWithRotatedKey);
        }
        if (isSuspendedAt(firstKey, currentEpoch())) reach(DevicePath.RegisteredWhileSuspended);
        device.owner = owner;
        device.kind = kind;
        device.maker = maker;
        device.registeredEpoch = currentEpoch();
        ++device.nonce;
        ++owned[owner];
        reach(DevicePath.Registered);
    }

    function release(uint256 firstKey) external {
        if (isSuspendedAt(firstKey, currentEpoch())) reach(DevicePath.ReleasedWhileSuspended);
        Device storage device = _devices[firstKey];
        (device.cell, device.locations) = (0, 0);
        _hand(device, address(0));
        reach(DevicePath.Released);
    }

    function transfer(uint256 firstKey, address to) external {
        Device storage device = _devices[firstKey];
        if (device.payee != address(0)) reach(DevicePath.TransferredWithPayee);
        if (device.pendingAt != 0) reach(DevicePath.TransferredWithRotation);
        if (isSuspendedAt(firstKey, currentEpoch())) reach(DevicePath.TransferredWhileSuspended);
        _hand(device, to);
        reach(DevicePath.Transferred);
    }

    function approve(uint256 firstKey, address operator) external {
        _devices[firstKey].approved = operator;
        reach(DevicePath.Approved);
    }

    function setPayee(uint256 firstKey, address payee) external {
        _devices[firstKey].payee = payee;
        reach(DevicePath.PayeeSet);
    }

    function setDefaultPayee(address owner, address payee) external {
        defaultPayeeOf[owner] = payee;
        reach(DevicePath.DefaultPayeeSet);
    }

    function requestRotation(uint256 firstKey, uint256 deviceKey) external {
        Device storage device = _devices[firstKey];
        ++device.nonce;
        device.pendingKey = deviceKey;
        device.pendingAt = uint40(_now()) + network.ROTATION_DELAY();
    }

    function rotateAtOnce(uint256 firstKey, uint256 deviceKey) external {
        ++_devices[firstKey].nonce;
        _rotate(firstKey, deviceKey);
        reach(DevicePath.RotatedAtOnce);
    }

    function completeRotation(uint256 firstKey) external {
        _rotate(firstKey, _devices[firstKey].pendingKey);
        reach(DevicePath.RotationCompleted);
    }

    function cancelRotation(uint256 firstKey) external {
        _devices[firstKey].pendingAt = 0;
        reach(DevicePath.RotationCancelled);
    }

    function locate(uint256 firstKey, uint64 cell) external {
        Device storage device = _devices[firstKey];
        ++device.nonce;
        ++device.locations;
        device.cell = cell;
    }

    function suspend(uint256 firstKey, uint32 fromEpoch, uint32 untilEpoch) external {
        _suspensions[firstKey].push(Suspension(fromEpoch, untilEpoch));
        reach(DevicePath.Suspended);
    }

    function lift(uint256 firstKey) external {
        Suspension storage last = _suspensions[firstKey][_suspensions[firstKey].length - 1];
        if (currentEpoch() < last.fromEpoch) reach(DevicePath.LiftedBeforeItBegan);
        last.untilEpoch = currentEpoch();
        reach(DevicePath.Lifted);
    }

    // What must be true

    function currentEpoch() public view returns (uint32) {
        return _now() < _genesis ? 0 : uint32((_now() - _genesis) / network.EPOCH_LENGTH());
    }

    function deviceAt(uint256 firstKey) external view returns (Device memory) {
        return _devices[firstKey];
    }

    function deviceCount() external view returns (uint256) {
        return _firstKeys.length;
    }

    function firstKeyAt(uint256 index) external view returns (uint256) {
        return _firstKeys[index];
    }

    function savedCount() external view returns (uint256) {
        return _saved.length;
    }

    function savedAt(uint256 index) external view returns (SavedCall memory) {
        return _saved[index];
    }

    function idOf(uint256 firstKey) external view returns (uint256) {
        return uint256(keys.hashOf(firstKey));
    }

    function payeeOf(uint256 firstKey) public view returns (address) {
        Device storage device = _devices[firstKey];
        if (device.payee != address(0)) return device.payee;
        address payee = defaultPayeeOf[device.owner];
        return payee == address(0) ? device.owner : payee;
    }

    /// @notice By all suspensions that there ever were.
    function isSuspendedAt(uint256 firstKey, uint32 epoch) public view returns (bool) {
        Suspension[] storage all = _suspensions[firstKey];
        for (uint256 i = 0; i < all.length; ++i) {
            if (epoch >= all[i].fromEpoch && epoch < all[i].untilEpoch) return true;
        }
        return false;
    }

    /// @return untilEpoch When the suspension that stands ends; zero if none stands.
    function suspendedUntil(uint256 firstKey) public view returns (uint32 untilEpoch) {
        uint256 count = _suspensions[firstKey].length;
        if (count == 0) return 0;
        untilEpoch = _suspensions[firstKey][count - 1].untilEpoch;
        return untilEpoch > currentEpoch() ? untilEpoch : 0;
    }

    function statusAt(uint256 firstKey, uint32 epoch) external view returns (IDeviceRegistry.Status) {
        Device storage device = _devices[firstKey];
        if (device.nonce == 0) return IDeviceRegistry.Status.Unknown;
        if (device.owner == address(0)) return IDeviceRegistry.Status.Released;
        if (epoch < device.registeredEpoch) return IDeviceRegistry.Status.Unknown;
        return
            isSuspendedAt(firstKey, epoch) ? IDeviceRegistry.Status.Suspended : IDeviceRegistry.Status.Active;
    }

    // Internals

    function _hand(Device storage device, address to) private {
        ++device.nonce;
        --owned[device.owner];
        if (to != address(0)) ++owned[to];
        device.owner = to;
        device.payee = address(0);
        device.approved = address(0);
        device.pendingAt = 0;
    }

    function _rotate(uint256 firstKey, uint256 deviceKey) private {
        _devices[firstKey].deviceKey = deviceKey;
        _devices[firstKey].pendingAt = 0;
        userOf[deviceKey] = firstKey + 1;
    }
}
