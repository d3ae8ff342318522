import type { Command } from "commander";
import type { Wallet } from "ethers";

import type { OperatorStaking } from "../../typechain-types";
import type { Address } from "../hex";
import { type Chain, withChain } from "./chain-options";
import { address } from "./device-values";

export interface StakingFlags {
  rpc: string;
  staking?: Address;
}

/** Adds the options that say which staking on which chain. */
export function addStakingOptions(command: Command): Command {
  return command
    .requiredOption("--rpc <url>", "JSON-RPC endpoint of the chain")
    .option(
      "--staking <address>",
      "the network's OperatorStaking; known for published networks and the devnet",
      address,
    );
}

/** Calls with the staking that the flags say. */
export function withStaking<Result>(
  { rpc, staking }: StakingFlags,
  call: (chain: Chain, staking: OperatorStaking) => Promise<Result>,
): Promise<Result> {
  return withChain(rpc, async (chain, provider) => call(chain, await chain.findStaking(provider, staking)));
}

/** The same with the account that the environment names, for commands that send. */
export function withStakingSender<Result>(
  flags: StakingFlags,
  call: (chain: Chain, staking: OperatorStaking, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withStaking(flags, async (chain, staking) =>
    call(chain, staking, await chain.walletFromEnvironment(staking.runner?.provider ?? null)),
  );
}
