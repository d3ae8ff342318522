// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {DeviceNetwork} from "../support/DeviceNetwork.sol";
import {ForgeTest} from "../support/ForgeTest.sol";

/// @title MakerRegistryTest
/// @notice When a bond counts, and what a batch admits.
contract MakerRegistryTest is ForgeTest {
    uint256 private constant NOTICE = 7 days;
    address private constant MAKER = address(0x3A);

    IMakerRegistry private _makers;
    address private _governance;

    function setUp() external {
        vm.warp(1_800_000_000);
        DeviceNetwork network = new DeviceNetwork(0);
        _makers = network.makers();
        _governance = network.GOVERNANCE();
        vm.startPrank(_governance);
        _makers.addKind(1, IMakerRegistry.Category.Physical, false, 100, "Kind", "");
        _makers.addMaker(MAKER, "");
        _makers.setMakerKind(1, 1, true);
        vm.stopPrank();
    }

    /// @dev A list of changes and waits against the plain rule: a change counts once its notice has passed unreplaced.
    function testFuzz_MK_01_aBondCountsSevenDaysAfterItWasSet(
        uint128[8] calldata bonds,
        uint32[8] calldata waits
    ) external {
        uint128 current = 100;
        uint128 next = 100;
        uint256 nextFrom = 0;
        for (uint256 i = 0; i < bonds.length; ++i) {
            if (_now() >= nextFrom) current = next;
            (next, nextFrom) = (bonds[i], _now() + NOTICE);
            vm.prank(_governance);
            _makers.setRequiredBond(1, next);
            _assertBond(current, "MK-01 a bond counted without notice");

            vm.warp(nextFrom - 1);
            _assertBond(current, "MK-01 a bond counted a second early");
            vm.warp(nextFrom);
            _assertBond(next, "MK-01 a bond did not count after its notice");
            // back inside the notice, or beyond it
            vm.warp(nextFrom - NOTICE + (waits[i] % (2 * NOTICE)));
        }
    }

    /// @dev A root that no tree was grown for: neither siblings nor an inner node stand for a device.
    function testFuzz_MK_04_aProofAdmitsOneDeviceOfOneKind(
        uint256 device,
        uint256 other,
        uint32 kind,
        bytes32[4] calldata siblings
    ) external {
        vm.assume(other != device && kind != 1);
        IMakerRegistry.Attestation memory attestation;
        attestation.maker = 1;
        attestation.proof = new bytes32[](4);
        bytes32 node = keccak256(bytes.concat(keccak256(abi.encode(device, uint32(1)))));
        for (uint256 i = 0; i < 4; ++i) {
            attestation.proof[i] = siblings[i];
            node =
                node < siblings[i]
                    ? keccak256(bytes.concat(node, siblings[i]))
                    : keccak256(bytes.concat(siblings[i], node));
        }
        vm.prank(MAKER);
        _makers.provisionBatch(1, node, uint40(_now()), "");

        _makers.requireAttested(device, 1, attestation);
        _expectRefusal(IMakerRegistry.MakerRegistryUnknownBatch.selector);
        _makers.requireAttested(other, 1, attestation);
        _expectRefusal(IMakerRegistry.MakerRegistryUnknownKind.selector);
        _makers.requireAttested(device, kind, attestation);
        vm.warp(_now() + 1);
        _expectRefusal(IMakerRegistry.MakerRegistryAttestationExpired.selector);
        _makers.requireAttested(device, 1, attestation);
    }

    // Internals

    function _assertBond(uint128 expected, string memory id) private view {
        _assertEq(_makers.kindOf(1).requiredBond, expected, id);
    }

    function _expectRefusal(bytes4 selector) private {
        vm.expectPartialRevert(selector);
    }
}
