// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// The role table lives in OpenZeppelin's AccessManager as it is; importing it here makes it part of the build, so
// that it is compiled, deployed and verified with the same compiler and settings as everything else.
// solhint-disable-next-line no-unused-import
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
