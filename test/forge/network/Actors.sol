// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {Network} from "../support/Network.sol";
import {Model} from "./Model.sol";

/// @title Actors
/// @notice What all groups of actors share: the network, the model, the accounts, and how to choose among them.
abstract contract Actors is ForgeTest {
    uint256 public constant HONEST_KEY = 0xA11CE;
    uint256 public constant HOSTILE_KEY = 0xBADBAD;
    uint256 internal constant ACCOUNTS = 6;
    address internal constant NOBODY = address(0xB0B0);

    Network internal immutable _network;
    Model internal immutable _model;

    constructor(Model model) {
        _network = model.network();
        _model = model;
    }

    function _account(uint256 index) internal pure returns (address) {
        return address(uint160(0xACC0000 + (index % ACCOUNTS)));
    }

    function _pickProgram(uint256 seed) internal returns (uint32 program) {
        program = uint32(1 + (seed % _network.controller().programCount()));
        _model.touch(program);
    }

    function _distributor(uint32 program) internal view returns (IRewardDistributor) {
        return _network.distributorOf(program);
    }

    function _random(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }

    function _refusedWith(bytes memory reason, bytes4 expected, string memory id) internal pure {
        require(bytes4(reason) == expected, string.concat(id, " refused for another reason"));
    }
}
