// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRewardSource} from "../../../contracts/emissions/interfaces/IRewardSource.sol";
import {HostileToken} from "./HostileToken.sol";

/// @title HostileSource
/// @notice Stands for a reward source that delivers too little, too much or nothing, or calls back while it delivers.
contract HostileSource is IRewardSource {
    HostileToken private immutable _token;
    uint40 public immutable genesis = uint40(block.timestamp);
    uint32 public constant epochLength = 1 hours;

    int256 public deviation;
    bytes private _reentryCall;
    bytes public reentryResult;
    bool public isReentrySuccessful;

    constructor(HostileToken token_) {
        _token = token_;
    }

    /// @notice By how much later deliveries differ from what is drawn, in base units.
    function deliverWith(int256 deviation_) external {
        deviation = deviation_;
    }

    /// @notice What the source calls on whoever draws, before it delivers.
    function reenterWith(bytes calldata reentryCall) external {
        _reentryCall = reentryCall;
    }

    function draw(uint32, uint256 amount) external {
        if (_reentryCall.length > 0) (isReentrySuccessful, reentryResult) = msg.sender.call(_reentryCall);
        _token.mint(msg.sender, uint256(int256(amount) + deviation));
    }

    function available(uint32, uint32) external pure returns (uint256) {
        return type(uint128).max;
    }

    function token() external view returns (IERC20) {
        return _token;
    }
}
