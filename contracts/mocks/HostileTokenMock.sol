// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";

/// @title HostileTokenMock
/// @notice Stands for a token that serves everybody but one receiver: what it does instead of paying that account is
/// up to the test. The zero address as the receiver is a burn.
contract HostileTokenMock is ERC20Burnable {
    /// @dev Bomb: a revert with a megabyte. Reentering: calls whoever moves the tokens back, then pays. FeeTaking: keeps
    /// one base unit.
    enum Behaviour {
        Honest,
        ReturningFalse,
        Reverting,
        Bomb,
        Reentering,
        FeeTaking
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
        return _isRefused(to) ? false : super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return _isRefused(to) ? false : super.transferFrom(from, to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (to != _account) return super._update(from, to, amount);
        Behaviour behaviour = _behaviour;
        if (behaviour == Behaviour.Reverting) revert HostileTokenMockRefused(to);
        if (behaviour == Behaviour.Bomb) _revertWithBomb();
        if (behaviour == Behaviour.Reentering) _callBack();
        super._update(from, to, behaviour == Behaviour.FeeTaking ? amount - 1 : amount);
    }

    function _isRefused(address to) private view returns (bool) {
        return to == _account && _behaviour == Behaviour.ReturningFalse;
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
