// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {INetworkGovernor} from "../../../contracts/governance/interfaces/INetworkGovernor.sol";
import {Witness} from "../mocks/Witness.sol";
import {GovernedNetwork} from "./GovernedNetwork.sol";

/// @title GovernanceTest
/// @notice No privileged call comes before its delay, and none from fewer votes than the quorum.
contract GovernanceTest is GovernedNetwork {
    uint64 private constant ROLE = 1;
    uint256 private constant EXPIRATION = 1 weeks;
    bytes private constant ACT = abi.encodeCall(Witness.act, ());

    function testFuzz_GV_01_noCallOfARoleBeforeItsDelay(
        uint32 baseDelay,
        uint32 roleDelay,
        uint256 wait
    ) external {
        baseDelay = uint32(_bound(baseDelay, MIN_TIME, MAX_TIME));
        roleDelay = uint32(_bound(roleDelay, 0, MAX_TIME));
        uint256 delay = baseDelay > roleDelay ? baseDelay : roleDelay;
        Witness witness = _networkWithRole(baseDelay, roleDelay);

        _carry(address(witness), ACT);
        _queue(address(witness), ACT);
        uint256 queuedAt = _now();
        vm.warp(queuedAt + _bound(wait, 0, delay + 2 * EXPIRATION));
        bool executed = _tryExecute(address(witness), ACT);

        bool lapsed = roleDelay > 0 && _now() >= queuedAt + delay + EXPIRATION;
        _assertTrue(executed == (_now() >= queuedAt + delay && !lapsed), "GV-01 executed at the wrong time");
        _assertEq(witness.doneAt(), executed ? _now() : 0, "GV-01 done without being executed");
    }

    function testFuzz_GV_02_noChangeOfTheTableBeforeBothDelays(
        uint32 baseDelay,
        uint32 adminDelay,
        uint256 firstWait,
        uint256 secondWait
    ) external {
        baseDelay = uint32(_bound(baseDelay, MIN_TIME, MAX_TIME));
        adminDelay = uint32(_bound(adminDelay, MIN_TIME, MAX_TIME));
        INetworkGovernor.Settings memory settings = _settings();
        settings.baseDelay = baseDelay;
        _governed(settings, adminDelay);
        bytes memory grant = abi.encodeCall(manager.grantRole, (ROLE, VOTER, 0));
        bytes memory scheduling = abi.encodeCall(
            timelock.schedule,
            (address(manager), 0, grant, 0, 0, adminDelay)
        );

        _carry(address(timelock), scheduling);
        _queue(address(timelock), scheduling);
        uint256 queuedAt = _now();
        vm.warp(queuedAt + _bound(firstWait, 0, 2 * uint256(baseDelay)));
        bool scheduled = _tryExecute(address(timelock), scheduling);
        _assertTrue(scheduled == (_now() >= queuedAt + baseDelay), "GV-02 scheduled at the wrong time");

        uint256 scheduledAt = _now();
        vm.warp(scheduledAt + _bound(secondWait, 0, 2 * uint256(adminDelay)));
        bool done = _tryOperation(grant);
        bool due = scheduled && _now() >= scheduledAt + adminDelay;
        (bool granted, ) = manager.hasRole(ROLE, VOTER);
        _assertTrue(done == due, "GV-02 executed at the wrong time");
        _assertTrue(granted == due, "GV-02 granted without being executed");
    }

    function testFuzz_GV_03_fewerThanTheQuorumNeverGovern(
        uint64[4] memory bonded,
        uint16 quorumBps,
        uint64 quorumFloor
    ) external {
        INetworkGovernor.Settings memory settings = _settings();
        settings.quorumBps = _bound(quorumBps, 100, 3_000);
        settings.quorumFloor = _bound(quorumFloor, 1, type(uint64).max);
        _deploy(settings, MIN_TIME);
        uint256 total = 0;
        for (uint160 i = 0; i < bonded.length; ++i) {
            total += bonded[i];
            votes.give(address(i + 1), bonded[i]);
        }
        vm.warp(_now() + 1);

        uint256 proposal = _propose(VOTER, address(timelock), "");
        vm.warp(governor.proposalSnapshot(proposal) + 1);
        // the fourth does not vote
        for (uint160 i = 0; i < 3; ++i) _vote(address(i + 1), proposal, Support(i));
        vm.warp(governor.proposalDeadline(proposal) + 1);

        uint256 share = (total * settings.quorumBps) / 10_000;
        uint256 quorum = share > settings.quorumFloor ? share : settings.quorumFloor;
        bool carried = uint256(bonded[1]) + bonded[2] >= quorum && bonded[1] > bonded[0];
        IGovernor.ProposalState expected =
            carried ? IGovernor.ProposalState.Succeeded : IGovernor.ProposalState.Defeated;
        _assertEq(uint256(governor.state(proposal)), uint256(expected), "GV-03 the outcome of the vote");
    }

    function testFuzz_GV_04_aTenthOfWhatIsBondedMayPropose(
        uint256 threshold,
        uint128 bonded,
        uint128 others
    ) external {
        others = uint128(_bound(others, 0, uint256(type(uint128).max) / 2));
        bonded = uint128(_bound(bonded, uint256(others) / 9 + 1, uint256(type(uint128).max) / 2));
        INetworkGovernor.Settings memory settings = _settings();
        settings.proposalThreshold = threshold;
        _deploy(settings, MIN_TIME);
        votes.give(VOTER, bonded);
        votes.give(GUARDIAN, others);
        vm.warp(_now() + 1);

        uint256 proposal = _propose(VOTER, address(timelock), "");
        uint256 state = uint256(governor.state(proposal));
        _assertEq(state, uint256(IGovernor.ProposalState.Pending), "GV-04 not proposed");
    }

    function testFuzz_GV_05_aLateQuorumLeavesTimeToAnswer(uint48 extension, uint256 castAt) external {
        INetworkGovernor.Settings memory settings = _settings();
        settings.lateQuorumExtension = uint48(_bound(extension, 0, settings.votingPeriod));
        _governed(settings, MIN_TIME);
        uint256 proposal = _propose(VOTER, address(timelock), "");
        uint256 first = governor.proposalSnapshot(proposal) + 1;
        uint256 deadline = governor.proposalDeadline(proposal);

        vm.warp(_bound(castAt, first, deadline));
        _vote(VOTER, proposal, Support.For);

        uint256 answerUntil = _now() + settings.lateQuorumExtension;
        uint256 expected = answerUntil > deadline ? answerUntil : deadline;
        _assertEq(governor.proposalDeadline(proposal), expected, "GV-05 the end of the vote");
    }

    function _networkWithRole(uint32 baseDelay, uint32 roleDelay) private returns (Witness witness) {
        INetworkGovernor.Settings memory settings = _settings();
        settings.baseDelay = baseDelay;
        _deploy(settings, MIN_TIME);
        witness = new Witness(address(manager));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = Witness.act.selector;
        manager.setTargetFunctionRole(address(witness), selectors, ROLE);
        manager.grantRole(ROLE, address(governor), roleDelay);
        _handOver();
        _giveVotes();
    }

    function _governed(INetworkGovernor.Settings memory settings, uint256 adminDelay) private {
        _deploy(settings, adminDelay);
        _handOver();
        _giveVotes();
    }

    function _giveVotes() private {
        votes.give(VOTER, VOTES);
        vm.warp(_now() + 1);
    }

    function _tryOperation(bytes memory data) private returns (bool) {
        try timelock.execute(address(manager), 0, data, 0, 0) {
            return true;
        } catch {
            return false;
        }
    }
}
