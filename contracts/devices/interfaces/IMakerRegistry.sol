// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title IMakerRegistry
/// @notice What a network accepts as a device: which kinds there are, who attests devices of a kind, with which keys
/// and in which batches, and which signature verifiers may be part of a key.
/// @dev Revoking a maker, a key, a batch or a verifier counts from that moment on. It never touches a device that is
/// onboarded already.
interface IMakerRegistry {
    /// @notice Physical devices stand somewhere or move about; digital ones are a node, an account, a capacity.
    enum Category {
        Physical,
        Digital
    }

    /// @notice What a device is.
    /// @param program The program whose budget the kind's devices share, from 1.
    /// @param category Physical or Digital.
    /// @param open Whether devices need no maker's attestation.
    /// @param active Whether new devices of the kind may be onboarded.
    /// @param requiredBond Base units of the reward token that a device needs behind it at this moment.
    /// @param name Shown to people: 1 to 64 printable ASCII characters.
    /// @param metadataURI What describes the kind; free form, may be empty.
    // solhint-disable-next-line gas-struct-packing
    struct Kind {
        uint32 program;
        Category category;
        bool open;
        bool active;
        uint128 requiredBond;
        string name;
        string metadataURI;
    }

    /// @notice A maker's consent that a device belongs to a kind: a signature, or else membership in a batch. A maker
    /// of zero stands for none, which only open kinds accept.
    /// @param maker Id of the maker, from 1.
    /// @param expiry Last second of a signature's validity; unused for a batch.
    /// @param signer The attestation key (ERC-7913) that signed; empty for a batch.
    /// @param signature The maker's signature over the EIP-712 type `DeviceAttestation`; empty for a batch.
    /// @param proof Sibling hashes from the leaf `keccak256(keccak256(abi.encode(device, kind)))` up to the batch's
    /// root, pairs hashed in ascending order; empty for a signature.
    struct Attestation {
        uint32 maker;
        uint40 expiry;
        bytes signer;
        bytes signature;
        bytes32[] proof;
    }

    /// @notice A verifier was put on the list of those that keys may name, or taken off it.
    event VerifierSet(address indexed verifier, bool allowed);
    /// @notice A kind was added.
    event KindAdded(
        uint32 indexed kind,
        uint32 indexed program,
        Category category,
        bool open,
        uint128 requiredBond,
        string name,
        string metadataURI
    );
    /// @notice Onboarding of a kind's devices was stopped or resumed.
    event KindActiveSet(uint32 indexed kind, bool active);
    /// @notice From `fromTime` on, each device of the kind needs `requiredBond` base units behind it.
    event RequiredBondSet(uint32 indexed kind, uint128 requiredBond, uint40 fromTime);
    /// @notice A maker was added.
    event MakerAdded(uint32 indexed maker, address indexed account, string uri);
    /// @notice A maker was revoked or reinstated.
    event MakerActiveSet(uint32 indexed maker, bool active);
    /// @notice A maker may attest devices of the kind from now on, or no longer.
    event MakerKindSet(uint32 indexed maker, uint32 indexed kind, bool allowed);
    /// @notice A maker's description moved.
    event MakerURISet(uint32 indexed maker, string uri);
    /// @notice A maker named the account that may take over its affairs.
    event MakerTransferStarted(uint32 indexed maker, address indexed current, address indexed next);
    /// @notice A maker's affairs passed to another account.
    event MakerTransferred(uint32 indexed maker, address indexed previous, address indexed current);
    /// @notice A key may sign for the maker from now on.
    event AttestationKeyAdded(uint32 indexed maker, bytes32 indexed key, bytes signer);
    /// @notice A key may sign for the maker no longer.
    event AttestationKeyRevoked(uint32 indexed maker, bytes32 indexed key, address indexed by);
    /// @notice The devices under `root` may be onboarded until `expiry`; `dataURI` says where their list is.
    event BatchProvisioned(uint32 indexed maker, bytes32 indexed root, uint40 expiry, string dataURI);
    /// @notice The devices under `root` that are not onboarded yet may be no longer.
    event BatchRevoked(uint32 indexed maker, bytes32 indexed root, address indexed by);

