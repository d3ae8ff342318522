// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

import {IMakerRegistry} from "../../../contracts/devices/interfaces/IMakerRegistry.sol";
import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IRewardSource} from "../../../contracts/emissions/interfaces/IRewardSource.sol";
import {INetworkGovernor} from "../../../contracts/governance/interfaces/INetworkGovernor.sol";
import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {IRewardToken} from "../../../contracts/token/interfaces/IRewardToken.sol";
import {Artifact} from "./Artifact.sol";
import {IDevices} from "./IDevices.sol";
import {ITimelock} from "./ITimelock.sol";
import {IToken} from "./IToken.sol";

/// @title Suite
/// @notice Deploys each contract of the suite, with the arguments of its constructor.
library Suite {
    function accessManager(address admin) internal returns (IAccessManager) {
        bytes memory arguments = abi.encode(admin);
        return
            IAccessManager(
                Artifact.deploy("@openzeppelin/contracts/access/manager/", "AccessManager", arguments)
            );
    }

    // Rewards

    function token(
        uint256 cap,
        IRewardToken.Allocation[] memory allocations,
        IAccessManager manager
    ) internal returns (IToken) {
        bytes memory arguments = abi.encode("Reward", "RWD", cap, allocations, manager);
        return IToken(Artifact.deploy("contracts/token/", "RewardToken", arguments));
    }

    function controller(
        IToken token_,
        uint40 genesis,
        uint32 epochLength,
        IEmissionCurve curve,
        IAccessManager manager
    ) internal returns (IEmissionController) {
        bytes memory arguments = abi.encode(token_, genesis, epochLength, curve, manager);
        return IEmissionController(Artifact.deploy("contracts/emissions/", "EmissionController", arguments));
    }

    function distributor(
        IRewardSource source,
        uint32 program,
        address reporter,
        uint32 window,
        IAccessManager manager
    ) internal returns (IRewardDistributor) {
        bytes memory arguments = abi.encode(source, program, reporter, window, manager);
        return IRewardDistributor(Artifact.deploy("contracts/rewards/", "RewardDistributor", arguments));
    }

    // Devices

    function makers(IAccessManager manager) internal returns (IMakerRegistry) {
        return IMakerRegistry(Artifact.deploy("contracts/devices/", "MakerRegistry", abi.encode(manager)));
    }

    function devices(
        IMakerRegistry makers_,
        uint40 genesis,
        uint32 epochLength,
        uint32 rotationDelay,
        IAccessManager manager
    ) internal returns (IDevices) {
        bytes memory arguments = abi.encode(
            "Device",
            "DEV",
            makers_,
            genesis,
            epochLength,
            rotationDelay,
            manager
        );
        return IDevices(Artifact.deploy("contracts/devices/", "DeviceRegistry", arguments));
    }

    // Trust

    function committee(
        IOperatorStaking staking_,
        IMakerRegistry makers_,
        IReporterCommittee.MemberTerms[] memory members,
        uint64 quorum,
        IAccessManager manager
    ) internal returns (IReporterCommittee) {
        uint128 minimumPledge = 0;
        bytes memory arguments = abi.encode(staking_, makers_, members, quorum, minimumPledge, manager);
        return IReporterCommittee(Artifact.deploy("contracts/rewards/", "ReporterCommittee", arguments));
    }

    function staking(
        IToken token_,
        IDevices devices_,
        uint32 thawPeriod,
        IOperatorStaking.SlashSplit memory split,
        IAccessManager manager
    ) internal returns (IOperatorStaking) {
        bytes memory arguments = abi.encode(token_, devices_, thawPeriod, split, manager);
        return IOperatorStaking(Artifact.deploy("contracts/staking/", "OperatorStaking", arguments));
    }

    function disputes(
        IEmissionController controller_,
        IOperatorStaking staking_,
        IDevices devices_,
        uint32 maxWindow,
        uint32 rulingPeriod,
        IDisputeManager.Terms memory terms,
        IAccessManager manager
    ) internal returns (IDisputeManager) {
        bytes memory arguments = abi.encode(
            controller_,
            staking_,
            devices_,
            maxWindow,
            rulingPeriod,
            terms,
            manager
        );
        return IDisputeManager(Artifact.deploy("contracts/staking/", "DisputeManager", arguments));
    }

    // Governance

    function governor(
        IVotes votes,
        IAccessManager manager,
        INetworkGovernor.Settings memory settings
    ) internal returns (IGovernor) {
        bytes memory arguments = abi.encode(votes, manager, settings);
        return IGovernor(Artifact.deploy("contracts/governance/", "NetworkGovernor", arguments));
    }

    function timelock(
        IAccessManager manager,
        IGovernor governor_,
        uint256 delay
    ) internal returns (ITimelock) {
        bytes memory arguments = abi.encode(manager, governor_, delay);
        return ITimelock(Artifact.deploy("contracts/governance/", "NetworkTimelock", arguments));
    }
}
