// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IDevices} from "./IDevices.sol";
import {Suite} from "./Suite.sol";

/// @title DeviceNetwork
/// @notice Both registries of devices, wired as deployment wires them: governance decides what is onboarded and what is
/// suspended, the guardian revokes. This contract is the deployer and holds no role but that of admin.
contract DeviceNetwork {
    uint64 private constant GUARDIAN_ROLE = 4;
    uint64 private constant MAKERS_ROLE = 5;
    uint64 private constant SUSPENDER_ROLE = 6;

    uint32 public constant EPOCH_LENGTH = 1 days;
    uint32 public constant ROTATION_DELAY = 3 days;
    address public constant GOVERNANCE = address(0x60BE4);
    address public constant GUARDIAN = address(0x6A4D);

    IAccessManager public immutable manager;
    IMakerRegistry public immutable makers;
    IDevices public immutable devices;

    /// @param genesisDelay Seconds from now to the start of epoch 0.
    constructor(uint40 genesisDelay) {
        manager = Suite.accessManager(address(this));
        makers = Suite.makers(manager);
        uint40 genesis = uint40(block.timestamp) + genesisDelay;
        devices = Suite.devices(makers, genesis, EPOCH_LENGTH, ROTATION_DELAY, manager);

        _allowMakers();
        _allow(address(makers), IMakerRegistry.revokeAttestationKey.selector, GUARDIAN_ROLE);
        _allow(address(makers), IMakerRegistry.revokeBatch.selector, GUARDIAN_ROLE);
        _allow(address(devices), IDeviceRegistry.suspend.selector, SUSPENDER_ROLE);
        _allow(address(devices), IDeviceRegistry.lift.selector, SUSPENDER_ROLE);
        manager.grantRole(MAKERS_ROLE, GOVERNANCE, 0);
        manager.grantRole(SUSPENDER_ROLE, GOVERNANCE, 0);
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
    }

    function _allowMakers() private {
        _allow(address(makers), IMakerRegistry.setVerifier.selector, MAKERS_ROLE);
        _allow(address(makers), IMakerRegistry.addKind.selector, MAKERS_ROLE);
        _allow(address(makers), IMakerRegistry.setKindActive.selector, MAKERS_ROLE);
        _allow(address(makers), IMakerRegistry.setRequiredBond.selector, MAKERS_ROLE);
        _allow(address(makers), IMakerRegistry.addMaker.selector, MAKERS_ROLE);
        _allow(address(makers), IMakerRegistry.setMakerActive.selector, MAKERS_ROLE);
        _allow(address(makers), IMakerRegistry.setMakerKind.selector, MAKERS_ROLE);
    }

    function _allow(address target, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
    }
}
