// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {IEmissionController} from "../../../contracts/emissions/interfaces/IEmissionController.sol";
import {IEmissionCurve} from "../../../contracts/emissions/interfaces/IEmissionCurve.sol";
import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IRewardToken} from "../../../contracts/token/interfaces/IRewardToken.sol";
import {IToken} from "./IToken.sol";
import {Suite} from "./Suite.sol";

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

    IAccessManager public immutable manager;
    IToken public immutable token;
    IEmissionController public immutable controller;

    /// @param genesisDelay Seconds from now to the start of epoch 0.
    constructor(IEmissionCurve curve, uint40 genesisDelay) {
        manager = Suite.accessManager(address(this));
        IRewardToken.Allocation[] memory allocations = new IRewardToken.Allocation[](1);
        allocations[0] = IRewardToken.Allocation(TREASURY, INITIAL_SUPPLY);
        token = Suite.token(CAP, allocations, manager);
        uint40 genesis = uint40(block.timestamp) + genesisDelay;
        controller = Suite.controller(token, genesis, EPOCH_LENGTH, curve, manager);

        _allow(address(token), IRewardToken.mint.selector, MINTER_ROLE);
        manager.grantRole(MINTER_ROLE, address(controller), 0);
        _allow(address(controller), IEmissionController.addProgram.selector, EMISSIONS_ROLE);
        _allow(address(controller), IEmissionController.setWeights.selector, EMISSIONS_ROLE);
        _allow(address(controller), IEmissionController.setCurve.selector, EMISSIONS_ROLE);
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
    ) external returns (IRewardDistributor distributor) {
        uint32 program = controller.programCount() + 1;
        distributor = Suite.distributor(controller, program, reporter, window, manager);
        _allow(address(distributor), IRewardDistributor.setReporter.selector, PROGRAM_ROLE);
        _allow(address(distributor), IRewardDistributor.setChallengeWindow.selector, DISPUTES_ROLE);
        _allow(address(distributor), IRewardDistributor.freeze.selector, DISPUTES_ROLE);
        _allow(address(distributor), IRewardDistributor.unfreeze.selector, DISPUTES_ROLE);
        _allow(address(distributor), IRewardDistributor.void.selector, VOIDER_ROLE);
        _allow(address(distributor), IRewardDistributor.pauseProposals.selector, GUARDIAN_ROLE);
    }

    function distributorOf(uint32 program) external view returns (IRewardDistributor) {
        return IRewardDistributor(controller.distributorOf(program));
    }

    function _allow(address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        manager.setTargetFunctionRole(target, selectors, role);
    }
}
