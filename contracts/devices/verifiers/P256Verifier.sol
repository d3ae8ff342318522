// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ERC7913P256Verifier,
    IERC7913SignatureVerifier
} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";

/// @title P256Verifier
/// @notice Verifies signatures of P-256 keys `x || y` over the SHA-256 of the digest: WebCrypto and the keystores of
/// phones sign nothing that they have not hashed themselves, and every secure element can do the same. A signature is
/// `r || s` with s in the lower half of the order; one with a tail is refused, so that it has one form only.
contract P256Verifier is ERC7913P256Verifier {
    /// @inheritdoc IERC7913SignatureVerifier
    function verify(
        bytes calldata key,
        bytes32 hash,
        bytes calldata signature
    ) public view override returns (bytes4) {
        if (signature.length != 0x40) return 0xFFFFFFFF;
        return super.verify(key, sha256(abi.encode(hash)), signature);
    }
}
