// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IMakerRegistry} from "./IMakerRegistry.sol";

/// @title IDeviceRegistry
/// @notice The devices of a network, one ERC-721 token each. A device is known by its own key: its id is
/// `uint256(keccak256(signer))`, where `signer` is the ERC-7913 form of the first key it was onboarded with, 20 bytes
/// for a secp256k1 address or a verifier's address followed by a key. Keys are not stored: whoever brings a device's
/// signature brings the signer bytes, and their hash must be that of the device's key.
/// @dev Every consent carries the device, its owner, a nonce of the device and a deadline, and has an EIP-712 type of
/// its own. The nonce counts on with every consent that is used and every transfer or release: what was signed before one
/// of these never works after it, also if the seller buys the device back.
interface IDeviceRegistry {
    /// @notice What a reporter asks about a device in an epoch.
    /// @param Unknown Never onboarded, or onboarded only after the epoch.
    /// @param Active Its contributions count.
    /// @param Suspended Its contributions in the epoch do not count.
    /// @param Released It has no owner at present.
    enum Status {
        Unknown,
        Active,
        Suspended,
        Released
    }

    /// @notice An owner's consent by signature. It carries the device's nonce, so that an owner can sign for any number
    /// of devices in any order, and each signature works once.
    /// @param deadline Last second of the signature's validity.
    /// @param signature An account's signature, or a contract's by ERC-1271. Empty if there is none.
    struct OwnerConsent {
        uint40 deadline;
        bytes signature;
    }

    /// @notice A device that is to be onboarded.
    /// @param owner Who will own it.
    /// @param kind What it is.
    /// @param nonce The device's: `nonceOf(device)`.
    /// @param deadline Last second of the device's signature.
    /// @param signer The device's key, in its ERC-7913 form.
    /// @param signature The device's, over the type `DeviceOnboarding`.
    /// @param consent The owner's, over the type `OwnerAcceptance`; not looked at if the owner is the caller.
    /// @param attestation The maker's, whom device and owner have signed; its `maker` is zero if nobody attests the
    /// device, which only open kinds allow.
    struct Onboarding {
        address owner;
        uint32 kind;
        uint32 nonce;
        uint40 deadline;
        bytes signer;
        bytes signature;
        OwnerConsent consent;
        IMakerRegistry.Attestation attestation;
    }

    /// @notice A device's move to another key.
    /// @param device Its id, which stays.
    /// @param nonce The device's: `nonceOf(device)`.
    /// @param deadline Last second of the signatures of both keys.
    /// @param newSigner The key to come, in its ERC-7913 form.
    /// @param newSignature That key's, over the type `KeyAcceptance`.
    /// @param oldSigner The key to go; empty if it does not consent.
    /// @param oldSignature That key's, over the type `KeyHandover` if the owner consents too, else `KeyRotation`; empty if
    /// it does not consent.
    /// @param consent The owner's, over the type `HandoverApproval` if the old key consents too, else
    /// `RotationApproval`; not looked at if the owner is the caller, and absent if its signature is empty.
    /// @param attestation The maker's for the new key. Only looked at if the old key does not consent and the kind is
    /// not open.
    struct Rotation {
        uint256 device;
        uint32 nonce;
        uint40 deadline;
        bytes newSigner;
        bytes newSignature;
        bytes oldSigner;
        bytes oldSignature;
        OwnerConsent consent;
        IMakerRegistry.Attestation attestation;
    }

    /// @notice A rotation that waits.
    /// @param key `keccak256(newSigner)`; zero if nothing waits.
    /// @param effectiveAt From this second on anybody can complete it.
    struct PendingRotation {
        bytes32 key;
        uint40 effectiveAt;
    }

    /// @notice A statement of where a device is.
    /// @param device Its id.
    /// @param cell H3 index of the cell, of any resolution.
    /// @param nonce The device's: `nonceOf(device)`.
    /// @param deadline Last second of the device's or the maker's signature.
    /// @param signer The device's key, or an attestation key of the maker that attested the device.
    /// @param signature Over the type `LocationAssertion` by the device, or `LocationAttestation` by the maker.
    /// @param consent The owner's, over the type `LocationApproval`; not looked at if the owner is the caller.
    struct Location {
        uint256 device;
        uint64 cell;
        uint32 nonce;
        uint40 deadline;
        bytes signer;
        bytes signature;
        OwnerConsent consent;
    }

