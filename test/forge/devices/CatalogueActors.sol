// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceActors} from "./DeviceActors.sol";
import {DeviceModel} from "./DeviceModel.sol";
import {DevicePath} from "./Paths.sol";

/// @title CatalogueActors
/// @notice Governance, the guardian and the makers, who change what is onboarded from now on. None of it may touch a
/// device that is onboarded.
contract CatalogueActors is DeviceActors {
    constructor(DeviceModel model) DeviceActors(model) {}

    /// @dev All that the registry says of a device stays as it is.
    modifier leavingDevices(uint256 seed) {
        uint256 firstKey = _pickDevice(_random(seed, 77));
        bytes32 everything = _everythingOf(firstKey);
        _;
        _assertTrue(
            _everythingOf(firstKey) == everything,
            "DV-09 a change of the catalogue touched a device"
        );
    }

    // Governance: mostly in favour, so that there is life

    function setKind(uint256 seed) external leavingDevices(seed) {
        uint32 kind = uint32(1 + (seed % _makerModel.KINDS()));
        bool active = (seed >> 8) % 4 != 0;
        vm.prank(_network.GOVERNANCE());
        _makers.setKindActive(kind, active);
        _makerModel.setKind(kind, active);
        _model.reach(DevicePath.KindSet);
    }

    function setMaker(uint256 seed) external leavingDevices(seed) {
        uint32 maker = _pickMaker(seed);
        bool active = (seed >> 8) % 4 != 0;
        vm.prank(_network.GOVERNANCE());
        _makers.setMakerActive(maker, active);
        _makerModel.setMaker(maker, active);
        _model.reach(DevicePath.MakerSet);
    }

    function setMakerKind(uint256 seed) external leavingDevices(seed) {
        uint32 maker = _pickMaker(seed);
        uint32 kind = uint32(1 + ((seed >> 8) % _makerModel.KINDS()));
        bool allowed = (seed >> 16) % 4 != 0;
        vm.prank(_network.GOVERNANCE());
        _makers.setMakerKind(maker, kind, allowed);
        _makerModel.setMakerKind(maker, kind, allowed);
        _model.reach(DevicePath.MakerKindSet);
    }

    function setVerifier(uint256 seed) external leavingDevices(seed) {
        bool allowed = seed % 4 != 0;
        address verifier = address(_keys.verifier());
        vm.prank(_network.GOVERNANCE());
        _makers.setVerifier(verifier, allowed);
        _makerModel.setVerifier(allowed);
        _model.reach(DevicePath.VerifierSet);
    }

    // Makers, and the guardian, who can only revoke

    function addKey(uint256 seed) external leavingDevices(seed) {
        uint32 maker = _pickMaker(seed);
        uint256 key = (seed >> 8) % _keys.KEYS_OF_A_MAKER();
        bytes4 expected = _inactive(maker);
        if (expected == 0 && _makerModel.isKeyLive(maker, key)) {
            expected = IMakerRegistry.MakerRegistryKnownKey.selector;
        }
        bytes memory data = abi.encodeCall(
            _makers.addAttestationKey,
            (maker, _keys.makerSignerOf(maker, key))
        );
        if (!_callMakers(_keys.accountOf(maker), data, expected)) return;
        _makerModel.setKey(maker, key, true);
        _model.reach(DevicePath.AttestationKeyAdded);
    }

    function revokeKey(uint256 seed) external leavingDevices(seed) {
        if ((seed >> 32) % 2 == 0) return;
        uint32 maker = _pickMaker(seed);
        uint256 key = (seed >> 8) % _keys.KEYS_OF_A_MAKER();
        bytes32 hash = keccak256(_keys.makerSignerOf(maker, key));
        bytes4 expected =
            _makerModel.isKeyLive(maker, key) ? bytes4(0) : IMakerRegistry.MakerRegistryUnknownKey.selector;
        bytes memory data = abi.encodeCall(_makers.revokeAttestationKey, (maker, hash));
        if (!_callMakers(_makerOrGuardian(maker, seed), data, expected)) return;
        _makerModel.setKey(maker, key, false);
        _model.reach(DevicePath.AttestationKeyRevoked);
    }

    function provision(uint256 seed) external leavingDevices(seed) {
        uint32 maker = _pickMaker(seed);
        uint256 batch = (seed >> 8) % _makerModel.BATCHES();
        uint40 expiry = uint40(_now() + ((seed >> 16) % 60 days));
        (, bool revoked) = _makerModel.batchOf(maker, batch);
        bytes4 expected = _inactive(maker);
        if (expected == 0 && revoked) expected = IMakerRegistry.MakerRegistryBatchRevoked.selector;
        bytes memory data = abi.encodeCall(
            _makers.provisionBatch,
            (maker, _makerModel.rootOf(batch), expiry, "")
        );
        if (_callMakers(_keys.accountOf(maker), data, expected)) {
            _makerModel.provision(maker, batch, expiry);
            _model.reach(DevicePath.BatchProvisioned);
        } else {
            _reachIf(revoked, DevicePath.BatchRevival);
        }
    }

    /// @dev Seldom: it is for good.
    function revokeBatch(uint256 seed) external leavingDevices(seed) {
        if ((seed >> 32) % 8 != 0) return;
        uint32 maker = _pickMaker(seed);
        uint256 batch = (seed >> 8) % _makerModel.BATCHES();
        (uint40 expiry, bool revoked) = _makerModel.batchOf(maker, batch);
        bytes4 expected =
            expiry == 0 || revoked ? IMakerRegistry.MakerRegistryUnknownBatch.selector : bytes4(0);
        bytes memory data = abi.encodeCall(_makers.revokeBatch, (maker, _makerModel.rootOf(batch)));
        if (!_callMakers(_makerOrGuardian(maker, seed), data, expected)) return;
        _makerModel.revokeBatch(maker, batch);
        _model.reach(DevicePath.BatchRevoked);
    }

    // Internals

    function _pickMaker(uint256 seed) private view returns (uint32) {
        return uint32(1 + (seed % _keys.MAKERS()));
    }

    function _inactive(uint32 maker) private view returns (bytes4) {
        return
            _makerModel.isMakerRevoked(maker)
                ? IMakerRegistry.MakerRegistryMakerInactive.selector
                : bytes4(0);
    }

    function _makerOrGuardian(uint32 maker, uint256 seed) private view returns (address) {
        return (seed >> 24) % 2 == 0 ? _keys.accountOf(maker) : _network.GUARDIAN();
    }

    function _callMakers(address sender, bytes memory data, bytes4 expected) private returns (bool) {
        vm.prank(sender);
        (bool success, bytes memory reason) = address(_makers).call(data);
        if (success) _assertTrue(expected == 0, "MK-03 a maker's call was taken against the rules");
        else _refusedWith(reason, expected, "MK-03 a maker's call");
        return success;
    }
}
