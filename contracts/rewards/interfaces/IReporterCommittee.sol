// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

import {IDuty} from "./IDuty.sol";

/// @title IReporterCommittee
/// @notice Signs a program's reports as a weighted quorum of members, in the place of a single reporter. Anybody collects
/// the members' approvals, in any order, and puts them together into the one signature that a distributor asks for.
/// @dev An approval is the EIP-712 type `ReportApproval(bytes32 report,uint32 configuration)` in this contract's domain:
/// `report` is the digest of the distributor, which binds chain, distributor, program and epoch. `configuration` counts
/// every change of members, weights or quorum, so that a change voids what was signed before it.
///
/// A signature of the committee is the concatenation of approvals, in ascending order of `keccak256(signer)`, each:
/// two bytes length of the signer, the signer (ERC-7913), two bytes length of the signature, the signature.
///
/// A member's key is a key and nothing else: 20 bytes are an address whose key signs (ECDSA, 65 bytes), never a contract
/// that could change its mind about what it has signed.
interface IReporterCommittee is IERC1271, IDuty {
    /// @notice A member that joins, or whose weight changes.
    /// @param signer Its key in ERC-7913 form: 20 bytes, or the address of an allowed verifier followed by a key.
    /// @param account Who carries its bond, and may resign for it; every member has one of its own.
    /// @param weight 1 to 2^32 - 1.
    struct MemberTerms {
        bytes signer;
        address account;
        uint32 weight;
    }

    /// @notice What the committee knows of a key.
    /// @param account Who carries the bond.
    /// @param weight Zero once it has left.
    /// @param joined The configuration from which its approvals count.
    /// @param left The first configuration in which they count no longer; zero while it is a member.
    struct Member {
        address account;
        uint32 weight;
        uint32 joined;
        uint32 left;
    }

    /// @notice A member joined, or its weight changed.
    event MemberSet(bytes32 indexed key, address indexed account, uint32 weight, bytes signer);
    /// @notice A member left: by governance, by itself, or because its pledge fell short.
    event MemberLeft(bytes32 indexed key, address indexed account, address indexed by);
    /// @notice Members, weights or quorum changed: approvals of configurations before this one count no longer.
    event ConfigurationSet(uint32 indexed configuration, uint64 quorum, uint64 totalWeight);
    /// @notice From `fromTime` on each member needs `minimumPledge` base units pledged.
    event MinimumPledgeSet(uint128 minimumPledge, uint40 fromTime);

    /// @notice There would be more members than the committee can hold.
    error ReporterCommitteeTooManyMembers(uint256 members, uint256 max);
    /// @notice The quorum must be more than half of all weight, and no more than all of it.
    error ReporterCommitteeQuorumOutOfRange(uint256 quorum, uint256 min, uint256 max);
    /// @notice A member's weight must not be zero.
    error ReporterCommitteeZeroWeight(bytes32 key);
    /// @notice A member's account must not be zero.
    error ReporterCommitteeZeroAccount(bytes32 key);
    /// @notice The account already stands behind another key.
    error ReporterCommitteeAccountTaken(address account, bytes32 key);
    /// @notice The key was that of another account, which still answers for what it has signed.
    error ReporterCommitteeKeyTaken(bytes32 key, address account);
    /// @notice There is no such member.
    error ReporterCommitteeUnknownMember(bytes32 key);
    /// @notice Only the member's own account may do this.
    error ReporterCommitteeNotMember(bytes32 key, address caller);
    /// @notice The account has pledged too little.
    error ReporterCommitteePledgeTooSmall(address account, uint256 pledged, uint256 minimum);
    /// @notice The member's pledge is large enough: it stays.
    error ReporterCommitteePledgeSuffices(address account, uint256 pledged, uint256 minimum);
    /// @notice A signature that approvals cannot be read from, or whose approvals are not in ascending order.
    error ReporterCommitteeMalformedSignature(uint256 offset);
    /// @notice An approval by somebody who was no member, or that the member has not signed.
    error ReporterCommitteeInvalidApproval(bytes32 key, uint32 configuration);

