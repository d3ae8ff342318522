// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HostileToken
/// @notice Stands for a token that refuses one account, each time in the way that `behaviour` says.
contract HostileToken is ERC20("Hostile", "HOS") {
    enum Behaviour {
        Honest,
        ReturnFalse,
        ReturnTwo,
        Revert,
        RevertWithBomb,
        Reenter,
        ReenterAndReturnFalse
    }

    uint256 private constant BOMB_BYTES = 1_000_000;

    Behaviour public behaviour;
    address public victim;
    address private _reentryTarget;
    bytes[] private _reentryCalls;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function misbehave(Behaviour behaviour_, address victim_) external {
        behaviour = behaviour_;
        victim = victim_;
    }

    /// @notice What the token does to `target` in the middle of a transfer to the victim.
    function reenterWith(address target, bytes[] calldata calls) external {
        _reentryTarget = target;
        delete _reentryCalls;
        for (uint256 i = 0; i < calls.length; ++i) _reentryCalls.push(calls[i]);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        Behaviour current = to == victim ? behaviour : Behaviour.Honest;
        if (current == Behaviour.ReturnFalse) return false;
        if (current == Behaviour.ReturnTwo) _returnTwo();
        if (current == Behaviour.Revert) revert();
        if (current == Behaviour.RevertWithBomb) _revertWithBomb();
        if (current == Behaviour.Reenter || current == Behaviour.ReenterAndReturnFalse) _reenter();
        return current == Behaviour.ReenterAndReturnFalse ? false : super.transfer(to, amount);
    }

    function _reenter() private {
        behaviour = Behaviour.Honest;
        for (uint256 i = 0; i < _reentryCalls.length; ++i) {
            (bool success, bytes memory reason) = _reentryTarget.call(_reentryCalls[i]);
            require(success, string(reason));
        }
    }

    function _returnTwo() private pure {
        assembly ("memory-safe") {
            mstore(0x00, 2)
            return(0x00, 0x20)
        }
    }

    function _revertWithBomb() private pure {
        assembly ("memory-safe") {
            revert(mload(0x40), BOMB_BYTES)
        }
    }
}
