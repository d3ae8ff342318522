// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {HostileDuty} from "../mocks/HostileDuty.sol";
import {HostileReporter} from "../mocks/HostileReporter.sol";
import {IToken} from "../support/IToken.sol";
import {TrustActors} from "./TrustActors.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title HostileActors
/// @notice A duty and a wallet that answer in each way, an intruder without any role, and gifts that nobody asked for.
contract HostileActors is TrustActors {
    constructor(TrustModel model) TrustActors(model) {}

    // Actions

    function behave(uint256 seed) external {
        _model.duty().behave(HostileDuty.Behaviour(seed % (uint256(type(HostileDuty.Behaviour).max) + 1)));
        // one that burns all gas is tried elsewhere, and every second one consents
        uint256 choice = (seed >> 8) % (2 * uint256(type(HostileReporter.Behaviour).max));
        bool isHonest = choice >= uint256(type(HostileReporter.Behaviour).max);
        _keys.wallet().behave(HostileReporter.Behaviour(isHonest ? 0 : choice));
    }

    function give(uint256 seed) external {
        uint256 amount = _bound(seed >> 8, 1, 100e18);
        bool isToStaking = seed % 2 == 0;
        if (isToStaking) _stakeBooks.give(amount);
        else _disputeBooks.give(amount);
        IToken token = _network.token();
        vm.prank(_model.CHALLENGER());
        token.transfer(isToStaking ? address(_staking) : address(_disputes), amount);
    }

    function intrude(uint256 committeeSeed, uint256 programSeed, uint256 seed) external {
        bytes[13] memory calls = _privilegedCalls();
        uint256 choice = seed % calls.length;
        address target = address(_staking);
        if (choice > 3) target = address(_disputes);
        if (choice > 7) target = _pickCommittee(committeeSeed);
        if (choice > 9) target = address(_distributor(_pickProgram(programSeed)));
        address intruder = seed % 2 == 0 ? NOBODY : _pickAccount(seed >> 8);
        vm.prank(intruder);
        (bool isTaken, bytes memory reason) = target.call(calls[choice]);
        _assertTrue(!isTaken, "RT-03 a privileged call was taken from anybody");
        bytes4 unauthorized = IAccessManaged.AccessManagedUnauthorized.selector;
        _assertTrue(bytes4(reason) == unauthorized, "RT-03 an intruder was refused for another reason");
        _model.reach(bytes4(calls[choice]), unauthorized);
    }

    // Internals

    function _privilegedCalls() private view returns (bytes[13] memory) {
        IDisputeManager.Terms memory terms = _network.termsAtStart();
        IReporterCommittee.MemberTerms[] memory members = new IReporterCommittee.MemberTerms[](0);
        return
            [
                abi.encodeCall(IOperatorStaking.slash, (_keys.accountAt(0), 1, NOBODY, 5_000)),
                abi.encodeCall(IOperatorStaking.setThawPeriod, (1 hours)),
                abi.encodeCall(IOperatorStaking.setSlashSplit, (IOperatorStaking.SlashSplit(NOBODY, 0))),
                abi.encodeCall(IOperatorStaking.pauseBonding, (0)),
                abi.encodeCall(IDisputeManager.rule, (1, true, 1, "")),
                abi.encodeCall(IDisputeManager.setTerms, (terms)),
                abi.encodeCall(IDisputeManager.setTiming, (1 hours, 1 hours, 2 days)),
                abi.encodeCall(IDisputeManager.setChallengeWindow, (1, 1 hours)),
                abi.encodeCall(IReporterCommittee.configure, (new bytes32[](0), members, 1)),
                abi.encodeCall(IReporterCommittee.setMinimumPledge, (0)),
                abi.encodeCall(IRewardDistributor.freeze, (0)),
                abi.encodeCall(IRewardDistributor.unfreeze, (0)),
                abi.encodeCall(IRewardDistributor.setChallengeWindow, (1 hours))
            ];
    }
}
