// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {Row, RowTree} from "../support/RowTree.sol";
import {Actors} from "./Actors.sol";
import {Model, Path} from "./Model.sol";

/// @title ClaimActors
/// @notice Anybody who claims, for anybody: one at a time, in batches with duplicates, and with trees that are not
/// payable yet, not any more, or never.
contract ClaimActors is Actors {
    using RowTree for Row[];

    constructor(Model model) Actors(model) {}

    // Actions

    function claim(uint256 programSeed, uint256 rowSeed) external {
        uint32 program = _pickProgram(programSeed);
        Row[] memory rows = _model.rowsOf(program, Model.Tree.Active);
        if (rows.length == 0) return;
        _claim(program, rows.claimOf(rowSeed % rows.length));
    }

    function claimMany(uint256 programSeed, uint256 seed) external {
        uint32 program = _pickProgram(programSeed);
        Row[] memory rows = _model.rowsOf(program, Model.Tree.Active);
        if (rows.length == 0) return;
        IRewardDistributor.Claim[] memory claims = _chooseClaims(rows, seed);
        bool isForged = seed % 8 == 0;
        if (isForged) claims[seed % claims.length].cumulative ^= 1;
        if (isForged) _claimForged(program, claims);
        else _claimMany(program, claims);
    }

    /// @notice Claims from a tree whose window is open, that was voided, or that a later one replaced.
    function claimUnpayable(uint256 programSeed, uint256 treeSeed, uint256 rowSeed) external {
        uint32 program = _pickProgram(programSeed);
        Model.Tree tree = Model.Tree(_bound(treeSeed, 1, 3));
        Row[] memory rows = _model.rowsOf(program, tree);
        (, bytes32 activeRoot) = _model.lastFinalised(program);
        if (rows.length == 0 || rows.rootOf() == activeRoot) return;

        IRewardDistributor.Claim memory c = rows.claimOf(rowSeed % rows.length);
        try _distributor(program).claim(c.account, c.cumulative, c.devicesRoot, c.proof) returns (uint256) {
            revert("RD-08 a claim from a tree that is not active was taken");
        } catch (bytes memory reason) {
            _refusedWith(
                reason,
                IRewardDistributor.RewardDistributorInvalidProof.selector,
                "RD-08 a claim was"
            );
            _model.reach(Path(uint256(Path.PendingClaimRefused) + uint256(tree) - 1));
        }
    }

    // One claim

    function _claim(uint32 program, IRewardDistributor.Claim memory c) private {
        IRewardDistributor distributor = _distributor(program);
        uint256 owed = _owed(program, c);
        bool isPayable = _isPayable(distributor, c.account, owed);
        uint256 balanceBefore = _network.token().balanceOf(address(distributor));
        uint256 claimable = distributor.claimable(c.account, c.cumulative, c.devicesRoot, c.proof);
        _assertEq(claimable, owed, "RD-03 claimable is not what is owed");

        vm.prank(NOBODY);
        try distributor.claim(c.account, c.cumulative, c.devicesRoot, c.proof) returns (uint256 amount) {
            _assertTrue(isPayable, "RD-01 a claim was paid without money");
            _assertEq(amount, owed, "RD-03 a claim did not pay what is owed");
            _settle(program, c.account, amount);
            _assertLeft(distributor, balanceBefore - (c.account == address(distributor) ? 0 : amount));
            _model.reach(amount > 0 ? Path.Claimed : Path.ClaimedNothing);
        } catch {
            _assertTrue(!isPayable, "RD-12 a claim that has money was refused");
            _model.reach(Path.ClaimUnpayable);
        }
    }

    // Batches

    function _chooseClaims(
        Row[] memory rows,
        uint256 seed
    ) private pure returns (IRewardDistributor.Claim[] memory claims) {
        claims = new IRewardDistributor.Claim[](1 + (_random(seed, 1) % 6));
        for (uint256 i = 0; i < claims.length; ++i) {
            claims[i] = rows.claimOf(_random(seed, 2 + i) % rows.length);
        }
    }

    /// @dev One false proof refuses the whole batch: it is the sender's mistake, nobody else's.
    function _claimForged(uint32 program, IRewardDistributor.Claim[] memory claims) private {
        try _distributor(program).claimMany(claims) returns (uint256) {
            revert("TR-03 a forged claim was taken");
        } catch (bytes memory reason) {
            _refusedWith(
                reason,
                IRewardDistributor.RewardDistributorInvalidProof.selector,
                "TR-03 a batch was"
            );
            _model.reach(Path.BatchRefused);
        }
    }

    /// @dev Element by element what single claims would do, those that would revert left out.
    function _claimMany(uint32 program, IRewardDistributor.Claim[] memory claims) private {
        IRewardDistributor distributor = _distributor(program);
        uint256 balance = _network.token().balanceOf(address(distributor));
        uint256 paid = distributor.claimMany(claims);

        uint256 expected = 0;
        for (uint256 i = 0; i < claims.length; ++i) {
            uint256 amount = _payInBatch(program, claims[i], balance);
            expected += amount;
            if (claims[i].account != address(distributor)) balance -= amount;
        }
        _assertEq(paid, expected, "RD-11 a batch did not pay what single claims would");
        _assertLeft(distributor, balance);
        _model.reach(Path.BatchClaimed);
    }

    function _payInBatch(
        uint32 program,
        IRewardDistributor.Claim memory c,
        uint256 balance
    ) private returns (uint256) {
        uint256 owed = _owed(program, c);
        if (owed == 0) {
            _model.reach(Path.BatchDuplicateSkipped);
            return 0;
        }
        if (owed > balance || c.account == address(0)) {
            _model.reach(Path.BatchElementUnpayable);
            return 0;
        }
        _settle(program, c.account, owed);
        return owed;
    }

    // Internals

    function _owed(uint32 program, IRewardDistributor.Claim memory c) private view returns (uint256) {
        uint256 paid = _model.paidTo(program, c.account);
        return c.cumulative > paid ? c.cumulative - paid : 0;
    }

    function _isPayable(
        IRewardDistributor distributor,
        address account,
        uint256 owed
    ) private view returns (bool) {
        bool hasMoney = _network.token().balanceOf(address(distributor)) >= owed;
        return owed == 0 || (hasMoney && account != address(0));
    }

    function _settle(uint32 program, address account, uint256 amount) private {
        if (amount == 0) return;
        _model.pay(program, account, amount);
        uint256 paid = _model.paidTo(program, account);
        _assertLe(paid, _model.highest(program, account), "RD-03 an account was paid above its cumulative");
    }

    function _assertLeft(IRewardDistributor distributor, uint256 expected) private view {
        uint256 balance = _network.token().balanceOf(address(distributor));
        _assertEq(balance, expected, "RD-03 the distributor did not pay exactly what was owed");
    }
}
