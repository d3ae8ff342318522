// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {ERC20Capped} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Capped.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";

import {IRewardToken} from "./interfaces/IRewardToken.sol";

/// @title RewardToken
/// @notice The token that contributions earn: ERC-20 with permits, transfer authorisations and burning, under an
/// immutable cap. It carries no votes, no fees and no list of forbidden accounts, so that a transfer costs what a
/// transfer must cost and nobody can stop one.
contract RewardToken is
    IRewardToken,
    ERC20Burnable,
    ERC20Capped,
    ERC20Permit,
    ERC20TransferAuthorization,
    AccessManaged
{
    // Constants

    /// @dev Every amount of the suite then fits 128 bits.
    uint256 private constant MAX_CAP = type(uint128).max;

    // Construction

    /// @param name_ ERC-20 name, also the name of the EIP-712 domain.
    /// @param symbol_ ERC-20 symbol.
    /// @param cap_ Largest supply in base units (1e-18 token), 1 to 2^128 - 1.
    /// @param allocations Supply that exists from the first block; their sum must stay within the cap.
    /// @param authority_ AccessManager that holds the role table.
    constructor(
        string memory name_,
        string memory symbol_,
        uint256 cap_,
        Allocation[] memory allocations,
        address authority_
    ) ERC20(name_, symbol_) ERC20Capped(cap_) ERC20Permit(name_) AccessManaged(authority_) {
        require(cap_ <= MAX_CAP, RewardTokenCapTooHigh(cap_, MAX_CAP));

        for (uint256 i = 0; i < allocations.length; ++i) {
            _mint(allocations[i].account, allocations[i].amount);
        }
    }

    // Minting

    /// @inheritdoc IRewardToken
    function mint(address to, uint256 amount) external restricted {
        _mint(to, amount);
    }

    // Views

    /// @inheritdoc IRewardToken
    function cap() public view override(ERC20Capped, IRewardToken) returns (uint256) {
        return super.cap();
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    // Internals

    function _useCheckedNonce(address owner, uint256 keyNonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, keyNonce);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Capped) {
        super._update(from, to, value);
    }
}
