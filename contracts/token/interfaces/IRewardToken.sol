// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IRewardToken
/// @notice The network's reward token: a lean ERC-20 whose supply can never exceed a cap fixed at deployment.
/// @dev Warning: the nonces of transfer authorisations (ERC-3009) are OpenZeppelin's keyed ones: 192 bits of key, free
/// to choose, and 64 bits that count up from zero a key. A random 32-byte nonce is refused; a random key with count 0
/// works.
interface IRewardToken is IERC20 {
    /// @notice One share of the supply that exists from the first block.
    /// @param account Receiver, not the zero address.
    /// @param amount Base units.
    struct Allocation {
        address account;
        uint256 amount;
    }

    /// @notice The cap is outside of what the suite's accounting can hold.
    error RewardTokenCapTooHigh(uint256 cap, uint256 maxCap);

    /// @notice Mints `amount` base units to `to`.
    /// @dev Emits {IERC20-Transfer} from the zero address.
    ///
    /// Requirements:
    /// - The caller must hold the minter role, else `AccessManagedUnauthorized`.
    /// - The supply must stay within the cap, else `ERC20ExceededCap`.
    ///
    /// Warning: whoever holds the minter role is bounded by the cap alone. The role table gives it to the
    /// EmissionController and to nobody else; that contract bounds it by the schedule.
    /// @param to Receiver, not the zero address.
    /// @param amount Base units.
    function mint(address to, uint256 amount) external;

    /// @notice The largest supply that can ever exist at one time, in base units. Range: 1 to 2^128 - 1.
    function cap() external view returns (uint256);
}