    /// @notice What a reporter needs of a device.
    /// @param owner Zero unless the device is onboarded.
    /// @param payee Who its rewards are credited to; zero unless it is onboarded.
    /// @param kind What it is.
    /// @param program The kind's program.
    /// @param maker Who attested it; zero if nobody did.
    /// @param status Its standing in the epoch asked for.
    struct DeviceState {
        address owner;
        address payee;
        uint32 kind;
        uint32 program;
        uint32 maker;
        Status status;
    }

    /// @notice A device was onboarded. `maker` is zero if the kind is open and nobody attested it.
    event DeviceRegistered(
        uint256 indexed device,
        address indexed owner,
        uint32 indexed kind,
        uint32 maker,
        uint32 epoch,
        bytes signer
    );
    /// @notice A device of a batch was not onboarded; `reason` is the error that onboarding it alone reverts with.
    event DeviceRejected(uint256 indexed index, bytes32 indexed key, bytes reason);
    /// @notice A device's owner gave it up. Its payee, location and metadata are forgotten.
    event DeviceReleased(uint256 indexed device, address indexed owner);
    /// @notice A rotation began to wait. Exactly one of owner and old key consented to it.
    event KeyRotationRequested(
        uint256 indexed device,
        address indexed owner,
        bytes32 indexed key,
        bytes signer,
        bool byOwner,
        uint40 effectiveAt
    );
    /// @notice A waiting rotation was called off by the owner.
    event KeyRotationCancelled(uint256 indexed device, address indexed owner, bytes32 indexed key);
    /// @notice A device has another key; the one before it never verifies again. `signer` is empty if the rotation
    /// waited: its request carries the bytes.
    event KeyRotated(
        uint256 indexed device,
        address indexed owner,
        bytes32 indexed key,
        bytes32 previousKey,
        bytes signer
    );
    /// @notice Later rewards of the device are credited to `payee`; zero stands for the owner's default.
    event PayeeSet(uint256 indexed device, address indexed owner, address indexed payee);
    /// @notice Devices of `owner` without a payee of their own are credited to `payee`; zero stands for the owner.
    event DefaultPayeeSet(address indexed owner, address indexed payee);
    /// @notice A device's location was asserted for the `count`-th time, by its own key or by its maker.
    event LocationAsserted(
        uint256 indexed device,
        address indexed owner,
        uint64 indexed cell,
        uint32 count,
        bool byMaker
    );
    /// @notice A device's metadata is at `uri`; `contentHash` is what its content hashes to, zero if not stated.
    event DeviceMetadataSet(uint256 indexed device, address indexed owner, string uri, bytes32 contentHash);
    /// @notice Contributions of the device in epochs `fromEpoch` to `untilEpoch - 1` do not count.
    event DeviceSuspended(
        uint256 indexed device,
        address indexed owner,
        uint16 indexed reason,
        uint32 fromEpoch,
        uint32 untilEpoch,
        bytes32 evidence,
        address by
    );
    /// @notice The device's suspension ends with the epoch before `untilEpoch`.
    event SuspensionLifted(uint256 indexed device, address indexed owner, uint32 untilEpoch, address by);
    /// @notice The owner appeals against the device's suspension.
    event SuspensionAppealed(uint256 indexed device, address indexed owner, bytes32 evidence, string uri);

