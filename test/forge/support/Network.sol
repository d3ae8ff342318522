// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {EmissionController} from "../../../contracts/emissions/EmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {RewardDistributor} from "../../../contracts/rewards/RewardDistributor.sol";
import {RewardToken} from "../../../contracts/token/RewardToken.sol";
import {IRewardToken} from "../../../contracts/token/interfaces/IRewardToken.sol";

/// @title Network
/// @notice A whole network, wired as deployment wires it: the controller alone mints, governance sets parameters, the
/// guardian voids and pauses, an account stands for the DisputeManager. This contract is the deployer and holds no role
/// but that of admin.
contract Network {
    uint64 private constant MINTER_ROLE = 1;
    uint64 private constant EMISSIONS_ROLE = 2;
    uint64 internal constant PROGRAM_ROLE = 3;
    uint64 internal constant GUARDIAN_ROLE = 4;
    uint64 internal constant VOIDER_ROLE = 7;
    uint64 internal constant DISPUTES_ROLE = 8;

    uint256 public constant CAP = 1_000_000_000e18;
    uint256 public constant INITIAL_SUPPLY = 200_000_000e18;
    uint32 public constant EPOCH_LENGTH = 1 hours;
    address public constant GOVERNANCE = address(0x60BE4);
    address public constant GUARDIAN = address(0x6A4D);
    address public constant DISPUTES = address(0xD15B);
    address public constant TREASURY = address(0x74EA);

    AccessManager public immutable manager;
    RewardToken public immutable token;
    EmissionController public immutable controller;

    /// @param genesisDelay Seconds from now to the start of epoch 0.
    constructor(IEmissionCurve curve, uint40 genesisDelay) {
        manager = new AccessManager(address(this));
        IRewardToken.Allocation[] memory allocations = new IRewardToken.Allocation[](1);
        allocations[0] = IRewardToken.Allocation(TREASURY, INITIAL_SUPPLY);
        token = new RewardToken("Reward", "RWD", CAP, allocations, address(manager));
        uint40 genesis = uint40(block.timestamp) + genesisDelay;
        controller = new EmissionController(token, genesis, EPOCH_LENGTH, curve, address(manager));

        _allow(address(token), RewardToken.mint.selector, MINTER_ROLE);
        manager.grantRole(MINTER_ROLE, address(controller), 0);
        _allow(address(controller), EmissionController.addProgram.selector, EMISSIONS_ROLE);
        _allow(address(controller), EmissionController.setWeights.selector, EMISSIONS_ROLE);
        _allow(address(controller), EmissionController.setCurve.selector, EMISSIONS_ROLE);
        manager.grantRole(EMISSIONS_ROLE, GOVERNANCE, 0);
        manager.grantRole(PROGRAM_ROLE, GOVERNANCE, 0);
        manager.grantRole(GUARDIAN_ROLE, GUARDIAN, 0);
        manager.grantRole(VOIDER_ROLE, GUARDIAN, 0);
        manager.grantRole(VOIDER_ROLE, DISPUTES, 0);
        manager.grantRole(DISPUTES_ROLE, DISPUTES, 0);
    }

    /// @notice Deploys the distributor of the next program; governance still has to add it.
    function deployDistributor(
        address reporter,
        uint32 window
    ) external returns (RewardDistributor distributor) {
        uint32 program = controller.programCount() + 1;
        distributor = new RewardDistributor(controller, program, reporter, window, address(manager));
        _allow(address(distributor), RewardDistributor.setReporter.selector, PROGRAM_ROLE);
        _allow(address(distributor), RewardDistributor.setChallengeWindow.selector, DISPUTES_ROLE);
        _allow(address(distributor), RewardDistributor.freeze.selector, DISPUTES_ROLE);
        _allow(address(distributor), RewardDistributor.unfreeze.selector, DISPUTES_ROLE);
        _allow(address(distributor), RewardDistributor.void.selector, VOIDER_ROLE);
        _allow(address(distributor), RewardDistributor.pauseProposals.selector, GUARDIAN_ROLE);
    }

    function distributorOf(uint32 program) external view returns (RewardDistributor) {
        return RewardDistributor(controller.distributorOf(program));
    }

    function _allow(address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
    }
}
