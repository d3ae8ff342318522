// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title Witness
/// @notice Something privileged, which remembers when it was last done.
contract Witness is AccessManaged {
    uint256 public doneAt;

    constructor(address authority_) AccessManaged(authority_) {}

    function act() external restricted {
        doneAt = block.timestamp;
    }
}
