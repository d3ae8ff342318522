// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title AccountSignature
/// @notice Whether an account has signed: by its key, or by its code (ERC-1271).
/// @dev The key is tried first: asking whether the account has code would cost almost as much as the check itself. An
/// account that has both (EIP-7702) may use either.
library AccountSignature {
    /// @notice Whether `signature` over `digest` is the account's. Never reverts.
    function isValidCalldata(
        address account,
        bytes32 digest,
        bytes calldata signature
    ) internal view returns (bool) {
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == account) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);
    }
}
