"use strict";

const { factsOf } = require("./facts.cjs");

console.log(
  JSON.stringify(
    factsOf({
      library: require("opendepin"),
      abi: require("opendepin/abi"),
      typechain: require("opendepin/typechain"),
      rewards: require("opendepin/rewards"),
      devices: require("opendepin/devices"),
      deployments: require("opendepin/deployments"),
      artifact: require("opendepin/artifacts/RewardToken"),
    }),
  ),
);
