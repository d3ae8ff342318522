// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IEmissionCurve} from "./IEmissionCurve.sol";
import {IRewardSource} from "./IRewardSource.sol";

/// @title IEmissionController
/// @notice Decides what may be minted, when, and for which program: a curve says how much each epoch emits, weights
/// split it among the programs. What a program does not report is carried for it, never doubled and never lost.
interface IEmissionController is IRewardSource {
    /// @notice A program was added; its weight is zero until weights are set.
    event ProgramAdded(uint32 indexed program, address indexed distributor);
    /// @notice From `fromEpoch` on, program `i + 1` receives `weightsBps[i]` ten-thousandths of each epoch.
    event WeightsSet(uint32 indexed fromEpoch, uint16[] weightsBps);
    /// @notice From `fromEpoch` on, emission follows `current` instead of `previous`.
    event CurveSet(uint32 indexed fromEpoch, IEmissionCurve indexed previous, IEmissionCurve indexed current);
    /// @notice `amount` base units were minted to a program's distributor.
    event RewardsDrawn(uint32 indexed program, address indexed distributor, uint256 amount);

    /// @notice The epoch length is out of range.
    error EmissionControllerEpochLengthOutOfRange(uint256 epochLength, uint256 min, uint256 max);
    /// @notice Genesis lies too far ahead; it is in seconds, not in milliseconds.
    error EmissionControllerGenesisTooFar(uint256 genesis, uint256 max);
    /// @notice The schedule would mint more than the token's cap leaves.
    error EmissionControllerScheduleAboveCap(uint256 scheduleLimit, uint256 emissionCap);
    /// @notice The curve is no contract, does not start at zero, or ends below where it would take over.
    error EmissionControllerUnsoundCurve(IEmissionCurve curve);
    /// @notice No more programs can be added.
    error EmissionControllerTooManyPrograms(uint256 max);
    /// @notice The distributor is no contract, or was built for another program or another source.
    error EmissionControllerDistributorMismatch(address distributor, uint32 program);
    /// @notice There must be one weight for each program, in the order of their ids.
    error EmissionControllerWeightsLengthMismatch(uint256 length, uint256 programs);
    /// @notice The weights exceed the whole.
    error EmissionControllerWeightsAboveWhole(uint256 sumBps, uint256 wholeBps);
    /// @notice The call must bring more gas, so that a curve cannot fail for want of it.
    error EmissionControllerOutOfGas(uint256 gasLeft, uint256 gasNeeded);
    /// @notice Only a program's distributor may draw for it.
    error EmissionControllerNotDistributor(address caller, uint32 program);
    /// @notice The draw exceeds what the ended epochs have earned for the program.
    error EmissionControllerOverdrawn(uint256 amount, uint256 available);

    /// @notice Adds a program, for good: a program and its distributor never part. To replace a distributor, add a
    /// program with the new one and move the weight; what the old one earned stays payable.
    /// @dev Emits {ProgramAdded}.
    ///
    /// Requirements:
    /// - The caller must hold the emissions role, else `AccessManagedUnauthorized`.
    /// - At most 64 programs, else {EmissionControllerTooManyPrograms}.
    /// - `distributor` must name this source and the new program, else {EmissionControllerDistributorMismatch}.
    /// @param distributor RewardDistributor of the program.
    /// @return program Its id: 1 for the first one, then consecutive.
    function addProgram(address distributor) external returns (uint32 program);

    /// @notice Sets the weights of all programs from the next epoch on.
    /// @dev Emits {WeightsSet}. What the sum leaves below 10,000 is not minted.
    ///
    /// Requirements:
    /// - The caller must hold the emissions role, else `AccessManagedUnauthorized`.
    /// - One weight a program, else {EmissionControllerWeightsLengthMismatch}.
    /// - The sum may be at most 10,000, else {EmissionControllerWeightsAboveWhole}.
    /// @param weightsBps Ten-thousandths of each epoch's emission; element `i` belongs to program `i + 1`.
    function setWeights(uint16[] calldata weightsBps) external;

    /// @notice Replaces the curve from the next epoch on.
    /// @dev Emits {CurveSet}. Epoch numbers keep counting from genesis: epoch `e` then emits
    /// `curve.cumulative(e + 1) - curve.cumulative(e)`.
    ///
    /// Requirements:
    /// - The caller must hold the emissions role, else `AccessManagedUnauthorized`.
    /// - The curve must start at zero and not end below the next epoch, else {EmissionControllerUnsoundCurve}.
    /// - Past and future emission together must fit the cap, else {EmissionControllerScheduleAboveCap}.
    /// @param curve The new curve.
    function setCurve(IEmissionCurve curve) external;

    /// @notice Everything that the schedule emits in the first `epochs` epochs, over all curves that were in force.
    /// @param epochs Number of epochs, 0 to 2^32 - 1.
    /// @return amount Base units.
    function scheduled(uint32 epochs) external view returns (uint256 amount);

    /// @notice What the first `epochs` epochs have earned for a program, drawn or not.
    /// @param program Program id, from 1.
    /// @param epochs Number of epochs, 0 to 2^32 - 1.
    /// @return amount Base units.
    function entitled(uint32 program, uint32 epochs) external view returns (uint256 amount);

    /// @notice What a program has drawn so far, in base units.
    function drawn(uint32 program) external view returns (uint256);

    /// @notice What all programs have drawn so far, in base units.
    function totalDrawn() external view returns (uint256);

    /// @notice The distributor of a program, the zero address if there is no such program.
    function distributorOf(uint32 program) external view returns (address);

    /// @notice The number of programs; their ids are 1 to this number.
    function programCount() external view returns (uint32);

    /// @notice The weight of a program in an epoch, in ten-thousandths.
    function weightOf(uint32 program, uint32 epoch) external view returns (uint16);

    /// @notice The curve in force in an epoch.
    function curveOf(uint32 epoch) external view returns (IEmissionCurve);

    /// @notice The first epoch that a change of parameters made now would affect.
    function nextEpoch() external view returns (uint32);

    /// @notice The number of epochs that have ended: epoch `e` has ended if and only if `e < endedEpochs()`.
    function endedEpochs() external view returns (uint32);

    /// @notice The most that a sound schedule can ever mint, in base units: what the token's cap left at deployment.
    function emissionCap() external view returns (uint256);
}