    /// @notice The rotation delay is out of range.
    error DeviceRegistryRotationDelayOutOfRange(uint256 delay, uint256 min, uint256 max);
    /// @notice The epoch length is out of range.
    error DeviceRegistryEpochLengthOutOfRange(uint256 epochLength, uint256 min, uint256 max);
    /// @notice The device was never onboarded.
    error DeviceRegistryUnknownDevice(uint256 device);
    /// @notice The device has an owner: it must be released before it can be onboarded anew.
    error DeviceRegistryAlreadyRegistered(uint256 device, address owner);
    /// @notice An owner must not be zero.
    error DeviceRegistryZeroOwner();
    /// @notice Only the device's owner may do this.
    error DeviceRegistryNotOwner(uint256 device, address caller);
    /// @notice The owner neither called nor signed, or did not sign this.
    error DeviceRegistryInvalidOwnerSignature(address owner);
    /// @notice The owner's signature has expired.
    error DeviceRegistryConsentExpired(uint40 deadline, uint256 timestamp);
    /// @notice The device's signature was made for another place in its sequence.
    error DeviceRegistryInvalidNonce(uint256 device, uint32 nonce, uint32 expected);
    /// @notice The signature of the device, its new key or its maker has expired.
    error DeviceRegistrySignatureExpired(uint40 deadline, uint256 timestamp);
    /// @notice The key is not the device's: it never was, or the device has rotated to another.
    error DeviceRegistryWrongKey(uint256 device, bytes32 key, bytes32 expected);
    /// @notice The signature is not the key's.
    error DeviceRegistryInvalidSignature(bytes32 key);
    /// @notice The key is or was a device's, and can be no other's.
    error DeviceRegistryKeyTaken(bytes32 key, uint256 device);
    /// @notice The gas did not suffice for this device of a batch: nothing of the batch is done.
    error DeviceRegistryOutOfGas(uint256 index);
    /// @notice Neither the old key nor the owner consents to the rotation.
    error DeviceRegistryConsentMissing(uint256 device);
    /// @notice A rotation waits already; the owner can replace or cancel it.
    error DeviceRegistryRotationPending(uint256 device, uint40 effectiveAt);
    /// @notice No rotation waits.
    error DeviceRegistryNoRotation(uint256 device);
    /// @notice The rotation must wait on.
    error DeviceRegistryRotationDelayed(uint256 device, uint40 effectiveAt, uint256 timestamp);
    /// @notice The number is not the index of an H3 cell.
    error DeviceRegistryInvalidCell(uint64 cell);
    /// @notice A metadata URI has at most 2,048 bytes, all of them printable ASCII.
    error DeviceRegistryInvalidURI();
    /// @notice A suspension starts in the current epoch or later, and lasts one epoch to 366 days.
    error DeviceRegistryInvalidSuspension(
        uint32 fromEpoch,
        uint32 untilEpoch,
        uint32 currentEpoch,
        uint256 max
    );
    /// @notice A suspension stands already: lift it first.
    error DeviceRegistrySuspensionStands(uint256 device, uint32 untilEpoch);
    /// @notice No suspension stands.
    error DeviceRegistryNotSuspended(uint256 device);

    /// @notice Onboards a device. Anybody may send and pay for it.
    /// @dev Emits {DeviceRegistered} and ERC-721's `Transfer`. Advances the device's nonce.
    ///
    /// Requirements:
    /// - The device must have no owner, else {DeviceRegistryAlreadyRegistered}.
    /// - Its key must be the device's current one, else {DeviceRegistryWrongKey}.
    /// - The device's consent: {DeviceRegistryInvalidNonce}, {DeviceRegistrySignatureExpired},
    ///   {DeviceRegistryInvalidSignature}, {MakerRegistryInvalidSigner}, {MakerRegistryVerifierNotAllowed}.
    /// - The owner's: {DeviceRegistryZeroOwner}, {DeviceRegistryConsentExpired}, {DeviceRegistryInvalidOwnerSignature}.
    /// - The maker's: see `requireAttested` of {IMakerRegistry}.
    /// @param onboarding The device's signer bytes, owner, kind and consents.
    /// @return device Its id.
    function register(Onboarding calldata onboarding) external returns (uint256 device);

    /// @notice Onboards devices, each for itself: one that cannot be onboarded stops no other.
    /// @dev Emits {DeviceRejected} for each that was not. Up to 100 fit a transaction of 2^24 gas.
    /// With too little gas all of it reverts, with {DeviceRegistryOutOfGas} if it ran dry inside a device's check: no
    /// device is refused for the sender's thrift. Warning: so it does if an owner's wallet contract eats all gas;
    /// simulate a batch before it is sent.
    /// @param onboardings As for {register}, each.
    /// @return failures For each device an empty result if it was onboarded, or the error of {register}.
    function registerMany(Onboarding[] calldata onboardings) external returns (bytes[] memory failures);

