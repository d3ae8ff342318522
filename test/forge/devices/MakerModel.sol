// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {BatchTree} from "../support/BatchTree.sol";
import {DeviceKeys} from "../support/DeviceKeys.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {MerkleTree} from "../support/MerkleTree.sol";

/// @title MakerModel
/// @notice What the catalogue of kinds and makers must say, and which attestations are live by it.
contract MakerModel is ForgeTest {
    struct Batch {
        uint40 expiry;
        bool revoked;
    }

    /// @notice Kind 1 is open, the others need a maker. Kind 3 is of the second program.
    uint32 public constant KINDS = 3;
    uint32 public constant OPEN_KIND = 1;
    uint256 public constant BATCHES = 6;

    DeviceKeys public immutable keys;
    mapping(uint32 kind => bool closed) public isKindClosed;
    mapping(uint32 maker => bool revoked) public isMakerRevoked;
    mapping(uint32 maker => mapping(uint32 kind => bool allowed)) public isAllowed;
    mapping(uint32 maker => mapping(uint256 key => bool live)) public isKeyLive;
    bool public isVerifierAllowed;
    mapping(uint32 maker => mapping(uint256 batch => Batch state)) public batchOf;
    mapping(uint256 batch => bytes32 root) public rootOf;
    mapping(uint256 batch => mapping(uint256 deviceKey => bytes32[] proof)) private _proofs;

    constructor(DeviceKeys keys_) {
        keys = keys_;
        for (uint256 batch = 0; batch < BATCHES; ++batch) _grow(batch);
    }

    // What the actors did

    function setKind(uint32 kind, bool active) external {
        isKindClosed[kind] = !active;
    }

    function setMaker(uint32 maker, bool active) external {
        isMakerRevoked[maker] = !active;
    }

    function setMakerKind(uint32 maker, uint32 kind, bool allowed) external {
        isAllowed[maker][kind] = allowed;
    }

    function setVerifier(bool allowed) external {
        isVerifierAllowed = allowed;
    }

    function setKey(uint32 maker, uint256 key, bool live) external {
        isKeyLive[maker][key] = live;
    }

    function provision(uint32 maker, uint256 batch, uint40 expiry) external {
        batchOf[maker][batch].expiry = expiry;
    }

    function revokeBatch(uint32 maker, uint256 batch) external {
        batchOf[maker][batch].revoked = true;
    }

    // What must be true

    function programOf(uint32 kind) public pure returns (uint32) {
        return kind == KINDS ? 2 : 1;
    }

    /// @notice Batches are of the attested kinds in turn.
    function kindOfBatch(uint256 batch) public pure returns (uint32) {
        return uint32(2 + (batch % 2));
    }

    function isUsable(uint256 deviceKey) external view returns (bool) {
        return isVerifierAllowed || !keys.needsVerifier(deviceKey);
    }

    /// @return refusal Why the maker may not speak for the kind; zero if it may.
    function makerRefusal(uint32 maker, uint32 kind) public view returns (bytes4 refusal) {
        if (isMakerRevoked[maker]) return IMakerRegistry.MakerRegistryMakerInactive.selector;
        if (!isAllowed[maker][kind]) return IMakerRegistry.MakerRegistryMakerNotAllowed.selector;
    }

    /// @notice Some attestation, live or not, that a device with this first key is of the kind.
    /// `refusal` is the error that it must be refused with; zero if it is live.
    function attest(
        uint256 deviceKey,
        uint32 kind,
        uint256 seed
    ) external view returns (IMakerRegistry.Attestation memory attestation, bytes4 refusal) {
        uint32 maker = uint32(1 + ((seed >> 8) % keys.MAKERS()));
        uint256 form = seed % 8;
        bool isAlone = form == 0 || (kind == OPEN_KIND && form < 4);
        if (isAlone) refusal = _missing(kind);
        else if (form < 5) (attestation, refusal) = _fromBatch(deviceKey, maker, kind, seed >> 16);
        else (attestation, refusal) = _fromSignature(deviceKey, maker, kind, seed >> 16);
        if (isKindClosed[kind]) refusal = IMakerRegistry.MakerRegistryKindInactive.selector;
    }

    // Internals

    function _missing(uint32 kind) private pure returns (bytes4) {
        return kind == OPEN_KIND ? bytes4(0) : IMakerRegistry.MakerRegistryAttestationMissing.selector;
    }

    /// @dev One in eight brings the proof of another device.
    function _fromBatch(
        uint256 deviceKey,
        uint32 maker,
        uint32 kind,
        uint256 seed
    ) private view returns (IMakerRegistry.Attestation memory attestation, bytes4 refusal) {
        uint256 batch = seed % BATCHES;
        bool isForeign = (seed >> 8) % 8 == 0;
        attestation.maker = maker;
        attestation.proof = _proofs[batch][isForeign ? (deviceKey + 1) % keys.DEVICE_KEYS() : deviceKey];

        refusal = makerRefusal(maker, kind);
        if (refusal != 0) return (attestation, refusal);
        Batch memory state = batchOf[maker][batch];
        if (isForeign || kindOfBatch(batch) != kind || state.expiry == 0 || state.revoked) {
            return (attestation, IMakerRegistry.MakerRegistryUnknownBatch.selector);
        }
        if (_now() > state.expiry) refusal = IMakerRegistry.MakerRegistryAttestationExpired.selector;
    }

    /// @dev One in eight is about another kind, one in eight has expired.
    function _fromSignature(
        uint256 deviceKey,
        uint32 maker,
        uint32 kind,
        uint256 seed
    ) private view returns (IMakerRegistry.Attestation memory attestation, bytes4 refusal) {
        uint256 key = seed % keys.KEYS_OF_A_MAKER();
        uint256 flaw = (seed >> 8) % 8;
        uint40 expiry = uint40(flaw == 1 ? _now() - 1 : _now() + ((seed >> 16) % 30 days));
        uint32 signedKind = flaw == 0 ? 1 + (kind % KINDS) : kind;
        bytes32 digest = keys.attestationOf(maker, uint256(keys.hashOf(deviceKey)), signedKind, expiry);
        attestation.maker = maker;
        attestation.expiry = expiry;
        attestation.signer = keys.makerSignerOf(maker, key);
        attestation.signature = keys.signAsMaker(maker, key, digest);

        if (flaw == 1) return (attestation, IMakerRegistry.MakerRegistryAttestationExpired.selector);
        refusal = makerRefusal(maker, kind);
        if (refusal != 0) return (attestation, refusal);
        if (!isKeyLive[maker][key]) return (attestation, IMakerRegistry.MakerRegistryUnknownKey.selector);
        if (flaw == 0) refusal = IMakerRegistry.MakerRegistryInvalidSignature.selector;
    }

    /// @dev All devices that there can be, and one that makes the tree a tree of its own.
    function _grow(uint256 batch) private {
        uint256 count = keys.DEVICE_KEYS();
        uint32 kind = kindOfBatch(batch);
        uint256[] memory devices = new uint256[](count + 1);
        for (uint256 i = 0; i < count; ++i) devices[i] = uint256(keys.hashOf(i));
        devices[count] = batch;
        bytes32[] memory nodes = BatchTree.nodesOf(devices, kind);
        rootOf[batch] = nodes[0];
        for (uint256 i = 0; i < count; ++i) {
            _proofs[batch][i] = MerkleTree.proofOf(nodes, BatchTree.leafOf(devices[i], kind));
        }
    }
}
