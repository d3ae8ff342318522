// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title AddressVerifier
/// @notice Stands for any verifier of keys (ERC-7913) with one that forge can sign for: a key is an address.
contract AddressVerifier is IERC7913SignatureVerifier {
    /// @inheritdoc IERC7913SignatureVerifier
    function verify(
        bytes calldata key,
        bytes32 hash,
        bytes calldata signature
    ) external pure returns (bytes4) {
        (address signer, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool isValid =
            key.length == 20 && failure == ECDSA.RecoverError.NoError && signer == address(bytes20(key));
        return isValid ? IERC7913SignatureVerifier.verify.selector : bytes4(0xffffffff);
    }
}
