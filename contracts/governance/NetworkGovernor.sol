// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorPreventLateQuorum} from "@openzeppelin/contracts/governance/extensions/GovernorPreventLateQuorum.sol";
import {GovernorProposalGuardian} from "@openzeppelin/contracts/governance/extensions/GovernorProposalGuardian.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
import {GovernorTimelockAccess} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockAccess.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
// solhint-disable-next-line max-line-length
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IOperatorStaking} from "../staking/interfaces/IOperatorStaking.sol";
import {IRewardToken} from "../token/interfaces/IRewardToken.sol";
import {INetworkGovernor} from "./interfaces/INetworkGovernor.sol";

/// @title NetworkGovernor
/// @notice OpenZeppelin's Governor over bonded votes: what is bonded votes, what thaws does not. It holds the roles of
/// governance, each with the delay that the role table asks for; the admin of that table is the NetworkTimelock, for which
/// it may only propose.
/// @dev Why `GovernorTimelockAccess` and not `GovernorTimelockControl`: a TimelockController has one delay for everything
/// that it does. If it held the roles, replacing a faulty reporter would wait as long as naming a new minter; and if that one
/// delay were short, so would be the way to every power, since whoever administers the table can give any function to a role
/// that it holds. Here the AccessManager itself keeps a delay for each role, within what each contract allows that role, and
/// everything that changes the table passes the timelock's delay, the longest. Both are enforced outside of this contract:
/// another governor could not shorten them.
contract NetworkGovernor is
    INetworkGovernor,
    GovernorSettings,
    GovernorCountingSimple,
    GovernorStorage,
    GovernorVotesQuorumFraction,
    GovernorPreventLateQuorum,
    GovernorProposalGuardian,
    GovernorTimelockAccess
{
    // Constants

    uint256 private constant MIN_TIME = 1 hours;
    uint256 private constant MAX_TIME = 30 days;
    uint256 private constant WHOLE_BPS = 10_000;
    uint256 private constant MIN_QUORUM_BPS = 100;
    /// @dev More bonded votes than that have rarely come together anywhere: a network could not lower it again.
    uint256 private constant MAX_QUORUM_BPS = 3_000;
    uint256 private constant MAX_THRESHOLD_PART = 10;
    uint256 private constant MAX_FLOOR_PART = 10;

    // Immutables

    /// @inheritdoc INetworkGovernor
    uint256 public immutable quorumFloor;

    // Construction

    /// @param staking Where votes are bonded.
    /// @param authority AccessManager that holds the role table.
    /// @param settings What the governor starts with.
    constructor(
        IOperatorStaking staking,
        address authority,
        Settings memory settings
    )
        Governor("OpenDePIN NetworkGovernor")
        GovernorSettings(settings.votingDelay, settings.votingPeriod, settings.proposalThreshold)
        GovernorVotes(staking)
        GovernorVotesQuorumFraction(settings.quorumBps)
        GovernorPreventLateQuorum(settings.lateQuorumExtension)
        GovernorTimelockAccess(authority, settings.baseDelay)
    {
        uint256 floor = settings.quorumFloor;
        uint256 max = IRewardToken(address(staking.token())).cap() / MAX_FLOOR_PART;
        require(floor > 0 && floor <= max, NetworkGovernorQuorumFloorOutOfRange(floor, 1, max));
        quorumFloor = floor;
        _setProposalGuardian(settings.guardian);
    }

    // Proposals

    /// @notice Puts calls to the vote, which are made together or not at all. The delay that they wait after the vote is the
    /// longest of their roles', looked up now.
    /// @dev Emits `ProposalCreated`.
    ///
    /// Requirements:
    /// - The caller has `proposalThreshold()` votes, else `GovernorInsufficientProposerVotes`.
    /// - The description does not name another proposer, else `GovernorRestrictedProposer`.
    /// - There is at least one call, and the three lists are of one length, else `GovernorInvalidProposalLength`.
    /// - The same proposal was never made, else `GovernorUnexpectedProposalState`.
    /// @param targets Contracts that are called, in this order.
    /// @param values Wei that goes with each call.
    /// @param calldatas Selector and ABI-encoded arguments of each call.
    /// @param description What it is for. Ends with `#proposer=0x…` (an address) if nobody else may propose it.
    /// @return Its id, the hash of the three lists and of the description's hash.
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(Governor, GovernorTimelockAccess) returns (uint256) {
        return super.propose(targets, values, calldatas, description);
    }

    // Views

    /// @notice Votes that a proposer needs: what was set, but never more than a tenth of what is bonded. However many bonds
    /// leave, somebody can still propose.
    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        uint256 bonded = token().getPastTotalSupply(clock() - 1);
        return Math.min(super.proposalThreshold(), bonded / MAX_THRESHOLD_PART);
    }

    /// @notice Votes that a proposal of that time needs in favour or abstaining: a share of what was bonded, at least the
    /// floor. Without it, whoever bonds first would govern.
    function quorum(
        uint256 timepoint
    ) public view override(Governor, GovernorVotesQuorumFraction) returns (uint256) {
        return Math.max(super.quorum(timepoint), quorumFloor);
    }

    /// @notice The quorum's share is in ten-thousandths.
    function quorumDenominator() public pure override returns (uint256) {
        return WHOLE_BPS;
    }

    /// @inheritdoc GovernorPreventLateQuorum
    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorPreventLateQuorum) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    /// @inheritdoc GovernorTimelockAccess
    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockAccess) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    // Internals: bounds

    function _setVotingDelay(uint48 votingDelay_) internal override {
        require(
            votingDelay_ >= MIN_TIME && votingDelay_ <= MAX_TIME,
            NetworkGovernorVotingDelayOutOfRange(votingDelay_, MIN_TIME, MAX_TIME)
        );
        super._setVotingDelay(votingDelay_);
    }

    function _setVotingPeriod(uint32 votingPeriod_) internal override {
        require(
            votingPeriod_ >= MIN_TIME && votingPeriod_ <= MAX_TIME,
            NetworkGovernorVotingPeriodOutOfRange(votingPeriod_, MIN_TIME, MAX_TIME)
        );
        super._setVotingPeriod(votingPeriod_);
    }

    function _setBaseDelaySeconds(uint32 baseDelay) internal override {
        require(
            baseDelay >= MIN_TIME && baseDelay <= MAX_TIME,
            NetworkGovernorBaseDelayOutOfRange(baseDelay, MIN_TIME, MAX_TIME)
        );
        super._setBaseDelaySeconds(baseDelay);
    }

    function _updateQuorumNumerator(uint256 quorumBps) internal override {
        require(
            quorumBps >= MIN_QUORUM_BPS && quorumBps <= MAX_QUORUM_BPS,
            NetworkGovernorQuorumOutOfRange(quorumBps, MIN_QUORUM_BPS, MAX_QUORUM_BPS)
        );
        super._updateQuorumNumerator(quorumBps);
    }

    // Internals: cancelling

    /// @dev The guardian cancels anything but its own replacement: a stolen key delays governance and never ends it.
    function _validateCancel(
        uint256 proposalId,
        address caller
    ) internal view override(Governor, GovernorProposalGuardian) returns (bool) {
        return
            caller == proposalGuardian() && _onlyNamesGuardian(proposalId)
                ? Governor._validateCancel(proposalId, caller)
                : super._validateCancel(proposalId, caller);
    }

    function _onlyNamesGuardian(uint256 proposalId) private view returns (bool) {
        (address[] memory targets, , bytes[] memory calldatas, ) = proposalDetails(proposalId);
        return
            targets.length == 1 &&
            targets[0] == address(this) &&
            bytes4(calldatas[0]) == this.setProposalGuardian.selector;
    }

    // Internals: what several parents of OpenZeppelin define

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override(Governor, GovernorStorage) returns (uint256) {
        return super._propose(targets, values, calldatas, description, proposer);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _tallyUpdated(uint256 proposalId) internal override(Governor, GovernorPreventLateQuorum) {
        super._tallyUpdated(proposalId);
    }
}