    /// @notice Changes members, weights and quorum in one step, after which approvals in flight count no longer.
    /// @dev Emits {MemberLeft} and {MemberSet} for each, and {ConfigurationSet}.
    ///
    /// Requirements:
    /// - The caller must hold the committees role, else `AccessManagedUnauthorized`.
    /// - Each of `leaving` is a member, else {ReporterCommitteeUnknownMember}.
    /// - Each of `joining` has a weight, else {ReporterCommitteeZeroWeight}; an account, else
    /// {ReporterCommitteeZeroAccount}, that stands behind no other key, else {ReporterCommitteeAccountTaken}, and that
    /// the key has always had, else {ReporterCommitteeKeyTaken}; a key that the catalogue allows, else
    /// `MakerRegistryInvalidSigner` or `MakerRegistryVerifierNotAllowed`; and the minimum pledge, else
    /// {ReporterCommitteePledgeTooSmall}.
    /// - 1 to 31 members remain, else {ReporterCommitteeTooManyMembers} or {ReporterCommitteeQuorumOutOfRange}.
    /// - The quorum is more than half of all weight and no more than all, else {ReporterCommitteeQuorumOutOfRange}.
    /// @param leaving Keys (`keccak256(signer)`) that leave.
    /// @param joining Members that join, or whose weight changes.
    /// @param quorum Weight that a report needs.
    function configure(bytes32[] calldata leaving, MemberTerms[] calldata joining, uint64 quorum) external;

    /// @notice Leaves the committee, so that the pledge can be taken back. The quorum stays: if the others weigh less, no
    /// report is accepted until governance has filled the committee again.
    /// @dev Emits {MemberLeft} and {ConfigurationSet}.
    ///
    /// Requirements:
    /// - The caller is the member's account, else {ReporterCommitteeNotMember} or {ReporterCommitteeUnknownMember}.
    /// @param key The member's, `keccak256(signer)`.
    function resign(bytes32 key) external;

    /// @notice Removes a member whose pledge has fallen below the minimum. Anybody may.
    /// @dev Emits {MemberLeft} and {ConfigurationSet}.
    ///
    /// Requirements:
    /// - {ReporterCommitteeUnknownMember}, {ReporterCommitteePledgeSuffices}.
    /// @param key The member's, `keccak256(signer)`.
    function dismiss(bytes32 key) external;

    /// @notice Changes what each member needs pledged, with seven days' notice.
    /// @dev Emits {MinimumPledgeSet}. A change that has not taken effect yet is replaced, and its notice starts anew.
    ///
    /// Requirements:
    /// - The caller must hold the committees role, else `AccessManagedUnauthorized`.
    /// @param minimumPledge_ Base units of the reward token.
    function setMinimumPledge(uint128 minimumPledge_) external;

    /// @notice The digest that a member signs to approve a report.
    /// @param report The distributor's digest of the report, `hashReport(report)`.
    /// @param configuration_ The committee's configuration that the approval is given under.
    function hashApproval(bytes32 report, uint32 configuration_) external view returns (bytes32);

    /// @notice The weight of a signature's approvals under the present configuration.
    /// @dev Reverts with {ReporterCommitteeMalformedSignature} or {ReporterCommitteeInvalidApproval}.
    function weightOf(bytes32 report, bytes calldata signature) external view returns (uint256);

    /// @notice The accounts that answer for a signature's approvals under any configuration, present or past.
    /// @dev Reverts with {ReporterCommitteeMalformedSignature} or {ReporterCommitteeInvalidApproval}.
    function approversOf(
        bytes32 report,
        uint32 configuration_,
        bytes calldata signature
    ) external view returns (address[] memory accounts);

    /// @notice What the committee knows of a key, by `keccak256(signer)`; all zero if nothing.
    function memberOf(bytes32 key) external view returns (Member memory);

    /// @notice The keys of all members, in no order that means anything.
    function memberKeys() external view returns (bytes32[] memory);

    /// @notice The number of members, 0 to 31.
    function memberCount() external view returns (uint256);

    /// @notice Counts every change of members, weights or quorum, from 1.
    function configuration() external view returns (uint32);

    /// @notice Weight that a report needs; more than half of all.
    function quorum() external view returns (uint64);

    /// @notice The weight of all members together.
    function totalWeight() external view returns (uint64);

    /// @notice Base units that each member needs pledged at this moment.
    function minimumPledge() external view returns (uint128);
}