    /// @notice Moves a device to another key: at once if both the old key and the owner consent, after
    /// `rotationDelay` if only one of them does. Anybody may send it.
    /// @dev Emits {KeyRotated} or {KeyRotationRequested}. Advances the device's nonce.
    /// Only the owner can replace a rotation that waits. Each signs whether the other consents too: a call from which
    /// one of two consents was taken is refused.
    ///
    /// Requirements:
    /// - The device must have an owner, else `ERC721NonexistentToken`.
    /// - One of the old key and the owner must consent, else {DeviceRegistryConsentMissing}.
    /// - The new key's consent, and those of the old key and the owner that are there: as for {register}.
    /// - The new key must never have been a device's, else {DeviceRegistryKeyTaken}.
    /// - Without the old key's consent, the new key of a kind that is not open must be attested: see
    ///   `requireAttested` of {IMakerRegistry}, asked for the id that the new key would have.
    /// - {DeviceRegistryRotationPending}.
    /// @param rotation The device, its keys and the consents that there are.
    function rotateKey(Rotation calldata rotation) external;

    /// @notice Completes a rotation that has waited. Anybody may call it.
    /// @dev Emits {KeyRotated}.
    ///
    /// Requirements:
    /// - {DeviceRegistryNoRotation}, {DeviceRegistryRotationDelayed}.
    /// - The key must not have become another device's meanwhile, else {DeviceRegistryKeyTaken}.
    /// @param device The device's id.
    function completeRotation(uint256 device) external;

    /// @notice Calls off a rotation that waits: the owner's veto.
    /// @dev Emits {KeyRotationCancelled}. {DeviceRegistryNotOwner}, {DeviceRegistryNoRotation}.
    /// @param device The device's id.
    function cancelRotation(uint256 device) external;

    /// @notice Gives a device up. It can be onboarded anew, by anybody who has its key's consent.
    /// @dev Emits {DeviceReleased} and ERC-721's `Transfer`. Advances the device's nonce, as every transfer does. A
    /// suspension stays. {DeviceRegistryNotOwner}.
    /// @param device The device's id.
    function release(uint256 device) external;

    /// @notice Names who a device's later rewards are credited to; any contract can split them further.
    /// @dev Emits {PayeeSet}. A transfer of the device resets it. {DeviceRegistryNotOwner}.
    /// @param device The device's id.
    /// @param payee Zero for the owner's default.
    function setPayee(uint256 device, address payee) external;

    /// @notice Names who the rewards of the caller's devices without a payee of their own are credited to.
    /// @dev Emits {DefaultPayeeSet}.
    /// @param payee Zero for the caller itself.
    function setDefaultPayee(address payee) external;

    /// @notice States where a device is. Anybody may send it.
    /// @dev Emits {LocationAsserted} and `MetadataUpdate`. Advances the device's nonce.
    ///
    /// Requirements:
    /// - The device must have an owner, else `ERC721NonexistentToken`.
    /// - {DeviceRegistryInvalidCell}.
    /// - The owner's consent, and the device's or its maker's: as for {register}. A signer that is not the device's
    ///   key must be an attestation key of the maker that attested the device, else {DeviceRegistryWrongKey} if
    ///   nobody did, or {MakerRegistryUnknownKey}.
    /// @param location The device, its H3 cell and the consents.
    function assertLocation(Location calldata location) external;

    /// @notice Points to a device's metadata.
    /// @dev Emits {DeviceMetadataSet} and `MetadataUpdate`. {DeviceRegistryNotOwner}, {DeviceRegistryInvalidURI}.
    /// @param device The device's id.
    /// @param uri Where the metadata is: at most 2048 printable ASCII characters; may be empty.
    /// @param contentHash Keccak-256 of what is at `uri`, or zero.
    function setMetadata(uint256 device, string calldata uri, bytes32 contentHash) external;

    /// @notice Excludes a device from epochs that have not ended.
    /// @dev Emits {DeviceSuspended}. It stays with the device over transfer and release, until it ends.
    ///
    /// Requirements:
    /// - The caller must hold the suspender role, else `AccessManagedUnauthorized`.
    /// - {DeviceRegistryUnknownDevice}, {DeviceRegistryInvalidSuspension}, {DeviceRegistrySuspensionStands}.
    /// @param device The device's id.
    /// @param fromEpoch The first epoch excluded, the current one or later.
    /// @param untilEpoch The first epoch that counts again; at most 366 days after `fromEpoch`.
    /// @param reason Code of the network's own list of reasons.
    /// @param evidence Hash of the published evidence.
    function suspend(
        uint256 device,
        uint32 fromEpoch,
        uint32 untilEpoch,
        uint16 reason,
        bytes32 evidence
    ) external;

