import type { Command } from "commander";

import type { CliContext } from "./context";
import { paysAccount } from "./stake-payment";

/** Adds `opendepin stake withdraw`. */
export function addStakeWithdraw(stake: Command, context: CliContext): void {
  const command = stake
    .command("withdraw")
    .description("pay an account all of its own that has thawed; anybody may");
  paysAccount(command, context, (chain, staking, account, sender) =>
    chain.withdrawStake(staking, account, sender),
  );
}
