import { type Command, InvalidArgumentError } from "commander";
import type { Wallet } from "ethers";

import type { GovernedNetwork } from "../chain";
import type { Address } from "../hex";
import { type Chain, withChain } from "./chain-options";
import { address } from "./device-values";

export interface GovFlags {
  rpc: string;
  governor?: Address;
}

/** Adds the options that say which governor on which chain. */
export function addGovOptions(command: Command): Command {
  return command
    .requiredOption("--rpc <url>", "JSON-RPC endpoint of the chain")
    .option(
      "--governor <address>",
      "the network's NetworkGovernor; known for published networks and the devnet",
      address,
    );
}

/** Calls with the network of the governor that the flags say. */
export function withNetwork<Result>(
  { rpc, governor }: GovFlags,
  call: (chain: Chain, network: GovernedNetwork) => Promise<Result>,
): Promise<Result> {
  return withChain(rpc, async (chain, provider) =>
    call(chain, await chain.openNetwork(provider, await chain.findGovernor(provider, governor))),
  );
}

/** The same with the account that the environment names, for commands that send. */
export function withNetworkSender<Result>(
  flags: GovFlags,
  call: (chain: Chain, network: GovernedNetwork, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withNetwork(flags, async (chain, network) =>
    call(chain, network, await chain.walletFromEnvironment(network.provider)),
  );
}

/** The same for what concerns the governor alone: the rest of the network is not looked up. */
export function withGovernorSender<Result>(
  { rpc, governor }: GovFlags,
  call: (chain: Chain, network: GovernedNetwork, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withChain(rpc, async (chain, provider) => {
    const sender = await chain.walletFromEnvironment(provider);
    const found = await chain.findGovernor(provider, governor);
    return call(chain, await chain.openGovernor(provider, found), sender);
  });
}

/** Reads which proposal is meant: its id, or its number from 1. */
export function proposalId(text: string): bigint {
  if (/^(?:[1-9][0-9]{0,77}|0x[0-9a-fA-F]{1,64})$/.test(text) && BigInt(text) < 2n ** 256n)
    return BigInt(text);
  throw new InvalidArgumentError("Expected a proposal's id, or its number from 1.");
}
