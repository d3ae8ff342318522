import { claimTree } from "opendepin";
import { rewardTokenAbi } from "opendepin/abi";
import { deployments } from "opendepin/deployments";
import { deviceIdOf } from "opendepin/devices";
import { startDevnet } from "opendepin/devnet";
import { allocate } from "opendepin/rewards";

console.log(
  [claimTree, rewardTokenAbi, deployments, deviceIdOf, startDevnet, allocate]
    .map((value) => typeof value)
    .join(" "),
);
