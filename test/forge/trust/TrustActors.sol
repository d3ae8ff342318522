// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardDistributor} from "../../../contracts/rewards/interfaces/IRewardDistributor.sol";
import {IDisputeManager} from "../../../contracts/staking/interfaces/IDisputeManager.sol";
import {IOperatorStaking} from "../../../contracts/staking/interfaces/IOperatorStaking.sol";
import {ForgeTest} from "../support/ForgeTest.sol";
import {ReporterKeys} from "../support/ReporterKeys.sol";
import {TrustNetwork} from "../support/TrustNetwork.sol";
import {CommitteeModel} from "./CommitteeModel.sol";
import {DisputeModel} from "./DisputeModel.sol";
import {ReportModel} from "./ReportModel.sol";
import {NO_REASON} from "./Rules.sol";
import {StakeModel} from "./StakeModel.sol";
import {TrustModel} from "./TrustModel.sol";

/// @title TrustActors
/// @notice What all groups of actors share: the network, its books, how to choose, and how a call is compared with what
/// the books say of it.
abstract contract TrustActors is ForgeTest {
    address internal constant NOBODY = address(0xB0B0);

    TrustModel internal immutable _model;
    TrustNetwork internal immutable _network;
    IOperatorStaking internal immutable _staking;
    IDisputeManager internal immutable _disputes;
    ReporterKeys internal immutable _keys;
    StakeModel internal immutable _stakeBooks;
    CommitteeModel internal immutable _committeeBooks;
    ReportModel internal immutable _reportBooks;
    DisputeModel internal immutable _disputeBooks;

    constructor(TrustModel model) {
        _model = model;
        _network = model.network();
        (_staking, _disputes) = (_network.staking(), _network.disputes());
        _keys = model.keys();
        (_stakeBooks, _committeeBooks) = (model.stakes(), model.committees());
        (_reportBooks, _disputeBooks) = (model.reports(), model.disputes());
    }

    // Calls

    /// @notice Makes a call, and compares its fate with what a book says of it.
    /// @param expectation The same call of the book.
    /// @return isTaken Whether both took it; else both refused it for the same reason.
    function _play(
        address book,
        bytes memory expectation,
        address caller,
        address target,
        bytes memory data,
        string memory id
    ) internal returns (bool isTaken) {
        (bool isAllowed, bytes memory refusal) = book.call(expectation);
        _assertTrue(isAllowed || refusal.length == 4, "the books are wrong");
        vm.prank(caller);
        bytes memory answer;
        (isTaken, answer) = target.call(data);
        _assertTrue(isAllowed || !isTaken, string.concat(id, " was taken against the rules"));
        _assertTrue(isTaken || !isAllowed, string.concat(id, " was refused against the rules"));
        if (isTaken) {
            _model.reach(bytes4(data), _model.TAKEN());
        } else {
            // where nothing answers, forge says so in words of its own, which are no error of a contract
            bytes4 reason = answer.length % 32 == 4 ? bytes4(answer) : NO_REASON;
            _assertTrue(reason == bytes4(refusal), string.concat(id, " was refused for another reason"));
            _model.reach(bytes4(data), reason);
        }
    }

    // Time

    function _warpTo(uint256 timestamp) internal {
        vm.warp(timestamp);
        _disputeBooks.forgetUnanswerable();
    }

    /// @dev Some wait until the last second, or for one more.
    function _hesitate(uint256 lastSecond, uint256 seed) internal {
        uint256 until = seed % 16 == 0 ? lastSecond + 1 : lastSecond;
        if (seed % 8 == 0 && until > _now()) _warpTo(until);
    }

    // Choices

    function _random(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }

    /// @dev An account of a reporter.
    function _pickAccount(uint256 seed) internal returns (address account) {
        account = _keys.accountAt(seed);
        _model.touch(account);
    }

    function _pickParty(uint256 seed) internal view returns (address) {
        return _model.partyAt(seed);
    }

    function _pickProgram(uint256 seed) internal view returns (uint32) {
        return uint32(1 + (seed % _reportBooks.PROGRAMS()));
    }

    function _pickCommittee(uint256 seed) internal view returns (address) {
        return address(_model.committeeAt(seed));
    }

    /// @dev Nothing, a trifle, all, a trifle more than all, or something between.
    function _pickAmount(uint256 seed, uint256 most) internal pure returns (uint128) {
        uint256 choice = seed % 8;
        if (choice < 2) return uint128(choice);
        if (choice < 4) return uint128(most + choice - 2);
        return uint128(_bound(seed >> 8, 1, most + 1));
    }

    /// @dev Mostly the last dispute, or one of the last few.
    function _pickDispute(uint256 seed) internal view returns (uint256) {
        uint256 count = _disputeBooks.disputeCount();
        uint256 back = seed % 4 == 0 ? (seed >> 8) % 8 : 0;
        return count > back ? count - back : count + ((seed >> 16) % 2);
    }

    /// @dev Without its last byte.
    function _cut(bytes memory signature) internal pure returns (bytes memory) {
        assembly ("memory-safe") {
            mstore(signature, sub(mload(signature), 1))
        }
        return signature;
    }

    function _distributor(uint32 program) internal view returns (IRewardDistributor) {
        return _network.distributorOf(program);
    }
}
