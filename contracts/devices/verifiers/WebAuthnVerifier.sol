// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ERC7913WebAuthnVerifier,
    IERC7913SignatureVerifier
} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913WebAuthnVerifier.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";

/// @title WebAuthnVerifier
/// @notice Verifies assertions of passkeys `x || y`, such as a phone's secure element makes after it has verified its
/// user. A signature is the ABI encoding of `WebAuthnAuth`, in its one canonical form.
contract WebAuthnVerifier is ERC7913WebAuthnVerifier {
    /// @inheritdoc IERC7913SignatureVerifier
    function verify(
        bytes calldata key,
        bytes32 hash,
        bytes calldata signature
    ) public view override returns (bytes4) {
        if (!_isCanonical(signature)) return 0xFFFFFFFF;
        return super.verify(key, hash, signature);
    }

    function _isCanonical(bytes calldata signature) private pure returns (bool) {
        (bool decoded, WebAuthn.WebAuthnAuth calldata auth) = WebAuthn.tryDecodeAuth(signature);
        return
            decoded &&
            keccak256(
                abi.encode(
                    auth.r,
                    auth.s,
                    auth.challengeIndex,
                    auth.typeIndex,
                    auth.authenticatorData,
                    auth.clientDataJSON
                )
            ) ==
                keccak256(signature);
    }
}
