"use strict";

const { claimTree } = require("opendepin");
const { rewardTokenAbi } = require("opendepin/abi");
const { deployments } = require("opendepin/deployments");
const { deviceIdOf } = require("opendepin/devices");
const { startDevnet } = require("opendepin/devnet");
const { allocate } = require("opendepin/rewards");

console.log(
  [claimTree, rewardTokenAbi, deployments, deviceIdOf, startDevnet, allocate]
    .map((value) => typeof value)
    .join(" "),
);
