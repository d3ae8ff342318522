// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {Curves} from "../support/Curves.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {TrustNetwork} from "../support/TrustNetwork.sol";

/// @title TimingTest
/// @notice Times of windows, rulings and thaws that governance changes at any second, in any order.
contract TimingTest is ForgeTest {
    /// @notice A report, by what could happen to it.
    /// @param openUntil First second at which it can be challenged no longer.
    /// @param deadline Latest second of a ruling on a challenge.
    /// @param escapesAt First second at which a thaw ends that was started with it or later.
    struct Proposed {
        uint256 openUntil;
        uint256 deadline;
        uint256 escapesAt;
    }

    uint256 private constant ROUNDS = 24;
    uint256 private constant PUNISHMENT_TIME = 1 days;

    IOperatorStaking private _staking;
    IDisputeManager private _disputes;
    IRewardDistributor private _distributor;
    address private _governance;
    function setUp() external {
        vm.warp(1_800_000_000);
        IEmissionCurve curve = Curves.halving(1e23, 2_000);
        TrustNetwork network = TrustNetwork(_deploy("TrustNetwork", abi.encode(curve, 0)));
        (_staking, _disputes, _governance) = (network.staking(), network.disputes(), network.GOVERNANCE());
        _distributor = network.addProgram(address(1), 1 hours);
    }

    /// @dev At every second that is looked at: a report is proposed, every report whose window is open is challenged, and
    /// everybody starts to thaw. No thaw that began with a report or later ends before a day after its ruling.
    function testFuzz_DM_02_noTimingLetsAThawOvertakeADispute(uint256 seed) external {
        Proposed[] memory reports = new Proposed[](2 * ROUNDS);
        for (uint256 round = 0; round < ROUNDS; ++round) {
            uint256 random = uint256(keccak256(abi.encode(seed, round)));
            _look(reports, 2 * round);
            if (random % 4 == 0) _setWindow(random >> 8);
            else if (random % 4 == 1) _setTiming(random >> 8);
            _look(reports, 2 * round + 1);
            _pass(random >> 64, reports[2 * round + 1].openUntil - 1);
        }
    }

    /// @dev The staking by itself, which the DisputeManager sets: a thaw that starts after a change never ends before what
    /// was the period has passed since, and a longer one counts at once.
    function testFuzz_OS_07_aShorterThawCountsAfterTheLongerOne(uint256 seed) external {
        uint256 earliest = 0;
        for (uint256 round = 0; round < ROUNDS; ++round) {
            uint256 random = uint256(keccak256(abi.encode(seed, round)));
            uint256 before = _staking.thawPeriod();
            _assertLe(earliest, _now() + before, "OS-07 a thaw ended before its notice had passed");
            uint32 next = uint32(_bound(random >> 8, 1 hours, 10 days));
            vm.prank(address(_disputes));
            _staking.setThawPeriod(next);
            if (_now() + before > earliest) earliest = _now() + before;
            _assertEq(
                _staking.thawPeriod(),
                next > before ? next : before,
                "OS-07 a longer thaw had to wait"
            );
            // to the very second at which a shorter one counts, the one before, or any other
            uint256 pause = random % 4 < 2 ? before - (random % 2) : _bound(random >> 128, 1, 12 days);
            vm.warp(_now() + pause);
            if (pause >= before) _assertEq(_staking.thawPeriod(), next, "OS-07 a thaw takes another time");
        }
    }

    // Internals

    /// @param reports Those before `last`; this second's is added there.
    function _look(Proposed[] memory reports, uint256 last) private view {
        uint256 time = _now();
        uint256 thawed = time + _staking.thawPeriod();
        uint256 deadline = time + _disputes.rulingPeriod();
        reports[last] = Proposed(time + _distributor.challengeWindow(), 0, thawed);
        for (uint256 i = 0; i <= last; ++i) {
            Proposed memory report = reports[i];
            if (time < report.openUntil && deadline > report.deadline) report.deadline = deadline;
            if (thawed < report.escapesAt) report.escapesAt = thawed;
            _assertLe(
                report.deadline + PUNISHMENT_TIME,
                report.escapesAt,
                "DM-02 a thaw ended before a dispute about what it stood behind"
            );
        }
    }

    /// @dev To the last second of a window, to the second at which a notice ends, or any time.
    function _pass(uint256 random, uint256 lastSecond) private {
        uint256 target = _now() + _bound(random >> 8, 1, random % 8 == 0 ? 12 days : 8 hours);
        if (random % 4 == 1) target = lastSecond;
        else if (random % 4 == 2) target = _now() + _staking.thawPeriod() - ((random >> 8) % 2);
        if (target > _now()) vm.warp(target);
    }

    function _setWindow(uint256 random) private {
        uint32 window = uint32(_bound(random, 10 minutes, _disputes.maxChallengeWindow()));
        vm.prank(_governance);
        _disputes.setChallengeWindow(1, window);
    }

    /// @dev Every second time the thaw is just long enough.
    function _setTiming(uint256 random) private {
        uint32 present = _distributor.challengeWindow();
        uint32 window = uint32(_bound(random >> 8, present, random % 4 == 0 ? 10 days : present + 1 hours));
        uint32 ruling = uint32(_bound(random >> 64, 10 minutes, (random >> 2) % 4 == 0 ? 10 days : 1 days));
        uint32 thaw = window + ruling + 1 days;
        if (random % 2 == 1) thaw += uint32((random >> 128) % 10 days);
        vm.prank(_governance);
        _disputes.setTiming(window, ruling, thaw);
    }
}
