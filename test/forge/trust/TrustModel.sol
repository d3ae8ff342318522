// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReporterCommittee} from "../../../contracts/rewards/interfaces/IReporterCommittee.sol";
import {HostileDuty} from "../mocks/HostileDuty.sol";
import {ReporterKeys} from "../support/ReporterKeys.sol";
import {TrustNetwork} from "../support/TrustNetwork.sol";
import {CommitteeModel} from "./CommitteeModel.sol";
import {DisputeModel} from "./DisputeModel.sol";
import {ReportModel} from "./ReportModel.sol";
import {StakeModel} from "./StakeModel.sol";

/// @title TrustModel
/// @notice All books together, everybody whom they know, and what the actors have brought about.
contract TrustModel {
    address public constant CHALLENGER = address(0xC4A11);
    address public constant OTHER_TREASURY = address(0x74EB);
    uint256 public constant COMMITTEES = 2;
    /// @dev Of tables: stands for a call that was taken.
    bytes4 public constant TAKEN = 0;

    TrustNetwork public immutable network;
    ReporterKeys public immutable keys;
    StakeModel public immutable stakes;
    CommitteeModel public immutable committees;
    ReportModel public immutable reports;
    DisputeModel public immutable disputes;
    HostileDuty public immutable duty = new HostileDuty();

    IReporterCommittee[] private _committees;
    address[] private _parties;
    mapping(bytes4 call => mapping(bytes4 refusal => uint256 times)) public reached;
    mapping(string scene => uint256 times) public seen;
    /// @notice How many calls were played.
    uint256 public calls;
    /// @notice The account that was acted on last; what an action does to another one shows at its own next turn.
    address public touched;

    constructor(TrustNetwork network_) {
        network = network_;
        keys = new ReporterKeys();
        stakes = new StakeModel(network_.THAW_PERIOD(), network_.TREASURY(), network_.BURN_BPS());
        committees = new CommitteeModel(keys, stakes);
        reports = new ReportModel(committees, network_.controller().genesis(), network_.EPOCH_LENGTH());
        disputes = new DisputeModel(
            reports,
            network_.termsAtStart(),
            network_.MAX_WINDOW(),
            network_.RULING_PERIOD()
        );
        for (uint256 i = 0; i < keys.ACCOUNTS(); ++i) _parties.push(keys.accountAt(i));
        _parties.push(CHALLENGER);
        _parties.push(network_.TREASURY());
        _parties.push(OTHER_TREASURY);
        touched = _parties[0];
    }

    // Who takes part

    function addCommittee(IReporterCommittee committee) external {
        _committees.push(committee);
    }

    function committeeAt(uint256 index) external view returns (IReporterCommittee) {
        return _committees[index % COMMITTEES];
    }

    /// @notice The accounts of reporters, which have stakes, and then those who have none but can have credits.
    function partyAt(uint256 index) external view returns (address) {
        return _parties[index % _parties.length];
    }

    function partyCount() external view returns (uint256) {
        return _parties.length;
    }

    /// @notice Whom a program pays.
    function payeeOf(uint32 program) external pure returns (address) {
        return address(uint160(0xFA1E0000) + program);
    }

    // What the actors did

    function touch(address account) external {
        touched = account;
    }

    function reach(bytes4 call, bytes4 refusal) external {
        ++reached[call][refusal];
        ++calls;
    }

    function see(string calldata scene) external {
        ++seen[scene];
    }
}
