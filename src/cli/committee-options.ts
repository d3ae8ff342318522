import type { Command } from "commander";
import type { Wallet } from "ethers";

import type { ReporterCommittee } from "../../typechain-types";
import type { LeftCommittee } from "../chain";
import { OpenDepinError } from "../errors";
import type { Address } from "../hex";
import { addChainOptions, type Chain, type ChainFlags, withChain } from "./chain-options";
import { address } from "./device-values";
import type { Figure } from "./print";

export interface CommitteeFlags extends ChainFlags {
  committee?: Address;
}

/** Adds the options that say which committee on which chain. */
export function addCommitteeOptions(command: Command): Command {
  return addChainOptions(
    command.option("--committee <address>", "the committee; that of the program unless given", address),
    "required",
  );
}

/** Calls with the committee that the flags say. */
export async function withCommittee<Result>(
  { committee, distributor, program, rpc }: CommitteeFlags,
  call: (chain: Chain, committee: ReporterCommittee) => Promise<Result>,
): Promise<Result> {
  if (committee !== undefined && distributor !== undefined)
    throw new OpenDepinError("USAGE", "give --committee, or else --distributor");
  return withChain(rpc, async (chain, provider) =>
    call(
      chain,
      committee === undefined
        ? await chain.committeeOf(await chain.findDistributor(provider, { distributor, program }))
        : await chain.openCommittee(provider, committee),
    ),
  );
}

/** The same with the account that the environment names, for commands that send. */
export function withCommitteeSender<Result>(
  flags: CommitteeFlags,
  call: (chain: Chain, committee: ReporterCommittee, sender: Wallet) => Promise<Result>,
): Promise<Result> {
  return withCommittee(flags, async (chain, committee) =>
    call(chain, committee, await chain.walletFromEnvironment(committee.runner?.provider ?? null)),
  );
}

/** A committee after a member has left it, for people. */
export function leftFigures({ account, key, committee, transaction, gasUsed }: LeftCommittee): Figure[] {
  const { address, configuration, quorum, totalWeight } = committee;
  return [
    ["left", account],
    ["key", key],
    ["committee", address],
    ["configuration", configuration],
    ["quorum", `${quorum} of ${totalWeight}`],
    ["next", `take the pledge back: opendepin stake pledge 0 --duty ${address}`],
    ["transaction", transaction],
    ["gas", gasUsed],
  ];
}
