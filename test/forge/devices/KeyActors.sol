// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceActors} from "./DeviceActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {DevicePath, Flaw} from "./Paths.sol";

/// @title KeyActors
/// @notice Who moves devices to other keys: owner and old key together, either alone, thieves with keys that were
/// rotated out, and whoever turns the crank when the delay is over.
contract KeyActors is DeviceActors {
    struct Attempt {
        IDeviceRegistry.Rotation rotation;
        uint256 firstKey;
        uint256 oldKey;
        uint256 newKey;
        bool isByKey;
        bool isByOwner;
        /// The owner consents by calling.
        bool isOwnerCalling;
        /// Old key and owner signed for a rotation with the other, and it is without, or the reverse.
        bool isStripped;
        Flaw flaw;
        bytes4 makerRefusal;
    }

    constructor(DeviceModel model) DeviceActors(model) {}

    // Actions

    function rotate(uint256 seed) external {
        _rotate(seed, _pickOwned(_random(seed, 8)), _pickNewKey(_random(seed, 2)));
    }

    /// @notice While a rotation waits, its device rotates to another key, or another device to its key.
    function contest(uint256 seed) external {
        uint256 firstKey = _pickWaiting(seed);
        DeviceModel.Device memory device = _model.deviceAt(firstKey);
        if (device.pendingAt == 0) return;
        if (_random(seed, 9) % 2 == 0) _rotate(seed, _pickOwned(_random(seed, 8)), device.pendingKey);
        else _rotate(seed, firstKey, _pickNewKey(_random(seed, 2)));
    }

    /// @dev One in four as soon as the delay is over, or if another device took the key meanwhile.
    function complete(uint256 seed) external {
        uint256 firstKey = _pickWaiting(seed);
        DeviceModel.Device memory device = _model.deviceAt(firstKey);
        bool isTaken = _model.userOf(device.pendingKey) != 0;
        bool isImpatient = isTaken || (seed >> 128) % 4 == 0;
        if (isImpatient && _now() < device.pendingAt) vm.warp(device.pendingAt);
        bytes4 expected = 0;
        if (device.pendingAt == 0) expected = IDeviceRegistry.DeviceRegistryNoRotation.selector;
        else if (_now() < device.pendingAt) expected = IDeviceRegistry.DeviceRegistryRotationDelayed.selector;
        else if (isTaken) expected = IDeviceRegistry.DeviceRegistryKeyTaken.selector;

        bytes memory data = abi.encodeCall(_devices.completeRotation, (_model.idOf(firstKey)));
        if (_call(SPONSOR, data, expected, "DV-08 a completion")) {
            _model.completeRotation(firstKey);
        } else {
            _model.reach(DevicePath.CompletionRefused);
            bool isOvertaken = expected == IDeviceRegistry.DeviceRegistryKeyTaken.selector;
            _reachIf(isOvertaken, DevicePath.RotationOvertaken);
        }
    }

    function cancel(uint256 seed) external {
        uint256 firstKey = _pickWaiting(seed);
        DeviceModel.Device memory device = _model.deviceAt(firstKey);
        if (device.owner == address(0) || (seed >> 128) % 3 != 0) return;
        bytes4 expected =
            device.pendingAt == 0 ? IDeviceRegistry.DeviceRegistryNoRotation.selector : bytes4(0);
        bytes memory data = abi.encodeCall(_devices.cancelRotation, (_model.idOf(firstKey)));
        if (_call(device.owner, data, expected, "DV-08 a veto")) _model.cancelRotation(firstKey);
    }

    // Internals

    function _rotate(uint256 seed, uint256 firstKey, uint256 newKey) private {
        _model.touch(firstKey);
        Attempt memory attempt = _attempt(seed, firstKey, newKey);
        address sender = attempt.isOwnerCalling ? _model.deviceAt(attempt.firstKey).owner : SPONSOR;
        bytes memory data = abi.encodeCall(_devices.rotateKey, (attempt.rotation));
        bytes4 expected = _expected(attempt);
        if (_call(sender, data, expected, "DV-08 a rotation")) {
            _model.save(sender, data);
            _apply(attempt);
        } else {
            _model.reach(DevicePath.RotationRefused);
            _reachIf(attempt.flaw != Flaw.None, DevicePath.RotationFlawRefused);
            _reachIf(attempt.isStripped, DevicePath.RotationStrippedRefused);
            bool isRetired = expected == IDeviceRegistry.DeviceRegistryWrongKey.selector;
            _reachIf(isRetired, DevicePath.RetiredKeyRefused);
        }
    }

    /// @dev The old key is now and then one that the device had before.
    function _attempt(
        uint256 seed,
        uint256 firstKey,
        uint256 newKey
    ) private view returns (Attempt memory attempt) {
        attempt.firstKey = firstKey;
        attempt.flaw = _pickFlaw(_random(seed, 1));
        attempt.newKey = newKey;
        attempt.isByKey = _random(seed, 3) % 3 != 0;
        attempt.isByOwner = _random(seed, 4) % 3 != 0;
        attempt.isOwnerCalling = attempt.isByOwner && _random(seed, 7) % 3 == 0;
        attempt.isStripped = _random(seed, 10) % 6 == 0;
        bool isOwnerSigning = attempt.isByOwner && !attempt.isOwnerCalling;
        if (!isOwnerSigning && attempt.flaw == Flaw.ForeignOwner) attempt.flaw = Flaw.None;
        bool isRetired = _random(seed, 5) % 4 == 0;
        attempt.oldKey = isRetired ? attempt.firstKey : _model.deviceAt(attempt.firstKey).deviceKey;
        _sign(attempt);
        (attempt.rotation.attestation, attempt.makerRefusal) = _makerModel.attest(
            attempt.newKey,
            _model.deviceAt(attempt.firstKey).kind,
            _random(seed, 6)
        );
    }

    /// @dev Mostly one that was never used.
    function _pickNewKey(uint256 seed) private view returns (uint256) {
        uint256 count = _keys.DEVICE_KEYS();
        uint256 key = (seed >> 8) % count;
        if (seed % 4 == 0) return key;
        for (uint256 i = 0; i < count && _model.userOf(key) != 0; ++i) key = (key + 1) % count;
        return key;
    }

    function _sign(Attempt memory attempt) private view {
        IDeviceRegistry.Rotation memory rotation = attempt.rotation;
        Flaw flaw = attempt.flaw;
        Consent memory consent = _consent(
            attempt.firstKey,
            // A device without an owner has nobody whose consent could count.
            _ownerOrAnybody(attempt.firstKey),
            "bytes32 key",
            abi.encode(_keys.hashOf(attempt.newKey)),
            flaw
        );
        rotation.device = _model.idOf(attempt.firstKey);
        rotation.nonce = consent.nonce;
        rotation.deadline = consent.deadline;
        rotation.newSigner = _keys.signerOf(attempt.newKey);
        rotation.newSignature = _signAsDevice("KeyAcceptance", consent, attempt.newKey, flaw);
        bool isTogether = (attempt.isByKey && attempt.isByOwner) != attempt.isStripped;
        if (attempt.isByKey) {
            string memory typeName = isTogether ? "KeyHandover" : "KeyRotation";
            rotation.oldSigner = _keys.signerOf(attempt.oldKey);
            rotation.oldSignature = _signAsDevice(typeName, consent, attempt.oldKey, Flaw.None);
        }
        if (attempt.isByOwner && !attempt.isOwnerCalling) {
            string memory typeName = isTogether ? "HandoverApproval" : "RotationApproval";
            rotation.consent = _signAsOwner(typeName, consent, flaw);
        }
    }

    function _ownerOrAnybody(uint256 firstKey) private view returns (address owner) {
        owner = _model.deviceAt(firstKey).owner;
        if (owner == address(0)) owner = _keys.ownerAt(0);
    }

    function _expected(Attempt memory attempt) private view returns (bytes4 refusal) {
        DeviceModel.Device memory device = _model.deviceAt(attempt.firstKey);
        if (device.owner == address(0)) return IERC721Errors.ERC721NonexistentToken.selector;
        refusal = _timingRefusal(attempt.flaw);
        if (refusal != 0) return refusal;
        if (_model.userOf(attempt.newKey) != 0) return IDeviceRegistry.DeviceRegistryKeyTaken.selector;
        if (!_makerModel.isUsable(attempt.newKey))
            return IMakerRegistry.MakerRegistryVerifierNotAllowed.selector;
        if (_isKeyFlaw(attempt.flaw)) return IDeviceRegistry.DeviceRegistryInvalidSignature.selector;
        bool isOwnerSigning = attempt.isByOwner && !attempt.isOwnerCalling;
        if (isOwnerSigning && (attempt.isStripped || attempt.flaw == Flaw.ForeignOwner))
            return IDeviceRegistry.DeviceRegistryInvalidOwnerSignature.selector;
        if (attempt.isByKey) return _oldKeyRefusal(attempt, device);
        if (!attempt.isByOwner) return IDeviceRegistry.DeviceRegistryConsentMissing.selector;
        // An open kind's owners need no maker, also when it takes no new devices any longer.
        return device.kind == _makerModel.OPEN_KIND() ? bytes4(0) : attempt.makerRefusal;
    }

    function _oldKeyRefusal(
        Attempt memory attempt,
        DeviceModel.Device memory device
    ) private view returns (bytes4) {
        if (attempt.oldKey != device.deviceKey) return IDeviceRegistry.DeviceRegistryWrongKey.selector;
        if (!_makerModel.isUsable(attempt.oldKey))
            return IMakerRegistry.MakerRegistryVerifierNotAllowed.selector;
        if (attempt.isStripped) return IDeviceRegistry.DeviceRegistryInvalidSignature.selector;
        bool isBlocked = !attempt.isByOwner && device.pendingAt != 0;
        return isBlocked ? IDeviceRegistry.DeviceRegistryRotationPending.selector : bytes4(0);
    }

    function _apply(Attempt memory attempt) private {
        if (attempt.isByKey && attempt.isByOwner) {
            _model.rotateAtOnce(attempt.firstKey, attempt.newKey);
            return;
        }
        bool isReplacing = _model.deviceAt(attempt.firstKey).pendingAt != 0;
        _model.requestRotation(attempt.firstKey, attempt.newKey);
        if (isReplacing) _model.reach(DevicePath.RotationReplacedByOwner);
        else if (attempt.isByOwner) _model.reach(DevicePath.RotationRequestedByOwner);
        else _model.reach(DevicePath.RotationRequestedByKey);
    }
}
