// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {VerifierMock} from "../../../contracts/mocks/VerifierMock.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {Curves} from "../support/Curves.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {Approval, ReporterKeys} from "../support/ReporterKeys.sol";
import {TrustNetwork} from "../support/TrustNetwork.sol";

/// @title CommitteeSignatureTest
/// @notice What a committee takes for its signature: whatever the bytes are, no less than distinct present members who
/// together reach the quorum.
contract CommitteeSignatureTest is ForgeTest {
    /// @dev What a bomb or an endless loop may cost the caller who meets it.
    uint256 private constant GAS = 5_000_000;
    bytes32 private constant REPORT = keccak256("report");

    TrustNetwork private _network;
    ReporterKeys private _keys;

    function setUp() external {
        vm.warp(1_800_000_000);
        IEmissionCurve curve = Curves.halving(1e23, 2_000);
        _network = TrustNetwork(_deploy("TrustNetwork", abi.encode(curve, 0)));
        _keys = new ReporterKeys();
        _allow(address(_keys.verifier()));
    }

    function testFuzz_RC_01_arbitraryBytesAreNoSignature(bytes32 report, bytes calldata signature) external {
        IReporterCommittee committee = _deployCommittee(1);
        _assertRefused(committee, report, signature);
    }

    /// @dev Any list of the keys' approvals, in any order: expected by counting.
    function testFuzz_RC_01_acceptedIfAndOnlyIfTheQuorumIsMet(uint256 seed) external {
        IReporterCommittee committee = _deployCommittee(seed);
        Approval[] memory approvals = new Approval[](_random(seed, 1) % 9);
        bool isReadable = true;
        uint256 weight = 0;
        for (uint256 i = 0; i < approvals.length; ++i) {
            uint256 key = _random(seed, 2 + i) % _keys.KEYS();
            approvals[i] = Approval(key, 1, _random(seed, 20 + i) % 32 == 0);
        }
        if (seed % 8 != 0) approvals = _keys.sort(approvals);
        for (uint256 i = 0; i < approvals.length; ++i) {
            uint256 own = committee.memberOf(_keys.hashOf(approvals[i].key)).weight;
            bool isAscending = i == 0 || _keys.hashOf(approvals[i - 1].key) < _keys.hashOf(approvals[i].key);
            isReadable = isReadable && isAscending && own > 0 && !approvals[i].isForged;
            weight += own;
        }
        bool isAccepted = _isAccepted(committee, REPORT, _keys.pack(address(committee), REPORT, approvals));
        bool isQuorum = isReadable && weight >= committee.quorum();
        _assertTrue(isAccepted || !isQuorum, "RC-01 a quorum was refused");
        _assertTrue(isQuorum || !isAccepted, "RC-01 less than a quorum was accepted");
    }

    /// @dev Every member has approved, so that nothing but the altered byte is wrong.
    function testFuzz_RC_01_anAlteredByteIsRefused(uint256 seed, uint256 place, uint8 difference) external {
        vm.assume(difference != 0);
        IReporterCommittee committee = _deployWithQuorumOfAll(seed);
        bytes memory signature = _signAll(committee, 1);
        _assertTrue(_isAccepted(committee, REPORT, signature), "RC-01 a quorum was refused");
        place = place % signature.length;
        signature[place] = bytes1(uint8(signature[place]) ^ difference);
        _assertRefused(committee, REPORT, signature);
    }

    function testFuzz_RC_01_aTailOrACutIsRefused(uint256 seed, uint256 length, bytes calldata tail) external {
        IReporterCommittee committee = _deployWithQuorumOfAll(seed);
        bytes memory signature = _signAll(committee, 1);
        if (tail.length > 0) _assertRefused(committee, REPORT, bytes.concat(signature, tail));
        length = length % signature.length;
        assembly ("memory-safe") {
            mstore(signature, length)
        }
        _assertRefused(committee, REPORT, signature);
    }

    function testFuzz_RC_03_anotherConfigurationCountsForNothing(
        uint256 seed,
        uint32 configuration
    ) external {
        vm.assume(configuration != 1);
        IReporterCommittee committee = _deployCommittee(seed);
        bytes memory signature = _signAll(committee, configuration);
        _assertRefused(committee, REPORT, signature);
    }

    /// @dev Each behaviour but the one that accepts anything: such a verifier must not be on the list.
    function testFuzz_RC_05_aVerifierThatDoesNotConsentSignsNothing(uint8 choice) external {
        VerifierMock verifier = new VerifierMock();
        _allow(address(verifier));
        bytes memory signer = abi.encodePacked(verifier, bytes32("key"));
        IReporterCommittee.MemberTerms[] memory members = new IReporterCommittee.MemberTerms[](1);
        members[0] = IReporterCommittee.MemberTerms(signer, address(1), 1);
        IReporterCommittee committee = _network.deployCommittee(members, 1);
        bytes memory signature = abi.encodePacked(uint16(signer.length), signer, uint16(1), hex"01");
        _assertTrue(_isAccepted(committee, REPORT, signature), "RC-01 a quorum was refused");

        verifier.setBehaviour(VerifierMock.Behaviour(_bound(choice, 1, 5)));
        _assertRefused(committee, REPORT, signature);
    }

    // Internals

    /// @dev One to eight members, each key with some weight or none, and any quorum that is allowed.
    function _deployCommittee(uint256 seed) private returns (IReporterCommittee) {
        (IReporterCommittee.MemberTerms[] memory members, uint64 total) = _members(seed);
        return _network.deployCommittee(members, uint64(_bound(_random(seed, 40), total / 2 + 1, total)));
    }

    function _deployWithQuorumOfAll(uint256 seed) private returns (IReporterCommittee) {
        (IReporterCommittee.MemberTerms[] memory members, uint64 total) = _members(seed);
        return _network.deployCommittee(members, total);
    }

    function _members(
        uint256 seed
    ) private view returns (IReporterCommittee.MemberTerms[] memory members, uint64 total) {
        members = new IReporterCommittee.MemberTerms[](1 + (_random(seed, 41) % _keys.KEYS()));
        for (uint256 i = 0; i < members.length; ++i) {
            uint32 weight = uint32(_bound(_random(seed, 50 + i), 1, type(uint32).max));
            // accounts of their own, and weights of one size in every second committee
            if (seed % 2 == 0) weight = uint32(1 + (weight % 4));
            members[i] = IReporterCommittee.MemberTerms(_keys.signerOf(i), address(uint160(1 + i)), weight);
            total += weight;
        }
    }

    function _signAll(
        IReporterCommittee committee,
        uint32 configuration
    ) private view returns (bytes memory) {
        Approval[] memory approvals = new Approval[](committee.memberCount());
        for (uint256 i = 0; i < approvals.length; ++i) approvals[i] = Approval(i, configuration, false);
        return _keys.pack(address(committee), REPORT, _keys.sort(approvals));
    }

    function _isAccepted(
        IReporterCommittee committee,
        bytes32 report,
        bytes memory signature
    ) private view returns (bool) {
        try committee.isValidSignature{gas: GAS}(report, signature) returns (bytes4 answer) {
            return answer == IERC1271.isValidSignature.selector;
        } catch {
            return false;
        }
    }

    function _assertRefused(
        IReporterCommittee committee,
        bytes32 report,
        bytes memory signature
    ) private view {
        bool isAccepted = _isAccepted(committee, report, signature);
        _assertTrue(!isAccepted, "RC-01 what nobody signed was accepted");
    }

    function _allow(address verifier) private {
        IMakerRegistry makers = _network.makers();
        vm.prank(_network.GOVERNANCE());
        makers.setVerifier(verifier, true);
    }

    function _random(uint256 seed, uint256 salt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }
}