    /// @notice Ends a suspension: the current epoch counts again.
    /// @dev Emits {SuspensionLifted}.
    ///
    /// Requirements:
    /// - The caller must hold the suspender role, else `AccessManagedUnauthorized`.
    /// - {DeviceRegistryNotSuspended}.
    /// @param device The device's id.
    function lift(uint256 device) external;

    /// @notice Puts the owner's answer to a suspension on record, also that of a later owner.
    /// @dev Emits {SuspensionAppealed}. {DeviceRegistryNotOwner}, {DeviceRegistryNotSuspended}.
    /// @param device The device's id.
    /// @param evidence Hash of what is at `uri`.
    /// @param uri Where the owner's evidence is; free form.
    function appeal(uint256 device, bytes32 evidence, string calldata uri) external;

    /// @notice The device that a key is or was of, or that it would become.
    /// @param signer ERC-7913 bytes.
    function deviceOf(bytes calldata signer) external view returns (uint256 device);

    /// @notice `keccak256` of the signer bytes of a device's present key.
    function keyOf(uint256 device) external view returns (bytes32);

    /// @notice The nonce that the next consent of a device's key must carry.
    function nonceOf(uint256 device) external view returns (uint32);

    /// @notice Who a device's rewards are credited to: the payee that its owner chose for it, else the owner's
    /// default, else the owner. `ERC721NonexistentToken` if it has no owner.
    function payeeOf(uint256 device) external view returns (address);

    /// @notice Who an owner's devices without a payee of their own are credited to; zero for the owner itself.
    function defaultPayeeOf(address owner) external view returns (address);

    /// @notice What a reporter needs of a device at the end of an epoch. Ask at the epoch's last block: the chain
    /// keeps the latest suspension only, events keep all of them.
    function stateAt(uint256 device, uint32 epoch) external view returns (DeviceState memory);

    /// @notice {stateAt} of several devices.
    function statesAt(uint256[] calldata devices, uint32 epoch) external view returns (DeviceState[] memory);

    /// @notice The last suspension of a device; all zero if there never was one.
    function suspensionOf(
        uint256 device
    ) external view returns (uint32 fromEpoch, uint32 untilEpoch, uint16 reason);

    /// @notice The rotation that waits for a device; all zero if none does.
    function pendingRotationOf(uint256 device) external view returns (PendingRotation memory);

    /// @notice Where a device is, and how often that was asserted since it was onboarded; zero if never.
    function locationOf(uint256 device) external view returns (uint64 cell, uint32 count);

    /// @notice Where a device's metadata is, and what its content hashes to.
    function metadataOf(uint256 device) external view returns (string memory uri, bytes32 contentHash);

    /// @notice The digest of a consent to a rotation or a location: EIP-712 in this contract's domain. All of these types
    /// have the same five fields.
    /// @param typeHash The type's hash, a constant of this contract.
    /// @param device The device's id.
    /// @param owner Its owner.
    /// @param subject What the type is about: a key or a cell.
    /// @param nonce `nonceOf(device)`.
    /// @param deadline Last second of the signature's validity.
    function hashConsent(
        bytes32 typeHash,
        uint256 device,
        address owner,
        uint256 subject,
        uint32 nonce,
        uint40 deadline
    ) external view returns (bytes32);

    /// @notice The digest of a consent to an onboarding: EIP-712 in this contract's domain. The types `DeviceOnboarding`
    /// and `OwnerAcceptance` have the same six fields.
    /// @param typeHash The type's hash, a constant of this contract.
    /// @param device The device's id.
    /// @param owner Who is to own it.
    /// @param kind What it is.
    /// @param maker Who attests it; zero for nobody.
    /// @param nonce `nonceOf(device)`.
    /// @param deadline Last second of the signature's validity.
    function hashOnboarding(
        bytes32 typeHash,
        uint256 device,
        address owner,
        uint32 kind,
        uint32 maker,
        uint32 nonce,
        uint40 deadline
    ) external view returns (bytes32);

    /// @notice The epoch that is running; 0 before genesis.
    function currentEpoch() external view returns (uint32);

    /// @notice When epoch 0 starts, seconds since 1970.
    function genesis() external view returns (uint40);

    /// @notice Length of an epoch, seconds.
    function epochLength() external view returns (uint32);

    /// @notice How long a rotation waits that only one of old key and owner consents to, seconds.
    function rotationDelay() external view returns (uint32);

    /// @notice The catalogue of kinds, makers and verifiers.
    function makers() external view returns (IMakerRegistry);
}
