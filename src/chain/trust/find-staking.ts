import type { Provider } from "ethers";

import { type OperatorStaking, OperatorStaking__factory } from "../../../typechain-types";
import { findContract } from "../find-contract";

/**
 * The OperatorStaking to talk to: the address given, else the published deployment of the chain, else the devnet in
 * this folder.
 *
 * @throws OpenDepinError `STAKING_UNKNOWN` when there is none, `STAKING_INVALID` when something else is deployed there.
 */
export function findStaking(provider: Provider, given?: string): Promise<OperatorStaking> {
  return findContract(provider, given, {
    name: "operatorStaking",
    title: "OperatorStaking",
    option: "--staking",
    code: "STAKING",
    connect: (address, runner) => OperatorStaking__factory.connect(address, runner),
    probe: (staking) => staking.slashSplit(),
  });
}
