// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @title Artifact
/// @notice Deploys what Hardhat has compiled: byte for byte what a network gets. Tests import interfaces only, so forge
/// compiles nothing but tests.
library Artifact {
    // The address at which forge answers: the low 20 bytes of keccak256("hevm cheat code").
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @param folder Where its source is, with a slash at the end.
    /// @param name Of the contract and of its file.
    /// @param arguments Of its constructor, ABI-encoded.
    function deploy(
        string memory folder,
        string memory name,
        bytes memory arguments
    ) internal returns (address) {
        return VM.deployCode(string.concat("artifacts/", folder, name, ".sol/", name, ".json"), arguments);
    }
}