    /// @notice There is no such kind.
    error MakerRegistryUnknownKind(uint32 kind);
    /// @notice Devices of the kind are not being onboarded.
    error MakerRegistryKindInactive(uint32 kind);
    /// @notice The kind's program must be 1 or more.
    error MakerRegistryZeroProgram();
    /// @notice A kind's name has 1 to 64 printable ASCII characters.
    error MakerRegistryInvalidName(string name);
    /// @notice There is no such maker.
    error MakerRegistryUnknownMaker(uint32 maker);
    /// @notice The maker was revoked.
    error MakerRegistryMakerInactive(uint32 maker);
    /// @notice The maker may not attest devices of the kind.
    error MakerRegistryMakerNotAllowed(uint32 maker, uint32 kind);
    /// @notice The kind needs a maker's attestation.
    error MakerRegistryAttestationMissing(uint32 kind);
    /// @notice Only the maker's own account may do this.
    error MakerRegistryNotMaker(uint32 maker, address caller);
    /// @notice A maker's account must not be zero.
    error MakerRegistryZeroAccount();
    /// @notice The account was not named as the maker's next one.
    error MakerRegistryNotNextAccount(uint32 maker, address caller);
    /// @notice The key does not sign for the maker.
    error MakerRegistryUnknownKey(uint32 maker, bytes32 key);
    /// @notice The key signs for the maker already.
    error MakerRegistryKnownKey(uint32 maker, bytes32 key);
    /// @notice A key is an address of 20 bytes, or a verifier's address and what follows.
    error MakerRegistryInvalidSigner(bytes signer);
    /// @notice The verifier that the key names is not on the list.
    error MakerRegistryVerifierNotAllowed(address verifier);
    /// @notice Only a contract can be a verifier.
    error MakerRegistryVerifierWithoutCode(address verifier);
    /// @notice The signature is not the maker's.
    error MakerRegistryInvalidSignature(uint32 maker);
    /// @notice The attestation, or the batch, has expired.
    error MakerRegistryAttestationExpired(uint40 expiry, uint256 timestamp);
    /// @notice The proof leads to a root that the maker never provisioned, or to one that was revoked.
    error MakerRegistryUnknownBatch(uint32 maker, bytes32 root);
    /// @notice The root is zero.
    error MakerRegistryEmptyRoot();
    /// @notice A revoked batch stays revoked; make a new one for the devices that are good.
    error MakerRegistryBatchRevoked(uint32 maker, bytes32 root);

    /// @notice Puts a verifier on the list of those that keys may name, or takes it off.
    /// @dev Emits {VerifierSet}. Taking one off stops every signature of its keys at once, also for devices that are
    /// onboarded: it is what to do when a verifier proves broken. Their owners can rotate to other keys.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - An allowed verifier must be a contract, else {MakerRegistryVerifierWithoutCode}.
    /// @param verifier A contract that verifies signatures as ERC-7913 says.
    /// @param allowed Whether keys may name it from now on.
    function setVerifier(address verifier, bool allowed) external;

    /// @notice Adds a kind of device, for good. Its program, category and openness never change.
    /// @dev Emits {KindAdded}.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryZeroProgram}, {MakerRegistryInvalidName}.
    /// @param program The program that its devices earn in, from 1.
    /// @param category Physical or digital.
    /// @param open Whether its devices need no maker.
    /// @param requiredBond Base units of the reward token that each device needs behind it, at once; 0 for none.
    /// @param name 1 to 64 printable ASCII characters.
    /// @param metadataURI What describes the kind; free form, may be empty.
    /// @return kind Its id: 1 for the first one, then consecutive.
    function addKind(
        uint32 program,
        Category category,
        bool open,
        uint128 requiredBond,
        string calldata name,
        string calldata metadataURI
    ) external returns (uint32 kind);

