// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title HostileReporter
/// @notice Stands for a reporter contract (ERC-1271) that answers in each way except by its consent.
contract HostileReporter {
    enum Behaviour {
        Consent,
        Refuse,
        Revert,
        AnswerNothing,
        AnswerTooShort,
        AnswerMagicWithTail,
        Bomb,
        BurnGas
    }

    uint256 private constant BOMB_BYTES = 1_000_000;

    Behaviour public behaviour;

    function behave(Behaviour behaviour_) external {
        behaviour = behaviour_;
    }

    /// @dev ERC-1271: consent is the function's own selector, padded with zeros to 32 bytes.
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        Behaviour current = behaviour;
        if (current == Behaviour.Consent) return this.isValidSignature.selector;
        if (current == Behaviour.Refuse) return 0xffffffff;
        if (current == Behaviour.Revert) revert();
        if (current == Behaviour.AnswerNothing) _answer(0, 0);
        if (current == Behaviour.AnswerTooShort) _answer(bytes32(this.isValidSignature.selector), 4);
        if (current == Behaviour.AnswerMagicWithTail) {
            _answer(bytes32(this.isValidSignature.selector) | bytes32(uint256(1)), 32);
        }
        if (current == Behaviour.Bomb) _answer(0, BOMB_BYTES);
        while (true) {}
        return 0;
    }

    function _answer(bytes32 word, uint256 length) private pure {
        assembly ("memory-safe") {
            let answer := mload(0x40)
            mstore(answer, word)
            return(answer, length)
        }
    }
}
