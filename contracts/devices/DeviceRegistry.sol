// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {AccountSignature} from "../access/AccountSignature.sol";
import {DeviceJson} from "./DeviceJson.sol";
import {H3Cell} from "./H3Cell.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "./interfaces/IMakerRegistry.sol";
import {PrintableText} from "./PrintableText.sol";

/// @title DeviceRegistry
/// @notice The devices of a network: who owns each, which key speaks for it, who its rewards go to, and whether they
/// count.
contract DeviceRegistry is IDeviceRegistry, IERC4906, ERC721, EIP712, Multicall, AccessManaged {
    /// @dev One slot. It outlives release: nonce, rotation and suspension must.
    struct Record {
        uint32 kind;
        uint32 maker;
        uint32 nonce;
        uint32 registeredEpoch;
        uint32 suspendedFrom;
        uint32 suspendedUntil;
        uint16 suspensionReason;
        bool rotated;
    }

    struct Position {
        uint64 cell;
        uint32 count;
    }

    struct Metadata {
        string uri;
        bytes32 contentHash;
    }

    // Constants

    /// @notice EIP-712 type that a device's key signs to be onboarded.
    bytes32 public constant DEVICE_ONBOARDING_TYPEHASH = keccak256(
        "DeviceOnboarding(uint256 device,address owner,uint32 kind,uint32 maker,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that an owner signs to accept a device.
    bytes32 public constant OWNER_ACCEPTANCE_TYPEHASH = keccak256(
        "OwnerAcceptance(uint256 device,address owner,uint32 kind,uint32 maker,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that a device's key signs to be replaced at once, together with the owner.
    bytes32 public constant KEY_HANDOVER_TYPEHASH = keccak256(
        "KeyHandover(uint256 device,address owner,bytes32 key,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that a device's key signs to be replaced after the delay, without the owner.
    bytes32 public constant KEY_ROTATION_TYPEHASH = keccak256(
        "KeyRotation(uint256 device,address owner,bytes32 key,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that a device's new key signs to replace the old one.
    bytes32 public constant KEY_ACCEPTANCE_TYPEHASH = keccak256(
        "KeyAcceptance(uint256 device,address owner,bytes32 key,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that an owner signs to have a device's key replaced at once, together with that key.
    bytes32 public constant HANDOVER_APPROVAL_TYPEHASH = keccak256(
        "HandoverApproval(uint256 device,address owner,bytes32 key,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that an owner signs to have a device's key replaced after the delay, without that key.
    bytes32 public constant ROTATION_APPROVAL_TYPEHASH = keccak256(
        "RotationApproval(uint256 device,address owner,bytes32 key,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that a device's key signs to state where it is.
    bytes32 public constant LOCATION_ASSERTION_TYPEHASH = keccak256(
        "LocationAssertion(uint256 device,address owner,uint64 cell,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that a maker signs to state where a device is.
    bytes32 public constant LOCATION_ATTESTATION_TYPEHASH = keccak256(
        "LocationAttestation(uint256 device,address owner,uint64 cell,uint32 nonce,uint40 deadline)"
    );
    /// @notice EIP-712 type that an owner signs to have a device's location stated.
    bytes32 public constant LOCATION_APPROVAL_TYPEHASH = keccak256(
        "LocationApproval(uint256 device,address owner,uint64 cell,uint32 nonce,uint40 deadline)"
    );
    uint256 private constant MIN_ROTATION_DELAY = 1 hours;
    uint256 private constant MAX_ROTATION_DELAY = 30 days;
    uint256 private constant MIN_EPOCH_LENGTH = 1 seconds;
    /// @dev Also the longest epoch: one that is longer could never be suspended.
    uint256 private constant MAX_SUSPENSION = 366 days;
    uint256 private constant MAX_URI_LENGTH = 2048;
    /// @dev More than an eighth of the gas is left after a device of a batch was refused for a reason of its own: eight
    /// calls inside each other that run dry leave less.
    uint256 private constant MIN_GAS_LEFT_DIVISOR = 8;

    // Immutables

    /// @inheritdoc IDeviceRegistry
    IMakerRegistry public immutable makers;
    /// @inheritdoc IDeviceRegistry
    uint40 public immutable genesis;
    /// @inheritdoc IDeviceRegistry
    uint32 public immutable epochLength;
    /// @inheritdoc IDeviceRegistry
    uint32 public immutable rotationDelay;

    // Storage

    mapping(uint256 device => Record record) private _records;
    /// @dev Only of devices that have rotated; any other device's key hashes to its id.
    mapping(uint256 device => bytes32 key) private _rotatedKeys;
    /// @dev Keys that devices have rotated to, for good: none of them can become a device or another's key.
    mapping(bytes32 key => uint256 device) private _adopters;
    mapping(uint256 device => PendingRotation pending) private _pendingRotations;
    mapping(uint256 device => address payee) private _payees;
    /// @inheritdoc IDeviceRegistry
    mapping(address owner => address payee) public defaultPayeeOf;
    /// @inheritdoc IDeviceRegistry
    mapping(uint256 device => Position position) public locationOf;
    /// @inheritdoc IDeviceRegistry
    mapping(uint256 device => Metadata metadata) public metadataOf;

    // Construction

    /// @param name_ ERC-721 name.
    /// @param symbol_ ERC-721 symbol.
    /// @param makers_ The catalogue of kinds, makers and verifiers.
    /// @param genesis_ When epoch 0 starts, seconds since 1970; the emission's own.
    /// @param epochLength_ Seconds, 1 to 31,622,400; the emission's own.
    /// @param rotationDelay_ Seconds, 3,600 to 2,592,000.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        string memory name_,
        string memory symbol_,
        IMakerRegistry makers_,
        uint40 genesis_,
        uint32 epochLength_,
        uint32 rotationDelay_,
        address authority_
    ) ERC721(name_, symbol_) EIP712("OpenDePIN DeviceRegistry", "1") AccessManaged(authority_) {
        require(
            epochLength_ >= MIN_EPOCH_LENGTH && epochLength_ <= MAX_SUSPENSION,
            DeviceRegistryEpochLengthOutOfRange(epochLength_, MIN_EPOCH_LENGTH, MAX_SUSPENSION)
        );
        require(
            rotationDelay_ >= MIN_ROTATION_DELAY && rotationDelay_ <= MAX_ROTATION_DELAY,
            DeviceRegistryRotationDelayOutOfRange(rotationDelay_, MIN_ROTATION_DELAY, MAX_ROTATION_DELAY)
        );
        makers = makers_;
        genesis = genesis_;
        epochLength = epochLength_;
        rotationDelay = rotationDelay_;
    }

    modifier onlyOwnerOf(uint256 device) {
        require(msg.sender == _ownerOf(device), DeviceRegistryNotOwner(device, msg.sender));
        _;
    }

    // Onboarding

    /// @inheritdoc IDeviceRegistry
    function register(Onboarding calldata onboarding) public returns (uint256 device) {
        address owner = onboarding.owner;
        uint32 kind = onboarding.kind;
        uint32 maker = onboarding.attestation.maker;
        bytes32 key = keccak256(onboarding.signer);
        device = _deviceOf(key);
        require(owner != address(0), DeviceRegistryZeroOwner());
        address current = _ownerOf(device);
        require(current == address(0), DeviceRegistryAlreadyRegistered(device, current));
        _checkKey(device, key);

        Record storage record = _records[device];
        _useNonce(device, onboarding.nonce, onboarding.deadline);
        _checkOnboarders(onboarding, device);
        makers.requireAttested(device, kind, onboarding.attestation);

        uint32 epoch = currentEpoch();
        record.kind = kind;
        record.maker = maker;
        record.registeredEpoch = epoch;
        // No call to the receiver: it has consented, and nobody's code may stand in the way of a batch.
        _mint(owner, device);

        emit DeviceRegistered(device, owner, kind, maker, epoch, onboarding.signer);
    }

    /// @inheritdoc IDeviceRegistry
    function registerMany(Onboarding[] calldata onboardings) external returns (bytes[] memory failures) {
        failures = new bytes[](onboardings.length);
        for (uint256 i = 0; i < onboardings.length; ++i) {
            uint256 gasBefore = gasleft();
            // To itself, so that one failure undoes one device only; the caller stays the caller.
            // solhint-disable-next-line avoid-low-level-calls
            (bool success, bytes memory result) = address(this).delegatecall(
                abi.encodeCall(this.register, (onboardings[i]))
            );
            if (success) continue;
            // A call that runs dry leaves its caller a 64th: what has eaten nearly all was not refused but starved.
            require(gasleft() > gasBefore / MIN_GAS_LEFT_DIVISOR, DeviceRegistryOutOfGas(i));
            failures[i] = result;
            emit DeviceRejected(i, keccak256(onboardings[i].signer), result);
        }
    }

    /// @inheritdoc IDeviceRegistry
    function release(uint256 device) external onlyOwnerOf(device) {
        delete locationOf[device];
        delete metadataOf[device];
        _burn(device);
        emit DeviceReleased(device, msg.sender);
    }

    // Keys

    /// @inheritdoc IDeviceRegistry
    function rotateKey(Rotation calldata rotation) external {
        uint256 device = rotation.device;
        address owner = _requireOwned(device);
        bytes32 key = keccak256(rotation.newSigner);
        _useNonce(device, rotation.nonce, rotation.deadline);
        _checkUnused(key);
        _checkSignature(
            rotation.newSigner,
            _hashKeyChange(KEY_ACCEPTANCE_TYPEHASH, rotation, owner, key, rotation.deadline),
            rotation.newSignature
        );

        bool byKey = rotation.oldSignature.length > 0;
        bool byOwner = msg.sender == owner || rotation.consent.signature.length > 0;
        require(byKey || byOwner, DeviceRegistryConsentMissing(device));
        if (byOwner) _checkApproval(rotation, owner, key, byKey);
        if (byKey) _checkOldKey(rotation, owner, key, byOwner);
        if (byKey && byOwner) {
            delete _pendingRotations[device];
            _setKey(device, owner, key, rotation.newSigner);
            return;
        }

        if (byKey) {
            uint40 waitsUntil = _pendingRotations[device].effectiveAt;
            require(waitsUntil == 0, DeviceRegistryRotationPending(device, waitsUntil));
        } else {
            // The old key would vouch for a key of the same hardware; without it the maker must.
            uint32 kind = _records[device].kind;
            if (!makers.kindOf(kind).open) makers.requireAttested(uint256(key), kind, rotation.attestation);
        }

        // seconds fit 40 bits for 34,000 years
        uint40 effectiveAt = uint40(block.timestamp) + rotationDelay;
        _pendingRotations[device] = PendingRotation(key, effectiveAt);
        emit KeyRotationRequested(device, owner, key, rotation.newSigner, byOwner, effectiveAt);
    }

    /// @inheritdoc IDeviceRegistry
    function completeRotation(uint256 device) external {
        PendingRotation memory pending = _requireRotation(device);
        require(
            block.timestamp >= pending.effectiveAt,
            DeviceRegistryRotationDelayed(device, pending.effectiveAt, block.timestamp)
        );
        _checkUnused(pending.key);
        delete _pendingRotations[device];
        _setKey(device, _ownerOf(device), pending.key, "");
    }

    /// @inheritdoc IDeviceRegistry
    function cancelRotation(uint256 device) external onlyOwnerOf(device) {
        PendingRotation memory pending = _requireRotation(device);
        delete _pendingRotations[device];
        emit KeyRotationCancelled(device, msg.sender, pending.key);
    }

    // Payees

    /// @inheritdoc IDeviceRegistry
    function setPayee(uint256 device, address payee) external onlyOwnerOf(device) {
        _payees[device] = payee;
        emit PayeeSet(device, msg.sender, payee);
    }

    /// @inheritdoc IDeviceRegistry
    function setDefaultPayee(address payee) external {
        defaultPayeeOf[msg.sender] = payee;
        emit DefaultPayeeSet(msg.sender, payee);
    }

    // Location and metadata

    /// @inheritdoc IDeviceRegistry
    function assertLocation(Location calldata location) external {
        uint256 device = location.device;
        address owner = _requireOwned(device);
        uint64 cell = location.cell;
        require(H3Cell.isValid(cell), DeviceRegistryInvalidCell(cell));
        _useNonce(device, location.nonce, location.deadline);
        bool byMaker = _checkLocationSignature(location, owner);
        if (msg.sender != owner) {
            uint40 deadline = location.consent.deadline;
            _checkOwner(
                owner,
                hashConsent(LOCATION_APPROVAL_TYPEHASH, device, owner, cell, location.nonce, deadline),
                location.consent
            );
        }

        uint32 count = locationOf[device].count + 1;
        locationOf[device] = Position(cell, count);

        emit LocationAsserted(device, owner, cell, count, byMaker);
        emit MetadataUpdate(device);
    }

    /// @inheritdoc IDeviceRegistry
    function setMetadata(
        uint256 device,
        string calldata uri,
        bytes32 contentHash
    ) external onlyOwnerOf(device) {
        require(
            bytes(uri).length <= MAX_URI_LENGTH && PrintableText.isPrintable(uri),
            DeviceRegistryInvalidURI()
        );
        metadataOf[device] = Metadata(uri, contentHash);
        emit DeviceMetadataSet(device, msg.sender, uri, contentHash);
        emit MetadataUpdate(device);
    }

    // Suspension

    /// @inheritdoc IDeviceRegistry
    function suspend(
        uint256 device,
        uint32 fromEpoch,
        uint32 untilEpoch,
        uint16 reason,
        bytes32 evidence
    ) external restricted {
        Record storage record = _requireKnown(device);
        uint32 epoch = currentEpoch();
        uint256 max = MAX_SUSPENSION / epochLength;
        require(
            fromEpoch >= epoch && untilEpoch > fromEpoch && untilEpoch - fromEpoch <= max,
            DeviceRegistryInvalidSuspension(fromEpoch, untilEpoch, epoch, max)
        );
        uint32 standsUntil = record.suspendedUntil;
        require(standsUntil <= epoch, DeviceRegistrySuspensionStands(device, standsUntil));

        record.suspendedFrom = fromEpoch;
        record.suspendedUntil = untilEpoch;
        record.suspensionReason = reason;

        emit DeviceSuspended(device, _ownerOf(device), reason, fromEpoch, untilEpoch, evidence, msg.sender);
    }

    /// @inheritdoc IDeviceRegistry
    function lift(uint256 device) external restricted {
        Record storage record = _requireSuspension(device);
        uint32 epoch = currentEpoch();
        record.suspendedUntil = epoch;
        emit SuspensionLifted(device, _ownerOf(device), epoch, msg.sender);
    }

    /// @inheritdoc IDeviceRegistry
    function appeal(uint256 device, bytes32 evidence, string calldata uri) external onlyOwnerOf(device) {
        _requireSuspension(device);
        emit SuspensionAppealed(device, msg.sender, evidence, uri);
    }

    // Views

    /// @inheritdoc IDeviceRegistry
    function deviceOf(bytes calldata signer) external view returns (uint256) {
        return _deviceOf(keccak256(signer));
    }

    /// @inheritdoc IDeviceRegistry
    function keyOf(uint256 device) public view returns (bytes32) {
        return _records[device].rotated ? _rotatedKeys[device] : bytes32(device);
    }

    /// @inheritdoc IDeviceRegistry
    function nonceOf(uint256 device) external view returns (uint32) {
        return _records[device].nonce;
    }

    /// @inheritdoc IDeviceRegistry
    function payeeOf(uint256 device) external view returns (address) {
        return _payeeOf(device, _requireOwned(device));
    }

    /// @inheritdoc IDeviceRegistry
    function stateAt(uint256 device, uint32 epoch) public view returns (DeviceState memory state) {
        Record storage record = _records[device];
        if (record.nonce == 0) return state;

        address owner = _ownerOf(device);
        state.kind = record.kind;
        state.program = makers.programOf(record.kind);
        state.maker = record.maker;
        if (owner == address(0)) {
            state.status = Status.Released;
            return state;
        }
        state.owner = owner;
        state.payee = _payeeOf(device, owner);
        state.status = _statusAt(record, epoch);
    }

    /// @inheritdoc IDeviceRegistry
    function statesAt(
        uint256[] calldata devices,
        uint32 epoch
    ) external view returns (DeviceState[] memory states) {
        states = new DeviceState[](devices.length);
        for (uint256 i = 0; i < devices.length; ++i) states[i] = stateAt(devices[i], epoch);
    }

    /// @inheritdoc IDeviceRegistry
    function suspensionOf(
        uint256 device
    ) external view returns (uint32 fromEpoch, uint32 untilEpoch, uint16 reason) {
        Record storage record = _records[device];
        return (record.suspendedFrom, record.suspendedUntil, record.suspensionReason);
    }

    /// @inheritdoc IDeviceRegistry
    function pendingRotationOf(uint256 device) external view returns (PendingRotation memory) {
        return _pendingRotations[device];
    }

    /// @inheritdoc IDeviceRegistry
    function hashConsent(
        bytes32 typeHash,
        uint256 device,
        address owner,
        uint256 subject,
        uint32 nonce,
        uint40 deadline
    ) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(typeHash, device, owner, subject, nonce, deadline)));
    }

    /// @inheritdoc IDeviceRegistry
    function hashOnboarding(
        bytes32 typeHash,
        uint256 device,
        address owner,
        uint32 kind,
        uint32 maker,
        uint32 nonce,
        uint40 deadline
    ) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(typeHash, device, owner, kind, maker, nonce, deadline)));
    }

    /// @inheritdoc IDeviceRegistry
    function currentEpoch() public view returns (uint32) {
        // an epoch of a second lasts 136 years before this overflows
        return block.timestamp < genesis ? 0 : uint32((block.timestamp - genesis) / epochLength);
    }

    /// @notice A data URI of the device's JSON; always one that parses.
    function tokenURI(uint256 device) public view override returns (string memory) {
        _requireOwned(device);
        Record storage record = _records[device];
        Metadata storage metadata = metadataOf[device];
        return
            DeviceJson.dataURI(
                DeviceJson.Fields({
                    device: device,
                    kind: makers.kindOf(record.kind),
                    maker: record.maker,
                    cell: locationOf[device].cell,
                    uri: metadata.uri,
                    contentHash: metadata.contentHash
                })
            );
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        return
            interfaceId == type(IDeviceRegistry).interfaceId ||
            // ERC-4906 has no functions of its own and fixes this number
            interfaceId == 0x49064906 ||
            interfaceId == type(IERC5267).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // Internals

    /// @dev Whatever an owner has granted or signed ends with its ownership, also if it becomes the owner again.
    function _update(address to, uint256 device, address auth) internal override returns (address from) {
        from = super._update(to, device, auth);
        if (from != address(0)) {
            ++_records[device].nonce;
            delete _payees[device];
            delete _pendingRotations[device];
        }
    }

    function _deviceOf(bytes32 key) private view returns (uint256 device) {
        device = _adopters[key];
        if (device == 0) device = uint256(key);
    }

    function _payeeOf(uint256 device, address owner) private view returns (address payee) {
        payee = _payees[device];
        if (payee == address(0)) payee = defaultPayeeOf[owner];
        if (payee == address(0)) payee = owner;
    }

    function _statusAt(Record storage record, uint32 epoch) private view returns (Status) {
        if (epoch < record.registeredEpoch) return Status.Unknown;
        bool suspended = epoch >= record.suspendedFrom && epoch < record.suspendedUntil;
        return suspended ? Status.Suspended : Status.Active;
    }

    function _requireKnown(uint256 device) private view returns (Record storage record) {
        record = _records[device];
        require(record.nonce != 0, DeviceRegistryUnknownDevice(device));
    }

    function _requireSuspension(uint256 device) private view returns (Record storage record) {
        record = _records[device];
        require(record.suspendedUntil > currentEpoch(), DeviceRegistryNotSuspended(device));
    }

    function _requireRotation(uint256 device) private view returns (PendingRotation memory pending) {
        pending = _pendingRotations[device];
        require(pending.effectiveAt != 0, DeviceRegistryNoRotation(device));
    }

    function _useNonce(uint256 device, uint32 nonce, uint40 deadline) private {
        require(block.timestamp <= deadline, DeviceRegistrySignatureExpired(deadline, block.timestamp));
        uint32 expected = _records[device].nonce;
        require(nonce == expected, DeviceRegistryInvalidNonce(device, nonce, expected));
        _records[device].nonce = expected + 1;
    }

    function _checkOwner(address owner, bytes32 digest, OwnerConsent calldata consent) private view {
        uint40 deadline = consent.deadline;
        require(block.timestamp <= deadline, DeviceRegistryConsentExpired(deadline, block.timestamp));
        require(
            AccountSignature.isValidCalldata(owner, digest, consent.signature),
            DeviceRegistryInvalidOwnerSignature(owner)
        );
    }

    /// @dev The consents of device and owner; they name the maker too, so that nobody chooses another for them.
    function _checkOnboarders(Onboarding calldata onboarding, uint256 device) private view {
        uint40 deadline = onboarding.deadline;
        bytes32 digest = _hashOnboarding(DEVICE_ONBOARDING_TYPEHASH, onboarding, device, deadline);
        _checkSignature(onboarding.signer, digest, onboarding.signature);
        if (msg.sender == onboarding.owner) return;
        deadline = onboarding.consent.deadline;
        digest = _hashOnboarding(OWNER_ACCEPTANCE_TYPEHASH, onboarding, device, deadline);
        _checkOwner(onboarding.owner, digest, onboarding.consent);
    }

    function _hashOnboarding(
        bytes32 typeHash,
        Onboarding calldata onboarding,
        uint256 device,
        uint40 deadline
    ) private view returns (bytes32) {
        return
            hashOnboarding(
                typeHash,
                device,
                onboarding.owner,
                onboarding.kind,
                onboarding.attestation.maker,
                onboarding.nonce,
                deadline
            );
    }

    function _checkKey(uint256 device, bytes32 key) private view {
        bytes32 expected = keyOf(device);
        require(key == expected, DeviceRegistryWrongKey(device, key, expected));
    }

    /// @dev A key can be rotated to once in its life, and never if it is or was a device's first.
    function _checkUnused(bytes32 key) private view {
        uint256 device = _deviceOf(key);
        require(device == uint256(key) && _records[device].nonce == 0, DeviceRegistryKeyTaken(key, device));
    }

    /// @dev A device's key is a key and nothing else: an address with code is not asked (ERC-1271), so that what
    /// signs cannot change its mind.
    function _checkSignature(bytes calldata signer, bytes32 digest, bytes calldata signature) private view {
        makers.requireSigner(signer);
        bool valid;
        if (signer.length == 20) {
            (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
            valid = failure == ECDSA.RecoverError.NoError && recovered == address(bytes20(signer));
        } else {
            valid = SignatureChecker.isValidSignatureNow(signer, digest, signature);
        }
        require(valid, DeviceRegistryInvalidSignature(keccak256(signer)));
    }

    /// @return byMaker Whether the maker signed, not the device.
    function _checkLocationSignature(
        Location calldata location,
        address owner
    ) private view returns (bool byMaker) {
        uint256 device = location.device;
        Record storage record = _records[device];
        bytes32 key = keccak256(location.signer);
        bytes32 deviceKey = keyOf(device);
        byMaker = key != deviceKey;
        require(!byMaker || record.maker != 0, DeviceRegistryWrongKey(device, key, deviceKey));

        bytes32 digest = hashConsent(
            byMaker ? LOCATION_ATTESTATION_TYPEHASH : LOCATION_ASSERTION_TYPEHASH,
            device,
            owner,
            location.cell,
            location.nonce,
            location.deadline
        );
        if (byMaker) {
            makers.requireMakerSignature(
                record.maker,
                record.kind,
                digest,
                location.signer,
                location.signature
            );
        } else {
            _checkSignature(location.signer, digest, location.signature);
        }
    }

    /// @dev Consents to a rotation at once and to one that waits have types of their own: whoever takes one of two
    /// consents away cannot turn the first into the second.
    function _checkApproval(Rotation calldata rotation, address owner, bytes32 key, bool byKey) private view {
        if (msg.sender == owner) return;
        bytes32 typeHash = byKey ? HANDOVER_APPROVAL_TYPEHASH : ROTATION_APPROVAL_TYPEHASH;
        uint40 deadline = rotation.consent.deadline;
        _checkOwner(owner, _hashKeyChange(typeHash, rotation, owner, key, deadline), rotation.consent);
    }

    function _checkOldKey(Rotation calldata rotation, address owner, bytes32 key, bool byOwner) private view {
        _checkKey(rotation.device, keccak256(rotation.oldSigner));
        bytes32 typeHash = byOwner ? KEY_HANDOVER_TYPEHASH : KEY_ROTATION_TYPEHASH;
        _checkSignature(
            rotation.oldSigner,
            _hashKeyChange(typeHash, rotation, owner, key, rotation.deadline),
            rotation.oldSignature
        );
    }

    function _hashKeyChange(
        bytes32 typeHash,
        Rotation calldata rotation,
        address owner,
        bytes32 key,
        uint40 deadline
    ) private view returns (bytes32) {
        return hashConsent(typeHash, rotation.device, owner, uint256(key), rotation.nonce, deadline);
    }

    function _setKey(uint256 device, address owner, bytes32 key, bytes memory signer) private {
        bytes32 previous = keyOf(device);
        _records[device].rotated = true;
        _rotatedKeys[device] = key;
        _adopters[key] = device;
        emit KeyRotated(device, owner, key, previous, signer);
    }
}