    /// @notice Stops or resumes the onboarding of a kind's devices.
    /// @dev Emits {KindActiveSet}.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryUnknownKind}.
    /// @param kind The kind's id.
    /// @param active Whether its devices may be onboarded from now on.
    function setKindActive(uint32 kind, bool active) external;

    /// @notice Changes the bond that each device of a kind needs behind it, with seven days' notice.
    /// @dev Emits {RequiredBondSet}. A change that has not taken effect yet is replaced, and its notice starts anew.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryUnknownKind}.
    /// @param kind The kind's id.
    /// @param requiredBond Base units of the reward token.
    function setRequiredBond(uint32 kind, uint128 requiredBond) external;

    /// @notice Adds a maker.
    /// @dev Emits {MakerAdded}.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryZeroAccount}.
    /// @param account Who manages the maker's keys and batches.
    /// @param uri What describes the maker; free form, may be empty.
    /// @return maker Its id: 1 for the first one, then consecutive.
    function addMaker(address account, string calldata uri) external returns (uint32 maker);

    /// @notice Revokes a maker or reinstates it.
    /// @dev Emits {MakerActiveSet}.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryUnknownMaker}.
    /// @param maker The maker's id.
    /// @param active Whether what it attests counts from now on.
    function setMakerActive(uint32 maker, bool active) external;

    /// @notice Lets a maker attest devices of a kind, or no longer.
    /// @dev Emits {MakerKindSet}.
    ///
    /// Requirements:
    /// - The caller must hold the makers role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryUnknownMaker}, {MakerRegistryUnknownKind}.
    /// @param maker The maker's id.
    /// @param kind The kind's id.
    /// @param allowed Whether it may attest devices of the kind from now on.
    function setMakerKind(uint32 maker, uint32 kind, bool allowed) external;

    /// @notice Moves the maker's description.
    /// @dev Emits {MakerURISet}. Only the maker's account, else {MakerRegistryNotMaker}.
    /// @param maker The maker's id.
    /// @param uri What describes the maker; free form, may be empty.
    function setMakerURI(uint32 maker, string calldata uri) external;

    /// @notice Names the account that may take over the maker's affairs; zero withdraws the offer.
    /// @dev Emits {MakerTransferStarted}. Only the maker's account, else {MakerRegistryNotMaker}.
    /// @param maker The maker's id.
    /// @param next The account that may accept, or zero.
    function transferMaker(uint32 maker, address next) external;

    /// @notice Takes over a maker's affairs.
    /// @dev Emits {MakerTransferred}. Only the account that was named, else {MakerRegistryNotNextAccount}.
    /// @param maker The maker's id.
    function acceptMaker(uint32 maker) external;

    /// @notice Lets a key sign for the maker.
    /// @dev Emits {AttestationKeyAdded}.
    ///
    /// Requirements:
    /// - Only the maker's account, else {MakerRegistryNotMaker}, while active, else {MakerRegistryMakerInactive}.
    /// - {MakerRegistryInvalidSigner}, {MakerRegistryVerifierNotAllowed}, {MakerRegistryKnownKey}.
    /// @param maker The maker's id.
    /// @param signer ERC-7913 bytes: an address (an externally owned account, or a contract that speaks ERC-1271), or
    /// a verifier's address followed by its key.
    function addAttestationKey(uint32 maker, bytes calldata signer) external;

    /// @notice Stops a key from signing for the maker.
    /// @dev Emits {AttestationKeyRevoked}.
    ///
    /// Requirements:
    /// - The maker's account or a holder of the guardian role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryUnknownKey}.
    /// @param maker The maker's id.
    /// @param key `keccak256(signer)`.
    function revokeAttestationKey(uint32 maker, bytes32 key) external;

