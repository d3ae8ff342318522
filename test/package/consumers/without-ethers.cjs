"use strict";

const { claimTree } = require("opendepin");
const { rewardTokenAbi } = require("opendepin/abi");
const { deployments } = require("opendepin/deployments");
const { deviceIdOf } = require("opendepin/devices");
const { allocate } = require("opendepin/rewards");

console.log(
  [claimTree, rewardTokenAbi, deployments, deviceIdOf, allocate].map((value) => typeof value).join(" "),
);
