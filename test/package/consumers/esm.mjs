import * as library from "opendepin";
import * as abi from "opendepin/abi";
import artifact from "opendepin/artifacts/RewardToken.json" with { type: "json" };
import * as deployments from "opendepin/deployments";
import * as devices from "opendepin/devices";
import * as rewards from "opendepin/rewards";
import * as typechain from "opendepin/typechain";

import { factsOf } from "./facts.cjs";

console.log(JSON.stringify(factsOf({ library, abi, typechain, rewards, devices, deployments, artifact })));
