// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {MakerRegistry} from "../../../contracts/devices/MakerRegistry.sol";
import {IDeviceRegistry} from "../../../contracts/devices/interfaces/IDeviceRegistry.sol";
import {ForgeTest} from "./ForgeTest.sol";
import {IDevices} from "./IDevices.sol";

/// @title DeviceNetwork
/// @notice Both registries of devices, wired as deployment wires them: governance decides what is onboarded and what is
/// suspended, the guardian revokes. This contract is the deployer and holds no role but that of admin.
contract DeviceNetwork is ForgeTest {
    uint64 private constant GUARDIAN_ROLE = 4;
    uint64 private constant MAKERS_ROLE = 5;
    uint64 private constant SUSPENDER_ROLE = 6;

    uint32 public constant EPOCH_LENGTH = 1 days;
    uint32 public constant ROTATION_DELAY = 3 days;
    address public constant GOVERNANCE = address(0x60BE4);
    address public constant GUARDIAN = address(0x6A4D);

    AccessManager public immutable manager;
    MakerRegistry public immutable makers;
    IDevices public immutable devices;

    /// @param genesisDelay Seconds from now to the start of epoch 0.
    constructor(uint40 genesisDelay) {
        manager = new AccessManager(address(this));
        makers = new MakerRegistry(address(manager));
        uint40 genesis = uint40(block.timestamp) + genesisDelay;
        devices = IDevices(
            vm.deployCode(
                "DeviceRegistry.sol:DeviceRegistry",
                abi.encode("Device", "DEV", makers, genesis, EPOCH_LENGTH, ROTATION_DELAY, manager)
            )
        );

        _allowMakers();
        _allow(address(makers), MakerRegistry.revokeAttestationKey.selector, GUARDIAN_ROLE);
        _allow(address(makers), MakerRegistry.revokeBatch.selector, GUARDIAN_ROLE);
        _allow(address(devices), IDeviceRegistry.suspend.selector, SUSPENDER_ROLE);
        _allow(address(devices), IDeviceRegistry.lift.selector, SUSPENDER_ROLE);
        manager.grantRole(MAKERS_ROLE, GOVERNANCE, 0);
        manager.grantRole(SUSPENDER_ROLE, GOVERNANCE, 0);
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
    }

    function _allowMakers() private {
        _allow(address(makers), MakerRegistry.setVerifier.selector, MAKERS_ROLE);
        _allow(address(makers), MakerRegistry.addKind.selector, MAKERS_ROLE);
        _allow(address(makers), MakerRegistry.setKindActive.selector, MAKERS_ROLE);
        _allow(address(makers), MakerRegistry.setRequiredBond.selector, MAKERS_ROLE);
        _allow(address(makers), MakerRegistry.addMaker.selector, MAKERS_ROLE);
        _allow(address(makers), MakerRegistry.setMakerActive.selector, MAKERS_ROLE);
        _allow(address(makers), MakerRegistry.setMakerKind.selector, MAKERS_ROLE);
    }

    function _allow(address target, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
    }
}
