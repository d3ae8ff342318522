// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ERC165, IERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import {IMakerRegistry} from "../devices/interfaces/IMakerRegistry.sol";
import {IDuty} from "./interfaces/IDuty.sol";
import {IPledges} from "./interfaces/IPledges.sol";
import {IReporterCommittee} from "./interfaces/IReporterCommittee.sol";

/// @title ReporterCommittee
/// @notice Signs reports as a weighted quorum of members whose bonds stay at stake while they serve.
contract ReporterCommittee is IReporterCommittee, AccessManaged, EIP712, ERC165 {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    // Constants

    /// @notice EIP-712 type of a member's approval.
    bytes32 public constant REPORT_APPROVAL_TYPEHASH = keccak256(
        "ReportApproval(bytes32 report,uint32 configuration)"
    );
    uint256 private constant MAX_MEMBERS = 31;
    uint40 private constant PLEDGE_NOTICE = 7 days;
    uint256 private constant ADDRESS_LENGTH = 20;
    bytes4 private constant INVALID_SIGNATURE = 0xffffffff;

    // Immutables

    /// @notice Where members' bonds are pledged.
    IPledges public immutable pledges;
    /// @notice Names the verifiers that members' keys may use.
    IMakerRegistry public immutable makers;

    // Storage

    // One slot.
    /// @inheritdoc IReporterCommittee
    uint32 public configuration;
    /// @inheritdoc IReporterCommittee
    uint64 public quorum;
    /// @inheritdoc IReporterCommittee
    uint64 public totalWeight;
    uint40 private _nextMinimumFrom;

    // One slot.
    uint128 private _minimumPledge;
    uint128 private _nextMinimumPledge;

    EnumerableSet.Bytes32Set private _keys;
    /// @dev Outlives membership: who has left still answers for what it has signed.
    mapping(bytes32 key => Member member) private _members;
    mapping(address account => bytes32 key) private _keyOf;

    // Construction

    /// @param pledges_ Where members' bonds are pledged.
    /// @param makers_ Names the verifiers that members' keys may use.
    /// @param members The members to start with, 1 to 31.
    /// @param quorum_ Weight that a report needs: more than half of all, and no more than all.
    /// @param minimumPledge_ Base units that each member needs pledged, from the first second on.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        IPledges pledges_,
        IMakerRegistry makers_,
        MemberTerms[] memory members,
        uint64 quorum_,
        uint128 minimumPledge_,
        address authority_
    ) AccessManaged(authority_) EIP712("OpenDePIN ReporterCommittee", "1") {
        pledges = pledges_;
        makers = makers_;
        _nextMinimumPledge = minimumPledge_;
        emit MinimumPledgeSet(minimumPledge_, 0);
        for (uint256 i = 0; i < members.length; ++i) _setMember(members[i]);
        _setQuorum(quorum_);
    }

    // Members

    /// @inheritdoc IReporterCommittee
    function configure(
        bytes32[] calldata leaving,
        MemberTerms[] calldata joining,
        uint64 quorum_
    ) external restricted {
        for (uint256 i = 0; i < leaving.length; ++i) _remove(leaving[i]);
        for (uint256 i = 0; i < joining.length; ++i) _setMember(joining[i]);
        _setQuorum(quorum_);
    }

    /// @inheritdoc IReporterCommittee
    function resign(bytes32 key) external {
        require(msg.sender == _existing(key).account, ReporterCommitteeNotMember(key, msg.sender));
        _leave(key);
    }

    /// @inheritdoc IReporterCommittee
    function dismiss(bytes32 key) external {
        address account = _existing(key).account;
        (uint128 pledge, uint128 minimum) = (pledges.pledged(account, address(this)), minimumPledge());
        require(pledge < minimum, ReporterCommitteePledgeSuffices(account, pledge, minimum));
        _leave(key);
    }

    /// @inheritdoc IReporterCommittee
    function setMinimumPledge(uint128 minimumPledge_) external restricted {
        // seconds fit 40 bits for 34,000 years
        uint40 fromTime = uint40(block.timestamp) + PLEDGE_NOTICE;
        _minimumPledge = minimumPledge();
        _nextMinimumPledge = minimumPledge_;
        _nextMinimumFrom = fromTime;
        emit MinimumPledgeSet(minimumPledge_, fromTime);
    }

    // Signatures

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (weightOf(hash, signature) < quorum) return INVALID_SIGNATURE;
        return IERC1271.isValidSignature.selector;
    }

    /// @inheritdoc IReporterCommittee
    function weightOf(bytes32 report, bytes calldata signature) public view returns (uint256 weight) {
        uint32 current = configuration;
        bytes32 digest = hashApproval(report, current);
        (bytes32 key, uint256 offset) = (0, 0);
        uint256 more;
        while (offset < signature.length) {
            (key, offset, more, ) = _checkApproval(digest, current, signature, offset, key);
            // of at most 31 members, each once: their weights, 32 bits each, fit
            weight += more;
        }
    }

    /// @inheritdoc IReporterCommittee
    function approversOf(
        bytes32 report,
        uint32 configuration_,
        bytes calldata signature
    ) external view returns (address[] memory accounts) {
        bytes32 digest = hashApproval(report, configuration_);
        // no approval is shorter than two lengths and an address
        accounts = new address[](signature.length / (ADDRESS_LENGTH + 4));
        (bytes32 key, uint256 offset, uint256 count) = (0, 0, 0);
        while (offset < signature.length) {
            (key, offset, , accounts[count]) = _checkApproval(digest, configuration_, signature, offset, key);
            ++count;
        }
        assembly ("memory-safe") {
            mstore(accounts, count) // shorter than what was allocated
        }
    }

    /// @inheritdoc IReporterCommittee
    function hashApproval(bytes32 report, uint32 configuration_) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REPORT_APPROVAL_TYPEHASH, report, configuration_)));
    }

    // Views

    /// @inheritdoc IReporterCommittee
    function memberOf(bytes32 key) external view returns (Member memory) {
        return _members[key];
    }

    /// @inheritdoc IReporterCommittee
    function memberKeys() external view returns (bytes32[] memory) {
        return _keys.values();
    }

    /// @inheritdoc IReporterCommittee
    function memberCount() external view returns (uint256) {
        return _keys.length();
    }

    /// @inheritdoc IReporterCommittee
    function minimumPledge() public view returns (uint128) {
        return block.timestamp < _nextMinimumFrom ? _minimumPledge : _nextMinimumPledge;
    }

    /// @inheritdoc IDuty
    function isOnDuty(address account) external view returns (bool) {
        return _keyOf[account] != 0;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IReporterCommittee).interfaceId ||
            interfaceId == type(IERC1271).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // Internals

    function _setMember(MemberTerms memory member) private {
        makers.requireSigner(member.signer);
        bytes32 key = keccak256(member.signer);
        address account = member.account;
        require(member.weight > 0, ReporterCommitteeZeroWeight(key));
        require(account != address(0), ReporterCommitteeZeroAccount(key));
        Member storage record = _members[key];
        address known = record.account;
        require(known == address(0) || known == account, ReporterCommitteeKeyTaken(key, known));
        bytes32 other = _keyOf[account];
        require(other == 0 || other == key, ReporterCommitteeAccountTaken(account, other));
        (uint128 pledge, uint128 minimum) = (pledges.pledged(account, address(this)), minimumPledge());
        require(pledge >= minimum, ReporterCommitteePledgeTooSmall(account, pledge, minimum));

        totalWeight = totalWeight - record.weight + member.weight;
        // who comes back answers for what it signed before, and for the time between
        if (record.joined == 0) record.joined = configuration + 1;
        record.left = 0;
        record.account = account;
        record.weight = member.weight;
        _keyOf[account] = key;
        _keys.add(key);

        emit MemberSet(key, account, member.weight, member.signer);
    }

    function _leave(bytes32 key) private {
        _remove(key);
        // not lowered to what is left: who makes others leave would then decide alone
        _advance(quorum);
    }

    function _remove(bytes32 key) private {
        Member storage record = _existing(key);
        address account = record.account;
        totalWeight -= record.weight;
        record.weight = 0;
        record.left = configuration + 1;
        delete _keyOf[account];
        _keys.remove(key);
        emit MemberLeft(key, account, msg.sender);
    }

    function _setQuorum(uint64 quorum_) private {
        uint256 members = _keys.length();
        require(members <= MAX_MEMBERS, ReporterCommitteeTooManyMembers(members, MAX_MEMBERS));
        uint256 total = totalWeight;
        uint256 majority = total / 2 + 1;
        require(
            quorum_ >= majority && quorum_ <= total,
            ReporterCommitteeQuorumOutOfRange(quorum_, majority, total)
        );
        _advance(quorum_);
    }

    function _advance(uint64 quorum_) private {
        uint32 next = configuration + 1;
        configuration = next;
        quorum = quorum_;
        emit ConfigurationSet(next, quorum_, totalWeight);
    }

    function _existing(bytes32 key) private view returns (Member storage member) {
        member = _members[key];
        require(member.weight != 0, ReporterCommitteeUnknownMember(key));
    }

    /// @param offset Where the approval starts; inside of `signature`.
    /// @param previous Key of the approval before; the order makes every member count once.
    /// @return key Who approves.
    /// @return end Where the approval ends.
    /// @return weight What it weighs at present.
    /// @return account Who answers for it.
    function _checkApproval(
        bytes32 digest,
        uint32 configuration_,
        bytes calldata signature,
        uint256 offset,
        bytes32 previous
    ) private view returns (bytes32 key, uint256 end, uint256 weight, address account) {
        bytes calldata signer;
        bytes calldata signed;
        (signer, end) = _chunk(signature, offset);
        (signed, end) = _chunk(signature, end);
        key = keccak256(signer);
        require(key > previous, ReporterCommitteeMalformedSignature(offset));
        bool wasMember;
        (wasMember, weight, account) = _memberAt(key, configuration_);
        require(
            wasMember && _hasSigned(signer, digest, signed),
            ReporterCommitteeInvalidApproval(key, configuration_)
        );
    }

    /// @dev Two bytes of length, and as many that follow.
    function _chunk(
        bytes calldata signature,
        uint256 offset
    ) private pure returns (bytes calldata chunk, uint256 end) {
        // no calldata is long enough for these sums to overflow
        unchecked {
            uint256 start = offset + 2;
            require(start <= signature.length, ReporterCommitteeMalformedSignature(offset));
            uint256 length;
            // the two bytes lie inside, as was just checked; the chunk does too, or it is refused below
            assembly ("memory-safe") {
                length := shr(240, calldataload(add(signature.offset, offset)))
                chunk.offset := add(signature.offset, start)
                chunk.length := length
            }
            end = start + length;
            require(end <= signature.length, ReporterCommitteeMalformedSignature(offset));
        }
    }

    function _memberAt(
        bytes32 key,
        uint32 configuration_
    ) private view returns (bool wasMember, uint256 weight, address account) {
        Member storage member = _members[key];
        (uint32 joined, uint32 left) = (member.joined, member.left);
        (weight, account) = (member.weight, member.account);
        wasMember = joined != 0 && configuration_ >= joined && (left == 0 || configuration_ < left);
    }

    function _hasSigned(
        bytes calldata signer,
        bytes32 digest,
        bytes calldata signature
    ) private view returns (bool) {
        if (signer.length == ADDRESS_LENGTH) {
            (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
            return failure == ECDSA.RecoverError.NoError && recovered == address(bytes20(signer));
        }
        makers.requireSigner(signer);
        return SignatureChecker.isValidSignatureNow(signer, digest, signature);
    }
}
