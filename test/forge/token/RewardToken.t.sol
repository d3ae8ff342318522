// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IRewardToken} from "../../../contracts/token/interfaces/IRewardToken.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {IToken} from "../support/IToken.sol";
import {Suite} from "../support/Suite.sol";

/// @title RewardTokenTest
/// @notice The cap, who mints, and what a permit is good for.
contract RewardTokenTest is ForgeTest {
    uint64 private constant MINTER_ROLE = 1;
    uint256 private constant OWNER_KEY = 0x0123;
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    function testFuzz_RT_01_supplyStaysWithinTheCap(uint128 cap, uint256[8] calldata amounts) external {
        vm.assume(cap > 0);
        IToken token = _deploy(cap);
        uint256 expected = 0;
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 amount = i % 2 == 0 ? amounts[i] : amounts[i] % cap;
            bool isWithin = amount <= cap - expected;
            try token.mint(address(this), amount) {
                _assertTrue(isWithin, "RT-01 minted above the cap");
                expected += amount;
            } catch {
                _assertTrue(!isWithin, "RT-01 refused to mint within the cap");
            }
            _assertEq(token.totalSupply(), expected, "RT-02 supply is not what was minted");
        }
    }

    function testFuzz_RT_03_onlyTheMinterMints(address caller, address to, uint256 amount) external {
        vm.assume(caller != address(this));
        IToken token = _deploy(type(uint128).max);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
        vm.prank(caller);
        token.mint(to, amount);
    }

    /// @dev The same signature again, on another chain, on another token, after its deadline.
    function testFuzz_RT_04_aPermitWorksOnceAndHere(
        address spender,
        uint256 value,
        uint64 otherChain
    ) external {
        vm.assume(spender != address(0) && otherChain != vm.getChainId() && otherChain != 0);
        IToken token = _deploy(1e27);
        IToken twin = _deploy(1e27);
        address owner = vm.addr(OWNER_KEY);
        uint256 deadline = _now() + 1 days;
        bytes32 content = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, 0, deadline));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            OWNER_KEY,
            keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content))
        );

        uint256 chain = vm.getChainId();
        vm.chainId(otherChain);
        _assertRefused(token, spender, value, deadline, v, r, s);
        vm.chainId(chain);
        _assertRefused(twin, spender, value, deadline, v, r, s);
        token.permit(owner, spender, value, deadline, v, r, s);
        _assertEq(token.allowance(owner, spender), value, "RT-04 a permit did not allow what it says");
        _assertRefused(token, spender, value, deadline, v, r, s);
        vm.warp(deadline + 1);
        _assertRefused(token, spender, value, deadline, v, r, s);
    }

    // Internals

    function _deploy(uint256 cap) private returns (IToken token) {
        IAccessManager manager = Suite.accessManager(address(this));
        token = Suite.token(cap, new IRewardToken.Allocation[](0), manager);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IRewardToken.mint.selector;
        manager.setTargetFunctionRole(address(token), selectors, MINTER_ROLE);
        manager.grantRole(MINTER_ROLE, address(this), 0);
    }

    function _assertRefused(
        IToken token,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) private {
        try token.permit(vm.addr(OWNER_KEY), spender, value, deadline, v, r, s) {
            revert("RT-04 a permit worked where it must not");
        } catch {}
    }
}
