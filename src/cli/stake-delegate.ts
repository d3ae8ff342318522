import type { Command } from "commander";

import type { Address } from "../hex";
import type { CliContext } from "./context";
import { account } from "./device-values";
import { printFigures, printJson } from "./print";
import { addKeyHelp } from "./registry-options";
import { addStakingOptions, type StakingFlags, withStakingSender } from "./staking-options";

interface DelegateFlags extends StakingFlags {
  json?: true;
}

/** Adds `opendepin stake delegate`. */
export function addStakeDelegate(stake: Command, context: CliContext): void {
  const command = stake
    .command("delegate")
    .description("let an account vote with the bond; name the sender's own to vote with it again")
    .argument("<address>", "who votes", account)
    .option("--json", "print the result as JSON");
  addKeyHelp(addStakingOptions(command)).action((to: Address, flags: DelegateFlags) =>
    delegate(to, flags, context),
  );
}

async function delegate(to: Address, flags: DelegateFlags, context: CliContext): Promise<void> {
  const result = await withStakingSender(flags, (chain, staking, sender) =>
    chain.delegateVotes(staking, to, sender),
  );
  if (flags.json) printJson(context.stdout, result);
  else
    printFigures(context, [
      ["account", result.account],
      ["delegate", result.delegate],
      ["transaction", result.transaction],
      ["gas", result.gasUsed],
    ]);
}
