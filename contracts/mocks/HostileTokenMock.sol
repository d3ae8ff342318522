// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title HostileTokenMock
/// @notice Stands for a token that serves everybody but one account: what it does instead of paying that account is
/// up to the test.
contract HostileTokenMock is ERC20 {
    /// @dev Bomb: a revert with a megabyte. Reentering: calls the sender of the tokens back, then pays.
    enum Behaviour {
        Honest,
        ReturningFalse,
        Reverting,
        Bomb,
        Reentering
    }

    error HostileTokenMockRefused(address account);

    /// @notice The result of the call back, for the test to look at.
    event CalledBack(bool success, bytes result);

    uint256 private constant BOMB_BYTES = 1_000_000;

    address private _account;
    Behaviour private _behaviour;
    bytes private _callback;

    constructor(address holder, uint256 supply) ERC20("Hostile Token", "HOSTILE") {
        _mint(holder, supply);
    }

    function setBehaviour(address account, Behaviour behaviour, bytes calldata callback) external {
        _account = account;
        _behaviour = behaviour;
        _callback = callback;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (to == _account) {
            Behaviour behaviour = _behaviour;
            if (behaviour == Behaviour.ReturningFalse) return false;
            if (behaviour == Behaviour.Reverting) revert HostileTokenMockRefused(to);
            if (behaviour == Behaviour.Bomb) _revertWithBomb();
            if (behaviour == Behaviour.Reentering) _callBack();
        }
        return super.transfer(to, amount);
    }

    function _callBack() private {
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, bytes memory result) = msg.sender.call(_callback);
        emit CalledBack(success, result);
    }

    function _revertWithBomb() private pure {
        assembly {
            revert(0x00, BOMB_BYTES)
        }
    }
}
