// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @title ForgeTest
/// @notice What a test needs of forge: the cheat codes, assertions that carry the invariant's id, bounded inputs and
/// the three lists by which an invariant campaign is steered.
abstract contract ForgeTest {
    /// @param target Contract whose functions a campaign calls.
    /// @param selectors Which of them.
    struct TargetSelectors {
        address target;
        bytes4[] selectors;
    }

    // The address at which forge answers: the low 20 bytes of keccak256("hevm cheat code").
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    address[] private _targets;
    TargetSelectors[] private _selectors;

    function targetContracts() external view returns (address[] memory) {
        return _targets;
    }

    function targetSelectors() external view returns (TargetSelectors[] memory) {
        return _selectors;
    }

    /// @dev One sender is enough: the handler decides who acts.
    function targetSenders() external pure returns (address[] memory senders) {
        senders = new address[](1);
        senders[0] = address(0xACC);
    }

    function _target(address target, bytes4[] memory selectors) internal {
        _targets.push(target);
        _selectors.push(TargetSelectors(target, selectors));
    }

    /// @dev By name, not by `new`: each contract that contains another's code has all of it compiled once more.
    function _deploy(string memory name, bytes memory arguments) internal returns (address) {
        return vm.deployCode(string.concat(name, ".sol:", name), arguments);
    }

    /// @dev Not `block.timestamp`, which the optimizer may read once for a whole call, before a warp inside of it.
    function _now() internal view returns (uint256) {
        return vm.getBlockTimestamp();
    }

    function _bound(uint256 value, uint256 min, uint256 max) internal pure returns (uint256) {
        return value >= min && value <= max ? value : min + (value % (max - min + 1));
    }

    /// @dev A `require` would write its text every time, not only when it is needed.
    function _assertEq(uint256 actual, uint256 expected, string memory id) internal pure {
        if (actual != expected) revert(string.concat(id, _difference(actual, " != ", expected)));
    }

    function _assertLe(uint256 smaller, uint256 greater, string memory id) internal pure {
        if (smaller > greater) revert(string.concat(id, _difference(smaller, " > ", greater)));
    }

    function _assertTrue(bool condition, string memory id) internal pure {
        require(condition, id);
    }

    function _difference(uint256 a, string memory relation, uint256 b) private pure returns (string memory) {
        return string.concat(": ", _decimal(a), relation, _decimal(b));
    }

    function _decimal(uint256 value) internal pure returns (string memory) {
        if (value < 10) return string(abi.encodePacked(bytes1(uint8(48 + value))));
        return string.concat(_decimal(value / 10), _decimal(value % 10));
    }
}
