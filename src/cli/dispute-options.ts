import { type Command, InvalidArgumentError } from "commander";
import type { JsonRpcProvider, Wallet } from "ethers";

import type { DisputeManager } from "../../typechain-types";
import type { Evidence } from "../chain/disputes/accusation";
import { OpenDepinError } from "../errors";
import { hashFile } from "../files/hash-file";
import type { Address, Hex } from "../hex";
import { type Chain, withChain } from "./chain-options";
import { address, hash } from "./device-values";
import { baseUnits } from "./options";

export interface DisputesFlags {
  rpc: string;
  disputes?: Address;
}

/** Adds the options that say which DisputeManager on which chain. */
export function addDisputesOptions(command: Command): Command {
  return addDisputesOption(command.requiredOption("--rpc <url>", "JSON-RPC endpoint of the chain"));
}

/** Adds the option that says which DisputeManager. */
export function addDisputesOption(command: Command): Command {
  return command.option(
    "--disputes <address>",
    "the network's DisputeManager; known for the devnet of the folder",
    address,
  );
}

/** Calls with the DisputeManager that the flags say. */
export function withDisputes<Result>(
  { rpc, disputes }: DisputesFlags,
  call: (chain: Chain, manager: DisputeManager, provider: JsonRpcProvider) => Promise<Result>,
): Promise<Result> {
  return withChain(rpc, async (chain, provider) =>
    call(chain, await chain.findDisputeManager(provider, disputes), provider),
  );
}

/** The same with the account that the environment names, for commands that send. */
export function withDisputesSender<Result>(
  flags: DisputesFlags,
  call: (chain: Chain, manager: DisputeManager, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withDisputes(flags, async (chain, manager, provider) =>
    call(chain, manager, await chain.walletFromEnvironment(provider)),
  );
}

export interface EvidenceFlags {
  evidence?: string;
  evidenceHash?: Hex;
  evidenceUri: string;
}

/** Adds the options that say what a challenger puts forward. */
export function addEvidenceOptions(command: Command): Command {
  return command
    .option("--evidence <file>", "the evidence; its keccak256 goes on chain")
    .option("--evidence-hash <hash>", "or the hash of evidence that is elsewhere", hash)
    .option("--evidence-uri <uri>", "where the evidence is published", "");
}

/** What the flags put forward. */
export async function evidenceOf({ evidence, evidenceHash, evidenceUri }: EvidenceFlags): Promise<Evidence> {
  if (evidence !== undefined && evidenceHash === undefined)
    return { evidence: await hashFile(evidence), evidenceURI: evidenceUri };
  if (evidence === undefined && evidenceHash !== undefined)
    return { evidence: evidenceHash, evidenceURI: evidenceUri };
  throw new OpenDepinError("USAGE", "give --evidence, or else --evidence-hash");
}

/** Reads the number of a dispute. */
export function disputeId(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected the number of a dispute, from 1.");
}

/** Reads a penalty in base units, as large as the contract can hold. */
export function penalty(text: string): bigint {
  const amount = baseUnits(text);
  if (amount > 0n && amount < 2n ** 128n) return amount;
  throw new InvalidArgumentError("Expected base units of the token, from 1 to 2^128 - 1.");
}
