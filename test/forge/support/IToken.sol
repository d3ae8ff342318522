// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

import {IRewardToken} from "../../../contracts/token/interfaces/IRewardToken.sol";

/// @title IToken
/// @notice The reward token with what it inherits.
interface IToken is IRewardToken, IERC20Permit {
    function burn(uint256 amount) external;
}
