// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IDuty} from "../../../contracts/rewards/interfaces/IDuty.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";

/// @title HostileDuty
/// @notice Stands for a duty that answers in each way, and that tries to pay out while it is asked.
contract HostileDuty is IDuty {
    enum Behaviour {
        LetGo,
        Reenter,
        Bomb,
        Keep,
        Revert,
        AnswerNothing,
        AnswerTwo
    }

    error HostileDutyRefused();

    uint256 private constant BOMB_BYTES = 1_000_000;

    Behaviour public behaviour;

    function behave(Behaviour behaviour_) external {
        behaviour = behaviour_;
    }

    /// @inheritdoc IDuty
    function isOnDuty(address account) external view returns (bool) {
        Behaviour current = behaviour;
        if (current == Behaviour.Reenter) return _reenter(account);
        if (current == Behaviour.Revert) revert HostileDutyRefused();
        if (current == Behaviour.Bomb) _answer(0, BOMB_BYTES);
        if (current == Behaviour.AnswerNothing) _answer(0, 0);
        if (current == Behaviour.AnswerTwo) _answer(bytes32(uint256(2)), 32);
        return current == Behaviour.Keep;
    }

    /// @return isPaid Whether the account could be paid out in the middle of the call; never, as the call is static.
    function _reenter(address account) private view returns (bool isPaid) {
        (isPaid, ) = msg.sender.staticcall(abi.encodeCall(IOperatorStaking.withdraw, (account)));
    }

    function _answer(bytes32 word, uint256 length) private pure {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, word)
            return(answer, length)
        }
    }
}
