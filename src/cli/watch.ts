import { stat } from "node:fs/promises";

import type { Command } from "commander";
import type { JsonRpcProvider } from "ethers";

import type { ChallengeTerms, Watcher, WatchSources } from "../chain";
import type { StakingChoice } from "../chain/staking/staking-behind";
import { DEVNET_CHAIN_ID } from "../devnet/chain-id";
import { EXIT, OpenDepinError } from "../errors";
import { fileError } from "../files/file-error";
import { WatchStore } from "../files/watch-store";
import type { Address } from "../hex";
import type { DisputeManager, RewardDistributor } from "../../typechain-types";
import type { Notice } from "../watch/notice";
import {
  addChainOptions,
  type Chain,
  type ChainFlags,
  positiveInteger,
  withDistributor,
} from "./chain-options";
import type { CliContext } from "./context";
import { uint32 } from "./device-values";
import { addDisputesOption, type DisputesFlags } from "./dispute-options";
import { baseUnits } from "./options";
import { addCoverageOptions, addKeyHelp, addRegistryOption } from "./registry-options";
import { printNotice } from "./watch-notices";

const CONFIRMATIONS = 5;

interface WatchFlags extends ChainFlags, DisputesFlags {
  data: string;
  contributions?: string;
  budget?: bigint;
  registry?: Address;
  staking?: StakingChoice;
  challenge?: true;
  challengeMissing?: true;
  evidenceUri: string;
  reserve: number;
  confirmations?: number;
  interval: number;
  state: string;
  once?: true;
  json?: true;
}

/** Adds `opendepin watch`. */
export function addWatch(program: Command, context: CliContext): void {
  const command = program
    .command("watch")
    .description(
      "recompute every report of a program from its published data, and challenge those that are wrong",
    )
    .requiredOption("--data <dir>", "where the published epochs are: epoch-<n>, or as the reports name them")
    .option("--contributions <dir>", "the network's own inputs, to compare: epoch-<n>.csv")
    .option("--budget <amount>", "what every epoch shares, in base units, to compare", baseUnits)
    .option("--challenge", "open a dispute about a report that disagrees")
    .option("--challenge-missing", "and about one whose data is missing or unreadable")
    .option("--evidence-uri <uri>", "where the directory of the state file is published", "")
    .option("--reserve <seconds>", "wait for missing data until the window has this left", uint32, 1800)
    .option(
      "--confirmations <number>",
      `blocks to wait; ${CONFIRMATIONS} unless given, 0 on the devnet`,
      uint32,
    )
    .option("--interval <seconds>", "how often to look", positiveInteger, 15)
    .option("--state <file>", "what the watcher remembers", "opendepin-watch.json")
    .option("--once", "do all there is to do, and end: 0 if all agree, 1 if one does not")
    .option("--json", "print one JSON object a line");
  addCoverageOptions(addRegistryOption(addChainOptions(command, "required")));
  addKeyHelp(addDisputesOption(command)).action((flags: WatchFlags) => watch(flags, context));
}

async function watch(flags: WatchFlags, context: CliContext): Promise<void> {
  if (flags.challengeMissing && !flags.challenge)
    throw new OpenDepinError("USAGE", "--challenge-missing goes with --challenge");
  await requireDirectory(flags.data);
  if (flags.contributions !== undefined) await requireDirectory(flags.contributions);
  await withDistributor(flags, async (chain, distributor, provider) => {
    const watcher = await openWatcher(chain, distributor, provider, flags, context);
    if (flags.once) {
      context.exitCode = (await watcher.round()) ? EXIT.no : EXIT.ok;
      return;
    }
    const warn = (text: string): void => {
      context.stderr.write(`${text}\n`);
    };
    await chain.follow(() => watcher.round(), { intervalMs: flags.interval * 1000, warn });
  });
}

async function openWatcher(
  chain: Chain,
  distributor: RewardDistributor,
  provider: JsonRpcProvider,
  flags: WatchFlags,
  context: CliContext,
): Promise<Watcher> {
  const { once = false, json = false, reserve, challengeMissing = false } = flags;
  const store = new WatchStore(flags.state);
  const state = await chain.openWatchState(distributor, store);
  const sources = await sourcesOf(chain, distributor, provider, flags);
  const { manager, terms } = await disputesOf(chain, distributor, provider, flags);
  const policy = {
    challenger: terms?.challenger.address as Address | undefined,
    challengeMissing,
    // what is to end does not wait
    reserve: once ? Number.POSITIVE_INFINITY : reserve,
  };
  const confirmations =
    flags.confirmations ?? (state.chainId === BigInt(DEVNET_CHAIN_ID) ? 0 : CONFIRMATIONS);
  const announce = (notice: Notice): void => {
    printNotice(notice, { program: sources.program, json }, context);
  };
  const options = { distributor, manager, sources, terms, policy, confirmations, store, announce };
  return new chain.Watcher(options, state);
}

async function sourcesOf(
  chain: Chain,
  distributor: RewardDistributor,
  provider: JsonRpcProvider,
  { data, contributions, budget, registry, staking }: WatchFlags,
): Promise<WatchSources> {
  return {
    data,
    own: contributions,
    budget,
    registry: await chain.findRegistry(provider, registry).catch((error: unknown) => {
      if (error instanceof OpenDepinError && error.code === "REGISTRY_UNKNOWN") return undefined;
      throw error;
    }),
    isRegistryRequired: registry !== undefined,
    staking,
    program: Number(await distributor.program()),
  };
}

/** A watcher that only looks on does not need to know who is asked for rulings. */
async function disputesOf(
  chain: Chain,
  distributor: RewardDistributor,
  provider: JsonRpcProvider,
  { challenge, disputes, evidenceUri }: WatchFlags,
): Promise<{ manager: DisputeManager | undefined; terms: ChallengeTerms | undefined }> {
  if (!challenge && disputes === undefined) return { manager: undefined, terms: undefined };
  const manager = await chain.findDisputeManager(provider, disputes);
  await chain.requireDisputable(manager, distributor);
  if (!challenge) return { manager, terms: undefined };
  const challenger = await chain.walletFromEnvironment(provider);
  const program = Number(await distributor.program());
  return { manager, terms: { manager, program, challenger, evidenceBase: evidenceUri } };
}

async function requireDirectory(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(path, error);
  });
  if (!found.isDirectory())
    throw new OpenDepinError("USAGE", "it is a file; name a directory", { file: path });
}
