// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title INetworkGovernor
/// @notice Proposals by whoever has bonded, on everything that the role table gives to governance. What OpenZeppelin's
/// Governor does is documented there; here stands what a network adds to it: bounds that no proposal can leave.
/// @dev The life of a proposal: `propose`, the voting delay, the voting period (longer if the quorum is reached late),
/// `queue`, the longest delay of its calls, `execute`. Anybody may queue and execute. A queued call that a role's delay
/// holds back lapses a week after its time, like every scheduled call of the AccessManager; its proposal must then be made
/// again.
interface INetworkGovernor {
    /// @notice What a governor starts with. All but the floor can be changed by a proposal.
    /// @param votingDelay Seconds from a proposal to the moment whose bonds vote, 3,600 to 2,592,000.
    /// @param votingPeriod Seconds of voting, 3,600 to 2,592,000.
    /// @param lateQuorumExtension Seconds that remain for voting once the quorum is reached, 0 to the voting period.
    /// @param baseDelay Seconds from queueing to execution, 3,600 to 2,592,000, unless a call's role asks for more.
    /// @param proposalThreshold Votes that a proposer needs, in base units. More than a tenth of what is bonded counts as
    /// that tenth.
    /// @param quorumBps Ten-thousandths of all votes that a proposal needs in favour or abstaining, 100 to 3,000.
    /// @param quorumFloor Votes that it needs at least, in base units, however few are bonded: 1 to a tenth of the token's
    /// cap. Fixed for good.
    /// @param guardian Who may cancel proposals; zero to let proposers cancel their own.
    struct Settings {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint48 lateQuorumExtension;
        uint32 baseDelay;
        uint256 proposalThreshold;
        uint256 quorumBps;
        uint256 quorumFloor;
        address guardian;
    }

    /// @notice The voting delay is out of range.
    error NetworkGovernorVotingDelayOutOfRange(uint256 votingDelay, uint256 min, uint256 max);
    /// @notice The voting period is out of range.
    error NetworkGovernorVotingPeriodOutOfRange(uint256 votingPeriod, uint256 min, uint256 max);
    /// @notice The delay of what no role delays is out of range.
    error NetworkGovernorBaseDelayOutOfRange(uint256 baseDelay, uint256 min, uint256 max);
    /// @notice The quorum's share of all votes is out of range.
    error NetworkGovernorQuorumOutOfRange(uint256 quorumBps, uint256 min, uint256 max);
    /// @notice The least quorum is out of range.
    error NetworkGovernorQuorumFloorOutOfRange(uint256 quorumFloor, uint256 min, uint256 max);

    /// @notice Votes that every proposal needs at least, in base units, however few are bonded.
    function quorumFloor() external view returns (uint256);
}
