// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TrustCampaign} from "./TrustCampaign.sol";
import {TrustPaths} from "./TrustPaths.sol";

/// @title TrustReachTest
/// @notice An invariant that no action ever strains proves nothing: the actors bring about every call that is taken, every
/// reason for a refusal, and every scene that matters.
contract TrustReachTest is TrustCampaign, TrustPaths {
    uint256 private constant RUNS = 4;
    uint256 private constant ROUNDS = 5_000;

    mapping(bytes4 call => mapping(bytes4 refusal => uint256 times)) private _reached;
    mapping(string scene => uint256 times) private _seen;

    function test_trustActorsReachEveryPath() external {
        // all rounds together take more gas than a test has
        vm.pauseGasMetering();
        for (uint256 run = 0; run < RUNS; ++run) _run(run * ROUNDS);

        string memory missing = "";
        Path[] memory paths = _allPaths();
        for (uint256 i = 0; i < paths.length; ++i) {
            if (_reached[paths[i].call][paths[i].refusal] == 0) {
                missing = string.concat(missing, " ", _decimal(i));
            }
        }
        string[] memory scenes = _allScenes();
        for (uint256 i = 0; i < scenes.length; ++i) {
            if (_seen[scenes[i]] == 0) missing = string.concat(missing, "; ", scenes[i]);
        }
        _assertTrue(bytes(missing).length == 0, string.concat("no actor reached", missing));
    }

    function _run(uint256 start) private {
        _startCampaign();
        for (uint256 round = start; round < start + ROUNDS; ++round) _act(round);

        Path[] memory paths = _allPaths();
        for (uint256 i = 0; i < paths.length; ++i) {
            (bytes4 call, bytes4 refusal) = (paths[i].call, paths[i].refusal);
            _reached[call][refusal] += _model.reached(call, refusal);
        }
        string[] memory scenes = _allScenes();
        for (uint256 i = 0; i < scenes.length; ++i) _seen[scenes[i]] += _model.seen(scenes[i]);
    }

    function _act(uint256 round) private {
        (uint256 a, uint256 b, uint256 c) = (_hash(round, 1), _hash(round, 2), _hash(round, 3));
        uint256 choice = _hash(round, 0) % 37;
        if (choice < 11) _actOnStakes(choice, a, b, c);
        else if (choice < 21) _actOnReports(choice - 11, a, b);
        else if (choice < 30) _usePower(choice - 21, a, b);
        else if (choice == 30) _hostiles.behave(a);
        else if (choice == 31) _hostiles.give(a);
        else if (choice == 32) _hostiles.intrude(a, b, c);
        else if (choice == 33) _clock.wait(a);
        else if (choice == 34) _clock.meetReport(a, b);
        else if (choice == 35) _clock.meetDispute(a, b);
        else _clock.meetNotice(a, b);
    }

    function _actOnStakes(uint256 choice, uint256 a, uint256 b, uint256 c) private {
        if (choice == 0) _stakes.bond(a, b);
        else if (choice == 1) _stakes.thaw(a, b);
        else if (choice == 2) _stakes.thawDust(a, b);
        else if (choice == 3) _stakes.withdraw(a);
        else if (choice == 4) _stakes.pledge(a, b, c);
        else if (choice == 5) _stakes.delegate(a, b);
        else if (choice == 6) _stakes.withdrawCredit(a);
        else if (choice == 7) _duties.configure(a, b);
        else if (choice == 8) _duties.resign(a, b, c);
        else if (choice == 9) _duties.dismiss(a, b);
        else _duties.setMinimumPledge(a, b);
    }

    function _actOnReports(uint256 choice, uint256 a, uint256 b) private {
        if (choice == 0) _reports.propose(a, b);
        else if (choice == 1) _reports.finalize(a);
        else if (choice == 2) _reports.claim(a);
        else if (choice == 3) _trials.challengeReport(a, b);
        else if (choice == 4) _trials.challengeDevice(a, b);
        else if (choice == 5) _trials.rule(a, b);
        else if (choice == 6) _trials.expire(a);
        else if (choice == 7) _trials.withdrawCredit(a);
        else if (choice == 8) _punishments.punishApprovers(a, b);
        else _punishments.punishSigner(a, b);
    }

    function _usePower(uint256 choice, uint256 a, uint256 b) private {
        if (choice == 0) _powers.setTerms(a);
        else if (choice == 1) _powers.setTiming(a);
        else if (choice == 2) _powers.setChallengeWindow(a, b);
        else if (choice == 3) _powers.setSlashSplit(a);
        else if (choice == 4) _powers.setReporter(a, b);
        else if (choice == 5) _powers.setVerifier(a);
        else if (choice == 6) _powers.void(a, b);
        else if (choice == 7) _powers.pauseBonding(a);
        else _powers.pauseProposals(a, b);
    }

    function _hash(uint256 round, uint256 salt) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("reach", round, salt)));
    }
}
