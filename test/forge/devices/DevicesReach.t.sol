// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeviceCampaign} from "./DeviceCampaign.sol";
import {DevicePath} from "./Paths.sol";

/// @title DevicesReachTest
/// @notice An invariant that no action ever strains proves nothing: the actors reach every path, refused and accepted.
contract DevicesReachTest is DeviceCampaign {
    /// @dev Each run begins with devices and keys that were never used.
    uint256 private constant RUNS = 4;
    uint256 private constant ROUNDS = 1_500;

    mapping(DevicePath path => uint256 times) private _reached;

    function test_deviceActorsReachEveryPath() external {
        for (uint256 run = 0; run < RUNS; ++run) _run(run * ROUNDS);

        string memory missing = "";
        for (uint256 path = 0; path <= uint256(type(DevicePath).max); ++path) {
            if (_reached[DevicePath(path)] == 0) missing = string.concat(missing, " ", _decimal(path));
        }
        _assertTrue(bytes(missing).length == 0, string.concat("no actor reached path", missing));
    }

    function _run(uint256 start) private {
        _startCampaign();
        for (uint256 round = start; round < start + ROUNDS; ++round) _act(round);
        for (uint256 path = 0; path <= uint256(type(DevicePath).max); ++path) {
            _reached[DevicePath(path)] += _model.reached(DevicePath(path));
        }
    }

    function _act(uint256 round) private {
        uint256 seed = uint256(keccak256(abi.encode("reach", round)));
        uint256 choice = uint256(keccak256(abi.encode("choice", round))) % 28;
        if (choice < 12) _actOnDevices(choice, seed);
        else if (choice == 12) _thieves.replay(seed);
        else if (choice == 13) _thieves.impersonate(seed);
        else if (choice == 14) _thieves.intrude(seed);
        else if (choice == 15) _thieves.impersonateMaker(seed);
        else if (choice == 16) _catalogue.setKind(seed);
        else if (choice == 17) _catalogue.setMaker(seed);
        else if (choice == 18) _catalogue.setMakerKind(seed);
        else if (choice == 19) _catalogue.setVerifier(seed);
        else if (choice == 20) _catalogue.addKey(seed);
        else if (choice == 21) _catalogue.revokeKey(seed);
        else if (choice == 22) _catalogue.provision(seed);
        else if (choice == 23) _catalogue.revokeBatch(seed);
        else if (choice == 24) _suspensions.wait(seed);
        else if (choice == 25) _suspensions.suspend(seed);
        else if (choice == 26) _rotations.contest(seed);
        else _suspensions.lift(seed);
    }

    function _actOnDevices(uint256 choice, uint256 seed) private {
        if (choice == 0) _onboarding.register(seed);
        else if (choice == 1) _onboarding.registerMany(seed);
        else if (choice == 2) _onboarding.release(seed);
        else if (choice == 3) _rotations.rotate(seed);
        else if (choice == 4) _rotations.complete(seed);
        else if (choice == 5) _rotations.cancel(seed);
        else if (choice == 6) _owners.transfer(seed);
        else if (choice == 7) _owners.approve(seed);
        else if (choice == 8) _owners.setPayee(seed);
        else if (choice == 9) _owners.setDefaultPayee(seed);
        else if (choice == 10) _owners.appeal(seed);
        else _owners.locate(seed);
    }
}
