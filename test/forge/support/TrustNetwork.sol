// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {DeviceNetwork} from "./DeviceNetwork.sol";
import {ForgeTest} from "./ForgeTest.sol";
import {Network} from "./Network.sol";
import {Suite} from "./Suite.sol";

/// @title TrustNetwork
/// @notice A network with a staking, a DisputeManager that holds its roles, and as many committees as are asked for.
contract TrustNetwork is Network, ForgeTest {
    uint64 private constant ARBITER_ROLE = 9;
    uint64 private constant COMMITTEES_ROLE = 10;
    uint64 private constant TRUST_ROLE = 11;

    address public constant ARBITER = address(0xA4B1);
    uint32 public constant MAX_WINDOW = 4 hours;
    uint32 public constant RULING_PERIOD = 8 hours;
    uint32 public constant THAW_PERIOD = 2 days;
    uint16 public constant BURN_BPS = 4_000;

    DeviceNetwork public immutable devices;
    IOperatorStaking public immutable staking;
    IDisputeManager public immutable disputes;

    /// @param genesisDelay Seconds from now to the start of epoch 0.
    constructor(IEmissionCurve curve, uint40 genesisDelay) Network(curve, genesisDelay) {
        devices = DeviceNetwork(_deploy("DeviceNetwork", abi.encode(genesisDelay)));
        staking = _deployStaking();
        disputes = _deployDisputes();
        _allowTrust();
        _grantTrust();
    }

    function termsAtStart() public pure returns (IDisputeManager.Terms memory) {
        return
            IDisputeManager.Terms({
                reportBond: 100e18,
                deviceBond: 10e18,
                maxPenalty: 500e18,
                shareBps: 3_000
            });
    }

    function makers() external view returns (IMakerRegistry) {
        return devices.makers();
    }

    /// @notice A committee that asks for no pledge yet.
    function deployCommittee(
        IReporterCommittee.MemberTerms[] calldata members,
        uint64 quorum
    ) external returns (IReporterCommittee committee) {
        committee = Suite.committee(staking, devices.makers(), members, quorum, manager);
        _allow(address(committee), IReporterCommittee.configure.selector, COMMITTEES_ROLE);
        _allow(address(committee), IReporterCommittee.setMinimumPledge.selector, COMMITTEES_ROLE);
    }

    function addProgram(address reporter, uint32 window) external returns (IRewardDistributor distributor) {
        distributor = this.deployDistributor(reporter, window);
        vm.prank(GOVERNANCE);
        controller.addProgram(address(distributor));
    }

    function _deployStaking() private returns (IOperatorStaking) {
        IOperatorStaking.SlashSplit memory split = IOperatorStaking.SlashSplit(TREASURY, BURN_BPS);
        return Suite.staking(token, devices.devices(), THAW_PERIOD, split, manager);
    }

    function _deployDisputes() private returns (IDisputeManager) {
        return
            Suite.disputes(
                controller,
                staking,
                devices.devices(),
                MAX_WINDOW,
                RULING_PERIOD,
                termsAtStart(),
                manager
            );
    }

    function _allowTrust() private {
        _allow(address(staking), IOperatorStaking.slash.selector, DISPUTES_ROLE);
        _allow(address(staking), IOperatorStaking.setThawPeriod.selector, DISPUTES_ROLE);
        _allow(address(staking), IOperatorStaking.setSlashSplit.selector, TRUST_ROLE);
        _allow(address(staking), IOperatorStaking.pauseBonding.selector, GUARDIAN_ROLE);
        _allow(address(disputes), IDisputeManager.rule.selector, ARBITER_ROLE);
        _allow(address(disputes), IDisputeManager.setTerms.selector, TRUST_ROLE);
        _allow(address(disputes), IDisputeManager.setTiming.selector, TRUST_ROLE);
        _allow(address(disputes), IDisputeManager.setChallengeWindow.selector, PROGRAM_ROLE);
    }

    function _grantTrust() private {
        manager.revokeRole(DISPUTES_ROLE, DISPUTES);
        manager.revokeRole(VOIDER_ROLE, DISPUTES);
        manager.grantRole(DISPUTES_ROLE, address(disputes), 0);
        manager.grantRole(VOIDER_ROLE, address(disputes), 0);
        manager.grantRole(ARBITER_ROLE, ARBITER, 0);
        manager.grantRole(COMMITTEES_ROLE, GOVERNANCE, 0);
        manager.grantRole(TRUST_ROLE, GOVERNANCE, 0);
    }
}
