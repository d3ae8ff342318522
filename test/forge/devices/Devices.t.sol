// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IDevices} from "../support/IDevices.sol";
import {CatalogueActors} from "./CatalogueActors.sol";
import {DeviceCampaign} from "./DeviceCampaign.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {KeyActors} from "./KeyActors.sol";
import {OnboardingActors} from "./OnboardingActors.sol";
import {OwnerActors} from "./OwnerActors.sol";
import {SuspensionActors} from "./SuspensionActors.sol";
import {ThiefActors} from "./ThiefActors.sol";

/// @title DeviceInvariants
/// @notice What holds after every single action of anybody. Properties of one action are asserted by the actors.
contract DeviceInvariants is DeviceCampaign {
    function setUp() external {
        _startCampaign();
        _target(address(_onboarding), _onboardingSelectors());
        _target(address(_rotations), _rotationSelectors());
        _target(address(_owners), _ownerSelectors());
        _target(address(_thieves), _thiefSelectors());
        _target(address(_catalogue), _catalogueSelectors());
        _target(address(_suspensions), _suspensionSelectors());
    }

    /// @dev One function, because forge repeats the whole campaign for each.
    function invariant_devices() external view {
        _checkDevice(_model.touched());
        _checkBalances();
    }

    /// @dev At the end of each run every device and every key is looked at once more.
    function afterInvariant() external view {
        for (uint256 i = 0; i < _model.deviceCount(); ++i) _checkDevice(_model.firstKeyAt(i));
        for (uint256 i = 0; i < _keys.DEVICE_KEYS(); ++i) _checkKey(i);
        _checkBalances();
    }

    // Keys

    /// @dev A key belongs to one device for ever, and a device has one key: what it says of itself leads back to it.
    function _checkKey(uint256 deviceKey) private view {
        IDevices devices = _network.devices();
        uint256 user = _model.userOf(deviceKey);
        uint256 expected = _model.idOf(user == 0 ? deviceKey : user - 1);
        uint256 device = devices.deviceOf(_keys.signerOf(deviceKey));
        _assertEq(device, expected, "DV-01 a key leads to another device");
        if (user == 0) return;

        bool isPresent = _model.deviceAt(user - 1).deviceKey == deviceKey;
        bool isGiven = devices.keyOf(device) == _keys.hashOf(deviceKey);
        _assertTrue(isPresent == isGiven, "DV-02 a retired key is given as a device's");
    }

    // Devices

    function _checkDevice(uint256 firstKey) private view {
        DeviceModel.Device memory known = _model.deviceAt(firstKey);
        if (known.nonce == 0) return;
        _checkIdentity(firstKey, known);
        _checkOwnership(firstKey, known);
        _checkStatus(firstKey, known);
        _checkKey(firstKey);
    }

    function _checkIdentity(uint256 firstKey, DeviceModel.Device memory known) private view {
        IDevices devices = _network.devices();
        uint256 device = _model.idOf(firstKey);
        bytes32 key = devices.keyOf(device);
        IDeviceRegistry.PendingRotation memory pending = devices.pendingRotationOf(device);

        _assertTrue(key == _keys.hashOf(known.deviceKey), "DV-01 a device has another key");
        _assertEq(devices.nonceOf(device), known.nonce, "DV-03 the nonce does not count what was consented");
        _assertEq(pending.effectiveAt, known.pendingAt, "DV-08 a rotation waits for another time");
        bytes32 waits = known.pendingAt == 0 ? bytes32(0) : _keys.hashOf(known.pendingKey);
        _assertTrue(pending.key == waits, "DV-08 another key waits");
    }

    function _checkOwnership(uint256 firstKey, DeviceModel.Device memory known) private view {
        IDevices devices = _network.devices();
        uint256 device = _model.idOf(firstKey);
        IDeviceRegistry.DeviceState memory state = devices.stateAt(device, _model.currentEpoch());

        _assertTrue(state.owner == known.owner, "DV-05 a device has another owner");
        if (known.owner == address(0)) {
            _assertTrue(state.payee == address(0), "DV-07 a released device has a payee");
        } else {
            _assertTrue(devices.ownerOf(device) == known.owner, "DV-05 the token has another owner");
            _assertTrue(devices.payeeOf(device) == _model.payeeOf(firstKey), "DV-07 somebody else is payee");
            _assertTrue(state.payee == _model.payeeOf(firstKey), "DV-07 the state names another payee");
            _assertTrue(devices.getApproved(device) == known.approved, "DV-07 another approval stands");
        }
        (uint64 cell, uint32 count) = devices.locationOf(device);
        _assertTrue(cell == known.cell && count == known.locations, "DV-14 a device is elsewhere");
    }

    /// @dev Of the current epoch, of one that is to come, and of one that has ended.
    function _checkStatus(uint256 firstKey, DeviceModel.Device memory known) private view {
        uint32 current = _model.currentEpoch();
        uint32 salt = uint32(uint256(keccak256(abi.encode(firstKey, _now(), known.nonce))));
        IDeviceRegistry.DeviceState memory state = _stateAt(firstKey, current);
        _assertEq(state.kind, known.kind, "DV-09 a device is of another kind");
        _assertEq(state.program, _makerModel.programOf(known.kind), "DV-09 another program");
        _assertEq(state.maker, known.maker, "DV-09 a device has another maker");
        _checkStatusAt(firstKey, current);
        _checkStatusAt(firstKey, current + (salt % 400));

        // Of ended epochs the chain keeps the last suspension only: it may have forgotten one, never invent one.
        uint32 ended = current == 0 ? 0 : salt % current;
        bool isSuspended = _stateAt(firstKey, ended).status == IDeviceRegistry.Status.Suspended;
        _assertTrue(
            !isSuspended || _model.isSuspendedAt(firstKey, ended),
            "DV-11 an ended epoch is suspended that never was"
        );
    }

    function _checkStatusAt(uint256 firstKey, uint32 epoch) private view {
        _assertEq(
            uint256(_stateAt(firstKey, epoch).status),
            uint256(_model.statusAt(firstKey, epoch)),
            "DV-13 a device has another status"
        );
    }

    function _stateAt(
        uint256 firstKey,
        uint32 epoch
    ) private view returns (IDeviceRegistry.DeviceState memory) {
        return _network.devices().stateAt(_model.idOf(firstKey), epoch);
    }

    // Balances

    function _checkBalances() private view {
        for (uint256 i = 0; i < _keys.OWNERS(); ++i) {
            address owner = _keys.ownerAt(i);
            uint256 balance = _network.devices().balanceOf(owner);
            _assertEq(balance, _model.owned(owner), "DV-06 a balance is not the number of owned devices");
        }
    }

    // Targets

    function _onboardingSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](3);
        selectors[0] = OnboardingActors.register.selector;
        selectors[1] = OnboardingActors.registerMany.selector;
        selectors[2] = OnboardingActors.release.selector;
    }

    function _rotationSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](4);
        selectors[0] = KeyActors.rotate.selector;
        selectors[3] = KeyActors.contest.selector;
        selectors[1] = KeyActors.complete.selector;
        selectors[2] = KeyActors.cancel.selector;
    }

    function _ownerSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](6);
        selectors[0] = OwnerActors.transfer.selector;
        selectors[1] = OwnerActors.approve.selector;
        selectors[2] = OwnerActors.setPayee.selector;
        selectors[3] = OwnerActors.setDefaultPayee.selector;
        selectors[4] = OwnerActors.appeal.selector;
        selectors[5] = OwnerActors.locate.selector;
    }

    function _thiefSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](4);
        selectors[0] = ThiefActors.replay.selector;
        selectors[1] = ThiefActors.impersonate.selector;
        selectors[2] = ThiefActors.intrude.selector;
        selectors[3] = ThiefActors.impersonateMaker.selector;
    }

    function _catalogueSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](8);
        selectors[0] = CatalogueActors.setKind.selector;
        selectors[1] = CatalogueActors.setMaker.selector;
        selectors[2] = CatalogueActors.setMakerKind.selector;
        selectors[3] = CatalogueActors.setVerifier.selector;
        selectors[4] = CatalogueActors.addKey.selector;
        selectors[5] = CatalogueActors.revokeKey.selector;
        selectors[6] = CatalogueActors.provision.selector;
        selectors[7] = CatalogueActors.revokeBatch.selector;
    }

    function _suspensionSelectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](3);
        selectors[0] = SuspensionActors.wait.selector;
        selectors[1] = SuspensionActors.suspend.selector;
        selectors[2] = SuspensionActors.lift.selector;
    }
}
