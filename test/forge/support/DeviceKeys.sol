// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ReporterWalletMock} from "../../../contracts/mocks/ReporterWalletMock.sol";
import {AddressVerifier} from "../mocks/AddressVerifier.sol";
import {ForgeTest} from "./ForgeTest.sol";

/// @title DeviceKeys
/// @notice The keys of everybody who consents, and the digests that they sign: by EIP-712 itself and not by the
/// functions under test.
contract DeviceKeys is ForgeTest {
    /// @dev Every second device key is an address, the others are a verifier's.
    uint256 public constant DEVICE_KEYS = 64;
    uint256 public constant OWNERS = 5;
    uint256 public constant MAKERS = 2;
    uint256 public constant KEYS_OF_A_MAKER = 2;

    uint256 private constant DEVICE_KEY = 0xDE0000;
    uint256 private constant OWNER_KEY = 0xA0000;
    uint256 private constant MAKER_KEY = 0x3A0000;

    AddressVerifier public immutable verifier = new AddressVerifier();
    bytes32 private immutable _devicesDomain;
    bytes32 private immutable _makersDomain;
    /// @dev Kept, because deriving an address is the dearest thing that forge does.
    mapping(uint256 deviceKey => bytes signer) private _signers;
    mapping(uint256 deviceKey => bytes32 hash) public hashOf;
    address[] private _owners;

    constructor(address devices, address makers) {
        _devicesDomain = _domainOf("OpenDePIN DeviceRegistry", devices);
        _makersDomain = _domainOf("OpenDePIN MakerRegistry", makers);
        for (uint256 i = 0; i < DEVICE_KEYS; ++i) {
            address account = vm.addr(DEVICE_KEY + i);
            _signers[i] = needsVerifier(i) ? abi.encodePacked(verifier, account) : abi.encodePacked(account);
            hashOf[i] = keccak256(_signers[i]);
        }
        _owners.push(address(new ReporterWalletMock(vm.addr(OWNER_KEY))));
        for (uint256 i = 1; i < OWNERS; ++i) _owners.push(vm.addr(OWNER_KEY + i));
    }

    // Devices

    function signerOf(uint256 deviceKey) external view returns (bytes memory) {
        return _signers[deviceKey];
    }

    function needsVerifier(uint256 deviceKey) public pure returns (bool) {
        return deviceKey % 2 == 1;
    }

    function signAsDevice(uint256 deviceKey, bytes32 digest) external pure returns (bytes memory) {
        return _sign(DEVICE_KEY + deviceKey, digest);
    }

    // Owners

    /// @notice The first owner is a wallet contract (ERC-1271).
    function ownerAt(uint256 index) external view returns (address) {
        return _owners[index % OWNERS];
    }

    function signAsOwner(uint256 index, bytes32 digest) external pure returns (bytes memory) {
        return _sign(OWNER_KEY + (index % OWNERS), digest);
    }

    // Makers, from 1

    function accountOf(uint32 maker) external pure returns (address) {
        return vm.addr(MAKER_KEY + uint256(maker) * 0x100);
    }

    function makerSignerOf(uint32 maker, uint256 key) external pure returns (bytes memory) {
        return abi.encodePacked(vm.addr(_makerKey(maker, key)));
    }

    function signAsMaker(uint32 maker, uint256 key, bytes32 digest) external pure returns (bytes memory) {
        return _sign(_makerKey(maker, key), digest);
    }

    // Digests

    /// @param subject The type's fields after the owner, with their names: `uint32 kind,uint32 maker`, `bytes32 key` or
    /// `uint64 cell`.
    /// @param values Those fields' values, a word each.
    function digestOf(
        string calldata typeName,
        string calldata subject,
        uint256 device,
        address owner,
        bytes calldata values,
        uint32 nonce,
        uint40 deadline
    ) external view returns (bytes32) {
        bytes32 typeHash = keccak256(
            bytes.concat(
                bytes(typeName),
                "(uint256 device,address owner,",
                bytes(subject),
                ",uint32 nonce,uint40 deadline)"
            )
        );
        bytes32 content = keccak256(
            bytes.concat(abi.encode(typeHash, device, owner), values, abi.encode(nonce, deadline))
        );
        return keccak256(bytes.concat(hex"1901", _devicesDomain, content));
    }

    function attestationOf(
        uint32 maker,
        uint256 device,
        uint32 kind,
        uint40 expiry
    ) external view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "DeviceAttestation(uint32 maker,uint256 device,uint32 kind,uint40 expiry)"
        );
        bytes32 content = keccak256(abi.encode(typeHash, maker, device, kind, expiry));
        return keccak256(bytes.concat(hex"1901", _makersDomain, content));
    }

    // Internals

    function _domainOf(string memory name, address target) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        return
            keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256("1"), vm.getChainId(), target));
    }

    function _makerKey(uint32 maker, uint256 key) private pure returns (uint256) {
        return MAKER_KEY + uint256(maker) * 0x100 + 1 + (key % KEYS_OF_A_MAKER);
    }

    function _sign(uint256 privateKey, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }
}
