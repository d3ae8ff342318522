// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {Approval, ReporterKeys} from "../support/ReporterKeys.sol";
import {Rules} from "./Rules.sol";
import {StakeModel} from "./StakeModel.sol";

/// @notice A member that joins, or whose weight changes, by the number of its key.
struct Terms {
    uint256 key;
    address account;
    uint32 weight;
}

/// @title CommitteeModel
/// @notice The books of all committees, kept without asking them.
contract CommitteeModel is Rules {
    struct Committee {
        uint32 configuration;
        uint256 quorum;
        uint256 totalWeight;
        uint256 minimum;
        uint256 nextMinimum;
        uint40 nextMinimumFrom;
    }

    ReporterKeys public immutable keys;
    StakeModel public immutable stakes;
    bool public isVerifierAllowed = true;

    mapping(address committee => Committee books) private _committees;
    mapping(address committee => mapping(uint256 key => IReporterCommittee.Member member)) private _members;

    constructor(ReporterKeys keys_, StakeModel stakes_) {
        (keys, stakes) = (keys_, stakes_);
    }

    // Members

    function configure(
        address committee,
        uint256[] calldata leaving,
        Terms[] calldata joining,
        uint256 quorum
    ) external {
        for (uint256 i = 0; i < leaving.length; ++i) {
            _rule(
                isMember(committee, leaving[i]),
                IReporterCommittee.ReporterCommitteeUnknownMember.selector
            );
            _remove(committee, leaving[i]);
        }
        for (uint256 i = 0; i < joining.length; ++i) _join(committee, joining[i]);
        Committee storage books = _committees[committee];
        bool isInRange = 2 * quorum > books.totalWeight && quorum <= books.totalWeight;
        _rule(isInRange, IReporterCommittee.ReporterCommitteeQuorumOutOfRange.selector);
        ++books.configuration;
        books.quorum = quorum;
    }

    function resign(address committee, uint256 key, address caller) external {
        _rule(isMember(committee, key), IReporterCommittee.ReporterCommitteeUnknownMember.selector);
        bool isOwn = _members[committee][key].account == caller;
        _rule(isOwn, IReporterCommittee.ReporterCommitteeNotMember.selector);
        _leave(committee, key);
    }

    function dismiss(address committee, uint256 key) external {
        _rule(isMember(committee, key), IReporterCommittee.ReporterCommitteeUnknownMember.selector);
        uint256 pledge = stakes.pledged(_members[committee][key].account, committee);
        bool isShort = pledge < minimumOf(committee);
        _rule(isShort, IReporterCommittee.ReporterCommitteePledgeSuffices.selector);
        _leave(committee, key);
    }

    function setMinimumPledge(address committee, uint256 minimum) external {
        Committee storage books = _committees[committee];
        books.minimum = minimumOf(committee);
        (books.nextMinimum, books.nextMinimumFrom) = (minimum, uint40(_now() + 7 days));
    }

    function setVerifier(bool isAllowed) external {
        isVerifierAllowed = isAllowed;
    }

    // Approvals

    /// @notice Why a committee refuses to read approvals that are given for `configuration`; zero if it reads them.
    /// @param isCut Whether the last byte is missing.
    function refusalOf(
        address committee,
        Approval[] calldata approvals,
        uint32 configuration,
        bool isCut
    ) public view returns (bytes4 refusal) {
        bytes32 previous = 0;
        for (uint256 i = 0; i < approvals.length && refusal == 0; ++i) {
            bytes32 key = keys.hashOf(approvals[i].key);
            bool isUnread = key <= previous || (isCut && i + 1 == approvals.length);
            refusal =
                isUnread
                    ? IReporterCommittee.ReporterCommitteeMalformedSignature.selector
                    : _approvalRefusal(committee, approvals[i], configuration);
            previous = key;
        }
    }

    /// @notice Whether a report with these approvals is the committee's: distinct members of the present configuration,
    /// each by its own key, who together reach the quorum.
    function isConsent(
        address committee,
        Approval[] calldata approvals,
        bool isCut
    ) external view returns (bool) {
        Committee storage books = _committees[committee];
        if (refusalOf(committee, approvals, books.configuration, isCut) != 0) return false;
        uint256 weight = 0;
        for (uint256 i = 0; i < approvals.length; ++i) weight += weightOf(committee, approvals[i].key);
        return weight > 0 && weight >= books.quorum;
    }

    // What must be true

    function booksOf(address committee) external view returns (Committee memory) {
        return _committees[committee];
    }

    function memberAt(
        address committee,
        uint256 key
    ) external view returns (IReporterCommittee.Member memory) {
        return _members[committee][key];
    }

    function weightOf(address committee, uint256 key) public view returns (uint256) {
        return _members[committee][key].weight;
    }

    function isMember(address committee, uint256 key) public view returns (bool) {
        return weightOf(committee, key) > 0;
    }

    function memberCount(address committee) external view returns (uint256 count) {
        for (uint256 key = 0; key < keys.KEYS(); ++key) if (isMember(committee, key)) ++count;
    }

    function isOnDuty(address committee, address account) public view returns (bool) {
        return _keyOf(committee, account) < keys.KEYS();
    }

    function minimumOf(address committee) public view returns (uint256) {
        Committee storage books = _committees[committee];
        return _now() < books.nextMinimumFrom ? books.minimum : books.nextMinimum;
    }

    // Internals

    function _join(address committee, Terms calldata terms) private {
        IReporterCommittee.Member storage member = _members[committee][terms.key];
        bool isUsable = isVerifierAllowed || !keys.needsVerifier(terms.key);
        _rule(terms.key < keys.KEYS(), IMakerRegistry.MakerRegistryInvalidSigner.selector);
        _rule(isUsable, IMakerRegistry.MakerRegistryVerifierNotAllowed.selector);
        _rule(terms.weight > 0, IReporterCommittee.ReporterCommitteeZeroWeight.selector);
        _rule(terms.account != address(0), IReporterCommittee.ReporterCommitteeZeroAccount.selector);
        bool isItsOwn = member.account == address(0) || member.account == terms.account;
        _rule(isItsOwn, IReporterCommittee.ReporterCommitteeKeyTaken.selector);
        uint256 other = _keyOf(committee, terms.account);
        bool isFree = other == terms.key || other == keys.KEYS();
        _rule(isFree, IReporterCommittee.ReporterCommitteeAccountTaken.selector);
        bool isPledged = stakes.pledged(terms.account, committee) >= minimumOf(committee);
        _rule(isPledged, IReporterCommittee.ReporterCommitteePledgeTooSmall.selector);

        Committee storage books = _committees[committee];
        books.totalWeight = books.totalWeight + terms.weight - member.weight;
        if (member.joined == 0) member.joined = books.configuration + 1;
        (member.account, member.weight, member.left) = (terms.account, terms.weight, 0);
    }

    function _leave(address committee, uint256 key) private {
        _remove(committee, key);
        Committee storage books = _committees[committee];
        ++books.configuration;
    }

    function _remove(address committee, uint256 key) private {
        IReporterCommittee.Member storage member = _members[committee][key];
        _committees[committee].totalWeight -= member.weight;
        (member.weight, member.left) = (0, _committees[committee].configuration + 1);
    }

    /// @return key One past the last if the account is behind none.
    function _keyOf(address committee, address account) private view returns (uint256 key) {
        uint256 count = keys.KEYS();
        for (; key < count; ++key) {
            IReporterCommittee.Member storage member = _members[committee][key];
            if (member.weight > 0 && member.account == account) return key;
        }
    }

    function _approvalRefusal(
        address committee,
        Approval calldata approval,
        uint32 configuration
    ) private view returns (bytes4) {
        IReporterCommittee.Member storage member = _members[committee][approval.key];
        bool wasMember =
            member.joined != 0 &&
                member.joined <= configuration &&
                (member.left == 0 || configuration < member.left);
        if (!wasMember) return IReporterCommittee.ReporterCommitteeInvalidApproval.selector;
        if (keys.needsVerifier(approval.key) && !isVerifierAllowed) {
            return IMakerRegistry.MakerRegistryVerifierNotAllowed.selector;
        }
        bool hasSigned = !approval.isForged && approval.configuration == configuration;
        return hasSigned ? bytes4(0) : IReporterCommittee.ReporterCommitteeInvalidApproval.selector;
    }
}
