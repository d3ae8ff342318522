// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceKeys} from "../support/DeviceKeys.sol";
import {DeviceNetwork} from "../support/DeviceNetwork.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {IDevices} from "../support/IDevices.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {MakerModel} from "./MakerModel.sol";
import {DevicePath, Flaw} from "./Paths.sol";

/// @title DeviceActors
/// @notice What all groups of actors share: the network, the models, how to choose among devices, and how a consent is
/// signed, well or with a flaw.
abstract contract DeviceActors is ForgeTest {
    /// @param firstKey The device, by the number of its first key.
    /// @param subject The type's fields after the owner, with their names: one, or a kind and its maker.
    /// @param values Those fields' values, a word each.
    struct Consent {
        uint256 firstKey;
        address owner;
        string subject;
        bytes values;
        uint32 nonce;
        uint40 deadline;
    }

    /// @dev Who pays for what others signed, and who tries what he may not.
    address internal constant SPONSOR = address(0xB0B0);
    /// @dev Keys that devices are onboarded with; they can rotate to all of them.
    uint256 private constant FIRST_KEYS = 8;

    DeviceNetwork internal immutable _network;
    IDevices internal immutable _devices;
    IMakerRegistry internal immutable _makers;
    DeviceKeys internal immutable _keys;
    DeviceModel internal immutable _model;
    MakerModel internal immutable _makerModel;

    constructor(DeviceModel model) {
        _model = model;
        _makerModel = model.makers();
        _keys = model.keys();
        _network = model.network();
        _devices = _network.devices();
        _makers = _network.makers();
    }

    // Choices

    function _random(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }

    /// @dev Mostly a device that was onboarded once.
    function _pickDevice(uint256 seed) internal returns (uint256 firstKey) {
        uint256 count = _model.deviceCount();
        bool isKnown = count > 0 && seed % 8 != 0;
        firstKey = isKnown ? _model.firstKeyAt((seed >> 8) % count) : (seed >> 8) % FIRST_KEYS;
        _model.touch(firstKey);
    }

    /// @dev A device without an owner, if there is one.
    function _pickFree(uint256 seed) internal returns (uint256 firstKey) {
        firstKey = seed % FIRST_KEYS;
        for (uint256 i = 0; i < FIRST_KEYS && _model.deviceAt(firstKey).owner != address(0); ++i) {
            firstKey = (firstKey + 1) % FIRST_KEYS;
        }
        _model.touch(firstKey);
    }

    /// @dev Mostly a device that has an owner, if there is one.
    function _pickOwned(uint256 seed) internal returns (uint256 firstKey) {
        uint256 count = seed % 8 == 0 ? 0 : _model.deviceCount();
        for (uint256 i = 0; i < count; ++i) {
            firstKey = _model.firstKeyAt((((seed >> 8) % count) + i) % count);
            if (_model.deviceAt(firstKey).owner == address(0)) continue;
            _model.touch(firstKey);
            return firstKey;
        }
        return _pickDevice(seed | 1);
    }

    /// @dev A device whose rotation waits, if there is one.
    function _pickWaiting(uint256 seed) internal returns (uint256 firstKey) {
        uint256 count = _model.deviceCount();
        for (uint256 i = 0; i < count; ++i) {
            firstKey = _model.firstKeyAt(((seed % count) + i) % count);
            if (_model.deviceAt(firstKey).pendingAt == 0) continue;
            _model.touch(firstKey);
            return firstKey;
        }
        return _pickDevice(seed | 1);
    }

    /// @dev Two in three consents have none.
    function _pickFlaw(uint256 seed) internal pure returns (Flaw) {
        return seed % 3 == 0 ? Flaw(1 + ((seed >> 8) % uint256(type(Flaw).max))) : Flaw.None;
    }

    function _ownerIndex(address owner) internal view returns (uint256 index) {
        while (_keys.ownerAt(index) != owner) ++index;
    }

    // Consents

    function _consent(
        uint256 firstKey,
        address owner,
        string memory subject,
        bytes memory values,
        Flaw flaw
    ) internal view returns (Consent memory) {
        uint32 nonce = _model.deviceAt(firstKey).nonce;
        if (flaw == Flaw.WrongNonce) nonce = nonce == 0 ? 1 : nonce - 1;
        uint40 deadline = uint40(flaw == Flaw.Late ? _now() - 1 : _now() + 1 hours);
        return Consent(firstKey, owner, subject, values, nonce, deadline);
    }

    /// @dev Another type, another key or another subject than the caller says, if that is the flaw.
    function _signAsDevice(
        string memory typeName,
        Consent memory consent,
        uint256 deviceKey,
        Flaw flaw
    ) internal view returns (bytes memory) {
        if (flaw == Flaw.ForeignType) typeName = "DeviceConsent";
        if (flaw == Flaw.ForeignKey) deviceKey = (deviceKey + 1) % _keys.DEVICE_KEYS();
        return _keys.signAsDevice(deviceKey, _digest(typeName, consent, flaw));
    }

    function _signAsOwner(
        string memory typeName,
        Consent memory consent,
        Flaw flaw
    ) internal view returns (IDeviceRegistry.OwnerConsent memory) {
        uint256 index = _ownerIndex(consent.owner) + (flaw == Flaw.ForeignOwner ? 1 : 0);
        bytes memory signature = _keys.signAsOwner(index, _digest(typeName, consent, Flaw.None));
        return IDeviceRegistry.OwnerConsent(consent.deadline, signature);
    }

    function _digest(
        string memory typeName,
        Consent memory consent,
        Flaw flaw
    ) internal view returns (bytes32) {
        return
            _keys.digestOf(
                typeName,
                consent.subject,
                _model.idOf(consent.firstKey),
                consent.owner,
                flaw == Flaw.ForeignSubject ? _foreignValues(consent) : consent.values,
                consent.nonce,
                consent.deadline
            );
    }

    /// @dev Now one of the words is another, now the other.
    function _foreignValues(Consent memory consent) private pure returns (bytes memory values) {
        values = bytes.concat(consent.values);
        uint256 word = consent.deadline % (values.length / 32);
        values[word * 32 + 31] ^= 0x01;
    }

    /// @return refusal What every consent with a nonce is refused with first.
    function _timingRefusal(Flaw flaw) internal pure returns (bytes4 refusal) {
        if (flaw == Flaw.Late) return IDeviceRegistry.DeviceRegistrySignatureExpired.selector;
        if (flaw == Flaw.WrongNonce) return IDeviceRegistry.DeviceRegistryInvalidNonce.selector;
    }

    function _isKeyFlaw(Flaw flaw) internal pure returns (bool) {
        return flaw == Flaw.ForeignKey || flaw == Flaw.ForeignType || flaw == Flaw.ForeignSubject;
    }

    // Calls

    /// @dev Whether the call is taken or refused, and why, must be as expected.
    function _call(
        address sender,
        bytes memory data,
        bytes4 expected,
        string memory id
    ) internal returns (bool) {
        vm.prank(sender);
        (bool success, bytes memory reason) = address(_devices).call(data);
        if (success) _assertTrue(expected == 0, string.concat(id, " was taken against the rules"));
        else _refusedWith(reason, expected, id);
        return success;
    }

    function _refusedWith(bytes memory reason, bytes4 expected, string memory id) internal pure {
        require(expected != 0, string.concat(id, " was refused although it keeps the rules"));
        require(bytes4(reason) == expected, string.concat(id, " was refused for another reason"));
    }

    /// @dev All that the registry says of a device.
    function _everythingOf(uint256 firstKey) internal view returns (bytes32) {
        uint256 device = _model.idOf(firstKey);
        (uint64 cell, uint32 count) = _devices.locationOf(device);
        return
            keccak256(
                abi.encode(
                    _devices.stateAt(device, _devices.currentEpoch()),
                    _devices.keyOf(device),
                    _devices.nonceOf(device),
                    _devices.pendingRotationOf(device),
                    cell,
                    count
                )
            );
    }

    function _reachIf(bool condition, DevicePath path) internal {
        if (condition) _model.reach(path);
    }
}
