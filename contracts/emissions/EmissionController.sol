// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {IRewardDistributor} from "../rewards/interfaces/IRewardDistributor.sol";
import {IRewardToken} from "../token/interfaces/IRewardToken.sol";
import {IEmissionController} from "./interfaces/IEmissionController.sol";
import {IEmissionCurve} from "./interfaces/IEmissionCurve.sol";
import {IRewardSource} from "./interfaces/IRewardSource.sol";

/// @title EmissionController
/// @notice Mints rewards within a schedule: a curve says how much each epoch emits, weights split it among programs.
/// Time is cut into eras; within an era the curve and the weights are constant, so that what a program has earned is
/// one subtraction and one multiplication, however many epochs have passed and however often anybody calls.
contract EmissionController is IEmissionController, AccessManaged {
    using SafeCast for uint256;

    /// @param curve The curve in force.
    /// @param fromEpoch The era's first epoch.
    struct Era {
        IEmissionCurve curve;
        uint32 fromEpoch;
    }

    /// @param earned What the epochs before the era earned for the program, in base units.
    /// @param weightBps The program's share of each epoch of the era, in ten-thousandths.
    struct Share {
        uint240 earned;
        uint16 weightBps;
    }

    // Constants

    uint256 private constant WHOLE_BPS = 10_000;
    uint256 private constant MAX_PROGRAMS = 64;
    uint256 private constant MIN_EPOCH_LENGTH = 1 minutes;
    uint256 private constant MAX_EPOCH_LENGTH = 366 days;
    uint256 private constant MAX_GENESIS_DELAY = 4 * 365 days;
    /// @dev More than ten times what the suite's own curves need.
    uint256 private constant CURVE_GAS = 500_000;
    /// @dev Past the last epoch that a uint32 can number: the whole of a curve.
    uint256 private constant ALL_EPOCHS = 2 ** 32;

    // Immutables

    IRewardToken private immutable _token;
    /// @inheritdoc IRewardSource
    uint40 public immutable genesis;
    /// @inheritdoc IRewardSource
    uint32 public immutable epochLength;
    /// @inheritdoc IEmissionController
    uint256 public immutable emissionCap;

    // Storage

    /// @inheritdoc IEmissionController
    uint32 public programCount;
    mapping(uint32 program => address distributor) private _distributors;
    mapping(uint32 program => uint256 amount) private _drawn;
    /// @dev May start in the next epoch. Eras form a chain from here back to the first, which starts at epoch 0.
    Era private _latestEra;
    mapping(uint32 fromEpoch => Era previous) private _eraBefore;
    /// @dev First epoch of an era => what all epochs before it emitted, in base units.
    mapping(uint32 fromEpoch => uint256 amount) private _scheduledBefore;
    mapping(uint32 fromEpoch => mapping(uint32 program => Share share)) private _shares;

    // Construction

    /// @param token_ The reward token; this contract must be given its minter role.
    /// @param genesis_ When epoch 0 starts, seconds since 1970; may be past, at most four years ahead.
    /// @param epochLength_ Seconds, 60 to 31,622,400 (366 days).
    /// @param curve The emission curve; all that it can ever emit must fit what the token's cap leaves.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        IRewardToken token_,
        uint40 genesis_,
        uint32 epochLength_,
        IEmissionCurve curve,
        address authority_
    ) AccessManaged(authority_) {
        require(
            epochLength_ >= MIN_EPOCH_LENGTH && epochLength_ <= MAX_EPOCH_LENGTH,
            EmissionControllerEpochLengthOutOfRange(epochLength_, MIN_EPOCH_LENGTH, MAX_EPOCH_LENGTH)
        );
        uint256 maxGenesis = block.timestamp + MAX_GENESIS_DELAY;
        require(genesis_ <= maxGenesis, EmissionControllerGenesisTooFar(genesis_, maxGenesis));

        _token = token_;
        genesis = genesis_;
        epochLength = epochLength_;
        emissionCap = token_.cap() - token_.totalSupply();

        _latestEra.curve = curve;
        _checkSchedule(_latestEra);
        emit CurveSet(0, IEmissionCurve(address(0)), curve);
    }

    // Programs

    /// @inheritdoc IEmissionController
    function addProgram(address distributor) external restricted returns (uint32 program) {
        program = programCount + 1;
        require(program <= MAX_PROGRAMS, EmissionControllerTooManyPrograms(MAX_PROGRAMS));
        require(
            distributor.code.length > 0 &&
                IRewardDistributor(distributor).program() == program &&
                address(IRewardDistributor(distributor).source()) == address(this),
            EmissionControllerDistributorMismatch(distributor, program)
        );

        programCount = program;
        _distributors[program] = distributor;

        emit ProgramAdded(program, distributor);
    }

    /// @inheritdoc IEmissionController
    function setWeights(uint16[] calldata weightsBps) external restricted {
        uint256 programs = programCount;
        require(
            weightsBps.length == programs,
            EmissionControllerWeightsLengthMismatch(weightsBps.length, programs)
        );
        uint256 sumBps = 0;
        for (uint256 i = 0; i < programs; ++i) sumBps += weightsBps[i];
        require(sumBps <= WHOLE_BPS, EmissionControllerWeightsAboveWhole(sumBps, WHOLE_BPS));

        uint32 fromEpoch = nextEpoch();
        _startEra(fromEpoch);
        for (uint256 i = 0; i < programs; ++i) {
            _shares[fromEpoch][uint32(i + 1)].weightBps = weightsBps[i];
        }

        emit WeightsSet(fromEpoch, weightsBps);
    }

    /// @inheritdoc IEmissionController
    function setCurve(IEmissionCurve curve) external restricted {
        uint32 fromEpoch = nextEpoch();
        _startEra(fromEpoch);
        IEmissionCurve previous = _latestEra.curve;
        _latestEra.curve = curve;
        _checkSchedule(_latestEra);

        emit CurveSet(fromEpoch, previous, curve);
    }

    // Drawing

    /// @inheritdoc IRewardSource
    function draw(uint32 program, uint256 amount) external {
        require(msg.sender == _distributors[program], EmissionControllerNotDistributor(msg.sender, program));
        uint256 remaining = _remaining(program, endedEpochs());
        require(amount <= remaining, EmissionControllerOverdrawn(amount, remaining));

        _drawn[program] += amount;

        emit RewardsDrawn(program, msg.sender, amount);

        _token.mint(msg.sender, amount);
    }

    // Views

    /// @inheritdoc IRewardSource
    function available(uint32 program, uint32 epoch) external view returns (uint256) {
        (uint256 epochs, uint256 ended) = (uint256(epoch) + 1, endedEpochs());
        uint256 remaining = _remaining(program, epochs);
        // The two differ the wrong way round only after a broken curve: nothing is promised that cannot be drawn.
        return epochs >= ended ? remaining : Math.min(remaining, _remaining(program, ended));
    }

    /// @inheritdoc IEmissionController
    function scheduled(uint32 epochs) external view returns (uint256) {
        if (epochs == 0) return 0;
        Era memory era = _eraOf(epochs - 1);
        return _scheduledBefore[era.fromEpoch] + _emission(era, epochs);
    }

    /// @inheritdoc IEmissionController
    function entitled(uint32 program, uint32 epochs) public view returns (uint256) {
        return _entitled(program, epochs);
    }

    /// @inheritdoc IEmissionController
    function drawn(uint32 program) external view returns (uint256) {
        return _drawn[program];
    }

    /// @inheritdoc IEmissionController
    function totalDrawn() external view returns (uint256 sum) {
        for (uint32 program = 1; program <= programCount; ++program) sum += _drawn[program];
    }

    /// @inheritdoc IEmissionController
    function distributorOf(uint32 program) external view returns (address) {
        return _distributors[program];
    }

    /// @inheritdoc IEmissionController
    function weightOf(uint32 program, uint32 epoch) external view returns (uint16) {
        return _shares[_eraOf(epoch).fromEpoch][program].weightBps;
    }

    /// @inheritdoc IEmissionController
    function curveOf(uint32 epoch) external view returns (IEmissionCurve) {
        return _eraOf(epoch).curve;
    }

    /// @inheritdoc IEmissionController
    function nextEpoch() public view returns (uint32) {
        return block.timestamp < genesis ? 0 : endedEpochs() + 1;
    }

    /// @inheritdoc IEmissionController
    function endedEpochs() public view returns (uint32) {
        if (block.timestamp < genesis) return 0;
        return ((block.timestamp - genesis) / epochLength).toUint32();
    }

    /// @inheritdoc IRewardSource
    function token() external view returns (IERC20) {
        return _token;
    }

    // Internals

    /// @dev Closes the books of all programs at `fromEpoch`; curve and weights go on until they are replaced.
    function _startEra(uint32 fromEpoch) private {
        Era memory previous = _latestEra;
        if (previous.fromEpoch == fromEpoch) return;

        uint256 emitted = _emissionIfSound(previous, fromEpoch);
        _eraBefore[fromEpoch] = previous;
        _latestEra.fromEpoch = fromEpoch;
        _scheduledBefore[fromEpoch] = _scheduledBefore[previous.fromEpoch] + emitted;
        for (uint32 program = 1; program <= programCount; ++program) {
            Share memory share = _shares[previous.fromEpoch][program];
            share.earned += _cut(emitted, share.weightBps).toUint240();
            _shares[fromEpoch][program] = share;
        }
    }

    /// @dev The chain grows by governance alone, one era an epoch at most, and a report is rarely an era late.
    function _eraOf(uint256 epoch) private view returns (Era memory era) {
        era = _latestEra;
        while (era.fromEpoch > epoch) era = _eraBefore[era.fromEpoch];
    }

    /// @param epochs Number of epochs, 0 to 2^32.
    function _remaining(uint32 program, uint256 epochs) private view returns (uint256) {
        return Math.saturatingSub(_entitled(program, epochs), _drawn[program]);
    }

    /// @param epochs Number of epochs, 0 to 2^32.
    function _entitled(uint32 program, uint256 epochs) private view returns (uint256) {
        if (epochs == 0) return 0;
        Era memory era = _eraOf(epochs - 1);
        Share memory share = _shares[era.fromEpoch][program];
        if (share.weightBps == 0) return share.earned;
        return share.earned + _cut(_emission(era, epochs), share.weightBps);
    }

    /// @dev The era's curve must be sound, and fit the cap for all time.
    function _checkSchedule(Era memory era) private view {
        require(
            address(era.curve).code.length > 0 &&
                era.curve.cumulative(0) == 0 &&
                era.curve.cumulative(ALL_EPOCHS) >= era.curve.cumulative(era.fromEpoch),
            EmissionControllerUnsoundCurve(era.curve)
        );
        uint256 scheduleLimit = _scheduledBefore[era.fromEpoch] + _emission(era, ALL_EPOCHS);
        require(scheduleLimit <= emissionCap, EmissionControllerScheduleAboveCap(scheduleLimit, emissionCap));
    }

    /// @dev What the era's curve emits from the start of the era to the start of epoch `to`; nothing if it falls.
    function _emission(Era memory era, uint256 to) private view returns (uint256) {
        uint256 before = era.fromEpoch == 0 ? 0 : era.curve.cumulative(era.fromEpoch);
        return Math.saturatingSub(era.curve.cumulative(to), before);
    }

    /// @dev The same for closing an era, where a curve that breaks its promises must not stand in the way of being
    /// replaced: what fails or falls emits nothing, what soars no more than the cap leaves.
    function _emissionIfSound(Era memory era, uint256 to) private view returns (uint256) {
        (bool startsSound, uint256 before) = _tryCumulative(era.curve, era.fromEpoch);
        (bool endsSound, uint256 afterwards) = _tryCumulative(era.curve, to);
        if (!startsSound || !endsSound) return 0;
        uint256 left = emissionCap - _scheduledBefore[era.fromEpoch];
        return Math.min(Math.saturatingSub(afterwards, before), left);
    }

    /// @dev Asks a curve that may do anything: revert, answer too little or too much, burn its gas, or be gone.
    function _tryCumulative(
        IEmissionCurve curve,
        uint256 epochs
    ) private view returns (bool success, uint256 amount) {
        // A caller must not make a sound curve fail by bringing too little gas: 63/64 of what is left go along.
        uint256 gasNeeded = (CURVE_GAS * 64) / 63 + 10_000;
        require(gasleft() > gasNeeded, EmissionControllerOutOfGas(gasleft(), gasNeeded));
        bytes memory data = abi.encodeCall(IEmissionCurve.cumulative, (epochs));
        // Writes one word to the scratch space and copies no more of the answer, however long it is.
        assembly ("memory-safe") {
            success := staticcall(CURVE_GAS, curve, add(data, 0x20), mload(data), 0x00, 0x20)
            success := and(success, gt(returndatasize(), 0x1f))
            amount := mul(success, mload(0x00))
        }
    }

    function _cut(uint256 amount, uint256 weightBps) private pure returns (uint256) {
        return (amount * weightBps) / WHOLE_BPS;
    }
}
