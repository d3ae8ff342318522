// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {
    ERC7913RSAVerifier,
    IERC7913SignatureVerifier
} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913RSAVerifier.sol";

/// @title RSAVerifier
/// @notice Verifies PKCS#1 v1.5 signatures (SHA-256) of RSA keys of 2048 bits or more. A key is
/// `abi.encode(bytes exponent, bytes modulus)` in its one canonical form: a device's id is the hash of its key, so a
/// key that could be written in two ways would be two devices.
contract RSAVerifier is ERC7913RSAVerifier {
    /// @inheritdoc IERC7913SignatureVerifier
    function verify(
        bytes calldata key,
        bytes32 hash,
        bytes calldata signature
    ) public view override returns (bytes4) {
        if (!_isCanonical(key)) return 0xFFFFFFFF;
        return super.verify(key, hash, signature);
    }

    function _isCanonical(bytes calldata key) private pure returns (bool) {
        (bytes memory exponent, bytes memory modulus) = abi.decode(key, (bytes, bytes));
        return
            exponent.length > 0 &&
            modulus.length > 0 &&
            exponent[0] != 0 &&
            modulus[0] != 0 &&
            // an exponent of 1 would verify anything
            (exponent.length > 1 || exponent[0] > 0x02) &&
            keccak256(abi.encode(exponent, modulus)) == keccak256(key);
    }
}
