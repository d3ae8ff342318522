import type { Command } from "commander";

import { formatTime } from "../format-time";
import type { CliContext } from "./context";
import { stakeAmount } from "./options";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { addStakingOptions, type StakingFlags, withStakingSender } from "./staking-options";

interface ThawFlags extends StakingFlags {
  json?: true;
}

/** Adds `opendepin stake thaw`. */
export function addStakeThaw(stake: Command, context: CliContext): void {
  const command = stake
    .command("thaw")
    .description("start to take a part of the bond out; from then on it covers no device and casts no vote")
    .argument("<amount>", "the token's base units", stakeAmount)
    .option("--json", "print the result as JSON");
  addKeyHelp(addStakingOptions(command)).action((amount: bigint, flags: ThawFlags) =>
    thaw(amount, flags, context),
  );
}

async function thaw(amount: bigint, flags: ThawFlags, context: CliContext): Promise<void> {
  const result = await withStakingSender(flags, (chain, staking, sender) =>
    chain.thaw(staking, amount, sender),
  );
  if (flags.json) printJson(context.stdout, result);
  else
    printFigures(context, [
      ["account", result.account],
      ["thawing", result.amount],
      ["withdraw from", formatTime(result.availableAt)],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
