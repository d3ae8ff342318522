// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";

/// @title VerifierMock
/// @notice Stands for a verifier of keys (ERC-7913), broken or hostile.
contract VerifierMock is IERC7913SignatureVerifier {
    /// @dev Accepting: says yes to anything. Garbage: a word that is not the magic value. Short: the magic value in
    /// four bytes instead of a word. Bomb: a success that returns a megabyte. Empty: a success that returns nothing.
    enum Behaviour {
        Accepting,
        Reverting,
        Garbage,
        Short,
        Bomb,
        Empty
    }

    error VerifierMockRefused();

    uint256 private constant BOMB_BYTES = 1_000_000;

    Behaviour private _behaviour;

    function setBehaviour(Behaviour behaviour) external {
        _behaviour = behaviour;
    }

    /// @inheritdoc IERC7913SignatureVerifier
    function verify(bytes calldata, bytes32, bytes calldata) external view returns (bytes4) {
        Behaviour behaviour = _behaviour;
        if (behaviour == Behaviour.Reverting) revert VerifierMockRefused();
        if (behaviour == Behaviour.Garbage) return 0xdeadbeef;
        if (behaviour == Behaviour.Short) _return(IERC7913SignatureVerifier.verify.selector, 4);
        if (behaviour == Behaviour.Bomb) _return(0, BOMB_BYTES);
        if (behaviour == Behaviour.Empty) _return(0, 0);
        return IERC7913SignatureVerifier.verify.selector;
    }

    /// @dev Ends the call with `length` bytes that start with `word`; the rest of memory is whatever it is.
    function _return(bytes32 word, uint256 length) private pure {
        assembly {
            mstore(0x00, word)
            return(0x00, length)
        }
    }
}
