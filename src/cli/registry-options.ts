import type { Command } from "commander";
import type { Wallet } from "ethers";

import { KEY_HELP } from "../chain/key-help";
import type { OpenRegistry } from "../chain/registry/open-registry";
import type { Address } from "../hex";
import { type Chain, withChain } from "./chain-options";
import { address } from "./device-values";

export interface RegistryFlags {
  rpc: string;
  registry?: Address;
}

/** Adds the options that say which registry on which chain. */
export function addRegistryOptions(command: Command): Command {
  return addRegistryOption(command.requiredOption("--rpc <url>", "JSON-RPC endpoint of the chain"));
}

/** Adds the option that says which registry. */
export function addRegistryOption(command: Command): Command {
  return command.option(
    "--registry <address>",
    "the network's DeviceRegistry; known for published networks and the devnet",
    address,
  );
}

/** Adds the options that say whose bonds have to cover the devices. */
export function addCoverageOptions(command: Command): Command {
  return command
    .option(
      "--staking <address>",
      "the OperatorStaking whose bonds have to cover the devices; known for published networks and the devnet",
      address,
    )
    .option("--no-staking", "let devices count whatever is bonded for them");
}

/** Says where a command finds the key of its sender or signer. */
export function addKeyHelp(command: Command): Command {
  return command.addHelpText("after", `\n${KEY_HELP}`);
}

/** Calls with the registry that the flags say. */
export function withRegistry<Result>(
  { rpc, registry }: RegistryFlags,
  call: (chain: Chain, registry: OpenRegistry) => Promise<Result>,
): Promise<Result> {
  return withChain(rpc, async (chain, provider) => call(chain, await chain.findRegistry(provider, registry)));
}

/** The same with the account that the environment names, for commands that send. */
export function withRegistrySender<Result>(
  flags: RegistryFlags,
  call: (chain: Chain, registry: OpenRegistry, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withRegistry(flags, async (chain, registry) =>
    call(chain, registry, await chain.walletFromEnvironment(registry.contract.runner?.provider ?? null)),
  );
}
