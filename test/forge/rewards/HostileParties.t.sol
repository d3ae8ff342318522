// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {HostileReporter} from "../mocks/HostileReporter.sol";
import {HostileSource} from "../mocks/HostileSource.sol";
import {HostileToken} from "../mocks/HostileToken.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {Row, RowTree} from "../support/RowTree.sol";
import {Suite} from "../support/Suite.sol";

/// @title HostilePartiesTest
/// @notice A distributor whose token, source or reporter works against it: each external call, each kind of malice.
contract HostilePartiesTest is ForgeTest {
    using RowTree for Row[];

    /// @dev What a bomb or an endless loop may cost the caller who meets it.
    uint256 private constant GAS = 3_000_000;
    address private constant ALICE = address(0xA11CE);
    address private constant BOB = address(0xB0B);
    address private constant CAROL = address(0xCA401);

    HostileToken private _token;
    HostileSource private _source;
    HostileReporter private _reporter;
    IRewardDistributor private _distributor;

    function setUp() external {
        vm.warp(1_800_000_000);
        _token = new HostileToken();
        _source = new HostileSource(_token);
        _reporter = new HostileReporter();
        IAccessManager manager = Suite.accessManager(address(this));
        _distributor = Suite.distributor(_source, 1, address(_reporter), 1 hours, manager);
        vm.warp(_now() + 10 hours);
    }

    // Source

    function testFuzz_RD_04_aSourceDeliversExactlyWhatIsDrawn(int8 deviation) external {
        vm.assume(deviation != 0);
        _propose(0, _rows(100));
        _source.deliverWith(deviation);
        uint256 received = uint256(int256(300) + deviation);
        vm.warp(_now() + 1 hours);
        bytes4 underfunded = IRewardDistributor.RewardDistributorUnderfunded.selector;
        vm.expectRevert(abi.encodeWithSelector(underfunded, received, 300));
        _distributor.finalize();
        _assertEq(_distributor.funded(), 0, "RD-04 a failed draw was counted");

        _source.deliverWith(0);
        _distributor.finalize();
        _assertEq(_token.balanceOf(address(_distributor)), 300, "RD-04 a later draw was not made");
    }

    function test_RD_04_aSourceCannotFinaliseTwice() external {
        _propose(0, _rows(100));
        _source.reenterWith(abi.encodeCall(IRewardDistributor.finalize, ()));
        _finalize();
        _assertTrue(!_source.isReentrySuccessful(), "RD-04 finalised inside of finalize");
        bytes4 nothingPending = IRewardDistributor.RewardDistributorNothingPending.selector;
        _assertTrue(bytes4(_source.reentryResult()) == nothingPending, "RD-04 refused for another reason");
        _assertEq(_distributor.funded(), 300, "RD-04 funded twice");
        _assertEq(_token.balanceOf(address(_distributor)), 300, "RD-04 drawn twice");
    }

    /// @dev What leaves during a draw is missing from what arrived, so that the draw fails as a whole.
    function test_RD_04_aSourceCannotClaimWhileItDelivers() external {
        _propose(0, _rows(100));
        _finalize();
        Row[] memory rows = _rows(150);
        _propose(1, rows);
        IRewardDistributor.Claim memory c = rows.claimOf(0);
        _source.reenterWith(
            abi.encodeCall(IRewardDistributor.claim, (c.account, c.cumulative, c.devicesRoot, c.proof))
        );
        vm.warp(_now() + 1 hours);
        vm.expectRevert(
            abi.encodeWithSelector(IRewardDistributor.RewardDistributorUnderfunded.selector, 0, 150)
        );
        _distributor.finalize();
        _assertEq(_distributor.claimed(c.account), 0, "RD-03 a claim outlived the failed draw");
    }

    function test_RD_14_theErrorOfASourceComesThrough() external {
        _propose(0, _rows(100));
        // The source overflows while it adds up: a panic (0x11, arithmetic) of its own.
        _source.deliverWith(type(int256).max);
        vm.warp(_now() + 1 hours);
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x11));
        _distributor.finalize();
    }

    // Token

    function testFuzz_RD_11_aRefusedPaymentStopsNobodyElse(uint8 behaviour, bool isTwice) external {
        _propose(0, _rows(100));
        _finalize();
        // ReturnFalse, ReturnTwo, Revert or RevertWithBomb
        _token.misbehave(HostileToken.Behaviour(_bound(behaviour, 1, 4)), ALICE);

        uint256 paid = _distributor.claimMany{gas: GAS}(_allClaims(_rows(100), isTwice));
        _assertEq(paid, 200, "RD-11 a batch did not pay the others");
        _assertEq(_token.balanceOf(BOB), 100, "RD-11 somebody else was not paid");
        _assertEq(_token.balanceOf(CAROL), 100, "RD-11 somebody else was not paid");
        _assertEq(_distributor.claimed(ALICE), 0, "RD-11 a refused payment counts as paid");

        _token.misbehave(HostileToken.Behaviour.Honest, ALICE);
        paid = _distributor.claimMany(_allClaims(_rows(100), isTwice));
        _assertEq(paid, 100, "RD-11 a refused payment was lost");
        _assertEq(_token.balanceOf(ALICE), 100, "RD-11 a refused payment went elsewhere");
    }

    function testFuzz_RD_03_aTokenCannotClaimTwiceByReentry(bool isBatch, bool isReentryBatch) external {
        Row[] memory rows = _rows(100);
        _propose(0, rows);
        _finalize();
        IRewardDistributor.Claim memory c = _claimOf(rows, ALICE);
        bytes[] memory calls = new bytes[](1);
        calls[0] =
            isReentryBatch
                ? abi.encodeCall(IRewardDistributor.claimMany, (_allClaims(rows, true)))
                : abi.encodeCall(IRewardDistributor.claim, (ALICE, c.cumulative, c.devicesRoot, c.proof));
        _token.reenterWith(address(_distributor), calls);
        _token.misbehave(HostileToken.Behaviour.Reenter, ALICE);

        if (isBatch) _distributor.claimMany(_allClaims(rows, true));
        else _distributor.claim(ALICE, c.cumulative, c.devicesRoot, c.proof);
        _assertEq(_token.balanceOf(ALICE), 100, "RD-03 paid twice by re-entry");
        _assertEq(_distributor.claimed(ALICE), 100, "RD-03 claimed is not what was paid");
        _assertLe(_token.balanceOf(BOB), 100, "RD-03 another was paid twice by re-entry");
    }

    /// @dev The token finalises the next epoch and claims from it before it refuses the payment that it was asked for.
    function test_RD_03_aRefusedPaymentUndoesOnlyItself() external {
        _propose(0, _rows(100));
        _finalize();
        _propose(1, _rows(250));
        vm.warp(_now() + 1 hours);
        IRewardDistributor.Claim memory later = _claimOf(_rows(250), ALICE);
        bytes[] memory calls = new bytes[](2);
        calls[0] = abi.encodeCall(IRewardDistributor.finalize, ());
        calls[1] = abi.encodeCall(IRewardDistributor.claim, (ALICE, 250, later.devicesRoot, later.proof));
        _token.reenterWith(address(_distributor), calls);
        _token.misbehave(HostileToken.Behaviour.ReenterAndReturnFalse, ALICE);

        IRewardDistributor.Claim[] memory claims = new IRewardDistributor.Claim[](1);
        claims[0] = _claimOf(_rows(100), ALICE);
        _distributor.claimMany(claims);
        _distributor.claim(ALICE, 250, later.devicesRoot, later.proof);
        _assertEq(_token.balanceOf(ALICE), 250, "RD-03 an account was not paid its cumulative");
    }

    // Reporter

    function testFuzz_RD_09_aReporterThatDoesNotConsentSignsNothing(uint8 choice) external {
        HostileReporter.Behaviour behaviour = HostileReporter.Behaviour(_bound(choice, 1, 7));
        _reporter.behave(behaviour);
        IRewardDistributor.Report memory report = _report(0, _rows(100));
        try _distributor.propose{gas: GAS}(report, "") {
            revert("RD-09 a report was accepted without its reporter's consent");
        } catch (bytes memory reason) {
            bytes4 invalid = IRewardDistributor.RewardDistributorInvalidSignature.selector;
            _assertTrue(bytes4(reason) == invalid, "RD-09 refused for another reason");
        }
        _assertEq(_distributor.reportNonce(), 1, "RD-10 a refused report moved the nonce");

        _reporter.behave(HostileReporter.Behaviour.Consent);
        _distributor.propose(report, "");
        _assertEq(_distributor.reportNonce(), 2, "RD-10 an accepted report did not move the nonce");
    }

    /// @dev A fork of the chain takes on another id: what was signed before is for the old chain.
    function testFuzz_RD_13_aReportIsForOneChain(uint64 otherChain) external {
        vm.assume(otherChain != vm.getChainId() && otherChain != 0);
        uint256 key = 0x0123;
        _distributor.setReporter(vm.addr(key));
        IRewardDistributor.Report memory report = _report(0, _rows(100));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _distributor.hashReport(report));
        uint256 chain = vm.getChainId();

        vm.chainId(otherChain);
        vm.expectPartialRevert(IRewardDistributor.RewardDistributorInvalidSignature.selector);
        _distributor.propose(report, abi.encodePacked(r, s, v));
        vm.chainId(chain);
        _distributor.propose(report, abi.encodePacked(r, s, v));
    }

    function test_RD_09_nobodySignsForAContractReporter() external {
        _reporter.behave(HostileReporter.Behaviour.Refuse);
        IRewardDistributor.Report memory report = _report(0, _rows(100));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1, _distributor.hashReport(report));
        vm.expectPartialRevert(IRewardDistributor.RewardDistributorInvalidSignature.selector);
        _distributor.propose(report, abi.encodePacked(r, s, v));
    }

    // Internals

    function _rows(uint256 each) private pure returns (Row[] memory rows) {
        rows = new Row[](3);
        rows[0] = Row(ALICE, each, 0);
        rows[1] = Row(BOB, each, 0);
        rows[2] = Row(CAROL, each, 0);
    }

    function _claimOf(
        Row[] memory rows,
        address account
    ) private pure returns (IRewardDistributor.Claim memory) {
        uint256 index = 0;
        while (rows[index].account != account) ++index;
        return rows.claimOf(index);
    }

    function _allClaims(
        Row[] memory rows,
        bool isTwice
    ) private pure returns (IRewardDistributor.Claim[] memory claims) {
        claims = new IRewardDistributor.Claim[](isTwice ? 2 * rows.length : rows.length);
        for (uint256 i = 0; i < claims.length; ++i) claims[i] = rows.claimOf(i % rows.length);
    }

    function _report(
        uint32 epoch,
        Row[] memory rows
    ) private view returns (IRewardDistributor.Report memory report) {
        report.program = 1;
        report.epoch = epoch;
        report.nonce = _distributor.reportNonce();
        report.deadline = uint40(_now());
        report.root = rows.rootOf();
        for (uint256 i = 0; i < rows.length; ++i) report.total += uint128(rows[i].cumulative);
        report.dataHash = bytes32(uint256(1));
    }

    function _propose(uint32 epoch, Row[] memory rows) private {
        _distributor.propose(_report(epoch, rows), "");
    }

    function _finalize() private {
        vm.warp(_now() + 1 hours);
        _distributor.finalize();
    }
}
