// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {INetworkGovernor} from "../../../contracts/governance/interfaces/INetworkGovernor.sol";
import {VotesStub} from "../mocks/VotesStub.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {ITimelock} from "../support/ITimelock.sol";
import {Suite} from "../support/Suite.sol";

/// @title GovernedNetwork
/// @notice A role table that has been handed over to a governor and a timelock, and the way of a proposal of one call.
abstract contract GovernedNetwork is ForgeTest {
    uint64 internal constant ADMIN_ROLE = 0;
    uint256 internal constant MIN_TIME = 1 hours;
    uint256 internal constant MAX_TIME = 30 days;
    uint256 internal constant VOTES = 1_000;
    address internal constant VOTER = address(0x707E);
    address internal constant GUARDIAN = address(0x6A4D);

    enum Support {
        Against,
        For,
        Abstain
    }

    VotesStub internal votes;
    IAccessManager internal manager;
    IGovernor internal governor;
    ITimelock internal timelock;

    function _settings() internal pure returns (INetworkGovernor.Settings memory) {
        return
            INetworkGovernor.Settings({
                votingDelay: 1 days,
                votingPeriod: 5 days,
                lateQuorumExtension: 1 days,
                baseDelay: 1 days,
                proposalThreshold: 0,
                quorumBps: 1_000,
                quorumFloor: 1,
                guardian: GUARDIAN
            });
    }

    function _deploy(INetworkGovernor.Settings memory settings, uint256 adminDelay) internal {
        votes = new VotesStub();
        manager = Suite.accessManager(address(this));
        governor = Suite.governor(votes, manager, settings);
        timelock = Suite.timelock(manager, governor, adminDelay);
    }

    function _handOver() internal {
        manager.grantRole(ADMIN_ROLE, address(timelock), 0);
        timelock.takeOver();
    }

    /// @dev From the proposal to the moment at which it can be queued, with the votes of VOTER in favour.
    function _carry(address target, bytes memory data) internal returns (uint256 proposal) {
        proposal = _propose(VOTER, target, data);
        vm.warp(governor.proposalSnapshot(proposal) + 1);
        _vote(VOTER, proposal, Support.For);
        vm.warp(governor.proposalDeadline(proposal) + 1);
    }

    function _propose(address proposer, address target, bytes memory data) internal returns (uint256) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _only(target, data);
        vm.prank(proposer);
        return governor.propose(targets, values, calldatas, "");
    }

    function _vote(address voter, uint256 proposal, Support support) internal {
        vm.prank(voter);
        governor.castVote(proposal, uint8(support));
    }

    function _queue(address target, bytes memory data) internal {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _only(target, data);
        governor.queue(targets, values, calldatas, keccak256(""));
    }

    /// @return whether the proposal was executed.
    function _tryExecute(address target, bytes memory data) internal returns (bool) {
        (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) = _only(target, data);
        try governor.execute(targets, values, calldatas, keccak256("")) {
            return true;
        } catch {
            return false;
        }
    }

    function _only(
        address target,
        bytes memory data
    ) private pure returns (address[] memory targets, uint256[] memory values, bytes[] memory calldatas) {
        targets = new address[](1);
        targets[0] = target;
        values = new uint256[](1);
        calldatas = new bytes[](1);
        calldatas[0] = data;
    }
}
