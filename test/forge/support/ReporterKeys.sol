// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AddressVerifier} from "../mocks/AddressVerifier.sol";
import {HostileReporter} from "../mocks/HostileReporter.sol";
import {ForgeTest} from "./ForgeTest.sol";

/// @notice What one key says of a report.
/// @param configuration Of the committee, that the approval is signed for.
/// @param isForged Signed by another key.
struct Approval {
    uint256 key;
    uint32 configuration;
    bool isForged;
}

/// @title ReporterKeys
/// @notice The keys of reporters, the accounts that carry their bonds, and how approvals are signed and put together: by
/// the documentation and not by the functions under test.
contract ReporterKeys is ForgeTest {
    uint256 public constant KEYS = 8;
    uint256 public constant ACCOUNTS = 8;
    uint256 private constant REPORTER_KEY = 0x5EC0000;
    uint256 private constant SOLE_KEY = 0x501E;
    bytes32 private constant APPROVAL_TYPEHASH = keccak256(
        "ReportApproval(bytes32 report,uint32 configuration)"
    );

    AddressVerifier public immutable verifier = new AddressVerifier();
    /// @notice A contract that reports by itself and is not to be trusted; the last of the accounts.
    HostileReporter public immutable wallet = new HostileReporter();
    address[] private _accounts;
    /// @dev Kept, because deriving an address is the dearest thing that forge does.
    bytes[] private _signers;
    bytes32[] private _hashes;

    constructor() {
        for (uint256 i = 0; i < 6; ++i) _accounts.push(address(uint160(0xB0D0000 + i)));
        _accounts.push(vm.addr(SOLE_KEY));
        _accounts.push(address(wallet));
        for (uint256 i = 0; i < KEYS; ++i) {
            address key = vm.addr(REPORTER_KEY + i);
            _signers.push(needsVerifier(i) ? abi.encodePacked(verifier, key) : abi.encodePacked(key));
            _hashes.push(keccak256(_signers[i]));
        }
    }

    // Keys and accounts

    function accountAt(uint256 index) public view returns (address) {
        return _accounts[index % ACCOUNTS];
    }

    /// @notice Who reports by itself, with a key.
    function sole() external view returns (address) {
        return _accounts[6];
    }

    /// @notice Six keys have an account each; the first account has a second key, the sole reporter one.
    function accountOf(uint256 key) external view returns (address) {
        return key == 7 ? _accounts[6] : _accounts[key % 6];
    }

    function needsVerifier(uint256 key) public pure returns (bool) {
        return key == 5 || key == 7;
    }

    /// @notice A key beyond the last is one that nothing can be read from.
    function signerOf(uint256 key) public view returns (bytes memory) {
        return key < KEYS ? _signers[key] : bytes("too short");
    }

    function hashOf(uint256 key) public view returns (bytes32) {
        return key < KEYS ? _hashes[key] : keccak256(signerOf(key));
    }

    // Signatures

    function signAlone(bytes32 report, bool isForged) external pure returns (bytes memory) {
        return _sign(isForged ? SOLE_KEY + 1 : SOLE_KEY, report);
    }

    /// @notice The approvals as the committee reads them, in the order in which they are given.
    function pack(
        address committee,
        bytes32 report,
        Approval[] calldata approvals
    ) external view returns (bytes memory packed) {
        bytes32 domain = _domainOf(committee);
        for (uint256 i = 0; i < approvals.length; ++i) {
            Approval calldata approval = approvals[i];
            bytes32 content = keccak256(abi.encode(APPROVAL_TYPEHASH, report, approval.configuration));
            bytes32 digest = keccak256(bytes.concat(hex"1901", domain, content));
            uint256 key = REPORTER_KEY + approval.key + (approval.isForged ? 1 : 0);
            bytes memory signer = signerOf(approval.key);
            packed = abi.encodePacked(packed, uint16(signer.length), signer, uint16(65), _sign(key, digest));
        }
    }

    /// @notice Ascending by the hash of the signer, as a committee asks for.
    function sort(Approval[] memory approvals) external view returns (Approval[] memory) {
        for (uint256 i = 1; i < approvals.length; ++i) {
            Approval memory approval = approvals[i];
            uint256 place = i;
            for (; place > 0 && hashOf(approvals[place - 1].key) > hashOf(approval.key); --place) {
                approvals[place] = approvals[place - 1];
            }
            approvals[place] = approval;
        }
        return approvals;
    }

    function _domainOf(address committee) private view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 name = keccak256("OpenDePIN ReporterCommittee");
        return keccak256(abi.encode(typeHash, name, keccak256("1"), vm.getChainId(), committee));
    }

    function _sign(uint256 privateKey, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }
}
