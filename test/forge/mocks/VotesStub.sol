// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title VotesStub
/// @notice Votes by timestamps that a test hands out, in the place of the staking and of its token.
contract VotesStub is Votes {
    uint256 public constant cap = type(uint128).max;
    mapping(address account => uint256 units) private _units;

    constructor() EIP712("VotesStub", "1") {}

    function give(address account, uint256 units) external {
        _units[account] += units;
        _transferVotingUnits(address(0), account, units);
        _delegate(account, account);
    }

    function token() external view returns (address) {
        return address(this);
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock());
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return _units[account];
    }
}
