import { claimTree } from "opendepin";
import { rewardTokenAbi } from "opendepin/abi";
import { deployments } from "opendepin/deployments";
import { allocate } from "opendepin/rewards";

console.log([claimTree, rewardTokenAbi, deployments, allocate].map((value) => typeof value).join(" "));
