import { type Command, InvalidArgumentError } from "commander";
import type { JsonRpcProvider } from "ethers";

import type { RewardDistributor } from "../../typechain-types";
import { connect } from "../chain/connect";
import { explainChainError } from "../chain/explain-error";
import { findDistributor } from "../chain/find-distributor";

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
    .option("--distributor <address>", "the program's RewardDistributor; known for published networks and the devnet")
    .option("--program <id>", "the program, when the distributor is not named", positiveInteger, 1);
  return command;
}

/** Connects, calls, and disconnects; whatever the chain refuses becomes one line. */
export async function withDistributor<Result>(
  { rpc, distributor, program }: ChainFlags,
  call: (distributor: RewardDistributor, provider: JsonRpcProvider) => Promise<Result>,
): Promise<Result> {
  const provider = await connect(rpc);
  try {
    return await call(await findDistributor(provider, { distributor, program }), provider);
  } catch (error) {
    throw explainChainError(error);
  } finally {
    provider.destroy();
  }
}

export function positiveInteger(text: string): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number from 1.");
}
