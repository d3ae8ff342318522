// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {Curves} from "../support/Curves.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {IToken} from "../support/IToken.sol";
import {TrustNetwork} from "../support/TrustNetwork.sol";

/// @title SlashArithmeticTest
/// @notice What a slash takes, and where each base unit of it goes.
contract SlashArithmeticTest is ForgeTest {
    address private constant OPERATOR = address(0x0937A704);
    address private constant CHALLENGER = address(0xC4A11);
    uint256 private constant MOST = 1e26;

    TrustNetwork private _network;
    IOperatorStaking private _staking;
    IToken private _token;

    function setUp() external {
        vm.warp(1_800_000_000);
        IEmissionCurve curve = Curves.halving(1e23, 2_000);
        _network = TrustNetwork(_deploy("TrustNetwork", abi.encode(curve, 0)));
        (_staking, _token) = (_network.staking(), _network.token());
        vm.startPrank(_network.TREASURY());
        _token.approve(address(_staking), type(uint256).max);
        vm.stopPrank();
    }

    function testFuzz_OS_08_everyBaseUnitOfASlashGoesSomewhere(
        uint256 bonded,
        uint256 thawed,
        uint256 asked,
        uint256 shareBps,
        uint256 burnBps
    ) external {
        bonded = _bound(bonded, 1, MOST);
        thawed = _bound(thawed, 0, bonded);
        asked = asked % 2 == 0 ? asked : _bound(asked, 0, bonded);
        shareBps = _bound(shareBps, 0, 5_000);
        burnBps = _bound(burnBps, 0, 10_000);
        _setBurn(uint16(burnBps));
        _bond(bonded, thawed);
        uint256 supply = _token.totalSupply();

        vm.prank(address(_network.disputes()));
        uint256 taken = _staking.slash(OPERATOR, asked, CHALLENGER, uint16(shareBps));

        uint256 share = _staking.creditOf(CHALLENGER);
        uint256 rest = _staking.creditOf(_network.TREASURY());
        uint256 burned = supply - _token.totalSupply();
        _assertEq(taken, asked < bonded ? asked : bonded, "OS-04 a slash did not take what is there");
        _assertEq(share + rest + burned, taken, "OS-08 something of a slash is missing");
        _assertEq(share, (taken * shareBps) / 10_000, "OS-08 the challenger's share is another");
        _assertEq(burned, ((taken - share) * burnBps) / 10_000, "OS-08 another part was burned");
        _checkLeft(bonded, thawed, taken);
    }

    /// @dev In parts or at once: each part is rounded by itself, in favour of the treasury.
    function testFuzz_OS_04_manySlashesTakeWhatOneTakes(uint256 bonded, uint256 seed) external {
        bonded = _bound(bonded, 1, MOST);
        _bond(bonded, seed % (bonded + 1));
        uint256 taken = 0;
        for (uint256 i = 0; i < 8; ++i) {
            uint256 part = uint256(keccak256(abi.encode(seed, i))) % (bonded / 4 + 2);
            uint256 left = bonded - taken;
            vm.prank(address(_network.disputes()));
            uint256 now_ = _staking.slash(OPERATOR, part, CHALLENGER, 5_000);
            _assertEq(now_, part < left ? part : left, "OS-04 a slash did not take what is there");
            taken += now_;
        }
        _assertEq(_staking.atStake(OPERATOR), bonded - taken, "OS-04 more is gone than was taken");
        _assertEq(
            _token.balanceOf(address(_staking)),
            bonded - taken + _staking.creditOf(CHALLENGER) + _staking.creditOf(_network.TREASURY()),
            "OS-01 the staking holds more or less than it owes"
        );
    }

    // Internals

    function _checkLeft(uint256 bonded, uint256 thawed, uint256 taken) private view {
        uint256 fromBond = taken < bonded - thawed ? taken : bonded - thawed;
        _assertEq(
            _staking.stakeOf(OPERATOR).bonded,
            bonded - thawed - fromBond,
            "OS-04 the bond was not taken first"
        );
        _assertEq(_staking.atStake(OPERATOR), bonded - taken, "OS-04 more is gone than was taken");
        _assertEq(
            _staking.getVotes(OPERATOR),
            bonded - thawed - fromBond,
            "OS-02 the votes did not fall with the bond"
        );
    }

    /// @dev What thaws does so in three parts.
    function _bond(uint256 bonded, uint256 thawed) private {
        vm.prank(_network.TREASURY());
        _staking.bond(OPERATOR, uint128(bonded));
        for (uint256 i = 3; i > 0; --i) {
            uint256 part = thawed / i;
            thawed -= part;
            if (part == 0) continue;
            vm.prank(OPERATOR);
            _staking.thaw(uint128(part));
            vm.warp(_now() + 1);
        }
    }

    function _setBurn(uint16 burnBps) private {
        address treasury = _network.TREASURY();
        vm.prank(_network.GOVERNANCE());
        _staking.setSlashSplit(IOperatorStaking.SlashSplit(treasury, burnBps));
    }
}
