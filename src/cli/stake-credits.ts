import type { Command } from "commander";

import type { CliContext } from "./context";
import { paysAccount } from "./stake-payment";

/** Adds `opendepin stake credits`. */
export function addStakeCredits(stake: Command, context: CliContext): void {
  const command = stake
    .command("credits")
    .description("pay an account its share of what was slashed; anybody may");
  paysAccount(command, context, (chain, staking, account, sender) =>
    chain.withdrawCredit(staking, account, sender),
  );
}
