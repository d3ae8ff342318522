import { type Command, InvalidArgumentError } from "commander";
import type { JsonRpcProvider, Wallet } from "ethers";

import type { RewardDistributor } from "../../typechain-types";

/** Everything that speaks to a chain, loaded when a command needs it: ethers takes longer to load than most commands. */
export type Chain = typeof import("../chain");

export interface ChainFlags {
  rpc: string;
  distributor?: string;
  program: number;
}

/** Adds the options that say which distributor on which chain; `--rpc` is required unless the command works without. */
export function addChainOptions(command: Command, rpc: "required" | "optional"): Command {
  const flag = "--rpc <url>";
  const description = "JSON-RPC endpoint of the chain";
  (rpc === "required" ? command.requiredOption(flag, description) : command.option(flag, description))
    .option(
      "--distributor <address>",
      "the program's RewardDistributor; known for published networks and the devnet",
    )
    .option("--program <id>", "the program, when the distributor is not named", positiveInteger, 1);
  return command;
}

/** Connects, calls, and disconnects; whatever the chain refuses becomes one line. */
export async function withChain<Result>(
  rpc: string,
  call: (chain: Chain, provider: JsonRpcProvider) => Promise<Result>,
): Promise<Result> {
  const chain = await import("../chain/index.js");
  const provider = await chain.connect(rpc);
  try {
    return await call(chain, provider);
  } catch (error) {
    throw chain.explainChainError(error);
  } finally {
    provider.destroy();
  }
}

/** Whatever the chain refuses becomes one line. */
export async function withChainErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const { explainChainError } = await import("../chain/index.js");
    throw explainChainError(error);
  }
}

/** Calls with the distributor that the flags say. */
export function withDistributor<Result>(
  { rpc, distributor, program }: ChainFlags,
  call: (chain: Chain, distributor: RewardDistributor, provider: JsonRpcProvider) => Promise<Result>,
): Promise<Result> {
  return withChain(rpc, async (chain, provider) =>
    call(chain, await chain.findDistributor(provider, { distributor, program }), provider),
  );
}

/** The same with the account that the environment names, for commands that send. */
export function withSender<Result>(
  flags: ChainFlags,
  call: (chain: Chain, distributor: RewardDistributor, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withDistributor(flags, async (chain, distributor, provider) =>
    call(chain, distributor, await chain.walletFromEnvironment(provider)),
  );
}

export function positiveInteger(text: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number from 1.");
}
