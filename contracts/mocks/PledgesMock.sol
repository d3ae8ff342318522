// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPledges} from "../rewards/interfaces/IPledges.sol";

/// @title PledgesMock
/// @notice Stands for the staking: says of every pledge what a test has set, whatever is bonded.
contract PledgesMock is IPledges {
    /// @inheritdoc IPledges
    mapping(address account => mapping(address duty => uint128 amount)) public pledged;

    /// @param amount Base units that {pledged} answers from now on.
    function setPledge(address account, address duty, uint128 amount) external {
        pledged[account][duty] = amount;
    }
}
