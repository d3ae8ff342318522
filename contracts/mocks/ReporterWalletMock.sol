// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title ReporterWalletMock
/// @notice Stands for a wallet contract or a committee that signs reports by ERC-1271, honest or hostile.
contract ReporterWalletMock is IERC1271 {
    /// @dev Honest: as its owner signed. Garbage: a full word that is not the magic value. Short: the magic value in
    /// four bytes instead of a word. Bomb: a success that returns a megabyte. Empty: a success that returns nothing.
    enum Behaviour {
        Honest,
        Reverting,
        Garbage,
        Short,
        Bomb,
        Empty
    }

    error ReporterWalletMockRefused();

    uint256 private constant BOMB_BYTES = 1_000_000;

    address private immutable _owner;
    Behaviour private _behaviour;
    address[] private _approvers;

    constructor(address owner) {
        _owner = owner;
    }

    function setBehaviour(Behaviour behaviour) external {
        _behaviour = behaviour;
    }

    /// @param approvers Who {approversOf} says has approved every report.
    function setApprovers(address[] calldata approvers) external {
        _approvers = approvers;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        Behaviour behaviour = _behaviour;
        if (behaviour == Behaviour.Reverting) revert ReporterWalletMockRefused();
        if (behaviour == Behaviour.Garbage) return 0xdeadbeef;
        if (behaviour == Behaviour.Short) _return(IERC1271.isValidSignature.selector, 4);
        if (behaviour == Behaviour.Bomb) _return(0, BOMB_BYTES);
        if (behaviour == Behaviour.Empty) _return(0, 0);

        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool isValid = err == ECDSA.RecoverError.NoError && signer == _owner;
        return isValid ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    /// @notice Answers in the place of a committee, and frames whom it likes.
    function approversOf(bytes32, uint32, bytes calldata) external view returns (address[] memory) {
        return _approvers;
    }

    /// @dev Ends the call with `length` bytes that start with `word`; the rest of memory is whatever it is.
    function _return(bytes32 word, uint256 length) private pure {
        assembly {
            mstore(0x00, word)
            return(0x00, length)
        }
    }
}