    /// @notice Provisions any number of devices in one storage slot, or moves the expiry of a batch.
    /// @dev Emits {BatchProvisioned}.
    ///
    /// Requirements:
    /// - Only the maker's account, else {MakerRegistryNotMaker}, while active, else {MakerRegistryMakerInactive}.
    /// - {MakerRegistryEmptyRoot}, {MakerRegistryBatchRevoked}, {MakerRegistryAttestationExpired}.
    /// @param maker The maker's id.
    /// @param root Root over leaves `keccak256(keccak256(abi.encode(uint256 device, uint32 kind)))`.
    /// @param expiry Last second at which a device of the batch may be onboarded, seconds since 1970.
    /// @param dataURI Where the list of the batch is published; free form, may be empty.
    function provisionBatch(uint32 maker, bytes32 root, uint40 expiry, string calldata dataURI) external;

    /// @notice Stops the onboarding of what remains of a batch, for good.
    /// @dev Emits {BatchRevoked}.
    ///
    /// Requirements:
    /// - The maker's account or a holder of the guardian role, else `AccessManagedUnauthorized`.
    /// - {MakerRegistryUnknownBatch}.
    /// @param maker The maker's id.
    /// @param root The batch's root.
    function revokeBatch(uint32 maker, bytes32 root) external;

    /// @notice Reverts unless a device may be onboarded as one of `kind` with this attestation now.
    /// @dev Reverts with {MakerRegistryUnknownKind}, {MakerRegistryKindInactive}, {MakerRegistryAttestationMissing},
    /// {MakerRegistryUnknownMaker}, {MakerRegistryMakerInactive}, {MakerRegistryMakerNotAllowed},
    /// {MakerRegistryAttestationExpired}, {MakerRegistryUnknownBatch}, {MakerRegistryUnknownKey},
    /// {MakerRegistryVerifierNotAllowed} or {MakerRegistryInvalidSignature}.
    function requireAttested(uint256 device, uint32 kind, Attestation calldata attestation) external view;

    /// @notice Reverts unless an active maker that may attest the kind has signed `digest` with one of its keys.
    /// @dev Reverts as {requireAttested} does for a signature.
    function requireMakerSignature(
        uint32 maker,
        uint32 kind,
        bytes32 digest,
        bytes calldata signer,
        bytes calldata signature
    ) external view;

    /// @notice Reverts unless the key is an address, or names a verifier on the list: with
    /// {MakerRegistryInvalidSigner} or {MakerRegistryVerifierNotAllowed}.
    function requireSigner(bytes calldata signer) external view;

    /// @notice The digest that a maker signs to attest a device: EIP-712 type `DeviceAttestation` in this contract's
    /// domain.
    function hashAttestation(
        uint32 maker,
        uint256 device,
        uint32 kind,
        uint40 expiry
    ) external view returns (bytes32);

    /// @notice A kind, with the bond that its devices need at this moment; {MakerRegistryUnknownKind} if none.
    function kindOf(uint32 kind) external view returns (Kind memory);

    /// @notice The program of a kind; {MakerRegistryUnknownKind} if there is no such kind.
    function programOf(uint32 kind) external view returns (uint32);

    /// @notice The bond that each device of a kind needs at this moment, in base units; {MakerRegistryUnknownKind} if there
    /// is no such kind.
    function requiredBondOf(uint32 kind) external view returns (uint128);

    /// @notice The number of kinds; their ids are 1 to this number.
    function kindCount() external view returns (uint32);

    /// @notice The number of makers; their ids are 1 to this number.
    function makerCount() external view returns (uint32);

    /// @notice A maker's account, whether it is active, and its description; {MakerRegistryUnknownMaker} if none.
    function makerOf(uint32 maker) external view returns (address account, bool active, string memory uri);

    /// @notice Whether a maker may attest devices of a kind while it is active.
    function isMakerAllowed(uint32 maker, uint32 kind) external view returns (bool);

    /// @notice Whether a key, by `keccak256(signer)`, signs for the maker.
    function isAttestationKey(uint32 maker, bytes32 key) external view returns (bool);

    /// @notice A batch: zero expiry if the maker never provisioned the root.
    function batchOf(uint32 maker, bytes32 root) external view returns (uint40 expiry, bool revoked);

    /// @notice Whether keys may name the verifier.
    function isVerifierAllowed(address verifier) external view returns (bool);
}
