// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title DutyMock
/// @notice Stands for a duty that is asked whether an account serves, and answers truly, falsely, not at all, or with a
/// call of its own first.
contract DutyMock {
    /// @dev Bomb: a revert with a megabyte. Reentering: calls whoever asks back, then says that nobody serves.
    enum Behaviour {
        OffDuty,
        OnDuty,
        Reverting,
        Bomb,
        Reentering
    }

    error DutyMockRefused(address account);
    error DutyMockReentered();

    uint256 private constant BOMB_BYTES = 1_000_000;

    Behaviour private _behaviour;
    bytes private _callback;

    function setBehaviour(Behaviour behaviour, bytes calldata callback) external {
        _behaviour = behaviour;
        _callback = callback;
    }

    /// @notice Not a view, as `IDuty` promises that it is: a hostile duty keeps no promise.
    function isOnDuty(address account) external returns (bool) {
        Behaviour behaviour = _behaviour;
        require(behaviour != Behaviour.Reverting, DutyMockRefused(account));
        if (behaviour == Behaviour.Bomb) _revertWithBomb();
        if (behaviour == Behaviour.Reentering) _callBack();
        return behaviour == Behaviour.OnDuty;
    }

    function _callBack() private {
        // solhint-disable-next-line avoid-low-level-calls
        (bool success, ) = msg.sender.call(_callback);
        require(!success, DutyMockReentered());
    }

    function _revertWithBomb() private pure {
        assembly {
            revert(0x00, BOMB_BYTES)
        }
    }
}
