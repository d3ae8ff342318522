// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceActors} from "./DeviceActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {DevicePath, Flaw} from "./Paths.sol";

/// @title OnboardingActors
/// @notice Devices and their owners, who onboard, mostly at a sponsor's expense, give up, and onboard anew.
contract OnboardingActors is DeviceActors {
    /// @dev An onboarding, and the error that it must be refused with; zero if it keeps the rules.
    struct Attempt {
        IDeviceRegistry.Onboarding onboarding;
        uint256 firstKey;
        Flaw flaw;
        bytes4 expected;
    }

    constructor(DeviceModel model) DeviceActors(model) {}

    // Actions

    function register(uint256 seed) external {
        bool isByOwner = seed % 4 == 0;
        Attempt memory attempt = _attempt(_random(seed, 0), isByOwner);
        address sender = isByOwner ? attempt.onboarding.owner : SPONSOR;
        bytes memory data = abi.encodeCall(_devices.register, (attempt.onboarding));
        if (_call(sender, data, attempt.expected, "DV-10 an onboarding")) {
            _model.save(sender, data);
            _apply(attempt);
        } else {
            _model.reach(DevicePath.RegistrationRefused);
            _reachIf(attempt.flaw != Flaw.None, DevicePath.RegistrationFlawRefused);
        }
    }

    /// @notice One to four devices at once, some of them twice.
    function registerMany(uint256 seed) external {
        IDeviceRegistry.Onboarding[] memory onboardings = new IDeviceRegistry.Onboarding[](1 + (seed % 4));
        bytes4[] memory expected = new bytes4[](onboardings.length);
        for (uint256 i = 0; i < onboardings.length; ++i) {
            Attempt memory attempt = _attempt(_random(seed, i), false);
            (onboardings[i], expected[i]) = (attempt.onboarding, attempt.expected);
            if (attempt.expected != 0) continue;
            _model.save(SPONSOR, abi.encodeCall(_devices.register, (attempt.onboarding)));
            _apply(attempt);
        }

        vm.prank(SPONSOR);
        bytes[] memory failures = _devices.registerMany(onboardings);
        _checkFailures(failures, expected);
    }

    function release(uint256 seed) external {
        uint256 firstKey = _pickDevice(seed);
        address owner = _model.deviceAt(firstKey).owner;
        if (owner == address(0) || (seed >> 128) % 3 != 0) return;
        uint256 device = _model.idOf(firstKey);
        vm.prank(owner);
        _devices.release(device);
        _model.release(firstKey);
    }

    // Internals

    function _attempt(uint256 seed, bool isByOwner) private returns (Attempt memory attempt) {
        (uint256 firstKey, uint256 deviceKey) = _pickKey(seed);
        address owner = _keys.ownerAt(_random(seed, 2));
        uint32 kind = uint32(1 + (_random(seed, 3) % _makerModel.KINDS()));
        Flaw flaw = _pickFlaw(_random(seed, 4));
        if (isByOwner && flaw == Flaw.ForeignOwner) flaw = Flaw.None;

        bytes4 refusal;
        (attempt.onboarding.attestation, refusal) = _makerModel.attest(firstKey, kind, _random(seed, 6));
        bytes memory values = abi.encode(kind, attempt.onboarding.attestation.maker);
        Consent memory consent = _consent(firstKey, owner, "uint32 kind,uint32 maker", values, flaw);
        attempt.firstKey = firstKey;
        attempt.flaw = flaw;
        attempt.onboarding.owner = owner;
        attempt.onboarding.kind = kind;
        attempt.onboarding.nonce = consent.nonce;
        attempt.onboarding.deadline = consent.deadline;
        attempt.onboarding.signer = _keys.signerOf(deviceKey);
        attempt.onboarding.signature = _signAsDevice("DeviceOnboarding", consent, deviceKey, flaw);
        if (!isByOwner) attempt.onboarding.consent = _signAsOwner("OwnerAcceptance", consent, flaw);
        attempt.expected = _expected(firstKey, deviceKey, flaw, refusal);
    }

    /// @dev Mostly a device's present key, now and then the one that it was first onboarded with.
    function _pickKey(uint256 seed) private returns (uint256 firstKey, uint256 deviceKey) {
        firstKey = _random(seed, 7) % 2 == 0 ? _pickFree(_random(seed, 0)) : _pickDevice(_random(seed, 0));
        uint256 user = _model.userOf(firstKey);
        if (user == 0) return (firstKey, firstKey);
        firstKey = user - 1;
        deviceKey = _random(seed, 1) % 8 == 0 ? firstKey : _model.deviceAt(firstKey).deviceKey;
        _model.touch(firstKey);
    }

    function _expected(
        uint256 firstKey,
        uint256 deviceKey,
        Flaw flaw,
        bytes4 makerRefusal
    ) private view returns (bytes4) {
        DeviceModel.Device memory known = _model.deviceAt(firstKey);
        if (known.owner != address(0)) return IDeviceRegistry.DeviceRegistryAlreadyRegistered.selector;
        if (known.nonce > 0 && known.deviceKey != deviceKey) {
            return IDeviceRegistry.DeviceRegistryWrongKey.selector;
        }
        bytes4 refusal = _timingRefusal(flaw);
        if (refusal != 0) return refusal;
        if (!_makerModel.isUsable(deviceKey)) return IMakerRegistry.MakerRegistryVerifierNotAllowed.selector;
        if (_isKeyFlaw(flaw)) return IDeviceRegistry.DeviceRegistryInvalidSignature.selector;
        if (flaw == Flaw.ForeignOwner) return IDeviceRegistry.DeviceRegistryInvalidOwnerSignature.selector;
        return makerRefusal;
    }

    function _apply(Attempt memory attempt) private {
        IDeviceRegistry.Onboarding memory onboarding = attempt.onboarding;
        uint32 maker = onboarding.attestation.maker;
        _model.register(attempt.firstKey, onboarding.owner, onboarding.kind, maker);
        if (maker == 0) _model.reach(DevicePath.RegisteredWithoutMaker);
        else if (onboarding.attestation.signature.length > 0) _model.reach(DevicePath.RegisteredBySignature);
        else _model.reach(DevicePath.RegisteredByBatch);
    }

    function _checkFailures(bytes[] memory failures, bytes4[] memory expected) private {
        uint256 rejected = 0;
        for (uint256 i = 0; i < failures.length; ++i) {
            bool isExpected = failures[i].length == 0 ? expected[i] == 0 : bytes4(failures[i]) == expected[i];
            _assertTrue(isExpected, "DV-16 a batch did not do what single calls would");
            if (failures[i].length > 0) ++rejected;
        }
        if (rejected < failures.length) _model.reach(DevicePath.ManyRegistered);
        _reachIf(rejected > 0 && rejected < failures.length, DevicePath.ManyPartlyRejected);
    }
}
