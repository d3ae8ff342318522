// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IMakerRegistry} from "./interfaces/IMakerRegistry.sol";
import {PrintableText} from "./PrintableText.sol";

/// @title MakerRegistry
/// @notice The network's catalogue of kinds, makers, their keys and batches, and of the verifiers that keys may name.
contract MakerRegistry is IMakerRegistry, AccessManaged, EIP712 {
    /// @dev What onboarding reads lies in the first slot.
    // solhint-disable-next-line gas-struct-packing
    struct KindRecord {
        uint32 program;
        Category category;
        bool open;
        bool active;
        uint40 nextBondFrom;
        uint128 bond;
        uint128 nextBond;
        string name;
        string metadataURI;
    }

    struct MakerRecord {
        address account;
        bool active;
        address nextAccount;
        string uri;
    }

    struct Batch {
        uint40 expiry;
        bool revoked;
    }

    // Constants

    /// @notice EIP-712 type of a maker's attestation. It states a fact about a device and is no command: it serves a
    /// later owner as well as the first, until it expires or its key is revoked.
    bytes32 public constant DEVICE_ATTESTATION_TYPEHASH = keccak256(
        "DeviceAttestation(uint32 maker,uint256 device,uint32 kind,uint40 expiry)"
    );
    uint40 private constant BOND_NOTICE = 7 days;
    uint256 private constant MAX_NAME_LENGTH = 64;

    // Storage

    /// @inheritdoc IMakerRegistry
    uint32 public kindCount;
    /// @inheritdoc IMakerRegistry
    uint32 public makerCount;
    mapping(uint32 kind => KindRecord record) private _kinds;
    mapping(uint32 maker => MakerRecord record) private _makers;
    /// @inheritdoc IMakerRegistry
    mapping(uint32 maker => mapping(uint32 kind => bool allowed)) public isMakerAllowed;
    /// @inheritdoc IMakerRegistry
    mapping(uint32 maker => mapping(bytes32 key => bool signs)) public isAttestationKey;
    /// @inheritdoc IMakerRegistry
    mapping(uint32 maker => mapping(bytes32 root => Batch batch)) public batchOf;
    /// @inheritdoc IMakerRegistry
    mapping(address verifier => bool allowed) public isVerifierAllowed;

    // Construction

    /// @param authority_ AccessManager that holds the role table.
    constructor(address authority_) AccessManaged(authority_) EIP712("OpenDePIN MakerRegistry", "1") {}

    modifier onlyMaker(uint32 maker) {
        require(msg.sender == _existingMaker(maker).account, MakerRegistryNotMaker(maker, msg.sender));
        _;
    }

    modifier onlyActiveMaker(uint32 maker) {
        MakerRecord storage record = _existingMaker(maker);
        require(msg.sender == record.account, MakerRegistryNotMaker(maker, msg.sender));
        require(record.active, MakerRegistryMakerInactive(maker));
        _;
    }

    /// @dev The maker itself, or else whom the role table allows.
    modifier onlyMakerOrRestricted(uint32 maker) {
        if (msg.sender != _existingMaker(maker).account) _checkCanCall(msg.sender, msg.data);
        _;
    }

    // Verifiers

    /// @inheritdoc IMakerRegistry
    function setVerifier(address verifier, bool allowed) external restricted {
        require(!allowed || verifier.code.length > 0, MakerRegistryVerifierWithoutCode(verifier));
        isVerifierAllowed[verifier] = allowed;
        emit VerifierSet(verifier, allowed);
    }

    // Kinds

    /// @inheritdoc IMakerRegistry
    function addKind(
        uint32 program,
        Category category,
        bool open,
        uint128 requiredBond,
        string calldata name,
        string calldata metadataURI
    ) external restricted returns (uint32 kind) {
        require(program != 0, MakerRegistryZeroProgram());
        uint256 length = bytes(name).length;
        require(
            length > 0 && length <= MAX_NAME_LENGTH && PrintableText.isPrintable(name),
            MakerRegistryInvalidName(name)
        );

        kind = ++kindCount;
        _kinds[kind] = KindRecord({
            program: program,
            category: category,
            open: open,
            active: true,
            nextBondFrom: 0,
            bond: requiredBond,
            nextBond: requiredBond,
            name: name,
            metadataURI: metadataURI
        });

        emit KindAdded(kind, program, category, open, requiredBond, name, metadataURI);
    }

    /// @inheritdoc IMakerRegistry
    function setKindActive(uint32 kind, bool active) external restricted {
        _existingKind(kind).active = active;
        emit KindActiveSet(kind, active);
    }

    /// @inheritdoc IMakerRegistry
    function setRequiredBond(uint32 kind, uint128 requiredBond) external restricted {
        KindRecord storage record = _existingKind(kind);
        // seconds fit 40 bits for 34,000 years
        uint40 fromTime = uint40(block.timestamp) + BOND_NOTICE;
        record.bond = _bondNow(record);
        record.nextBond = requiredBond;
        record.nextBondFrom = fromTime;

        emit RequiredBondSet(kind, requiredBond, fromTime);
    }

    // Makers

    /// @inheritdoc IMakerRegistry
    function addMaker(address account, string calldata uri) external restricted returns (uint32 maker) {
        require(account != address(0), MakerRegistryZeroAccount());
        maker = ++makerCount;
        _makers[maker] = MakerRecord({account: account, active: true, nextAccount: address(0), uri: uri});
        emit MakerAdded(maker, account, uri);
    }

    /// @inheritdoc IMakerRegistry
    function setMakerActive(uint32 maker, bool active) external restricted {
        _existingMaker(maker).active = active;
        emit MakerActiveSet(maker, active);
    }

    /// @inheritdoc IMakerRegistry
    function setMakerKind(uint32 maker, uint32 kind, bool allowed) external restricted {
        _existingMaker(maker);
        _existingKind(kind);
        isMakerAllowed[maker][kind] = allowed;
        emit MakerKindSet(maker, kind, allowed);
    }

    /// @inheritdoc IMakerRegistry
    function setMakerURI(uint32 maker, string calldata uri) external onlyMaker(maker) {
        _makers[maker].uri = uri;
        emit MakerURISet(maker, uri);
    }

    /// @inheritdoc IMakerRegistry
    function transferMaker(uint32 maker, address next) external onlyMaker(maker) {
        _makers[maker].nextAccount = next;
        emit MakerTransferStarted(maker, msg.sender, next);
    }

    /// @inheritdoc IMakerRegistry
    function acceptMaker(uint32 maker) external {
        MakerRecord storage record = _existingMaker(maker);
        require(msg.sender == record.nextAccount, MakerRegistryNotNextAccount(maker, msg.sender));
        address previous = record.account;
        record.account = msg.sender;
        record.nextAccount = address(0);
        emit MakerTransferred(maker, previous, msg.sender);
    }

    // Attestation keys

    /// @inheritdoc IMakerRegistry
    function addAttestationKey(uint32 maker, bytes calldata signer) external onlyActiveMaker(maker) {
        requireSigner(signer);
        bytes32 key = keccak256(signer);
        require(!isAttestationKey[maker][key], MakerRegistryKnownKey(maker, key));
        isAttestationKey[maker][key] = true;
        emit AttestationKeyAdded(maker, key, signer);
    }

    /// @inheritdoc IMakerRegistry
    function revokeAttestationKey(uint32 maker, bytes32 key) external onlyMakerOrRestricted(maker) {
        require(isAttestationKey[maker][key], MakerRegistryUnknownKey(maker, key));
        delete isAttestationKey[maker][key];
        emit AttestationKeyRevoked(maker, key, msg.sender);
    }

    // Batches

    /// @inheritdoc IMakerRegistry
    function provisionBatch(
        uint32 maker,
        bytes32 root,
        uint40 expiry,
        string calldata dataURI
    ) external onlyActiveMaker(maker) {
        require(root != 0, MakerRegistryEmptyRoot());
        _checkExpiry(expiry);
        Batch storage batch = batchOf[maker][root];
        require(!batch.revoked, MakerRegistryBatchRevoked(maker, root));
        batch.expiry = expiry;
        emit BatchProvisioned(maker, root, expiry, dataURI);
    }

    /// @inheritdoc IMakerRegistry
    function revokeBatch(uint32 maker, bytes32 root) external onlyMakerOrRestricted(maker) {
        Batch storage batch = _existingBatch(maker, root);
        batch.revoked = true;
        emit BatchRevoked(maker, root, msg.sender);
    }

    // Checks

    /// @inheritdoc IMakerRegistry
    function requireAttested(uint256 device, uint32 kind, Attestation calldata attestation) external view {
        KindRecord storage record = _existingKind(kind);
        require(record.active, MakerRegistryKindInactive(kind));
        uint32 maker = attestation.maker;
        if (maker == 0) {
            require(record.open, MakerRegistryAttestationMissing(kind));
            return;
        }

        if (attestation.signature.length == 0) {
            _checkMaker(maker, kind);
            _checkExpiry(_existingBatch(maker, _batchRoot(device, kind, attestation.proof)).expiry);
        } else {
            _checkExpiry(attestation.expiry);
            bytes32 digest = hashAttestation(maker, device, kind, attestation.expiry);
            requireMakerSignature(maker, kind, digest, attestation.signer, attestation.signature);
        }
    }

    /// @inheritdoc IMakerRegistry
    function requireMakerSignature(
        uint32 maker,
        uint32 kind,
        bytes32 digest,
        bytes calldata signer,
        bytes calldata signature
    ) public view {
        _checkMaker(maker, kind);
        bytes32 key = keccak256(signer);
        require(isAttestationKey[maker][key], MakerRegistryUnknownKey(maker, key));
        requireSigner(signer);
        require(
            SignatureChecker.isValidSignatureNow(signer, digest, signature),
            MakerRegistryInvalidSignature(maker)
        );
    }

    /// @inheritdoc IMakerRegistry
    function requireSigner(bytes calldata signer) public view {
        require(signer.length >= 20, MakerRegistryInvalidSigner(signer));
        address verifier = address(bytes20(signer));
        require(
            signer.length == 20 || isVerifierAllowed[verifier],
            MakerRegistryVerifierNotAllowed(verifier)
        );
    }

    // Views

    /// @inheritdoc IMakerRegistry
    function hashAttestation(
        uint32 maker,
        uint256 device,
        uint32 kind,
        uint40 expiry
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(keccak256(abi.encode(DEVICE_ATTESTATION_TYPEHASH, maker, device, kind, expiry)));
    }

    /// @inheritdoc IMakerRegistry
    function kindOf(uint32 kind) external view returns (Kind memory) {
        KindRecord storage record = _existingKind(kind);
        return
            Kind({
                program: record.program,
                category: record.category,
                open: record.open,
                active: record.active,
                requiredBond: _bondNow(record),
                name: record.name,
                metadataURI: record.metadataURI
            });
    }

    /// @inheritdoc IMakerRegistry
    function programOf(uint32 kind) external view returns (uint32) {
        return _existingKind(kind).program;
    }

    /// @inheritdoc IMakerRegistry
    function requiredBondOf(uint32 kind) external view returns (uint128) {
        return _bondNow(_existingKind(kind));
    }

    /// @inheritdoc IMakerRegistry
    function makerOf(uint32 maker) external view returns (address account, bool active, string memory uri) {
        MakerRecord storage record = _existingMaker(maker);
        return (record.account, record.active, record.uri);
    }

    // Internals

    function _existingKind(uint32 kind) private view returns (KindRecord storage record) {
        record = _kinds[kind];
        require(record.program != 0, MakerRegistryUnknownKind(kind));
    }

    function _existingMaker(uint32 maker) private view returns (MakerRecord storage record) {
        record = _makers[maker];
        require(record.account != address(0), MakerRegistryUnknownMaker(maker));
    }

    function _existingBatch(uint32 maker, bytes32 root) private view returns (Batch storage batch) {
        batch = batchOf[maker][root];
        require(batch.expiry != 0 && !batch.revoked, MakerRegistryUnknownBatch(maker, root));
    }

    function _checkMaker(uint32 maker, uint32 kind) private view {
        require(_existingMaker(maker).active, MakerRegistryMakerInactive(maker));
        require(isMakerAllowed[maker][kind], MakerRegistryMakerNotAllowed(maker, kind));
    }

    function _checkExpiry(uint40 expiry) private view {
        require(block.timestamp <= expiry, MakerRegistryAttestationExpired(expiry, block.timestamp));
    }

    function _bondNow(KindRecord storage record) private view returns (uint128) {
        return block.timestamp < record.nextBondFrom ? record.bond : record.nextBond;
    }

    function _batchRoot(
        uint256 device,
        uint32 kind,
        bytes32[] calldata proof
    ) private pure returns (bytes32) {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(device, kind))));
        return MerkleProof.processProofCalldata(proof, leaf);
    }
}
